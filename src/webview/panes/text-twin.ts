/** The same as text: everything that the pictures say, as headings and lists. */

import { dumpMemoryLines } from '../../protocol/dump-memory-text.ts';
import { dumpStackLines } from '../../protocol/dump-stack-state.ts';
import { pofxLines } from '../../protocol/pofx-text.ts';
import { devicePowerText, powerRequestText } from '../../protocol/power-text.ts';
import type { DeviceState } from '../../protocol/state.ts';
import { h, replaceContent } from '../dom/element.ts';
import { activeCharts, chainOf, filesText, requestText, statesText } from '../model/view-model.ts';
import type { Pane, ViewContext } from '../view-context.ts';

function deviceList(device: DeviceState): HTMLElement {
  const entries = device.stack.map((entry) =>
    h(
      'li',
      {},
      `${entry.driver}, ${entry.role}, ${entry.object}: ${entry.deleted === true ? 'deleted, ' : ''}${entry.flags.join(', ') || 'no flags'}${filesText(entry.specialFiles) === '' ? '' : `; ${filesText(entry.specialFiles)}`}`,
    ),
  );
  return h(
    'section',
    {},
    h(
      'h3',
      {},
      `${device.description} ${device.id}: ${device.pnp}, ${devicePowerText(device.power)}${filesText(device.specialFiles) === '' ? '' : `, ${filesText(device.specialFiles)}`}`,
    ),
    h('ol', { 'aria-label': `Stack of ${device.id}, top first` }, ...entries),
    ...(device.power.requests ?? []).map((request) => h('p', {}, `Power IRP: ${powerRequestText(request)}`)),
    ...(device.pofx === null ? [] : pofxLines(device.pofx)).map((line) => h('p', {}, line.trim())),
  );
}

/** @param timeline - what it shows, as text */
export function textTwin(timeline: (context: ViewContext) => readonly HTMLElement[] = () => []): Pane {
  const element = h('div', {
    class: 'pane text',
    'data-pane': 'text',
    role: 'region',
    'aria-label': 'The machine as text',
    tabindex: 0,
  });
  return {
    element,
    render(context) {
      const { model } = context;
      const { state, device } = model;
      if (state === null) return;
      const shown = state.devices.find((one) => one.id === device);
      const lives = shown === undefined ? [] : activeCharts(model, shown);
      const next = lives.flatMap(({ chart, state: now }) => chart.transitions.filter(({ from }) => from === now));
      replaceContent(
        element,
        h('h2', {}, `${state.name}: ${state.run}, ${state.systemPower}, ${state.time}`),
        ...chainOf(state, device).map(deviceList),
        h('h3', {}, `Life of ${shown?.id ?? 'nothing'}`),
        h('p', {}, shown === undefined ? '' : `${shown.pnp}; before that ${shown.previous.join(', ') || 'nothing'}.`),
        h(
          'ul',
          { 'aria-label': 'Lifecycles' },
          ...lives.map(({ title, state: now }) => h('li', {}, `${title}: ${now}`)),
          ...(shown === undefined ? [] : statesText(model, shown)).map((text) => h('li', {}, text)),
        ),
        h(
          'ul',
          { 'aria-label': 'What can happen next' },
          ...next.map(({ event, to }) => h('li', {}, `${event} leads to ${to}`)),
        ),
        ...(state.dumpStacks ?? []).flatMap(dumpStackLines).map((line) => h('p', {}, line.trim())),
        ...(state.dumpMemory ?? []).map((memory) => {
          const [title = '', ...lines] = dumpMemoryLines(memory);
          const items = lines.map((line) => h('li', {}, line.replace(/^- /, '')));
          return h('section', {}, h('h3', {}, title), h('ul', { 'aria-label': 'Memory by address' }, ...items));
        }),
        h('h3', {}, `IRPs in flight: ${state.irps.length}`),
        h(
          'ul',
          {},
          ...state.irps.map((irp) =>
            h(
              'li',
              {},
              `${irp.address} ${requestText(irp)} at ${irp.at}, on its way ${irp.direction}${irp.heldBy === null ? '' : `, held by ${irp.heldBy}`}`,
            ),
          ),
        ),
        ...timeline(context),
        h('h3', {}, `Findings: ${state.violations.length}`),
        h(
          'ul',
          {},
          ...state.violations.map((one) =>
            h(
              'li',
              {},
              `${one.rule}, ${one.driver}${one.file === null ? '' : ` at ${one.file}:${one.line}`}: ${one.message}`,
            ),
          ),
        ),
      );
    },
  };
}
