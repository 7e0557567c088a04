/** The lifecycles of the shown device, one at a time, drawn from their state machines' definitions. */

import type { StateChart } from '../../protocol/chart.ts';
import { PNP_REQUESTS, type PnpRequest } from '../../protocol/injection.ts';
import type { DeviceState, DumpMemoryState } from '../../protocol/state.ts';
import { MEMORY_CHART } from '../../protocol/view.ts';
import { type ChartLayout, layOutChart } from '../chart/layout.ts';
import { roundedPath } from '../chart/path.ts';
import { h, replaceContent, roving, svg } from '../dom/element.ts';
import { type ActiveChart, activeCharts, FIRST_CHART, memoryBelow, shownChart } from '../model/view-model.ts';
import type { Visits } from '../timeline/visits.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import { dumpMemory } from './dump-memory.ts';
import { goTo } from './past.ts';

const COLUMNS = 4;
const CRUMBS = 5;
const CRUMB_TITLE = 'When it came into this state; double click: go there';

function isRequest(text: string | null): text is PnpRequest {
  return text !== null && (PNP_REQUESTS as readonly string[]).includes(text);
}

const layouts = new WeakMap<StateChart, ChartLayout>();

/** The picture of a chart is always the same, so it is computed once. */
function layoutOf(chart: StateChart): ChartLayout {
  let layout = layouts.get(chart);
  if (layout === undefined) {
    layout = layOutChart(chart, COLUMNS);
    layouts.set(chart, layout);
  }
  return layout;
}

/** A lifecycle as it is drawn: where it is now, and where it was before, newest first. */
interface Walk extends ActiveChart {
  readonly device: DeviceState;
  readonly previous: readonly string[];
}

function drawing({ chart, title, device, state: now, previous }: Walk): SVGElement {
  const { width, height, boxes, routes, graph } = layoutOf(chart);
  const [last] = previous;
  const been = new Set(previous);
  const marker = svg(
    'marker',
    {
      id: 'arrow',
      viewBox: '0 0 8 8',
      refX: 7,
      refY: 4,
      markerWidth: 8,
      markerHeight: 8,
      orient: 'auto',
      markerUnits: 'userSpaceOnUse',
    },
    svg('path', { d: 'M0 0L8 4L0 8z', class: 'head' }),
  );
  const arrows = routes.map(({ edge, points }) => {
    const from = graph.names[edge.from] ?? '';
    const to = graph.names[edge.to] ?? '';
    const kind = from === last && to === now ? 'last' : from === now ? 'possible' : '';
    const events = edge.transitions.map((transition) => transition.event).join(', ');
    return svg(
      'path',
      { d: roundedPath(points), class: `arrow ${kind}`, 'marker-end': 'url(#arrow)' },
      svg('title', {}, `${from} → ${to}: ${events}`),
    );
  });
  const states = boxes.map((box, index) => {
    const name = graph.names[index] ?? '';
    const kind = name === now ? 'active' : been.has(name) ? 'been' : '';
    const description = chart.states[index]?.description ?? '';
    return svg(
      'g',
      { class: `state ${kind}` },
      svg('title', {}, `${name}: ${description}`),
      svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 4 }),
      svg('text', { x: box.x + box.width / 2, y: box.y + box.height / 2 + 4, 'text-anchor': 'middle' }, name),
    );
  });
  const label = `${title} lifecycle of ${device.id}: ${now}`;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'chart' },
    svg('defs', {}, marker),
    ...arrows,
    ...states,
  );
}

/** What can happen next, as buttons where the user can make it happen. */
function nextSteps(context: ViewContext, { chart, device, state: now }: Walk): HTMLElement {
  // What changes nothing is worth a button, but no words.
  const possible = chart.transitions.filter(
    ({ from, to, request }) => from === now && (to !== now || request !== null),
  );
  const items = possible.map(({ event, to, request }) => {
    if (!isRequest(request)) return h('li', {}, h('span', { class: 'cause-event' }, event), ` → ${to}`);
    const inject = (): void =>
      context.post({ type: 'command', command: 'injectPnp', args: { device: device.id, request } });
    return h(
      'li',
      {},
      h(
        'button',
        { class: 'link cause-event', 'data-key': `next ${event}`, title: `Inject ${request}`, onclick: inject },
        event,
      ),
      ` → ${to}`,
    );
  });
  return h('ul', { class: 'next', 'aria-label': 'What can happen next' }, ...items);
}

