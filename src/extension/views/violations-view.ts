import * as vscode from 'vscode';
import type { ViolationState } from '../../protocol/state.ts';
import { violationLevel } from '../../protocol/violation-level.ts';
import type { ViolationsChange } from '../command-context.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { t } from '../text.ts';
import { joined } from './device-words.ts';
import { RefreshGate } from './refresh-gate.ts';
import { timerClock } from './timer-clock.ts';
import { trustedMarkdown } from './trusted-markdown.ts';
import { type Grouping, grouped, type Indexed, matching } from './violation-groups.ts';
import { VIOLATION_COMMANDS, violationMarkdown } from './violation-markdown.ts';

/** `index` counts the machine's violations from 0: they are only ever added. */
interface ViolationNode {
  readonly index: number;
  readonly rule: string;
  readonly driver: string;
}

/** Violations with the same rule, driver or device. */
interface GroupNode {
  readonly by: Exclude<Grouping, 'none'>;
  readonly name: string;
  /** With groups by rule: what `copyName` copies. */
  readonly rule?: string;
}

type Node = ViolationNode | GroupNode;

const GROUP_ICONS = { rule: 'law', driver: 'symbol-method', device: 'plug' } as const;

/** Every broken rule of the shown machine, newest first, or gathered. */
export class ViolationsView implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #machines: MachineSessions;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #gate = new RefreshGate(() => this.#refresh(), timerClock);
  readonly #view: vscode.TreeView<Node>;
  readonly #disposables: { dispose(): void }[] = [];
  readonly onDidChangeTreeData = this.#changed.event;
  #grouping: Grouping = 'none';
  #filter = '';

  constructor(machines: MachineSessions) {
    this.#machines = machines;
    this.#view = vscode.window.createTreeView('driverSandbox.violations', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
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

  get grouping(): Grouping {
    return this.#grouping;
  }

  get filter(): string {
    return this.#filter;
  }

  arrange({ grouping = this.#grouping, filter = this.#filter }: ViolationsChange): void {
    this.#grouping = grouping;
    this.#filter = filter.trim();
    this.#gate.mark('everything');
  }

  getChildren(parent?: Node): Node[] {
    const shown = matching(this.#violations(), this.#filter);
    if (parent !== undefined) return 'by' in parent ? this.#membersOf(parent, shown).map(violationNode) : [];
    const by = this.#grouping;
    if (by === 'none') return shown.map(violationNode);
    return grouped(shown, by).map(({ name }) => (by === 'rule' ? { by, name, rule: name } : { by, name }));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'by' in node ? this.#groupItem(node) : this.#violationItem(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const violation = 'by' in node ? undefined : this.#violations()[node.index];
    const machine = this.#machines.shown?.uri;
    if (violation !== undefined && machine !== undefined)
      item.tooltip = trustedMarkdown(violationMarkdown(violation, machine), VIOLATION_COMMANDS);
    return item;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #groupItem(node: GroupNode): vscode.TreeItem {
    const members = this.#membersOf(node, matching(this.#violations(), this.#filter));
    const [first] = members;
    const item = new vscode.TreeItem(node.name === '' ? t('no device') : node.name);
    item.id = `${this.#machines.shown?.uri ?? ''}#${node.by}/${node.name}`;
    item.description = joined([
      String(members.length),
      node.by === 'rule' && first !== undefined ? first.violation.title : '',
    ]);
    item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[node.by]);
    item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
    const canSuppress = node.by === 'rule' && first?.violation.level !== undefined;
    item.contextValue = `group ${node.by}${canSuppress ? ' verifier' : ''}`;
    return item;
  }

  #violationItem(node: ViolationNode): vscode.TreeItem {
    const violation = this.#violations()[node.index];
    if (violation === undefined) return new vscode.TreeItem(node.rule);
    const { rule, driver, device, title, time } = violation;
    const by = this.#grouping;
    // A side bar is narrow: rule and culprit come first, and nothing that the group says already.
    const label = [by === 'rule' ? '' : rule, by === 'driver' ? '' : driver].filter(Boolean).join('  ');
    const item = new vscode.TreeItem(label);
    item.id = `${this.#machines.shown?.uri ?? ''}#${node.index}`;
    item.description = joined([
      placeOf(violation),
      by === 'rule' ? '' : title,
      by === 'device' ? '' : (device ?? ''),
      time,
    ]);
    item.iconPath = iconOf(violation);
    item.contextValue = `violation ${violation.file === null ? 'inbox' : 'user'}${violation.level === undefined ? '' : ' verifier'}`;
    item.accessibilityInformation = { label: `${rule}, ${driver}, ${violation.message}, ${item.description}` };
    const { file, line, column, event } = violation;
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

  #membersOf({ by, name }: GroupNode, shown: readonly Indexed[]): readonly Indexed[] {
    return shown.filter(({ violation }) => (violation[by] ?? '') === name);
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
    const all = this.#machines.shown?.model?.violations;
    this.#view.message = all === undefined ? '' : this.#message(all);
    this.#view.description = this.#filter === '' ? '' : t('only “{0}”', this.#filter);
    this.#changed.fire(undefined);
  }

  #message(all: readonly ViolationState[]): string {
    if (all.length === 0) return t('No rule has been broken.');
    if (this.#filter === '') return '';
    const shown = matching(all, this.#filter).length;
    return shown === all.length ? '' : t('{0} of {1} violations', shown, all.length);
  }

  #violations(): readonly ViolationState[] {
    return this.#machines.shown?.model?.violations ?? [];
  }
}

function violationNode({ index, violation: { rule, driver } }: Indexed): ViolationNode {
  return { index, rule, driver };
}

function placeOf(violation: ViolationState): string {
  if (violation.file === null) return '';
  return violation.line === null ? violation.file : `${violation.file}:${violation.line}`;
}

function iconOf(violation: ViolationState): vscode.ThemeIcon {
  return violationLevel(violation) === 'warning'
    ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('problemsWarningIcon.foreground'))
    : new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground'));
}
