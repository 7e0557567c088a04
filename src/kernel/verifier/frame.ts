import type { StructMemory } from '../../abi/struct.ts';
import type { Thread } from '../sim/thread.ts';
import type { PowerVisit } from './power-visit.ts';

export const NONE = -1;
const LOCATION_PARAMETERS = 4;
const PARAMETER_WORDS = 4;

/** One number for the parameters of a stack location: another one when they are others. */
export function parametersAt({ u32 }: StructMemory, location: number): number {
  const at = (location + LOCATION_PARAMETERS) >>> 2;
  let digest = 0;
  for (let word = 0; word < PARAMETER_WORDS; word += 1) digest = (Math.imul(digest, 31) + (u32[at + word] ?? 0)) | 0;
  return digest;
}

/** What a driver's routine was entered with and has done since: one for each driver that a thread is inside of. */
export class Frame {
  kind: 'other' | 'dispatch' | 'completion' = 'other';
  irp = 0;
  /** Index of the device object. */
  device = 0;
  /** Major << 8 | minor. */
  code = 0;
  irql = 0;
  apcDisable = 0;
  /** IRP.CurrentLocation on entry. */
  location = 0;
  /** Completion routine and context of the driver above, in the location that this driver owns. */
  upperRoutine = 0;
  upperContext = 0;
  /** IRP.CancelRoutine on entry. */
  entryCancel = 0;
  /** IRP.IoStatus.Status on entry. */
  entryStatus = 0;
  /** IRP.IoStatus.Information on entry. */
  entryInformation = 0;
  /** Digest of the parameters that the IRP came with. */
  parameters = 0;
  /** How often it has sent the IRP on. */
  forwards = 0;
  /** What the driver below returned; NONE: it was not called. */
  lowerStatus = NONE;
  /** With what a driver below has completed the IRP; NONE: not within this call. */
  seenStatus = NONE;
  /** IoStatus.Status as the driver's own completion routine has left it; NONE: there was none, or it has kept the IRP. */
  leftStatus = NONE;
  /** With what this driver has completed the IRP; NONE: it has not. */
  completedStatus = NONE;
  marked = false;
  /** An injected fault stands in for the driver: it is not to blame. */
  isFaulted = false;
  /** Where the driver last did something with the IRP; kept for requests that are rare. */
  site: Error | null = null;
  /** Of a dispatch routine that handles a power IRP. */
  power: PowerVisit | null = null;
  /** What IoSetCompletionRoutineEx has answered for the IRP; NONE: it was not called. */
  registered = NONE;
  /** IRP_MN_REMOVE_DEVICE for a device object that had been deleted before. */
  wasDeleted = false;
  /** It has set a cancel routine. */
  isCancelable = false;
  /** Address of a completion routine; that of a dispatch routine follows from device and code. */
  routine = 0;
  /** Of a completion routine. */
  context = 0;
  /** IRP.PendingReturned, when the completion routine was called. */
  wasPending = false;
  /** The completion routine has called KeSetEvent. */
  isSignalling = false;

  /** Of no routine any more. */
  leave(): void {
    this.kind = 'other';
    this.irp = 0;
    this.upperRoutine = 0;
    this.site = null;
    this.power = null;
    this.routine = 0;
    this.wasPending = false;
    this.isSignalling = false;
  }
}

/** The frames of each thread, outermost first, kept beside those of the scheduler. What a thread leaves behind the next one uses. */
export class FrameStacks {
  /** By number of the thread. */
  readonly #stacks = new Map<number, Frame[]>();
  readonly #unused: Frame[][] = [];
  #thread: Thread | null = null;
  #frames: Frame[] = [];

  of(thread: Thread): Frame[] {
    if (thread === this.#thread) return this.#frames;
    let frames = this.#stacks.get(thread.id);
    if (frames === undefined) {
      frames = this.#unused.pop() ?? [];
      this.#stacks.set(thread.id, frames);
      thread.onEnd.push(() => this.#ended(thread));
    }
    this.#thread = thread;
    this.#frames = frames;
    return frames;
  }

  #ended(thread: Thread): void {
    const frames = this.#stacks.get(thread.id);
    if (frames === undefined || !this.#stacks.delete(thread.id)) return;
    if (this.#thread === thread) this.#thread = null;
    for (const frame of frames) frame.leave();
    this.#unused.push(frames);
  }

  /** The frame at a depth; made when it is needed first. The outermost where code that nobody awaited runs outside of any. */
  at(thread: Thread, depth: number): Frame {
    const frames = this.of(thread);
    const index = Math.max(depth, 0);
    let frame = frames[index];
    while (frame === undefined) {
      frames.push(new Frame());
      frame = frames[index];
    }
    return frame;
  }
}

/** Stands for `no frame`, so that a point always has one. */
export const NO_FRAME: Readonly<Frame> = new Frame();
