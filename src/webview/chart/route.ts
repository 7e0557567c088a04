import type { ChartEdge } from './graph.ts';
import { type Lattice, type Point, type Port, portsOf } from './lattice.ts';

const COST = { bend: 16, crossing: 30, corner: 400, overlap: 4000, shared: 0.35 } as const;
const NOBODY = -1;

/** Which arrow runs where so far. Arrows to one state may run together; others may only cross. */
interface Occupied {
  /** Target state of the arrow on the stretch to the right of a point, and below it. */
  readonly right: Int16Array;
  readonly below: Int16Array;
  /** Target state of an arrow with a bend at a point. */
  readonly bend: Int16Array;
}

export interface Route {
  readonly edge: ChartEdge;
  /** Corners from the source box to the target box, both touching. */
  readonly points: readonly Point[];
}

/** Short arrows first: they have the least choice. */
export function routeAll(lattice: Lattice, edges: readonly ChartEdge[]): readonly Route[] {
  const size = lattice.xs.length * lattice.ys.length;
  const occupied: Occupied = {
    right: new Int16Array(size).fill(NOBODY),
    below: new Int16Array(size).fill(NOBODY),
    bend: new Int16Array(size).fill(NOBODY),
  };
  const usedPorts = new Map<string, number>();
  const ordered = [...edges].sort((left, right) => distance(lattice, left) - distance(lattice, right));
  const routes = new Map<string, Route>();
  for (const edge of ordered) {
    const points = routeOne(lattice, occupied, usedPorts, edge);
    if (points !== null) {
      routes.set(edge.key, { edge, points });
    }
  }
  return edges.flatMap((edge) => routes.get(edge.key) ?? []);
}

function distance(lattice: Lattice, edge: ChartEdge): number {
  const from = lattice.boxes[edge.from];
  const to = lattice.boxes[edge.to];
  return from === undefined || to === undefined ? 0 : Math.abs(from.x - to.x) + Math.abs(from.y - to.y);
}

function portKey(point: Point): string {
  return `${point.x},${point.y}`;
}

function freePorts(lattice: Lattice, box: number, used: ReadonlyMap<string, number>, target: number): readonly Port[] {
  const rectangle = lattice.boxes[box];
  if (rectangle === undefined) {
    return [];
  }
  return portsOf(lattice, rectangle).filter((port) => {
    const owner = used.get(portKey(port.touch));
    return owner === undefined || owner === target;
  });
}

function routeOne(
  lattice: Lattice,
  occupied: Occupied,
  used: Map<string, number>,
  edge: ChartEdge,
): readonly Point[] | null {
  // A port where an arrow leaves belongs to that arrow alone; one where arrows arrive is shared by all that arrive.
  const starts = freePorts(lattice, edge.from, used, NOBODY);
  const ends = freePorts(lattice, edge.to, used, edge.to);
  const found = search(lattice, occupied, edge, starts, ends);
  if (found === null) {
    return null;
  }
  used.set(portKey(found.start.touch), NOBODY - 1 - edge.from);
  used.set(portKey(found.end.touch), edge.to);
  occupy(lattice, occupied, found.path, edge.to);
  const { xs } = lattice;
  const middle = found.path.map((at) => ({
    x: xs[at % xs.length] ?? 0,
    y: lattice.ys[Math.floor(at / xs.length)] ?? 0,
  }));
  return corners([found.start.touch, ...middle, found.end.touch]);
}

interface Found {
  readonly start: Port;
  readonly end: Port;
  readonly path: readonly number[];
}

/** Dijkstra over (point, heading): cheap enough for a chart, and the cheapest way is what looks calm. */
function search(
  lattice: Lattice,
  occupied: Occupied,
  edge: ChartEdge,
  starts: readonly Port[],
  ends: readonly Port[],
): Found | null {
  const size = lattice.xs.length * lattice.ys.length * 4;
  const cost = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const previous = new Int32Array(size).fill(-1);
  const heap = new Heap();
  const startAt = new Map<number, Port>();
  for (const port of starts) {
    const state = port.outside * 4 + port.heading;
    if (lattice.blocked[port.outside] === 0 && port.cost < (cost[state] ?? 0)) {
      cost[state] = port.cost;
      startAt.set(state, port);
      heap.push(port.cost, state);
    }
  }
  const goals = new Map(ends.map((port) => [port.outside * 4 + ((port.heading + 2) % 4), port]));
  for (let state = heap.pop(); state >= 0; state = heap.pop()) {
    const goal = goals.get(state);
    if (goal !== undefined) {
      return trace(previous, state, startAt, goal);
    }
    relax(lattice, occupied, edge.to, state, cost, previous, heap);
  }
  return null;
}

function trace(previous: Int32Array, last: number, starts: ReadonlyMap<number, Port>, end: Port): Found | null {
  const path: number[] = [];
  let state = last;
  for (;;) {
    path.push(state >> 2);
    const before = previous[state] ?? -1;
    if (before < 0) {
      break;
    }
    state = before;
  }
  const start = starts.get(state);
  return start === undefined ? null : { start, end, path: path.reverse() };
}

