import type { Placement } from './placement.ts';

/** Sizes of the picture, in its own units: one unit is one CSS pixel at 100 %. */
export const BOX_HEIGHT = 26;
export const TRACK = 7;
export const COLUMN_GAP = 5 * TRACK;
export const ROW_GAP = 6 * TRACK;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The lines on which arrows may run: tracks between the boxes, and the ports of the boxes prolonged. */
export interface Lattice {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly boxes: readonly Box[];
  /** 1 for each point inside or on a box, by yIndex * xs.length + xIndex. */
  readonly blocked: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const VERTICAL_PORTS = [-24, -12, 0, 12, 24] as const;
const SIDE_PORTS = [-7, 0, 7] as const;

export function buildLattice(placement: Placement, boxWidth: number): Lattice {
  const columnPitch = boxWidth + COLUMN_GAP;
  const rowPitch = BOX_HEIGHT + ROW_GAP;
  const boxes = placement.cells.map((cell) => ({
    x: COLUMN_GAP + (cell % placement.columns) * columnPitch,
    y: ROW_GAP + Math.floor(cell / placement.columns) * rowPitch,
    width: boxWidth,
    height: BOX_HEIGHT,
  }));
  const xs = new Set<number>();
  for (let column = 0; column <= placement.columns; column++) {
    tracks(column * columnPitch, COLUMN_GAP, xs);
    if (column < placement.columns) {
      VERTICAL_PORTS.forEach((offset) => {
        xs.add(column * columnPitch + COLUMN_GAP + boxWidth / 2 + offset);
      });
    }
  }
  const ys = new Set<number>();
  for (let row = 0; row <= placement.rows; row++) {
    tracks(row * rowPitch, ROW_GAP, ys);
    if (row < placement.rows) {
      SIDE_PORTS.forEach((offset) => {
        ys.add(row * rowPitch + ROW_GAP + BOX_HEIGHT / 2 + offset);
      });
    }
  }
  const sortedX = [...xs].sort((left, right) => left - right);
  const sortedY = [...ys].sort((left, right) => left - right);
  return {
    xs: sortedX,
    ys: sortedY,
    boxes,
    blocked: blockedPoints(sortedX, sortedY, boxes),
    width: placement.columns * columnPitch + COLUMN_GAP,
    height: placement.rows * rowPitch + ROW_GAP,
  };
}

function tracks(start: number, gap: number, into: Set<number>): void {
  for (let at = TRACK; at < gap; at += TRACK) {
    into.add(start + at);
  }
}

function blockedPoints(xs: readonly number[], ys: readonly number[], boxes: readonly Box[]): Uint8Array {
  const blocked = new Uint8Array(xs.length * ys.length);
  for (const box of boxes) {
    ys.forEach((y, row) => {
      if (y < box.y || y > box.y + box.height) {
        return;
      }
      xs.forEach((x, column) => {
        if (x >= box.x && x <= box.x + box.width) {
          blocked[row * xs.length + column] = 1;
        }
      });
    });
  }
  return blocked;
}

export interface Port {
  /** Where the arrow touches the box. */
  readonly touch: Point;
  /** The first lattice point outside the box. */
  readonly outside: number;
  /** The way out of the box: 0 right, 1 down, 2 left, 3 up. */
  readonly heading: number;
  /** Dearer away from the middle of a side. */
  readonly cost: number;
}

export function portsOf(lattice: Lattice, box: Box): readonly Port[] {
  const ports: Port[] = [];
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const add = (touch: Point, heading: number, cost: number): void => {
    const outside = firstOutside(lattice, touch, heading);
    if (outside >= 0) {
      ports.push({ touch, outside, heading, cost });
    }
  };
  for (const offset of VERTICAL_PORTS) {
    add({ x: middle.x + offset, y: box.y + box.height }, 1, Math.abs(offset) / 4);
    add({ x: middle.x + offset, y: box.y }, 3, Math.abs(offset) / 4);
  }
  for (const offset of SIDE_PORTS) {
    add({ x: box.x + box.width, y: middle.y + offset }, 0, Math.abs(offset) / 2);
    add({ x: box.x, y: middle.y + offset }, 2, Math.abs(offset) / 2);
  }
  return ports;
}

function firstOutside(lattice: Lattice, touch: Point, heading: number): number {
  const { xs, ys } = lattice;
  const horizontal = heading === 0 || heading === 2;
  const line = horizontal ? xs : ys;
  const from = horizontal ? touch.x : touch.y;
  const forward = heading === 0 || heading === 1;
  const at = forward ? line.findIndex((value) => value > from) : line.findLastIndex((value) => value < from);
  const other = horizontal ? ys.indexOf(touch.y) : xs.indexOf(touch.x);
  if (at < 0 || other < 0) {
    return -1;
  }
  return horizontal ? other * xs.length + at : at * xs.length + other;
}
