/** Work that a plug-in has the framework do: what it asks for with RequestWorker and hands over in a PEP_WORK. */
import {
  PEP_DPM_WORK,
  PepWorkAcpiEvaluateControlMethodComplete,
  PepWorkAcpiNotify,
  PepWorkCompleteIdleState,
  PepWorkCompletePerfState,
  PepWorkRequestPowerControl,
} from '../../../abi/pep-constants.ts';
import { PEP_WORK, PEP_WORK_INFORMATION } from '../../../abi/structs/pep.ts';
import { assert } from '../../../base/assert.ts';
import { hex } from '../../../base/hex.ts';
import { chain, type MaybePromise } from '../../../base/maybe-promise.ts';
import { later, minutes } from '../../../base/time.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import type { FrameworkDevice, PoFxFromPlugIn } from '../platform-extension.ts';
import type { VendorPep } from './vendor-pep.ts';

const TAG = poolTag('PepW');
const INTERNAL_POWER_ERROR = 0xa0;
const UNKNOWN_WORK = 0x603;
const ALREADY_SO = 0x606;
const BAD_COMPONENT = 0x611;
const NO_IDLE_STATE_CHANGE = 0x616;
const BLOCKED_WORKER = 0x618;
const BAD_PERF_INFORMATION = 0x61a;

/** How long a worker may be away before the system takes it for blocked; the documents do not tell. */
const PATIENCE = minutes(2);

/** What a plug-in has done wrong without stopping the machine. */
export interface PlugInMistake {
  /**
   * Its own handle where the framework's belongs (PEP-27), a number that is neither, flags that mean nothing, a request
   * to a driver that does not listen yet (POFX-45).
   */
  readonly kind: 'pepHandle' | 'unknown' | 'flags' | 'early';
  /** Index of its driver. */
  readonly driver: number;
  readonly message: string;
  /** Name of the driver's routine, when that has returned already; empty while its code runs. */
  readonly routine: string;
}

export class PlugInWork {
  readonly #kernel: Kernel;
  readonly #pep: VendorPep;
  readonly #framework: PoFxFromPlugIn;
  readonly #onMistake: (mistake: PlugInMistake) => void;

  constructor(kernel: Kernel, pep: VendorPep, framework: PoFxFromPlugIn, onMistake: (mistake: PlugInMistake) => void) {
    this.#kernel = kernel;
    this.#pep = pep;
    this.#framework = framework;
    this.#onMistake = onMistake;
    pep.onWork = (information) => this.perform(information);
    pep.perf.onEnd = (device, component, hasSucceeded) =>
      void framework.perfStateCompleted(device, component, hasSucceeded);
  }

  /** Each request is one notification, sent by a worker at PASSIVE_LEVEL (PEP-26). */
  request(): void {
    this.#kernel.sim.createThread(`PoFx worker for ${this.#pep.name}`, () => this.#run());
  }

