/** The stack of the shown device as boxes, the stacks it stands on below it, and the IRPs that are in them now. */

import { devicePowerText, powerRequestsUnderWay, powerRequestText } from '../../protocol/power-text.ts';
import type { DeviceState, IrpState, StackEntry } from '../../protocol/state.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import { chainOf, filesText, othersBusy, requestText } from '../model/view-model.ts';
import type { Pane, ViewContext } from '../view-context.ts';

/** Flags that decide something now; the rest stands in the inspector. */
const TELLING = ['DO_POWER_PAGABLE', 'DO_POWER_INRUSH', 'DO_DEVICE_INITIALIZING'];
const ROLES: Readonly<Record<StackEntry['role'], string>> = {
  upperFilter: 'upper filter',
  function: 'function',
  lowerFilter: 'lower filter',
  bus: 'PDO',
};
const SHORT_STATUS = /^STATUS_/;

function irpMark(irp: IrpState): string {
  if (irp.waitingFor !== null || irp.pendingSince !== null) return '◔';
  if (irp.direction === 'down') return '↓';
  return irp.status === 'STATUS_SUCCESS' ? '✓' : '✕';
}

function chip(context: ViewContext, irp: IrpState): HTMLElement {
  const { selection } = context.model;
  const isSelected = selection?.kind === 'irp' && selection.irp === irp.address;
  const way = irp.direction === 'down' ? 'on its way down' : `on its way up with ${irp.status}`;
  const status = irp.direction === 'up' ? ` ${irp.status.replace(SHORT_STATUS, '')}` : '';
  return h(
    'button',
    {
      class: `irp ${irp.direction}${isSelected ? ' selected' : ''}`,
      'data-key': `irp ${irp.address}`,
      'data-irp': irp.address,
      title: `${irp.address} ${requestText(irp)}${irp.cause === null ? '' : `, because of ${irp.cause}`}`,
      'aria-label': `IRP ${irp.address}, ${requestText(irp)}, ${way}${irp.waitingFor === null ? '' : `, waits for ${irp.waitingFor}`}`,
      onclick: () => context.select({ kind: 'irp', irp: irp.address }),
    },
    `${irpMark(irp)} ${(irp.minor ?? irp.major).replaceAll('_', '_\u200b')}${status}`,
    irp.cause === null ? null : h('span', { class: 'cause', 'aria-hidden': 'true' }, ` ↰ ${irp.cause}`),
  );
}

function box(
  context: ViewContext,
  device: DeviceState,
  entry: StackEntry,
  index: number,
  irps: readonly IrpState[],
): HTMLElement {
  const { selection } = context.model;
  const isSelected = selection?.kind === 'object' && selection.object === entry.object;
  const here = irps.filter((irp) => irp.device === device.id && irp.stackIndex === index);
  const files = filesText(entry.specialFiles);
  const flags = entry.flags.filter((flag) => TELLING.includes(flag));
  const found = (context.model.state?.violations ?? []).filter(
    (one) => one.device === device.id && one.driver === entry.driver,
  ).length;
  const label = [
    `${entry.driver}, ${ROLES[entry.role]} of ${device.id}`,
    found === 0 ? '' : `${found} broken rules`,
    files,
    entry.deleted === true ? 'deleted' : '',
    flags.join(', '),
    here.length > 0 ? `${here.length} IRP here` : '',
  ].filter((text) => text !== '');
  return h(
    'div',
    { class: 'row' },
    h(
      'div',
      { class: 'rail down' },
      ...here.filter((irp) => irp.direction === 'down').map((irp) => chip(context, irp)),
    ),
    h(
      'button',
      {
        class: `box ${entry.role}${isSelected ? ' selected' : ''}${here.length > 0 ? ' busy' : ''}`,
        'data-key': `object ${entry.object}`,
        'data-object': entry.object,
        'aria-label': label.join('; '),
        'aria-pressed': String(isSelected),
        onclick: () => context.select({ kind: 'object', device: device.id, object: entry.object }),
      },
      h('span', { class: 'driver' }, entry.driver),
      h('span', { class: 'role' }, ROLES[entry.role]),
      files === '' ? null : h('span', { class: 'badge files' }, files),
      entry.deleted === true ? h('span', { class: 'badge problem' }, '✕ deleted') : null,
      ...flags.map((flag) => h('span', { class: 'badge flag' }, flag.replace(/^DO_/, ''))),
      found === 0 ? null : h('span', { class: 'badge problem' }, `⚠ ${found}`),
    ),
    h('div', { class: 'rail up' }, ...here.filter((irp) => irp.direction === 'up').map((irp) => chip(context, irp))),
  );
}

function stack(context: ViewContext, device: DeviceState, isShown: boolean): HTMLElement {
  const irps = context.model.state?.irps ?? [];
  const isBusy = irps.some((irp) => irp.device === device.id);
  const problem = device.problem === null ? null : h('span', { class: 'badge problem' }, `✕ ${device.problem.name}`);
  const head = h(
    'button',
    {
      class: 'device',
      'data-key': `device ${device.id}`,
      'data-device': device.id,
      'aria-label': `${device.description} ${device.id}, ${device.pnp}, ${devicePowerText(device.power)}`,
      onclick: () => context.select({ kind: 'device', device: device.id }),
    },
    h('strong', {}, device.id),
    h('span', { class: 'role' }, ` ${device.description} · ${device.pnp} `),
    h('span', { class: `badge power ${device.power.device}` }, devicePowerText(device.power)),
    ...powerRequestsUnderWay(device.power).map((request) =>
      h('span', { class: 'badge files' }, powerRequestText(request).replace(/ since .*$/, '')),
    ),
    problem,
  );
  const open = isShown || isBusy;
  const drivers = device.stack.map((entry) => entry.driver).join(' · ');
  return h(
    'section',
    { class: `stack${isShown ? ' shown' : ''}`, 'aria-label': `Stack of ${device.id}` },
    head,
    ...(open
      ? device.stack.map((entry, index) => box(context, device, entry, index, irps))
      : [h('div', { class: 'folded' }, drivers)]),
  );
}

export function stacks(): Pane {
  const element = h('div', { class: 'pane stacks', 'data-pane': 'stacks', role: 'region', 'aria-label': 'Stacks' });
  roving(element, 'button');
  return {
    element,
    render(context) {
      const { state, device } = context.model;
      if (state === null) return;
      const chain = chainOf(state, device);
      const parts: HTMLElement[] = [];
      for (const [index, one] of chain.entries()) {
        if (index > 0) parts.push(h('div', { class: 'joint', 'aria-hidden': 'true' }));
        parts.push(stack(context, one, index === 0));
      }
      const others = othersBusy(state, chain).map((one) => stack(context, one, false));
      const head = others.length === 0 ? null : h('h2', { class: 'others' }, 'Other stacks with IRPs');
      replaceContent(element, h('h2', {}, 'Stacks'), ...parts, head, ...others);
    },
  };
}
