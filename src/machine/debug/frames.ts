/** The way of a thread through the drivers, as stack frames with source lines. */

import { assert } from '../../base/assert.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { siteOf, type Thread } from '../../kernel/sim/thread.ts';
import type { DebugFrame } from '../../protocol/debug.ts';
import { type DriverFrame, parseFrames } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import type { LocalVariables, StoppedFrame } from '../environment.ts';
import { declarationOf, placeOfFrame } from '../view/finding-view.ts';
import { dispatchName, requestName } from './request-names.ts';

/** What the names in a frame are about. */
export interface FrameContext {
  readonly thread: Thread;
  readonly driver: number;
  /** Index of the device object, 0 = none. */
  readonly device: number;
  readonly irp: number;
  /** Major code << 8 | minor code; -1 outside of any dispatch routine. */
  readonly code: number;
  readonly locals: LocalVariables | null;
}

export interface Frame {
  /** How many drivers deep; the functions of one entry of a driver have the same. */
  readonly level: number;
  readonly shown: Omit<DebugFrame, 'id'>;
  readonly context: FrameContext;
}

/** Where a thread stands right now, when it is the one that runs. */
export interface StopPoint {
  /** Made where it stands. */
  readonly site: Error;
  /** A device object's driver is about to be entered. */
  readonly entering: { readonly device: number; readonly irp: number; readonly code: number } | null;
  /** The innermost driver has returned already. */
  readonly returned: boolean;
  readonly locals: LocalVariables | null;
  /** The innermost driver's routine, where it was entered and none of its code has run. */
  readonly routine: string | null;
}

/** @param code - what the engine knows of the code that stands */
export function framesOf(
  nt: Nt,
  programs: DriverPrograms,
  thread: Thread,
  point: StopPoint | null,
  code: readonly StoppedFrame[] = [],
): readonly Frame[] {
  const frames: Frame[] = [];
  if (point !== null && point.entering !== null) frames.push(enteringFrame(nt, programs, thread, point.entering));
  const site = point?.site ?? siteOf(thread);
  const runs = site === null ? [] : runsOf(programs, programs.stackOf(site));
  const depth = point?.returned === true ? thread.depth - 1 : thread.depth;
  for (let at = depth - 1; at >= 0; at -= 1) frames.push(...framesAt(nt, programs, thread, at, runs));
  frames.push({
    level: 0,
    shown: { name: `nt!${thread.name}`, file: null, line: 0, column: 0, owner: 'kernel' },
    context: { thread, driver: 0, device: 0, irp: 0, code: -1, locals: null },
  });
  if (point !== null && point.routine !== null) frames[0] = declaredFrame(nt, programs, frames[0], point.routine);
  const [top, ...rest] = frames;
  if (code.length > 0) return withVariables(frames, code);
  if (top === undefined || point === null || point.locals === null) return frames;
  return [{ ...top, context: { ...top.context, locals: point.locals } }, ...rest];
}

/** The engine's own frames know their variables. */
function withVariables(frames: readonly Frame[], code: readonly StoppedFrame[]): readonly Frame[] {
  let next = 0;
  return frames.map((frame) => {
    const { file, line } = frame.shown;
    const found = code.findIndex((one, index) => index >= next && one.file === file && one.line === line);
    const locals = code[found]?.locals;
    if (locals === undefined) return frame;
    next = found + 1;
    return { ...frame, context: { ...frame.context, locals } };
  });
}

function ownerOf(nt: Nt, driver: number): DebugFrame['owner'] {
  if (driver === 0) return 'kernel';
  return nt.kernel.sim.directory.drivers[driver]?.source === null ? 'inbox' : 'user';
}

function enteringFrame(
  nt: Nt,
  programs: DriverPrograms,
  thread: Thread,
  { device, irp, code }: NonNullable<StopPoint['entering']>,
): Frame {
  const driver = nt.kernel.sim.directory.devices[device]?.driver ?? 0;
  const context = { thread, driver, device, irp, code, locals: null };
  return {
    level: thread.depth + 1,
    shown: declared(nt, programs, driver, dispatchName(nt, device, code), requestName(code)),
    context,
  };
}

function declaredFrame(nt: Nt, programs: DriverPrograms, top: Frame | undefined, routine: string): Frame {
  assert(top !== undefined, 'a thread has a frame at least');
  return { ...top, shown: declared(nt, programs, top.context.driver, routine, routine) };
}

/** A routine of a driver, at the line that declares it where there is one. */
function declared(
  nt: Nt,
  programs: DriverPrograms,
  driver: number,
  routine: string,
  otherwise: string,
): Frame['shown'] {
  const name = nt.kernel.sim.directory.driverName(driver);
  const place = routine === '' ? null : declarationOf(programs, name, routine);
  return {
    name: `${name}!${routine === '' ? otherwise : routine}`,
    file: place?.file ?? null,
    line: place?.line ?? 0,
    column: place === null ? 0 : 1,
    owner: ownerOf(nt, driver),
  };
}

interface Run {
  readonly drivers: readonly string[];
  readonly frames: readonly DriverFrame[];
}

/** Neighbouring lines of the stack that lie in files of drivers, innermost first. */
function runsOf({ users }: DriverPrograms, stack: string): Run[] {
  const runs: { drivers: readonly string[]; frames: DriverFrame[] }[] = [];
  let open = false;
  for (const frame of parseFrames(stack)) {
    const drivers = users
      .filter(({ program }) => program.modules.some(({ path }) => path === frame.file))
      .map(({ name }) => name);
    if (drivers.length === 0) {
      open = false;
      continue;
    }
    const last = runs.at(-1);
    if (open && last !== undefined) last.frames.push(frame);
    else runs.push({ drivers, frames: [frame] });
    open = true;
  }
  return runs;
}

/** One entry of a driver: a frame for each of its functions, or one without a line where its code is not on the stack. */
function framesAt(nt: Nt, programs: DriverPrograms, thread: Thread, at: number, runs: Run[]): readonly Frame[] {
  const { directory } = nt.kernel.sim;
  const driver = thread.frameDriver[at] ?? 0;
  const device = thread.frameDevice[at] ?? 0;
  const code = thread.frameCode[at] ?? -1;
  const context = { thread, driver, device, irp: thread.frameIrp[at] ?? 0, code, locals: null };
  const name = directory.driverName(driver);
  const owner = ownerOf(nt, driver);
  const taken = takeRuns(thread, at, name, runs, directory.driverName.bind(directory));
  const routine = (code === -1 ? '' : dispatchName(nt, device, code)) || (code === -1 ? 'routine' : requestName(code));
  if (taken.length === 0)
    return [{ level: at + 1, shown: { name: `${name}!${routine}`, file: null, line: 0, column: 0, owner }, context }];
  return taken.map((frame) => ({
    level: at + 1,
    shown: { name: `${name}!${frame.routine ?? routine}`, ...placeOfFrame(programs, frame), owner },
    context,
  }));
}

/** What the kernel calls back (a queue's routines) makes a run more than the driver was entered. */
function takeRuns(
  thread: Thread,
  at: number,
  name: string,
  runs: Run[],
  nameOf: (driver: number) => string,
): readonly DriverFrame[] {
  let outer = 0;
  for (let depth = at - 1; depth >= 0; depth -= 1) if (nameOf(thread.frameDriver[depth] ?? 0) === name) outer += 1;
  const taken: DriverFrame[] = [];
  while (runs[0]?.drivers.includes(name) === true) {
    const left = runs.filter(({ drivers }) => drivers.includes(name)).length;
    if (left <= outer) break;
    taken.push(...(runs.shift()?.frames ?? []));
  }
  return taken;
}