function relax(
  lattice: Lattice,
  occupied: Occupied,
  target: number,
  state: number,
  cost: Float64Array,
  previous: Int32Array,
  heap: Heap,
): void {
  const at = state >> 2;
  const heading = state & 3;
  for (let turn = 0; turn < 4; turn++) {
    if (turn === (heading + 2) % 4) {
      continue;
    }
    const next = neighbour(lattice, at, turn);
    if (next < 0 || lattice.blocked[next] === 1) {
      continue;
    }
    const bends = turn !== heading;
    const step = stepCost(lattice, occupied, target, at, next, turn, bends);
    const total = (cost[state] ?? 0) + step;
    const reached = next * 4 + turn;
    if (total < (cost[reached] ?? 0)) {
      cost[reached] = total;
      previous[reached] = state;
      heap.push(total, reached);
    }
  }
}

function neighbour(lattice: Lattice, at: number, heading: number): number {
  const width = lattice.xs.length;
  const column = at % width;
  switch (heading) {
    case 0:
      return column + 1 < width ? at + 1 : -1;
    case 1:
      return at + width < lattice.blocked.length ? at + width : -1;
    case 2:
      return column > 0 ? at - 1 : -1;
    default:
      return at - width;
  }
}

function stepCost(
  lattice: Lattice,
  occupied: Occupied,
  target: number,
  at: number,
  next: number,
  heading: number,
  bends: boolean,
): number {
  const width = lattice.xs.length;
  const horizontal = heading === 0 || heading === 2;
  const low = Math.min(at, next);
  const owner = (horizontal ? occupied.right[low] : occupied.below[low]) ?? NOBODY;
  const line = horizontal ? lattice.xs : lattice.ys;
  const place = horizontal ? low % width : Math.floor(low / width);
  const length = (line[place + 1] ?? 0) - (line[place] ?? 0);
  if (owner === target) {
    return length * COST.shared + (bends ? COST.bend * COST.shared : 0);
  }
  let cost = length + (owner === NOBODY ? 0 : COST.overlap);
  const here = usersAt(lattice, occupied, at, target);
  if (bends) {
    cost += COST.bend + (here.length > 0 ? COST.corner : 0);
  } else if (here.length > 0) {
    cost += (occupied.bend[at] ?? NOBODY) === NOBODY ? COST.crossing : COST.corner;
  }
  return cost;
}

/** Arrows to other states that touch a point. */
function usersAt(lattice: Lattice, occupied: Occupied, at: number, target: number): readonly number[] {
  const width = lattice.xs.length;
  const around = [
    occupied.right[at],
    at % width > 0 ? occupied.right[at - 1] : NOBODY,
    occupied.below[at],
    at >= width ? occupied.below[at - width] : NOBODY,
  ];
  return around.filter((owner): owner is number => owner !== undefined && owner !== NOBODY && owner !== target);
}

function occupy(lattice: Lattice, occupied: Occupied, path: readonly number[], target: number): void {
  const width = lattice.xs.length;
  path.forEach((at, step) => {
    const next = path[step + 1];
    const before = path[step - 1];
    if (next !== undefined) {
      const lane = Math.abs(next - at) === 1 && Math.floor(next / width) === Math.floor(at / width);
      (lane ? occupied.right : occupied.below)[Math.min(at, next)] = target;
    }
    if (before !== undefined && next !== undefined && next - at !== at - before) {
      occupied.bend[at] = target;
    }
  });
}

function corners(points: readonly Point[]): readonly Point[] {
  return points.filter((point, at) => {
    const before = points[at - 1];
    const after = points[at + 1];
    if (before === undefined || after === undefined) {
      return true;
    }
    const straight = (before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y);
    return !straight;
  });
}

/** A binary heap of states by cost. */
class Heap {
  private readonly costs: number[] = [];
  private readonly states: number[] = [];

  push(cost: number, state: number): void {
    let at = this.costs.length;
    this.costs.push(cost);
    this.states.push(state);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if ((this.costs[parent] ?? 0) <= cost) {
        break;
      }
      this.move(parent, at);
      at = parent;
    }
    this.set(at, cost, state);
  }

  /** The cheapest state, or -1. */
  pop(): number {
    const top = this.states[0] ?? -1;
    const cost = this.costs.pop();
    const state = this.states.pop();
    if (cost === undefined || state === undefined || this.costs.length === 0) {
      return top;
    }
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.costs.length) {
        break;
      }
      const right = left + 1;
      const child = (this.costs[right] ?? Number.POSITIVE_INFINITY) < (this.costs[left] ?? 0) ? right : left;
      if ((this.costs[child] ?? 0) >= cost) {
        break;
      }
      this.move(child, at);
      at = child;
    }
    this.set(at, cost, state);
    return top;
  }

  private move(from: number, to: number): void {
    this.set(to, this.costs[from] ?? 0, this.states[from] ?? -1);
  }

  private set(at: number, cost: number, state: number): void {
    this.costs[at] = cost;
    this.states[at] = state;
  }
}
