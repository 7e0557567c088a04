import * as vscode from 'vscode';
import type { DeviceState } from '../../protocol/state.ts';
import { t } from '../text.ts';

const SCHEME = 'driver-sandbox-device';

/** A row with this URI carries the number of its violations as a badge. The number is part of it, so it never goes stale. */
export function decorationUri(device: DeviceState): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${device.id}`, query: String(device.violations) });
}

export class ViolationDecorations implements vscode.FileDecorationProvider {
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== SCHEME) return undefined;
    const count = Number(uri.query);
    const tooltip = count === 1 ? t('1 violation') : t('{0} violations', count);
    return new vscode.FileDecoration(
      count > 99 ? '99' : String(count),
      tooltip,
      new vscode.ThemeColor('list.warningForeground'),
    );
  }
}
