/** The IRPs that were on their way, and the rules that had been broken. */
import type { IrpState, MachineState, ViolationState } from '../../protocol/state.ts';
import { h, replaceContent } from '../dom/element.ts';
import { requestText } from '../model/view-model.ts';
import type { Pane, ViewContext } from '../view-context.ts';

const COLUMNS = ['IRP', 'Request', 'At', 'Way', 'Held by', 'Waits for', 'Status', 'Because of'] as const;

function link(key: string, label: string, onclick: () => void): HTMLElement {
  return h('button', { class: 'link', 'data-key': key, onclick }, label);
}

function irpRow(irp: IrpState, openMemory: (address: string) => void): HTMLElement {
  const texts = [
    requestText(irp),
    irp.at,
    irp.direction,
    irp.heldBy === null ? '' : `${irp.heldBy}${irp.pendingSince === null ? '' : ` since ${irp.pendingSince}`}`,
    irp.waitingFor ?? '',
    irp.status.replace(/^STATUS_/, ''),
    irp.cause ?? '',
  ];
  const address = link(`irp ${irp.address}`, irp.address, () => openMemory(irp.address));
  return h('tr', {}, h('th', { scope: 'row' }, address), ...texts.map((text) => h('td', {}, text)));
}

function irpTable({ irps }: MachineState, openMemory: (address: string) => void): HTMLElement {
  if (irps.length === 0) return h('p', {}, 'No request was on its way.');
  return h(
    'table',
    { 'aria-label': 'Requests on their way' },
    h('thead', {}, h('tr', {}, ...COLUMNS.map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', {}, ...irps.map((irp) => irpRow(irp, openMemory))),
  );
}

function finding(context: ViewContext, { rule, title, driver, message, event }: ViolationState): HTMLElement {
  const show = (): void => context.select({ kind: 'violation', rule, event });
  return h('li', {}, link(`finding ${rule} ${event}`, `${rule} ${title}`, show), ` ${driver}: ${message}`);
}

/** @param openMemory - goes to a virtual address */
export function requests(openMemory: (address: string) => void): Pane {
  const element = h('div', { class: 'pane requests', 'data-pane': 'requests' });
  return {
    element,
    render(context) {
      const { state } = context.model;
      if (state === null) return;
      const findings = state.violations.map((one) => finding(context, one));
      replaceContent(
        element,
        h('h2', {}, `Requests on their way: ${state.irps.length}`),
        irpTable(state, openMemory),
        h('h2', { class: 'others' }, `Findings: ${findings.length}`),
        findings.length === 0 ? h('p', {}, 'No rule had been broken.') : h('ul', {}, ...findings),
      );
    },
  };
}
