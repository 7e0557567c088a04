import type { StateChart } from '../../protocol/chart.ts';
import { type ChartGraph, chartGraph } from './graph.ts';
import { type Box, buildLattice, type Point } from './lattice.ts';
import { place } from './placement.ts';
import { type Route, routeAll } from './route.ts';

export interface ChartLayout {
  readonly graph: ChartGraph;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly routes: readonly Route[];
}

/** Average advance of the editor's font at 12 px; the text is centred, so a small error does not show. */
const CHARACTER = 7;
const BOX_PADDING = 18;
const BOX_WIDTH = { least: 92, most: 168 } as const;

export function boxWidth(chart: StateChart): number {
  const longest = Math.max(0, ...chart.states.map((state) => state.id.length));
  const wanted = longest * CHARACTER + BOX_PADDING;
  return Math.min(BOX_WIDTH.most, Math.max(BOX_WIDTH.least, 2 * Math.ceil(wanted / 2)));
}

/** Positions and arrows of a lifecycle: the same chart and number of columns always give the same picture. */
export function layOutChart(chart: StateChart, columns: number): ChartLayout {
  const graph = chartGraph(chart);
  if (graph.names.length === 0) {
    return { graph, width: 0, height: 0, boxes: [], routes: [] };
  }
  const placement = place(graph, Math.max(1, Math.min(columns, graph.names.length)));
  const lattice = buildLattice(placement, boxWidth(chart));
  const routes = routeAll(lattice, graph.edges);
  return { graph, ...cropped(lattice.width, lattice.height, lattice.boxes, routes) };
}

const MARGIN = 6;

/** Cuts the empty rim away, tracks that no arrow took included. */
function cropped(
  width: number,
  height: number,
  boxes: readonly Box[],
  routes: readonly Route[],
): Omit<ChartLayout, 'graph'> {
  const points = routes.flatMap((route) => route.points);
  const left = Math.min(width, ...boxes.map((box) => box.x), ...points.map((point) => point.x)) - MARGIN;
  const top = Math.min(height, ...boxes.map((box) => box.y), ...points.map((point) => point.y)) - MARGIN;
  const right = Math.max(...boxes.map((box) => box.x + box.width), ...points.map((point) => point.x)) + MARGIN;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height), ...points.map((point) => point.y)) + MARGIN;
  const move = (point: Point): Point => ({ x: point.x - left, y: point.y - top });
  return {
    width: right - left,
    height: bottom - top,
    boxes: boxes.map((box) => ({ ...box, ...move(box) })),
    routes: routes.map((route) => ({ edge: route.edge, points: route.points.map(move) })),
  };
}
