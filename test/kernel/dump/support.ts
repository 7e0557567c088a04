/** A tree of three devices, the root and two below each other, with a dump file on the last, and a plug-in for some. */
import { DevicePowerState, DeviceUsageTypeDumpFile } from '../../../src/abi/enums.ts';
import type { DEVICE_OBJECT } from '../../../src/abi/structs/io.ts';
import { BugCheckCallbacks } from '../../../src/kernel/dump/bugcheck-callbacks.ts';
import { BugCheckSequence } from '../../../src/kernel/dump/bugcheck-sequence.ts';
import { CrashSequence } from '../../../src/kernel/dump/crash-sequence.ts';
import { CrashdumpDevices } from '../../../src/kernel/fx/crashdump-devices.ts';
import { DefaultPep } from '../../../src/kernel/fx/default-pep.ts';
import type {
  CrashdumpRegistration,
  FrameworkDevice,
  PlatformExtension,
} from '../../../src/kernel/fx/platform-extension.ts';
import { deviceIndex } from '../../../src/kernel/io/device-object.ts';
import { Devnode } from '../../../src/kernel/pnp/devnode.ts';
import { BugCheckError } from '../../../src/kernel/sim/bug-check.ts';
import { buildStack, makeNt, type TestKernel } from '../../support/nt.ts';

/** What a plug-in answers when a device is registered for crash dumps: refused, without a routine, or with this one. */
export type PlugInAnswer = 'refuses' | 'noRoutine' | ((context: number) => unknown);

/** The built-in plug-in's answers to everything but the registration for crash dumps. */
function answering(answer: PlugInAnswer, asked: () => void): PlatformExtension {
  const registration = { powerOn: typeof answer === 'string' ? null : answer, free: () => {} };
  const registerCrashdumpDevice = (): CrashdumpRegistration | null => {
    asked();
    return answer === 'refuses' ? null : registration;
  };
  const others: PlatformExtension = new DefaultPep();
  return Object.assign(Object.create(others) as PlatformExtension, { isDefault: false, registerCrashdumpDevice });
}

export class CrashLab {
  readonly nt: TestKernel = makeNt();
  readonly devices: CrashdumpDevices;
  readonly sequence: CrashSequence;
  /** What the verifier would hear. */
  readonly heard: string[] = [];
  readonly #registered = new Map<Devnode, FrameworkDevice>();

  constructor() {
    const { sim } = this.nt.kernel;
    this.devices = new CrashdumpDevices(sim);
    this.sequence = new CrashSequence(
      this.nt.power,
      { registrationOf: (devnode) => this.#registered.get(devnode) },
      this.devices,
    );
    new BugCheckSequence(this.nt.kernel, new BugCheckCallbacks(this.nt.kernel), this.sequence, null);
    this.sequence.onViolation = ({ id }, message) => this.heard.push(`${id}: ${message}`);
  }

  /** @param state - DEVICE_POWER_STATE that its bus has reported; 0 = nothing */
  add(id: string, parent: Devnode | null, state: number, isOnDumpPath = true): Devnode {
    const { nt } = this;
    const [pdo] = buildStack(nt, [{ name: `bus of ${id}`, dispatch: () => 0 }]) as [DEVICE_OBJECT];
    const devnode = new Devnode({ ...nt.pnp.hardware.root, id }, pdo, parent);
    nt.pnp.add(devnode);
    if (parent === null) nt.pnp.root = devnode;
    if (isOnDumpPath) nt.pnp.ledger.left(deviceIndex(nt.io, pdo), DeviceUsageTypeDumpFile, true, true);
    if (state !== 0) nt.power.report(pdo, DevicePowerState, 1);
    if (state > 1) nt.power.report(pdo, DevicePowerState, state);
    return devnode;
  }

  /**
   * Registers it with the power framework.
   *
   * @param answer - null: no plug-in but the built-in one
   * @param asked - what happens while the plug-in is asked
   */
  register(
    devnode: Devnode,
    answer: PlugInAnswer | null,
    asked = (): void => {},
  ): { readonly device: FrameworkDevice; readonly status: number } {
    const description = { version: 3, flags: 0, components: [] };
    const device = { handle: 0x7000 + this.#registered.size, devnode, description };
    this.#registered.set(devnode, device);
    const owner = answer === null ? new DefaultPep() : answering(answer, asked);
    return { device, status: this.devices.register(device, owner) as number };
  }

  crash(): void {
    this.nt.kernel.sim.stop(new BugCheckError(0xe2));
  }

  /** `hba0 d3cold withRoutine 0x0 on`, and the reason where there is one. */
  get report(): readonly string[] {
    return (this.sequence.outcome?.devices ?? []).map(({ devnode, hardware, entry, status, isPowered, reason }) =>
      [
        devnode.id,
        hardware,
        entry,
        status === null ? 'not asked' : `0x${status.toString(16)}`,
        isPowered ? 'on' : 'off',
        ...(reason === null ? [] : [`(${reason})`]),
      ].join(' '),
    );
  }
}
