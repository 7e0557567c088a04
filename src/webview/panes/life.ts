/** The lifecycle of the shown device, drawn from its state machine's definition. */

import type { StateChart } from '../../protocol/chart.ts';
import { PNP_REQUESTS, type PnpRequest } from '../../protocol/injection.ts';
import type { DeviceState } from '../../protocol/state.ts';
import { type ChartLayout, layOutChart } from '../chart/layout.ts';
import { roundedPath } from '../chart/path.ts';
import { h, replaceContent, roving, svg } from '../dom/element.ts';
import type { Pane, ViewContext } from '../view-context.ts';

const COLUMNS = 4;
const CRUMBS = 5;

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

function drawing(chart: StateChart, device: DeviceState): SVGElement {
  const { width, height, boxes, routes, graph } = layoutOf(chart);
  const [last] = device.previous;
  const been = new Set(device.previous);
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
    const kind = from === last && to === device.pnp ? 'last' : from === device.pnp ? 'possible' : '';
    const events = edge.transitions.map((transition) => transition.event).join(', ');
    return svg(
      'path',
      { d: roundedPath(points), class: `arrow ${kind}`, 'marker-end': 'url(#arrow)' },
      svg('title', {}, `${from} → ${to}: ${events}`),
    );
  });
  const states = boxes.map((box, index) => {
    const name = graph.names[index] ?? '';
    const kind = name === device.pnp ? 'active' : been.has(name) ? 'been' : '';
    const description = chart.states[index]?.description ?? '';
    return svg(
      'g',
      { class: `state ${kind}` },
      svg('title', {}, `${name}: ${description}`),
      svg('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 4 }),
      svg('text', { x: box.x + box.width / 2, y: box.y + box.height / 2 + 4, 'text-anchor': 'middle' }, name),
    );
  });
  const label = `${chart.title} lifecycle of ${device.id}: ${device.pnp}`;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label, class: 'chart' },
    svg('defs', {}, marker),
    ...arrows,
    ...states,
  );
}

/** What can happen next, as buttons where the user can make it happen. */
function nextSteps(context: ViewContext, chart: StateChart, device: DeviceState): HTMLElement {
  const possible = chart.transitions.filter((transition) => transition.from === device.pnp);
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

export function life(): Pane {
  const element = h('div', { class: 'pane life', 'data-pane': 'life', role: 'region', 'aria-label': 'Life' });
  roving(element, 'button');
  let drawn = '';
  return {
    element,
    render(context) {
      const { state, device: id, charts } = context.model;
      const device = state?.devices.find((one) => one.id === id);
      const chart = charts.find((one) => one.id === 'device-pnp');
      if (device === undefined || chart === undefined) {
        replaceContent(element, h('h2', {}, 'Life'));
        drawn = '';
        return;
      }
      const key = `${device.id} ${device.pnp} ${device.previous.length} ${device.previous[0]}`;
      if (key === drawn) return;
      drawn = key;
      const crumbs = [...device.previous.slice(0, CRUMBS)].reverse().map((name) => h('span', { class: 'crumb' }, name));
      replaceContent(
        element,
        h('h2', {}, `Life of ${device.id}`),
        h(
          'div',
          { class: 'crumbs', 'aria-label': 'Previous states' },
          ...crumbs,
          h('span', { class: 'crumb now' }, device.pnp),
        ),
        drawing(chart, device),
        nextSteps(context, chart, device),
      );
    },
  };
}