  #run(): MaybePromise<void> {
    const { memory, pool, sim } = this.#kernel;
    const address = pool.allocate(PEP_WORK_INFORMATION.size, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    const information = memory.view(PEP_WORK_INFORMATION, address);
    const watchdog = sim.setAlarm(later(sim.now, PATIENCE), () =>
      this.#kernel.bugCheck(INTERNAL_POWER_ERROR, BLOCKED_WORKER, address),
    );
    const asked = this.#pep.notifier.send(
      null,
      { number: PEP_DPM_WORK, type: PEP_WORK, fill: (data) => Object.assign(data, { WorkInformation: information }) },
      (data, isHandled) => isHandled && data.NeedWork,
    );
    return chain(asked, (needsWork) => {
      if (needsWork) this.perform(information);
      sim.clock.cancel(watchdog);
      pool.free(address);
    });
  }

  /** @throws BugCheckError 0xA0 for work that the framework does not know, or that nobody waits for */
  perform(information: PEP_WORK_INFORMATION): void {
    switch (information.WorkType) {
      case PepWorkRequestPowerControl:
        this.#requestPowerControl(information);
        return;
      case PepWorkCompleteIdleState:
        this.#completeIdleState(information);
        return;
      case PepWorkCompletePerfState:
        this.#completePerfState(information);
        return;
      case PepWorkAcpiNotify:
      case PepWorkAcpiEvaluateControlMethodComplete:
        // Of devices that a plug-in describes to ACPI; there are none here.
        return;
      default:
        this.#kernel.bugCheck(INTERNAL_POWER_ERROR, UNKNOWN_WORK, this.#pep.facts.handle, information.WorkType);
    }
  }

  #requestPowerControl({ PowerControl: work }: PEP_WORK_INFORMATION): void {
    const device = this.#deviceOf(work.DeviceHandle);
    if (device === undefined) return;
    const request = {
      code: work.PowerControlCode?.address ?? 0,
      inBuffer: work.InBuffer,
      inSize: work.InBufferSize,
      outBuffer: work.OutBuffer,
      outSize: work.OutBufferSize,
    };
    if (!this.#pep.mayAsk(device)) {
      const { driver, accept } = this.#pep.facts;
      const message = `${device.devnode.id} was sent a power control request before PEP_DPM_DEVICE_STARTED`;
      this.#onMistake({ kind: 'early', driver, message, routine: accept?.name ?? '' });
    }
    this.#framework.requestPowerControl(device, request, work.RequestContext);
  }

  #completeIdleState({ CompleteIdleState: work }: PEP_WORK_INFORMATION): void {
    const device = this.#componentOf(work.DeviceHandle, work.Component);
    if (device === undefined || this.#framework.idleStateCompleted(device, work.Component)) return;
    this.#kernel.bugCheck(INTERNAL_POWER_ERROR, NO_IDLE_STATE_CHANGE, this.#pep.facts.handle, work.Component, 0);
  }

  #completePerfState({ CompletePerfState: work }: PEP_WORK_INFORMATION): void {
    const device = this.#componentOf(work.DeviceHandle, work.Component);
    if (device === undefined) return;
    this.#pep.perf.ended(device, work.Component);
    if (this.#framework.perfStateCompleted(device, work.Component, work.Succeeded)) return;
    this.#kernel.bugCheck(INTERNAL_POWER_ERROR, BAD_PERF_INFORMATION, this.#pep.facts.handle, device.handle);
  }

  /**
   * TransitionCriticalResource: the plug-in has a component active as long as the system needs it.
   *
   * @throws BugCheckError 0xA0/0x606 for one that is active already, or that the plug-in has not made active
   * @source nc-pepfx-pofxcallbackcriticalresource
   */
  transition(handle: number, component: number, isActive: boolean): void {
    const device = this.#componentOf(handle, component);
    if (device === undefined || this.#framework.transitionCritical(device, component, isActive)) return;
    this.#kernel.bugCheck(INTERNAL_POWER_ERROR, ALREADY_SO, component, 0, Number(isActive));
  }

  #componentOf(handle: number, component: number): FrameworkDevice | undefined {
    const device = this.#deviceOf(handle);
    if (device !== undefined && component >= device.description.components.length)
      this.#kernel.bugCheck(INTERNAL_POWER_ERROR, BAD_COMPONENT, this.#pep.facts.handle, device.handle, component);
    return device;
  }

  #deviceOf(handle: number): FrameworkDevice | undefined {
    const device = this.#framework.deviceOf(handle);
    if (device !== undefined && this.#pep.handleOf(device) !== undefined) return device;
    const own = this.#pep.deviceOf(handle);
    const { driver, accept } = this.#pep.facts;
    this.#onMistake({
      kind: own === undefined ? 'unknown' : 'pepHandle',
      driver,
      message:
        own === undefined
          ? `work was handed over for ${hex(handle)}, which is no device of this plug-in`
          : `work for ${own.devnode.id} carries ${hex(handle)}, the plug-in's own handle, where the framework's, ${hex(own.handle)}, belongs`,
      routine: accept?.name ?? '',
    });
    return undefined;
  }
}
