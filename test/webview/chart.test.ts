import { expect, test } from 'vitest';
import { stateCharts } from '../../src/machine/charts.ts';
import { layOutChart } from '../../src/webview/chart/layout.ts';

const charts = stateCharts();

test.each(charts.map((chart) => [chart.id, chart] as const))(
  'the picture of %s has every state once, apart from each other, and every transition',
  (_id, chart) => {
    const layout = layOutChart(chart, 4);
    expect(layout.boxes).toHaveLength(chart.states.length);
    for (const [index, box] of layout.boxes.entries()) {
      for (const other of layout.boxes.slice(index + 1)) {
        const apart =
          box.x + box.width <= other.x ||
          other.x + other.width <= box.x ||
          box.y + box.height <= other.y ||
          other.y + other.height <= box.y;
        expect(apart).toBe(true);
      }
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width);
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height);
    }
    const pairs = new Set(
      chart.transitions.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from}>${to}`),
    );
    expect(new Set(layout.routes.map(({ edge }) => edge.key))).toEqual(pairs);
    for (const { points } of layout.routes) expect(points.length).toBeGreaterThan(1);
  },
);

test('the same chart gives the same picture', () => {
  const [chart] = charts;
  if (chart === undefined) throw new Error('there is no chart');
  expect(JSON.stringify(layOutChart(chart, 4).boxes)).toBe(JSON.stringify(layOutChart(chart, 4).boxes));
});
