import * as vscode from 'vscode';
import type { ViolationState } from '../../protocol/state.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { t } from '../text.ts';
import { joined } from './device-words.ts';
import { violationTable } from './markdown-tables.ts';
import { RefreshGate } from './refresh-gate.ts';
import { timerClock } from './timer-clock.ts';

/** `index` counts the machine's violations from 0: they are only ever added. */
interface ViolationNode {
  readonly index: number;
  readonly rule: string;
  readonly driver: string;
}

/** Every broken rule of the shown machine, newest first. */
export class ViolationsView implements vscode.TreeDataProvider<ViolationNode>, vscode.Disposable {
  readonly #machines: MachineSessions;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #gate = new RefreshGate(() => this.#refresh(), timerClock);
  readonly #view: vscode.TreeView<ViolationNode>;
  readonly #disposables: { dispose(): void }[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(machines: MachineSessions) {
    this.#machines = machines;
    this.#view = vscode.window.createTreeView('driverSandbox.violations', { treeDataProvider: this });
    this.#gate.setVisible(this.#view.visible);
    const everything = (): void => {
      this.#showBadge();
      this.#gate.mark('everything');
    };
    this.#disposables.push(
      this.#view,
      this.#changed,
      this.#gate,
      this.#view.onDidChangeVisibility(({ visible }) => this.#gate.setVisible(visible)),
      machines.shownChanged.event(everything),
      machines.events.event(({ session, event }) => {
        if (session !== machines.shown) return;
        if (event.type === 'status' || (event.type === 'delta' && event.change.violations)) everything();
      }),
    );
  }

  getChildren(parent?: ViolationNode): ViolationNode[] {
    if (parent !== undefined) return [];
    return this.#violations()
      .map(({ rule, driver }, index) => ({ index, rule, driver }))
      .reverse();
  }

  getTreeItem(node: ViolationNode): vscode.TreeItem {
    const violation = this.#violations()[node.index];
    if (violation === undefined) return new vscode.TreeItem(node.rule);
    const item = new vscode.TreeItem(`${violation.rule}  ${violation.title}`);
    item.id = `${this.#machines.shown?.uri ?? ''}#${node.index}`;
    item.description = joined([violation.driver, placeOf(violation), violation.time]);
    item.iconPath = iconOf(violation);
    item.contextValue = `violation ${violation.file === null ? 'inbox' : 'user'}`;
    item.accessibilityInformation = { label: `${violation.rule}, ${violation.message}, ${item.description}` };
    const { file, line, column, rule, event } = violation;
    item.command =
      file === null
        ? { title: t('Select'), command: 'driverSandbox.select', arguments: [{ rule, event }] }
        : {
            title: t('Go to Source'),
            command: 'driverSandbox.openSource',
            arguments: [{ file, line, column, rule, event }],
          };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: ViolationNode): vscode.TreeItem {
    const violation = this.#violations()[node.index];
    if (violation !== undefined) item.tooltip = new vscode.MarkdownString(violationTable(violation));
    return item;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** Shown on the activity bar even while the view is hidden. */
  #showBadge(): void {
    const count = this.#violations().length;
    this.#view.badge = {
      value: count,
      tooltip: count === 1 ? t('1 violation') : t('{0} violations', count),
    };
  }

  #refresh(): void {
    const model = this.#machines.shown?.model ?? null;
    if (model === null || model.violations.length > 0) this.#view.message = '';
    else this.#view.message = t('No rule has been broken.');
    this.#changed.fire(undefined);
  }

  #violations(): readonly ViolationState[] {
    return this.#machines.shown?.model?.violations ?? [];
  }
}

function placeOf(violation: ViolationState): string {
  if (violation.file === null) return '';
  return violation.line === null ? violation.file : `${violation.file}:${violation.line}`;
}

function iconOf(violation: ViolationState): vscode.ThemeIcon {
  return violation.bugcheck === null
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'))
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
}
