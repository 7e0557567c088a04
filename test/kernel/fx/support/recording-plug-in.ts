import type { PlatformExtension } from '../../../../src/kernel/fx/platform-extension.ts';

/** A plug-in of the platform that takes every device and notes what it is told. */
export class RecordingPlugIn {
  readonly lines: string[] = [];
  /** Changes of F states that it finishes later: `F1 before`. */
  readonly slow: Set<string> = new Set();
  readonly plugIn: PlatformExtension;
  /** Called when it has put off the end of a change. */
  onSlow: (component: number) => void = () => {};

  constructor(note: (line: string) => void = (line) => this.lines.push(line)) {
    const told = (line: string): void => note(`plug-in: ${line}`);
    this.plugIn = {
      name: 'test plug-in',
      isDefault: false,
      platform: null,
      prepareDevice: () => {
        told('prepare');
        return true;
      },
      abandonDevice: () => told('abandon'),
      registerDevice: () => {
        told('register');
        return true;
      },
      unregisterDevice: () => told('unregister'),
      deviceStarted: () => told('started'),
      devicePowerState: (_device, state, isComplete) => told(`D${state - 1}${isComplete ? ' done' : ''}`),
      componentActive: (_device, component, isActive) => told(`${component} ${isActive ? 'active' : 'idle'}`),
      idleState: (_device, component, state, isNotified) => {
        const change = `F${state} ${isNotified ? 'after' : 'before'}`;
        told(`${component} ${change}`);
        if (!this.slow.has(change)) return 'done';
        this.onSlow(component);
        return 'pending';
      },
      powerControl: () => null,
      powerControlCompleted: (_device, context, result) => told(`control ${context} ended with ${result.status}`),
      registerPerfStates: () => null,
      requestPerfState: () => 'pending',
      currentPerfState: () => null,
      registerCrashdumpDevice: () => null,
    };
  }
}
