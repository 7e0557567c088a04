import * as vscode from 'vscode';
import type { DeviceState, StackEntry } from '../../protocol/state.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSessions, SessionsEvent } from '../machine/machine-sessions.ts';
import type { SharedSelection } from '../selection.ts';
import { t } from '../text.ts';
import { decorationUri } from './decorations.ts';
import { deviceIcon, type Icon, roleIcon } from './device-icons.ts';
import { type Arrangement, type DeviceNode, DeviceNodes } from './device-nodes.ts';
import {
  componentDescription,
  componentLabel,
  deviceDescription,
  deviceLabel,
  entryDescription,
  entryLabel,
  joined,
  stateClass,
  systemPowerWords,
} from './device-words.ts';
import { deviceTable, entryTable } from './markdown-tables.ts';
import { RefreshGate } from './refresh-gate.ts';
import { summaryLine } from './summary-line.ts';
import { timerClock } from './timer-clock.ts';

/** The Devices view: every devnode of the shown machine with its stack, by connection or by driver. */
export class DevicesView implements vscode.TreeDataProvider<DeviceNode>, vscode.Disposable {
  readonly #machines: MachineSessions;
  readonly #selection: SharedSelection;
  readonly #nodes = new DeviceNodes();
  readonly #changed = new vscode.EventEmitter<DeviceNode | DeviceNode[] | undefined>();
  readonly #gate = new RefreshGate((changed) => this.#refresh(changed), timerClock);
  readonly #view: vscode.TreeView<DeviceNode>;
  readonly #disposables: { dispose(): void }[] = [];
  #shownPower = '';
  /** The machine has just started: nobody has looked at a device yet. */
  #isFresh = false;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(machines: MachineSessions, selection: SharedSelection) {
    this.#machines = machines;
    this.#selection = selection;
    this.#view = vscode.window.createTreeView('driverSandbox.devices', {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#gate.setVisible(this.#view.visible);
    this.#disposables.push(
      this.#view,
      this.#changed,
      this.#gate,
      this.#view.onDidChangeVisibility(({ visible }) => this.#gate.setVisible(visible)),
      this.#view.onDidChangeSelection(({ selection: rows }) => this.#follow(rows[0])),
      machines.shownChanged.event(() => this.#gate.mark('everything')),
      machines.events.event((event) => this.#hear(event)),
      selection.changed.event(({ selection: chosen, by }) => {
        if (by !== 'tree' && 'device' in chosen) this.#reveal(chosen.device, 'object' in chosen ? chosen.object : null);
      }),
    );
  }

  get arrangement(): Arrangement {
    return this.#nodes.arrangement;
  }

  arrange(arrangement: Arrangement): void {
    this.#nodes.arrange(arrangement);
    this.#gate.mark('everything');
  }

  get hiddenShown(): boolean {
    return this.#nodes.hiddenShown;
  }

  showHidden(shown: boolean): void {
    this.#nodes.showHidden(shown);
    this.#gate.mark('everything');
  }