/** Which lifecycle is shown; each with the state that it is in. The miniport's memory stands among them. */
function chooser(context: ViewContext, device: DeviceState, shown: string, memory?: DumpMemoryState): HTMLElement {
  const options = activeCharts(context.model, device).map(({ id, title, state }) =>
    h('option', { value: id, selected: id === shown }, `${title} (${state})`),
  );
  if (memory !== undefined)
    options.push(
      h('option', { value: MEMORY_CHART, selected: shown === MEMORY_CHART }, `Dump memory of ${memory.device}`),
    );
  const choose = (event: Event): void => context.showChart((event.target as HTMLSelectElement).value);
  return h('select', { class: 'lives', 'aria-label': 'Lifecycle', 'data-key': 'lives', onchange: choose }, ...options);
}

/** Where a lifecycle was while it was looked at. The PnP manager itself remembers; of the others the pane does. */
class Trail {
  #key = '';
  #states: readonly string[] = [];

  /** @returns the states before this one, newest first */
  visit(key: string, state: string): readonly string[] {
    if (key !== this.#key) this.#states = [];
    this.#key = key;
    if (this.#states[0] !== state) this.#states = [state, ...this.#states].slice(0, CRUMBS + 1);
    return this.#states.slice(1);
  }
}

/** @param visits - finds the events of what was before */
export function life(visits: Visits): Pane {
  const element = h('div', { class: 'pane life', 'data-pane': 'life', role: 'region', 'aria-label': 'Life' });
  roving(element, 'button');
  const trail = new Trail();
  let drawn = '';
  /** What is drawn stays while the machine goes on. */
  let now: ViewContext;
  return {
    element,
    render(context) {
      now = context;
      const { state, device: id, chart } = context.model;
      const device = state?.devices.find((one) => one.id === id);
      const memory = state === null ? undefined : memoryBelow(state, id);
      const isMemory = chart === MEMORY_CHART && memory !== undefined && device !== undefined;
      element.classList.toggle('of-memory', isMemory);
      if (isMemory) {
        const key = `${device.id} ${memory.time} ${memory.phase} ${memory.device}`;
        if (key === drawn) return;
        drawn = key;
        const title = h('h2', {}, `Dump memory of ${memory.driver} on ${memory.device}`);
        replaceContent(element, title, chooser(context, device, MEMORY_CHART, memory), dumpMemory(context, memory));
        return;
      }
      const active = device === undefined ? undefined : shownChart(context.model, device);
      if (device === undefined || active === undefined) {
        replaceContent(element, h('h2', {}, 'Life'));
        drawn = '';
        return;
      }
      const seen = trail.visit(`${device.id} ${active.id}`, active.state);
      const previous = active.chart.id === FIRST_CHART ? device.previous : seen;
      const states = activeCharts(context.model, device).map((one) => one.state);
      const key = `${device.id} ${active.id} ${states.join()} ${previous.length} ${previous[0]} ${memory?.time}`;
      if (key === drawn) return;
      drawn = key;
      const walk = { ...active, device, previous };
      const crumb = (name: string, back: number): HTMLElement => {
        const visit = { device: device.id, chart: active.id, state: name, back };
        const attributes = { class: 'crumb', 'data-key': `crumb ${back}`, title: CRUMB_TITLE };
        const choose = (): void => visits.find(now, visit, (event) => now.select({ kind: 'event', event }));
        const go = (): void =>
          visits.find(now, visit, (event) => {
            now.select({ kind: 'event', event });
            goTo(now, event);
          });
        return h('button', { ...attributes, onclick: choose, ondblclick: go }, name);
      };
      const crumbs = previous
        .slice(0, CRUMBS)
        .reverse()
        .map((name, index, all) => crumb(name, all.length - index));
      replaceContent(
        element,
        h('h2', {}, `Life of ${device.id}`),
        chooser(context, device, active.id, memory),
        h(
          'div',
          { class: 'crumbs', 'aria-label': 'Previous states' },
          ...crumbs,
          h('span', { class: 'crumb now' }, active.state),
        ),
        drawing(walk),
        nextSteps(context, walk),
      );
    },
  };
}
