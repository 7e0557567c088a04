/** A plug-in that a test has made, a framework that writes down what it is told, and a device for both. */
import { PEP_INFORMATION_VERSION, PEP_KERNEL_INFORMATION_VERSION } from '../../../../src/abi/pep-constants.ts';
import { PEP_INFORMATION, PEP_KERNEL_INFORMATION, type PEPCALLBACKNOTIFYDPM } from '../../../../src/abi/structs/pep.ts';
import type { MaybePromise } from '../../../../src/base/maybe-promise.ts';
import { PlugIns } from '../../../../src/kernel/fx/pep/plug-ins.ts';
import type { VendorPep } from '../../../../src/kernel/fx/pep/vendor-pep.ts';
import type { FrameworkDevice, PoFxFromPlugIn } from '../../../../src/kernel/fx/platform-extension.ts';
import { createDriverObject } from '../../../../src/kernel/io/driver-object.ts';
import { callDriverRoutine } from '../../../../src/kernel/ke/driver-frame.ts';
import { Devnode } from '../../../../src/kernel/pnp/devnode.ts';
import { buildStack, makeNt, runThread, type TestKernel } from '../../../support/nt.ts';

/** F0, and F1 that takes 10 us to leave. */
const F_STATES = [
  { transitionLatency: 0n, residencyRequirement: 0n, nominalPower: null },
  { transitionLatency: 100n, residencyRequirement: null, nominalPower: 5 },
];

export interface PlugInLabOptions {
  readonly isStrict?: boolean;
  readonly isStrictRegistration?: boolean;
  /** Whether an idle state change waits for the plug-in; it does unless told. */
  readonly awaitsIdleState?: boolean;
}

export class PlugInLab {
  readonly nt: TestKernel = makeNt();
  readonly plugIns: PlugIns;
  readonly device: FrameworkDevice;
  /** What the framework was told, in order. */
  readonly told: string[] = [];
  readonly mistakes: string[] = [];
  /** `disk on`, `disk off`: what the plug-in did with the device's power. */
  readonly power: string[] = [];
  readonly services: PEP_KERNEL_INFORMATION;
  readonly information: PEP_INFORMATION;
  readonly driver: number;

  constructor(options: PlugInLabOptions = {}) {
    const { nt } = this;
    const [pdo] = buildStack(nt, [{ name: 'bus', dispatch: () => 0 }]);
    if (pdo === undefined) throw new Error('memory is too small for the test');
    const devnode = new Devnode({ ...nt.pnp.hardware.root, id: 'disk' }, pdo, null);
    Object.assign(devnode, { deviceId: 'PCI\\VEN_1B36&DEV_0010', instanceId: 'disk' });
    const components = [
      {
        id: '{00000000-0000-0000-0000-000000000001}',
        flags: 1,
        deepestWakeableIdleState: 0,
        idleStates: F_STATES,
        providers: [],
      },
      {
        id: '{00000000-0000-0000-0000-000000000002}',
        flags: 0,
        deepestWakeableIdleState: 1,
        idleStates: F_STATES,
        providers: [0],
      },
    ];
    this.device = { handle: 0x7000, devnode, description: { version: 2, flags: 0, components } };
    const told = (text: string): boolean => this.told.push(text) > 0;
    const framework: PoFxFromPlugIn = {
      deviceOf: (handle) => (handle === this.device.handle ? this.device : undefined),
      plugIn: ({ name }) => void told(`plug-in ${name}`),
      platformKnown: ({ name }) => void told(`platform of ${name}`),
      idleStateCompleted: (_device, component) =>
        told(`idle state of ${component} completed`) && options.awaitsIdleState !== false,
      requestPowerControl: (_device, request, context) =>
        void told(`power control ${JSON.stringify(request)} for ${context}`),
      transitionCritical: (_device, component, isActive) =>
        told(`critical ${component}: ${String(isActive)}`) && component === 0,
      perfStateCompleted: (_device, component, hasSucceeded) =>
        told(`perf state of ${component}: ${String(hasSucceeded)}`),
    };
    this.plugIns = new PlugIns(nt.io, framework, {
      isStrict: options.isStrict === true,
      isStrictRegistration: options.isStrictRegistration === true,
    });
    this.plugIns.onMistake = ({ kind, message }) => this.mistakes.push(`${kind}: ${message}`);
    this.plugIns.onPower = ({ id }, isOn) => this.power.push(`${id} ${isOn ? 'on' : 'off'}`);
    this.driver = createDriverObject(nt.io, 'socpep', null)?.entry.index ?? 0;
    this.services = this.view(PEP_KERNEL_INFORMATION);
    this.services.Version = PEP_KERNEL_INFORMATION_VERSION;
    this.services.Size = PEP_KERNEL_INFORMATION.size;
    this.information = this.view(PEP_INFORMATION);
    this.information.Version = PEP_INFORMATION_VERSION;
    this.information.Size = PEP_INFORMATION.size;
  }

  view<T extends typeof PEP_INFORMATION | typeof PEP_KERNEL_INFORMATION>(type: T): InstanceType<T> {
    const { memory, pool } = this.nt.kernel;
    return memory.view(type as typeof PEP_INFORMATION, pool.allocate(type.size, 0, 0, true)) as InstanceType<T>;
  }

  /** Registers as the driver would. */
  register(accept: PEPCALLBACKNOTIFYDPM | null, flags = 0n): number {
    this.information.AcceptDeviceNotification = accept;
    return callDriverRoutine(this.nt.kernel, this.driver, 0, () =>
      this.plugIns.register(this.information, flags, this.services),
    ) as number;
  }

  /** A plug-in that is registered. */
  plugIn(accept: PEPCALLBACKNOTIFYDPM): VendorPep {
    this.register(accept);
    const [pep] = this.plugIns.registered;
    if (pep === undefined) throw new Error('the plug-in was refused');
    return pep;
  }

  /** Runs in a thread of the kernel, to the end or until nothing can go on. */
  run<T>(body: () => MaybePromise<T>): Promise<T | undefined> {
    return runThread(this.nt, body);
  }

  /** `0xa0 (0x603, …)` of the bug check; null while the machine runs. */
  get crash(): readonly number[] | null {
    const { crash } = this.nt.kernel.sim;
    return crash === null ? null : [crash.code, ...crash.parameters];
  }
}