  getChildren(node?: DeviceNode): DeviceNode[] {
    const model = this.#model();
    if (model === null) return [];
    return [...(node === undefined ? this.#nodes.roots(model) : this.#nodes.children(node, model))];
  }

  getParent(node: DeviceNode): DeviceNode | undefined {
    const model = this.#model();
    return model === null ? undefined : this.#nodes.parent(node, model);
  }

  getTreeItem(node: DeviceNode): vscode.TreeItem {
    const model = this.#model();
    const item = model === null ? new vscode.TreeItem(node.key) : this.#itemOf(node, model);
    item.id = `${this.#machines.shown?.uri ?? ''}#${node.key}`;
    // A row with a command is unfolded by its arrow only: a click selects it and leaves it as it is.
    if (node.kind !== 'driver')
      item.command = { title: t('Select'), command: 'driverSandbox.select', arguments: [node] };
    if (model !== null && (node.kind === 'device' || node.kind === 'driver')) {
      const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
      item.collapsibleState = this.#nodes.startsExpanded(node, model) ? Expanded : Collapsed;
    }
    return item;
  }

  /** Tables are made when the pointer rests on a row, not for ten thousand rows beforehand. */
  resolveTreeItem(item: vscode.TreeItem, node: DeviceNode): vscode.TreeItem {
    const model = this.#model();
    const device = model === null || node.kind === 'driver' ? undefined : model.device(node.device);
    if (model === null || device === undefined || node.kind === 'driver') return item;
    const entry = node.kind === 'entry' ? model.entry(node.device, node.object) : undefined;
    const title = entry === undefined ? deviceLabel(device) : entryLabel(device, entry);
    const table = entry === undefined ? deviceTable(device, model) : entryTable(entry);
    item.tooltip = withLinks(title, table, node, entry?.source ?? null);
    return item;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #model(): MachineModel | null {
    return this.#machines.shown?.model ?? null;
  }

  #itemOf(node: DeviceNode, model: MachineModel): vscode.TreeItem {
    if (node.kind === 'driver') return driverItem(node.driver, this.#nodes.children(node, model).length);
    const device = model.device(node.device);
    if (device === undefined) return new vscode.TreeItem(node.device);
    if (node.kind === 'device') return deviceItem(device, model);
    if (node.kind === 'component') return componentItem(device, node.component);
    const entry = model.entry(node.device, node.object);
    if (entry === undefined) return new vscode.TreeItem(node.driver);
    return entryItem(device, entry, model, this.arrangement);
  }

  #hear({ session, event }: SessionsEvent): void {
    if (session !== this.#machines.shown) return;
    if (event.type === 'status') {
      this.#isFresh = session.status === 'live';
      this.#gate.mark('everything');
    }
    if (event.type !== 'delta') return;
    const { change } = event;
    if (change.structure) this.#gate.mark('everything');
    else this.#gate.mark(change.summary ? new Set([...change.devices, SUMMARY]) : change.devices);
  }

  #refresh(changed: ReadonlySet<string> | 'everything'): void {
    const session = this.#machines.shown;
    const model = session?.model ?? null;
    // A message would hide the welcome text of an empty view.
    if (session === null || model === null) this.#view.message = '';
    else this.#view.message = joined([summaryLine(session), this.#leftOut(model)]);
    if (changed === 'everything' || model === null) {
      this.#changed.fire(undefined);
      if (model !== null) this.#showFirst(model);
      return;
    }
    const devices = new Set([...changed].filter((id) => id !== SUMMARY));
    if (changed.has(SUMMARY)) for (const root of this.#rootIds(model)) devices.add(root);
    if (devices.size === 0) return;
    const rows = this.#nodes.rowsOf(devices, model);
    this.#changed.fire(rows.length === 0 ? undefined : [...rows]);
  }

  /** Nobody should look for a device that is only left out. */
  #leftOut(model: MachineModel): string {
    if (this.#nodes.hiddenShown) return '';
    let count = 0;
    for (const device of model.devices()) if (device.hidden === true) count += 1;
    if (count === 0) return '';
    return count === 1 ? t('1 hidden device') : t('{0} hidden devices', count);
  }

  /** The root's row shows the system's power state. Its children are asked for again only when that changed. */
  *#rootIds(model: MachineModel): Iterable<string> {
    const shown = systemPowerWords(model);
    if (shown === this.#shownPower) return;
    this.#shownPower = shown;
    for (const device of model.devices()) if (device.parent === null) yield device.id;
  }

  #follow(node: DeviceNode | undefined): void {
    if (node === undefined || node.kind === 'driver') return;
    const { device } = node;
    this.#selection.select(
      node.kind === 'entry' ? { kind: 'object', device, object: node.object } : { kind: 'device', device },
      'tree',
    );
  }

