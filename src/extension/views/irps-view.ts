import * as vscode from 'vscode';
import type { IrpState } from '../../protocol/state.ts';
import type { MachineSessions } from '../machine/machine-sessions.ts';
import { t } from '../text.ts';
import { irpDescription, irpName, joined } from './device-words.ts';
import { nestIrps } from './irp-nesting.ts';
import { irpTable } from './markdown-tables.ts';
import { RefreshGate } from './refresh-gate.ts';
import { timerClock } from './timer-clock.ts';

/** Names an IRP and where it is; serves as the argument of the commands in its context menu. */
interface IrpNode {
  readonly irp: string;
  readonly device: string;
  readonly driver: string;
}

/** The IRPs in flight; one that was sent while another was handled stands below that one. */
export class IrpsView implements vscode.TreeDataProvider<IrpNode>, vscode.Disposable {
  readonly #machines: MachineSessions;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #gate = new RefreshGate(() => this.#refresh(), timerClock);
  readonly #view: vscode.TreeView<IrpNode>;
  readonly #disposables: { dispose(): void }[] = [];
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(machines: MachineSessions) {
    this.#machines = machines;
    this.#view = vscode.window.createTreeView('driverSandbox.irps', { treeDataProvider: this });
    this.#gate.setVisible(this.#view.visible);
    this.#disposables.push(
      this.#view,
      this.#changed,
      this.#gate,
      this.#view.onDidChangeVisibility(({ visible }) => this.#gate.setVisible(visible)),
      machines.shownChanged.event(() => this.#gate.mark('everything')),
      machines.events.event(({ session, event }) => {
        if (session !== machines.shown) return;
        if (event.type === 'status' || (event.type === 'delta' && event.change.irps)) this.#gate.mark('everything');
      }),
    );
  }

  getChildren(parent?: IrpNode): IrpNode[] {
    const nested = nestIrps(this.#irps());
    return (nested.get(parent?.irp ?? null) ?? []).map(({ address, device, driver }) => ({
      irp: address,
      device,
      driver,
    }));
  }

  getTreeItem(node: IrpNode): vscode.TreeItem {
    const irp = this.#find(node);
    if (irp === undefined) return new vscode.TreeItem(node.irp);
    const { Expanded, None } = vscode.TreeItemCollapsibleState;
    const nests = nestIrps(this.#irps()).has(irp.address);
    const item = new vscode.TreeItem(irp.at, nests ? Expanded : None);
    // Another id when it gets its first nested IRP, or VS Code keeps the row folded as it was.
    item.id = nests ? `${irp.address}+` : irp.address;
    item.description = joined([shortName(irp), irpDescription(irp)]);
    item.iconPath = new vscode.ThemeIcon(iconOf(irp));
    item.contextValue = 'irp';
    item.accessibilityInformation = { label: `${irp.at}, ${item.description}` };
    item.command = { title: t('Select'), command: 'driverSandbox.select', arguments: [node] };
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: IrpNode): vscode.TreeItem {
    const irp = this.#find(node);
    if (irp !== undefined) item.tooltip = new vscode.MarkdownString(irpTable(irp));
    return item;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #refresh(): void {
    const live = this.#machines.shown?.model ?? null;
    if (live === null || live.irps.length > 0) this.#view.message = '';
    else this.#view.message = t('No IRP is in flight.');
    this.#changed.fire(undefined);
  }

  #irps(): readonly IrpState[] {
    return this.#machines.shown?.model?.irps ?? [];
  }

  #find(node: IrpNode): IrpState | undefined {
    return this.#irps().find((irp) => irp.address === node.irp);
  }
}

/** Without IRP_MN_ or IRP_MJ_, which every row would begin with: a side bar is narrow. */
function shortName(irp: IrpState): string {
  return irpName(irp).replace(/^IRP_M[NJ]_/, '');
}

function iconOf(irp: IrpState): string {
  if (irp.waitingFor !== null || irp.pendingSince !== null) return 'watch';
  return irp.direction === 'down' ? 'arrow-down' : 'arrow-up';
}
