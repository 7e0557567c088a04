import type { StateChart } from '../../protocol/chart.ts';

export type ChartTransition = StateChart['transitions'][number];

/** Every transition between the same two states, drawn as one arrow. */
export interface ChartEdge {
  readonly key: string;
  readonly from: number;
  readonly to: number;
  readonly transitions: readonly ChartTransition[];
  /** Leads back to a state that comes earlier in the lifecycle. */
  readonly back: boolean;
}

export interface ChartGraph {
  readonly chart: StateChart;
  readonly names: readonly string[];
  readonly initial: number;
  readonly edges: readonly ChartEdge[];
}

export function edgeKey(from: string, to: string): string {
  return `${from}>${to}`;
}

/** Transitions from or to a state that the chart does not list are left out of the picture, not guessed at. */
export function chartGraph(chart: StateChart): ChartGraph {
  const names = chart.states.map((state) => state.id);
  const index = new Map(names.map((name, at) => [name, at]));
  const pairs = new Map<string, { from: number; to: number; transitions: ChartTransition[] }>();
  for (const transition of chart.transitions) {
    const from = index.get(transition.from);
    const to = index.get(transition.to);
    if (from === undefined || to === undefined || from === to) {
      continue;
    }
    const key = edgeKey(transition.from, transition.to);
    const pair = pairs.get(key) ?? { from, to, transitions: [] };
    pair.transitions.push(transition);
    pairs.set(key, pair);
  }
  const initial = index.get(chart.initial) ?? 0;
  const links = [...pairs.values()];
  const back = backLinks(names.length, initial, links);
  const edges = [...pairs].map(([key, pair]) => ({ key, ...pair, back: back.has(pair) }));
  return { chart, names, initial, edges };
}

interface Link {
  readonly from: number;
  readonly to: number;
}

/** A walk in depth from the initial state, targets in the chart's own order: links to a state still open lead back. */
function backLinks<T extends Link>(count: number, initial: number, links: readonly T[]): Set<T> {
  const outgoing = Array.from({ length: count }, (): T[] => []);
  for (const link of links) {
    outgoing[link.from]?.push(link);
  }
  for (const list of outgoing) {
    list.sort((left, right) => left.to - right.to);
  }
  const state = new Uint8Array(count);
  const back = new Set<T>();
  const visit = (at: number): void => {
    state[at] = 1;
    for (const link of outgoing[at] ?? []) {
      if (state[link.to] === 1) {
        back.add(link);
      } else if (state[link.to] === 0) {
        visit(link.to);
      }
    }
    state[at] = 2;
  };
  for (const start of [initial, ...outgoing.keys()]) {
    if (state[start] === 0) {
      visit(start);
    }
  }
  return back;
}

/** Longest way from a state without predecessors, links back left out. */
export function ranks(graph: ChartGraph): readonly number[] {
  const rank = new Array<number>(graph.names.length).fill(0);
  const forward = graph.edges.filter((edge) => !edge.back);
  for (let round = 0; round < graph.names.length; round++) {
    let changed = false;
    for (const edge of forward) {
      const least = (rank[edge.from] ?? 0) + 1;
      if ((rank[edge.to] ?? 0) < least) {
        rank[edge.to] = least;
        changed = true;
      }
    }
    if (!changed) {
      break;
    }
  }
  return rank;
}