  /** A tree begins with buses; what a user came for stands further down, often out of sight. */
  #showFirst(model: MachineModel): void {
    if (!this.#isFresh) return;
    this.#isFresh = false;
    if (this.#selection.current !== null) return;
    for (const device of model.devices()) {
      if (!device.stack.some(({ source }) => source !== null)) continue;
      // The line above the tree takes its place first, or the row would be pushed out of sight again.
      timerClock.later(REVEAL_AFTER_MS, () => {
        if (this.#selection.current !== null) return;
        // Its stack comes into sight first, and then it itself.
        this.#reveal(device.id, device.stack.at(-1)?.object ?? null, false);
        this.#reveal(device.id, null);
      });
      return;
    }
  }

  #reveal(device: string, object: string | null, select = true): void {
    const model = this.#model();
    const node = model === null ? undefined : this.#nodes.rowOf(device, object, model);
    if (node === undefined || !this.#view.visible) return;
    // A row that is being replaced cannot be revealed; the next selection can.
    this.#view.reveal(node, { select, focus: false }).then(undefined, () => {});
  }
}

const REVEAL_AFTER_MS = 1000;

/** Stands for the summary line among the ids of devices; no device id begins with a space. */
const SUMMARY = ' summary';

function deviceItem(device: DeviceState, model: MachineModel): vscode.TreeItem {
  const item = new vscode.TreeItem(deviceLabel(device));
  item.description = deviceDescription(device, model);
  item.iconPath = themeIcon(deviceIcon(device));
  item.contextValue = `device ${device.parent === null ? 'root' : 'node'} ${stateClass(device)}`;
  if (device.violations > 0) item.resourceUri = decorationUri(device);
  const findings = device.violations === 0 ? '' : t('{0} violations', device.violations);
  item.accessibilityInformation = {
    label: [deviceLabel(device), item.description, findings].filter(Boolean).join(', '),
  };
  return item;
}

function entryItem(
  device: DeviceState,
  entry: StackEntry,
  model: MachineModel,
  arrangement: Arrangement,
): vscode.TreeItem {
  const irps = model.irpsAt(device.id, device.stack.indexOf(entry));
  const item = new vscode.TreeItem(arrangement === 'byDriver' ? device.id : entryLabel(device, entry));
  item.description = entryDescription(device, entry, irps);
  const icon = roleIcon(entry.role);
  item.iconPath = themeIcon(irps.length > 0 ? { ...icon, color: 'charts.blue' } : icon);
  item.contextValue = `entry ${entry.role} ${entry.source === null ? 'inbox' : 'user'}`;
  item.accessibilityInformation = { label: `${item.label as string}, ${item.description}` };
  return item;
}

function componentItem({ id, pofx }: DeviceState, index: number): vscode.TreeItem {
  const item = new vscode.TreeItem(componentLabel(index));
  const component = pofx?.components[index];
  if (component === undefined) return item;
  item.description = componentDescription(component);
  item.iconPath = themeIcon(component.active ? { id: 'pulse' } : { id: 'pulse', color: 'disabledForeground' });
  item.contextValue = 'component';
  item.accessibilityInformation = { label: `${componentLabel(index)}, ${id}, ${item.description}` };
  return item;
}

function driverItem(driver: string, objects: number): vscode.TreeItem {
  const item = new vscode.TreeItem(driver);
  item.description = objects === 1 ? t('1 device object') : t('{0} device objects', objects);
  item.iconPath = new vscode.ThemeIcon('symbol-method');
  item.contextValue = 'driver';
  return item;
}

function themeIcon(icon: Icon): vscode.ThemeIcon {
  return new vscode.ThemeIcon(icon.id, icon.color === undefined ? undefined : new vscode.ThemeColor(icon.color));
}

function withLinks(title: string, table: string, node: DeviceNode, source: string | null): vscode.MarkdownString {
  const links = [link(t('Open in Stack View'), 'driverSandbox.openStackView', node)];
  if (source !== null) links.push(link(t('Open Source'), 'driverSandbox.openSource', { file: source }));
  const markdown = new vscode.MarkdownString(undefined, true);
  markdown.isTrusted = { enabledCommands: ['driverSandbox.openStackView', 'driverSandbox.openSource'] };
  markdown
    .appendMarkdown('**')
    .appendText(title)
    .appendMarkdown(`**\n\n${table}\n\n${links.join(' · ')}`);
  return markdown;
}

function link(text: string, command: string, argument: object): string {
  return `[${text}](command:${command}?${encodeURIComponent(JSON.stringify([argument]))})`;
}
