import * as vscode from 'vscode';
import type { MachineSession } from '../machine/machine-session.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { t } from '../text.ts';
import { joined } from './device-words.ts';
import { RefreshGate } from './refresh-gate.ts';
import { shortName, stateParts } from './summary-line.ts';
import { timerClock } from './timer-clock.ts';

/** The shown machine in one line; hidden while there is none. */
export function createStatusBar(machines: MachineSessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('driverSandbox.machine', vscode.StatusBarAlignment.Left, 10);
  item.name = t('Driver Sandbox Machine');
  item.command = 'driverSandbox.showMenu';
  const gate = new RefreshGate(() => show(item, machines.shown), timerClock);
  gate.setVisible(true);
  const disposables = [
    item,
    gate,
    machines.shownChanged.event(() => gate.mark('everything')),
    machines.events.event(({ session, event }) => {
      if (session !== machines.shown) return;
      if (event.type === 'status' || (event.type === 'delta' && event.change.summary)) gate.mark('everything');
    }),
  ];
  return { dispose: () => disposables.forEach((disposable) => void disposable.dispose()) };
}

function show(item: vscode.StatusBarItem, session: MachineSession | null): void {
  if (session === null || session.status === 'stopped') {
    item.hide();
    return;
  }
  const name = shortName(session);
  const doing = session.model === null ? [statusWords(session)] : stateParts(session.model);
  item.text = `$(${iconOf(session)}) ${joined([name, ...doing])}`;
  item.tooltip = t('Driver Sandbox: what to do with {0}', session.fileName);
  item.accessibilityInformation = { label: t('Driver Sandbox: {0}', joined([name, ...doing])), role: 'button' };
  const failed = session.status === 'lost' || (session.model?.summary.bugcheck ?? null) !== null;
  item.backgroundColor = failed ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  item.show();
}

function iconOf(session: MachineSession): string {
  if (session.status === 'starting') return 'loading~spin';
  if (session.status !== 'live') return 'error';
  const run = session.model?.summary.run;
  const asleep = (session.model?.summary.power.state ?? 'working') !== 'working';
  if (asleep && run !== 'crashed' && run !== 'paused') return 'vm-outline';
  return run === 'paused' ? 'debug-pause' : run === 'crashed' ? 'flame' : 'vm-running';
}

function statusWords(session: MachineSession): string {
  switch (session.status) {
    case 'starting':
      return t('starting');
    case 'failed':
      return t('could not be started');
    default:
      return t('sandbox process lost');
  }
}
