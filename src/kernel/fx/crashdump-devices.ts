import { STATUS_SUCCESS, STATUS_UNSUCCESSFUL } from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import type { Simulation } from '../sim/simulation.ts';
import { type CrashdumpEntryState, crashdumpEntry } from './crashdump-entry.machine.ts';
import type { CrashdumpRegistration, FrameworkDevice, PlatformExtension } from './platform-extension.ts';

interface Entry {
  readonly life: Lifecycle<typeof crashdumpEntry>;
  registration: CrashdumpRegistration | null;
}

/** The crash-dump chain: devices that their plug-ins power on after a bug check, so that the dump can be written. */
export class CrashdumpDevices {
  readonly #sim: Simulation;
  readonly #entries = new Map<FrameworkDevice, Entry>();

  constructor(sim: Simulation) {
    this.#sim = sim;
  }

  /**
   * The owner of the device is asked, each time anew. Without a plug-in of the platform nobody is (POFX-60).
   *
   * @source nf-wdm-pofxregistercrashdumpdevice
   */
  register(device: FrameworkDevice, owner: PlatformExtension): MaybePromise<NTSTATUS> {
    if (owner.isDefault) return STATUS_UNSUCCESSFUL;
    return chain(owner.registerCrashdumpDevice(device), (registration) => this.#registered(device, registration));
  }

  #registered(device: FrameworkDevice, registration: CrashdumpRegistration | null): NTSTATUS {
    let entry = this.#entries.get(device);
    if (entry === undefined) {
      entry = { life: new Lifecycle(crashdumpEntry, this.#sim, device.devnode.id), registration: null };
      this.#entries.set(device, entry);
    }
    entry.registration?.free();
    entry.registration = registration;
    if (registration === null) {
      entry.life.apply({ type: 'REGISTER.refused' });
      this.#entries.delete(device);
    } else {
      entry.life.apply({ type: registration.powerOn === null ? 'REGISTER.withoutRoutine' : 'REGISTER.accepted' });
    }
    this.#sim.hooks.onChange();
    return registration === null ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
  }

  /**
   * Calls the routine of the device's plug-in, each time that it is asked (POFX-63).
   *
   * @param context - address that the routine gets
   * @param judge - calls the routine and says whether the device has power
   * @source nf-wdm-pofxpoweroncrashdumpdevice
   */
  powerOn(
    device: FrameworkDevice,
    context: number,
    judge = (call: () => unknown): boolean => hasSucceeded(call()),
  ): NTSTATUS {
    const entry = this.#entries.get(device);
    const powerOn = entry?.registration?.powerOn ?? null;
    if (entry === undefined || powerOn === null || !entry.life.apply({ type: 'POWER_ON' })) return STATUS_UNSUCCESSFUL;
    let hasPower = false;
    try {
      hasPower = judge(() => powerOn(context));
    } finally {
      entry.life.apply({ type: hasPower ? 'POWERED' : 'REFUSED' });
    }
    return hasPower ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
  }

  /** A registration of the device with the framework has ended (POFX-61). */
  forget(device: FrameworkDevice): void {
    const entry = this.#entries.get(device);
    if (entry === undefined) return;
    this.#entries.delete(device);
    entry.registration?.free();
    entry.life.apply({ type: 'UNREGISTER' });
  }

  /** State of the device's entry: `absent` when it has none. */
  stateOf(device: FrameworkDevice): CrashdumpEntryState {
    return (this.#entries.get(device)?.life.state ?? 'absent') as CrashdumpEntryState;
  }
}

/** A C driver returns a number. A promise is no answer: at HIGH_LEVEL nobody can wait for it. */
export function hasSucceeded(answer: unknown): boolean {
  return answer === true || (typeof answer === 'number' && (answer & 0xff) !== 0);
}
