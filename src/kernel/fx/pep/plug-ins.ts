import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_INVALID_PEP_INFO_VERSION,
  STATUS_SUCCESS,
} from '../../../abi/ntstatus.ts';
import { PEP_INFORMATION_VERSION, PEP_KERNEL_INFORMATION_VERSION } from '../../../abi/pep-constants.ts';
import { type PEP_INFORMATION, PEP_KERNEL_INFORMATION } from '../../../abi/structs/pep.ts';
import type { NTSTATUS } from '../../../abi/types.ts';
import { hex } from '../../../base/hex.ts';
import type { IoManager } from '../../io/io-manager.ts';
import { poolTag } from '../../mm/pool.ts';
import type { Devnode } from '../../pnp/devnode.ts';
import type { PoFxFromPlugIn } from '../platform-extension.ts';
import { VendorPep } from './vendor-pep.ts';
import { type PlugInMistake, PlugInWork } from './work.ts';

export type { PlugInMistake } from './work.ts';

const TAG = poolTag('PepP');
const HANDLE_SIZE = 16;

export interface PlugInOptions {
  /** Refuse a plug-in without AcceptDeviceNotification, as the page says, though plug-ins for ACPI alone have none (PEP-04). */
  readonly isStrictRegistration: boolean;
  /** Stop the machine when a plug-in does not handle what it must (PEP-23). */
  readonly isStrict: boolean;
}

/** The plug-ins that drivers have registered. They stay until the machine is started again. */
export class PlugIns {
  /** Called when a plug-in has broken a rule of its own kind; the verifier listens. */
  onMistake: (mistake: PlugInMistake) => void = () => {};
  /** A plug-in has switched the power of a device. */
  onPower: (devnode: Devnode, isOn: boolean) => void = () => {};
  readonly #io: IoManager;
  readonly #framework: PoFxFromPlugIn;
  readonly #options: PlugInOptions;
  readonly #registered: VendorPep[] = [];

  constructor(io: IoManager, framework: PoFxFromPlugIn, options: PlugInOptions) {
    this.#io = io;
    this.#framework = framework;
    this.#options = options;
  }

  get registered(): readonly VendorPep[] {
    return this.#registered;
  }

  /** @source nf-pepfx-pofxregisterplugin, nf-pepfx-pofxregisterpluginex */
  register(information: PEP_INFORMATION | null, flags: bigint, services: PEP_KERNEL_INFORMATION | null): NTSTATUS {
    const refusal = this.#whyNot(information, services);
    if (refusal !== null || information === null || services === null) return refusal ?? STATUS_INVALID_PARAMETER;
    const { kernel } = this.#io;
    const handle = kernel.pool.allocate(HANDLE_SIZE, TAG, 0, true);
    if (handle === 0) return STATUS_INSUFFICIENT_RESOURCES;
    const { driver } = kernel;
    const pep = new VendorPep(this.#io, {
      handle,
      driver,
      name: kernel.sim.directory.driverName(driver),
      accept: information.AcceptDeviceNotification,
      acceptProcessor: information.AcceptProcessorNotification,
      isStrict: this.#options.isStrict,
    });
    pep.onPower = (devnode, isOn) => this.onPower(devnode, isOn);
    const work = new PlugInWork(kernel, pep, this.#framework, (mistake) => this.onMistake(mistake));
    services.Plugin = handle;
    services.RequestWorker = (given) => this.#requestWorker(work, handle, given);
    services.TransitionCriticalResource = (device, component, isActive) => {
      kernel.sim.frozen?.call('TransitionCriticalResource');
      work.transition(device, component, Boolean(isActive));
    };
    this.#registered.push(pep);
    this.#framework.plugIn(pep);
    if (information.AcceptProcessorNotification !== null) this.#learn(pep);
    if (flags !== 0n)
      this.onMistake({
        kind: 'flags',
        driver,
        message: `flags 0x${flags.toString(16)} have no documented meaning`,
        routine: '',
      });
    kernel.sim.hooks.onChange();
    return STATUS_SUCCESS;
  }

  /** The platform's processors are there already: what there is to know of them is asked at once. */
  #learn(pep: VendorPep): void {
    this.#io.kernel.sim.createThread(`PoFx worker for ${pep.name}`, async () => {
      await pep.platform.learn();
      this.#framework.platformKnown(pep);
    });
  }

  #whyNot(information: PEP_INFORMATION | null, services: PEP_KERNEL_INFORMATION | null): NTSTATUS | null {
    if (information === null || services === null) return STATUS_INVALID_PARAMETER;
    if (information.Version !== PEP_INFORMATION_VERSION) return STATUS_INVALID_PEP_INFO_VERSION;
    const isKnown =
      services.Version === PEP_KERNEL_INFORMATION_VERSION && services.Size === PEP_KERNEL_INFORMATION.size;
    if (!isKnown) return STATUS_INVALID_PARAMETER;
    const { AcceptDeviceNotification: device, AcceptProcessorNotification: processor } = information;
    const acceptsAny = device !== null || processor !== null || information.AcceptAcpiNotification !== null;
    if (this.#options.isStrictRegistration ? device === null : !acceptsAny) return STATUS_INVALID_PARAMETER;
    const { driver } = this.#io.kernel;
    return this.#registered.some(({ facts }) => facts.driver === driver) ? STATUS_INVALID_PARAMETER : null;
  }

  /** A plug-in calls this at DISPATCH_LEVEL or below; what it gives is its own handle (PEP-26). */
  #requestWorker(work: PlugInWork, handle: number, given: number): void {
    const { sim, driver } = this.#io.kernel;
    sim.frozen?.call('RequestWorker');
    if (given === handle) {
      work.request();
      return;
    }
    const message = `RequestWorker was called with ${hex(given)}; the plug-in's handle is ${hex(handle)}`;
    this.onMistake({ kind: 'unknown', driver, message, routine: '' });
  }
}
