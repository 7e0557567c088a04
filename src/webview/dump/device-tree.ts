/** The devices as they were, by connection. */
import { devicePowerText } from '../../protocol/power-text.ts';
import type { DeviceState, MachineState } from '../../protocol/state.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import type { Pane, ViewContext } from '../view-context.ts';

/** Pixels, on the grid. */
const INDENT = 12;

interface TreeRow {
  readonly device: DeviceState;
  /** From 1. */
  readonly level: number;
}

/** Children below their parents. A parent that comes later, or is not there, is none: no dump leads in a circle. */
export function treeRows({ devices }: MachineState): readonly TreeRow[] {
  const below = new Map<DeviceState | null, DeviceState[]>();
  const known = new Map<string, DeviceState>();
  for (const device of devices) {
    const parent = known.get(device.shownUnder ?? '') ?? known.get(device.parent ?? '') ?? null;
    below.set(parent, [...(below.get(parent) ?? []), device]);
    known.set(device.id, device);
  }
  const rows: TreeRow[] = [];
  const open = (below.get(null) ?? []).map((device) => ({ device, level: 1 })).reverse();
  for (let row = open.pop(); row !== undefined; row = open.pop()) {
    rows.push(row);
    const { level } = row;
    open.push(...(below.get(row.device) ?? []).map((device) => ({ device, level: level + 1 })).reverse());
  }
  return rows;
}

function treeItem(context: ViewContext, { device, level }: TreeRow): HTMLElement {
  const isSelected = context.model.device === device.id;
  const item = h(
    'div',
    {
      class: `tree-row${isSelected ? ' selected' : ''}`,
      role: 'treeitem',
      'aria-level': level,
      'aria-selected': String(isSelected),
      'aria-label': `${device.description} ${device.id}, ${device.pnp}, ${devicePowerText(device.power)}${device.problem === null ? '' : `, ${device.problem.name}`}`,
      tabindex: isSelected ? 0 : -1,
      'data-key': `tree ${device.id}`,
      onclick: () => context.select({ kind: 'device', device: device.id }),
      onfocus: () => isSelected || context.select({ kind: 'device', device: device.id }),
    },
    h('strong', {}, device.id),
    h('span', { class: 'role' }, ` ${device.description} · ${device.pnp} · ${devicePowerText(device.power)}`),
    device.problem === null ? null : h('span', { class: 'badge problem' }, `✕ ${device.problem.name}`),
  );
  item.style.paddingLeft = `${level * INDENT}px`;
  return item;
}

export function deviceTree(): Pane {
  const tree = h('div', { role: 'tree', 'aria-label': 'Devices by connection' });
  const element = h('div', { class: 'pane devices', 'data-pane': 'devices' }, h('h2', {}, 'Devices'), tree);
  roving(tree, '[role="treeitem"]');
  return {
    element,
    render(context) {
      const { state } = context.model;
      if (state !== null) replaceContent(tree, ...treeRows(state).map((row) => treeItem(context, row)));
    },
  };
}
