import { type ChartGraph, ranks } from './graph.ts';

/** Where each state stands on a grid of columns and rows; the same chart and width always give the same grid. */
export interface Placement {
  readonly columns: number;
  readonly rows: number;
  /** Cell of each state: row * columns + column. */
  readonly cells: readonly number[];
}

const ROUNDS = 9000;
const WEIGHT = { length: 1, sideways: 1.25, against: 2.4, through: 1.6, crossing: 1.1, entry: 4, end: 0.5 } as const;

interface Work {
  readonly graph: ChartGraph;
  readonly columns: number;
  readonly rows: number;
  readonly cellOf: number[];
  readonly stateIn: number[];
}

/**
 * Starts with the states in lifecycle order, then lets them change places as long as the picture gets calmer:
 * short arrows, running down, not across each other, not behind other states. The search cools down, so that it leaves
 * poor local answers early and keeps the best one late; its dice are fixed.
 */
export function place(graph: ChartGraph, columns: number): Placement {
  const count = graph.names.length;
  const rows = Math.max(1, Math.ceil(count / columns) + (count > columns ? 1 : 0));
  const work = firstGuess(graph, columns, rows);
  let cost = costOf(work);
  let best = { cost, cells: [...work.cellOf] };
  const roll = dice(count * 31 + columns);
  for (let round = 0; round < ROUNDS; round++) {
    const heat = 3 * (1 - round / ROUNDS) ** 2;
    const state = Math.floor(roll() * count);
    const target = Math.floor(roll() * columns * rows);
    const origin = work.cellOf[state] ?? 0;
    exchange(work, origin, target);
    const next = costOf(work);
    if (next <= cost || roll() < Math.exp((cost - next) / Math.max(heat, 0.01))) {
      cost = next;
      if (cost < best.cost - 1e-9) {
        best = { cost, cells: [...work.cellOf] };
      }
    } else {
      exchange(work, origin, target);
    }
  }
  return trim({ columns, rows, cells: best.cells });
}

/** Park and Miller's multiplier: enough for a layout, and the same everywhere. */
function dice(seed: number): () => number {
  let state = (seed % 2147483646) + 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function firstGuess(graph: ChartGraph, columns: number, rows: number): Work {
  const rank = ranks(graph);
  const order = [...graph.names.keys()].sort((left, right) => (rank[left] ?? 0) - (rank[right] ?? 0) || left - right);
  const cellOf = new Array<number>(graph.names.length).fill(0);
  const stateIn = new Array<number>(columns * rows).fill(-1);
  order.forEach((state, cell) => {
    cellOf[state] = cell;
    stateIn[cell] = state;
  });
  return { graph, columns, rows, cellOf, stateIn };
}

function exchange(work: Work, from: number, to: number): void {
  const left = work.stateIn[from] ?? -1;
  const right = work.stateIn[to] ?? -1;
  work.stateIn[from] = right;
  work.stateIn[to] = left;
  if (left >= 0) {
    work.cellOf[left] = to;
  }
  if (right >= 0) {
    work.cellOf[right] = from;
  }
}

function costOf(work: Work): number {
  const { graph, columns, rows } = work;
  let cost = 0;
  const lines: { x1: number; y1: number; x2: number; y2: number }[] = [];
  for (const edge of graph.edges) {
    const from = work.cellOf[edge.from] ?? 0;
    const to = work.cellOf[edge.to] ?? 0;
    const line = { x1: from % columns, y1: Math.floor(from / columns), x2: to % columns, y2: Math.floor(to / columns) };
    lines.push(line);
    cost += Math.abs(line.y2 - line.y1) * WEIGHT.length + Math.abs(line.x2 - line.x1) * WEIGHT.sideways;
    if (!edge.back && line.y2 < line.y1) {
      cost += (line.y1 - line.y2) * WEIGHT.against;
    }
    cost += statesBehind(work, line) * WEIGHT.through;
  }
  cost += crossings(lines) * WEIGHT.crossing;
  cost += ((work.cellOf[graph.initial] ?? 0) / columns) * WEIGHT.entry;
  graph.chart.states.forEach((state, at) => {
    if (state.final) {
      cost += (rows - 1 - Math.floor((work.cellOf[at] ?? 0) / columns)) * WEIGHT.end;
    }
  });
  return cost;
}

type Line = { readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number };

function statesBehind(work: Work, line: Line): number {
  const dx = Math.sign(line.x2 - line.x1);
  const dy = Math.sign(line.y2 - line.y1);
  if (dx !== 0 && dy !== 0) {
    return 0;
  }
  let found = 0;
  let x = line.x1 + dx;
  let y = line.y1 + dy;
  while (x !== line.x2 || y !== line.y2) {
    found += (work.stateIn[y * work.columns + x] ?? -1) >= 0 ? 1 : 0;
    x += dx;
    y += dy;
  }
  return found;
}

function crossings(lines: readonly Line[]): number {
  let found = 0;
  for (let i = 0; i < lines.length; i++) {
    for (let j = i + 1; j < lines.length; j++) {
      const a = lines[i];
      const b = lines[j];
      if (a !== undefined && b !== undefined && cross(a, b)) {
        found++;
      }
    }
  }
  return found;
}

function side(line: Line, x: number, y: number): number {
  return (line.x2 - line.x1) * (y - line.y1) - (line.y2 - line.y1) * (x - line.x1);
}

function cross(a: Line, b: Line): boolean {
  return side(a, b.x1, b.y1) * side(a, b.x2, b.y2) < 0 && side(b, a.x1, a.y1) * side(b, a.x2, a.y2) < 0;
}

/** Rows and columns at the rim that stayed empty are cut away. */
function trim(placement: Placement): Placement {
  const column = (cell: number): number => cell % placement.columns;
  const row = (cell: number): number => Math.floor(cell / placement.columns);
  const left = Math.min(...placement.cells.map(column));
  const top = Math.min(...placement.cells.map(row));
  const columns = Math.max(...placement.cells.map(column)) - left + 1;
  const rows = Math.max(...placement.cells.map(row)) - top + 1;
  return { columns, rows, cells: placement.cells.map((cell) => (row(cell) - top) * columns + column(cell) - left) };
}
