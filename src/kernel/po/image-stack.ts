import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { HibernationImage } from './hibernation-image.ts';

/** Who writes the image through the disk's own miniport, and reads it back. */
export interface ImageStack {
  /** It was loaded, and not unloaded. */
  readonly isLoaded: boolean;
  /** Before any device is powered down. Without a miniport behind the file nothing is loaded. */
  load(file: Devnode): MaybePromise<void>;
  /** @param freeze - takes the snapshot. @returns why the image could not be written */
  write(freeze: () => HibernationImage): string | null;
  /** Memory has lost its power. @returns why the image could not be read */
  restore(): string | null;
  unload(): void;
}
