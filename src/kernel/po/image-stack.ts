import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { HibernationImage } from './hibernation-image.ts';

/** Why there is no image, and whom to ask about it. */
export interface ImageFailure {
  /**
   * Memory could not be marked, the stack could not be initialized, the file has no room, a transfer failed, or was
   * never completed.
   */
  readonly cause: 'prepare' | 'stack' | 'room' | 'transfer' | 'silent';
  readonly why: string;
  /** What helps, where it is not the miniport that has failed. */
  readonly remedy?: string;
  /** Index of the miniport and of its adapter's device object; 0 = none. */
  readonly driver: number;
  readonly device: number;
  /** Address of what was set aside for the stack. */
  readonly context: number;
}

/** Who writes the image through the disk's own miniport, and reads it back. */
export interface ImageStack {
  /** It was loaded, and not unloaded. */
  readonly isLoaded: boolean;
  /** Before any device is powered down. Without a miniport behind the file nothing is loaded. @returns why it cannot be */
  load(file: Devnode): MaybePromise<string | null>;
  /** @param freeze - takes the snapshot. @returns why the image could not be written */
  write(freeze: () => HibernationImage): ImageFailure | null;
  /** Memory has lost its power. @returns why the image could not be read */
  restore(): ImageFailure | null;
  unload(): MaybePromise<void>;
}
