import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { PlatformExtension, PlugInProgress } from './platform-extension.ts';

/**
 * Owns every device that no plug-in of the platform has claimed. Its devices have no power of their own to switch:
 * each change is done at once, and there is neither power control nor power-on for a crash dump (PEP-06).
 */
export class DefaultPep implements PlatformExtension {
  readonly name = 'Default PEP';
  readonly isDefault = true;
  /** It has no platform idle states of its own, so that no device keeps the platform out of one. */
  readonly platform = null;

  prepareDevice(): boolean {
    return true;
  }

  abandonDevice(): MaybePromise<void> {}

  registerDevice(): boolean {
    return true;
  }

  unregisterDevice(): MaybePromise<void> {}

  deviceStarted(): void {}

  devicePowerState(): MaybePromise<void> {}

  componentActive(): void {}

  idleState(): PlugInProgress {
    return 'done';
  }

  powerControl(): null {
    return null;
  }

  powerControlCompleted(): void {}

  registerPerfStates(): null {
    return null;
  }

  requestPerfState(): 'failed' {
    return 'failed';
  }

  currentPerfState(): null {
    return null;
  }

  registerCrashdumpDevice(): null {
    return null;
  }
}
