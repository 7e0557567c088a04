import { DISPATCH_LEVEL, PowerDeviceD0 } from '../../../abi/enums.ts';
import * as numbers from '../../../abi/pep-constants.ts';
import { PepDeviceAccepted, PepDeviceNotAccepted } from '../../../abi/pep-constants.ts';
import {
  PEP_ABANDON_DEVICE,
  PEP_COMPONENT_ACTIVE,
  PEP_DEVICE_POWER_STATE,
  PEP_DEVICE_STARTED,
  PEP_NOTIFY_COMPONENT_IDLE_STATE,
  PEP_POWER_CONTROL_COMPLETE,
  PEP_POWER_CONTROL_REQUEST,
  PEP_PREPARE_DEVICE,
  PEP_REGISTER_CRASHDUMP_DEVICE,
  PEP_REGISTER_DEVICE_V2,
  PEP_UNREGISTER_DEVICE,
  PEP_WORK_INFORMATION,
  type PEPCALLBACKNOTIFYDPM,
  type PEPCALLBACKNOTIFYPPM,
} from '../../../abi/structs/pep.ts';
import { GUID } from '../../../abi/structs/rtl.ts';
import { hex } from '../../../base/hex.ts';
import { chain, type MaybePromise } from '../../../base/maybe-promise.ts';
import type { IoManager } from '../../io/io-manager.ts';
import { poolTag } from '../../mm/pool.ts';
import type { Devnode } from '../../pnp/devnode.ts';
import { powerName } from '../../po/power-manager.ts';
import { BugCheckError } from '../../sim/bug-check.ts';
import type {
  CrashdumpRegistration,
  FrameworkDevice,
  PerfStateChange,
  PerfStateSet,
  PlatformExtension,
  PlugInProgress,
  PowerControlRequest,
  PowerControlResult,
} from '../platform-extension.ts';
import { crashdumpRegistration } from './crashdump-registration.ts';
import { DeviceIds } from './device-ids.ts';
import { Notifier } from './notification.ts';
import { PerfNotifications } from './perf-notifications.ts';
import { PlatformNotifications } from './platform-notifications.ts';
import { RegisterBlock } from './register-block.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const PLUG_IN_DID_NOT_HANDLE = 0x605;
const WORK_WITHOUT_BUFFER = 0x612;
const BAD_ACCEPTANCE = 0x617;
const TAG = poolTag('PepV');

/** What a plug-in's registration decides. */
export interface PlugInFacts {
  /** POHANDLE of the plug-in itself. */
  readonly handle: number;
  /** Index of its driver. */
  readonly driver: number;
  /** Name of its driver. */
  readonly name: string;
  readonly accept: PEPCALLBACKNOTIFYDPM | null;
  readonly acceptProcessor: PEPCALLBACKNOTIFYPPM | null;
  /** Stop the machine when the plug-in does not handle what it must (PEP-23). */
  readonly isStrict: boolean;
}

/** A plug-in that a driver has registered: turns what the framework does into the notifications of pepfx.h. */
export class VendorPep implements PlatformExtension {
  readonly isDefault = false;
  readonly facts: PlugInFacts;
  readonly perf: PerfNotifications;
  readonly platform: PlatformNotifications;
  /** Does what the plug-in has asked for, with the structure that it has filled. */
  onWork: (information: PEP_WORK_INFORMATION) => void = () => {};
  /** The plug-in switches the power of a device that it owns, by what it has handled. */
  onPower: (devnode: Devnode, isOn: boolean) => void = () => {};
  /** What the plug-in calls each device that it owns, by the framework's handle. */
  readonly #handles = new Map<FrameworkDevice, number>();
  /** Devices whose drivers listen: they have started power management, or have asked for something themselves. */
  readonly #listening = new Set<FrameworkDevice>();
  /** Devices that it has taken before they started. */
  readonly #prepared = new Set<Devnode>();
  readonly #io: IoManager;
  readonly #notifier: Notifier;
  readonly #ids: DeviceIds;

  constructor(io: IoManager, facts: PlugInFacts) {
    this.#io = io;
    this.facts = facts;
    this.#notifier = new Notifier(io, facts.driver, facts.accept);
    this.#ids = new DeviceIds(io.kernel);
    this.perf = new PerfNotifications(io.kernel, this.#notifier, facts, (device) => this.#handles.get(device));
    this.platform = new PlatformNotifications(
      io,
      this.#notifier,
      facts.driver,
      facts.acceptProcessor,
      (device) => this.#handles.get(device) ?? 0,
    );
  }

  get name(): string {
    return this.facts.name;
  }

  get notifier(): Notifier {
    return this.#notifier;
  }

  /** PEPHANDLE of a device, or undefined. */
  handleOf(device: FrameworkDevice): number | undefined {
    return this.#handles.get(device);
  }

  /** The device that the plug-in knows by a PEPHANDLE. */
  deviceOf(handle: number): FrameworkDevice | undefined {
    for (const [device, own] of this.#handles) if (own === handle) return device;
    return undefined;
  }

  /** Whether it may ask the device's driver for something (POFX-45). */
  mayAsk(device: FrameworkDevice): boolean {
    return this.#listening.has(device);
  }

  prepareDevice(devnode: Devnode): MaybePromise<boolean> {
    if (!this.#notifier.accepts) return false;
    const DeviceId = this.#ids.of(devnode);
    const accepted = this.#notifier.send(
      devnode,
      {
        number: numbers.PEP_DPM_PREPARE_DEVICE,
        type: PEP_PREPARE_DEVICE,
        fill: (data) => Object.assign(data, { DeviceId }),
        answer: ({ DeviceAccepted }) => (DeviceAccepted ? 'accepted' : 'not accepted'),
      },
      (data, isHandled) => isHandled && data.DeviceAccepted,
    );
    return chain(accepted, (isAccepted) => {
      if (isAccepted) {
        this.#prepared.add(devnode);
        // Preparing a device is switching everything on that it needs (PEP-25).
        this.onPower(devnode, true);
      } else {
        this.#ids.forget(devnode);
      }
      return isAccepted;
    });
  }

  abandonDevice(devnode: Devnode): MaybePromise<void> {
    const DeviceId = this.#ids.of(devnode);
    return this.#notifier.send(
      devnode,
      {
        number: numbers.PEP_DPM_ABANDON_DEVICE,
        type: PEP_ABANDON_DEVICE,
        fill: (data) => Object.assign(data, { DeviceId }),
      },
      (_data, isHandled) => {
        this.#must(isHandled, numbers.PEP_DPM_ABANDON_DEVICE);
        this.#prepared.delete(devnode);
        this.#ids.forget(devnode);
      },
    );
  }

  registerDevice(device: FrameworkDevice): MaybePromise<boolean> {
    const { kernel } = this.#io;
    const block = new RegisterBlock(kernel, device.description);
    const number = numbers.PEP_DPM_REGISTER_DEVICE;
    const id = this.#ids.of(device.devnode);
    return this.#notifier.send(
      device.devnode,
      {
        number,
        type: PEP_REGISTER_DEVICE_V2,
        fill: (data) =>
          Object.assign(data, { DeviceId: id, KernelHandle: device.handle, Register: block.view, DeviceAccepted: 0 }),
        answer: ({ DeviceAccepted, DeviceHandle }) =>
          DeviceAccepted === PepDeviceAccepted ? `accepted as ${hex(DeviceHandle)}` : 'not accepted',
      },
      (data, isHandled) => {
        this.#must(isHandled, number);
        const { DeviceAccepted, DeviceHandle } = data;
        if (DeviceAccepted !== PepDeviceNotAccepted && DeviceAccepted !== PepDeviceAccepted)
          this.#stop(BAD_ACCEPTANCE, this.facts.handle, id.address, block.view.address);
        block.free();
        const isAccepted = isHandled && DeviceAccepted === PepDeviceAccepted;
        if (isAccepted) this.#handles.set(device, DeviceHandle);
        else if (!this.#prepared.has(device.devnode)) this.#ids.forget(device.devnode);
        return isAccepted;
      },
    );
  }

  unregisterDevice(device: FrameworkDevice): MaybePromise<void> {
    const number = numbers.PEP_DPM_UNREGISTER_DEVICE;
    return this.#notifier.send(
      device.devnode,
      { number, type: PEP_UNREGISTER_DEVICE, fill: (data) => this.#address(data, device) },
      (_data, isHandled) => {
        this.#must(isHandled, number);
        this.perf.forget(device);
        this.#listening.delete(device);
        this.#handles.delete(device);
      },
    );
  }

  deviceStarted(device: FrameworkDevice): void {
    this.#listening.add(device);
    this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number: numbers.PEP_DPM_DEVICE_STARTED,
        type: PEP_DEVICE_STARTED,
        fill: (data) => this.#address(data, device),
      },
      () => {},
    );
  }

  devicePowerState(device: FrameworkDevice, state: number, isComplete: boolean): MaybePromise<void> {
    const notification = {
      number: numbers.PEP_DPM_DEVICE_POWER_STATE,
      type: PEP_DEVICE_POWER_STATE,
      fill: (data: PEP_DEVICE_POWER_STATE) => {
        this.#address(data, device);
        data.DevicePowerState = state;
        data.Complete = isComplete;
        data.SystemTransition = false;
      },
      facts: `${powerName(state)}, ${isComplete ? 'complete' : 'not sent yet'}`,
    };
    // Power comes before the request that needs it, and goes after the one that gives it up (PEP-25).
    const read = (_data: PEP_DEVICE_POWER_STATE, isHandled: boolean): void => {
      if (isHandled && isComplete === (state !== PowerDeviceD0)) this.onPower(device.devnode, state === PowerDeviceD0);
    };
    return this.#io.kernel.sim.current.irql >= DISPATCH_LEVEL
      ? this.#notifier.sendAtDispatch(device.devnode, notification, read)
      : this.#notifier.send(device.devnode, notification, read);
  }

  componentActive(device: FrameworkDevice, component: number, isActive: boolean): void {
    const { kernel } = this.#io;
    // Only a component that becomes active may need work of the framework first.
    const address = isActive ? kernel.pool.allocate(PEP_WORK_INFORMATION.size, TAG, 0, true) : 0;
    const work = address === 0 ? null : kernel.memory.view(PEP_WORK_INFORMATION, address);
    this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number: numbers.PEP_DPM_COMPONENT_ACTIVE,
        type: PEP_COMPONENT_ACTIVE,
        fill: (data) => {
          this.#address(data, device);
          data.Component = component;
          data.Active = isActive;
          data.WorkInformation = work;
        },
        facts: `component ${component}, ${isActive ? 'active' : 'idle'}`,
      },
      (data, isHandled) => {
        if (isHandled && data.NeedWork) {
          if (work === null) return this.#stop(WORK_WITHOUT_BUFFER, this.facts.handle);
          this.onWork(work);
        }
      },
    );
    if (address !== 0) kernel.pool.free(address);
  }

  idleState(device: FrameworkDevice, component: number, state: number, isDriverNotified: boolean): PlugInProgress {
    return this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number: numbers.PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE,
        type: PEP_NOTIFY_COMPONENT_IDLE_STATE,
        fill: (data) => {
          this.#address(data, device);
          data.Component = component;
          data.IdleState = state;
          data.DriverNotified = isDriverNotified;
        },
        facts: `component ${component}, F${state}, driver ${isDriverNotified ? 'notified' : 'not notified yet'}`,
        answer: ({ Completed }) => (Completed ? 'completed' : 'pending'),
      },
      // What the plug-in does not handle needs nothing of it (PEP-24).
      (data, isHandled) => (isHandled && !data.Completed ? 'pending' : 'done'),
    );
  }

  powerControl(device: FrameworkDevice, request: PowerControlRequest): PowerControlResult | null {
    this.#listening.add(device);
    return this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number: numbers.PEP_DPM_POWER_CONTROL_REQUEST,
        type: PEP_POWER_CONTROL_REQUEST,
        fill: (data) => {
          this.#address(data, device);
          data.PowerControlCode = request.code === 0 ? null : this.#io.kernel.memory.view(GUID, request.code);
          data.InBuffer = request.inBuffer;
          data.InBufferSize = request.inSize;
          data.OutBuffer = request.outBuffer;
          data.OutBufferSize = request.outSize;
        },
      },
      (data, isHandled) => (isHandled ? { status: data.Status, bytesReturned: data.BytesReturned } : null),
    );
  }

  powerControlCompleted(device: FrameworkDevice, context: number, result: PowerControlResult): void {
    this.#notifier.sendAtDispatch(
      device.devnode,
      {
        number: numbers.PEP_DPM_POWER_CONTROL_COMPLETE,
        type: PEP_POWER_CONTROL_COMPLETE,
        fill: (data) => {
          this.#address(data, device);
          data.RequestContext = context;
          data.BytesReturned = result.bytesReturned;
          data.Status = result.status;
        },
      },
      () => {},
    );
  }

  registerPerfStates(
    device: FrameworkDevice,
    component: number,
    _flags: number,
    wanted: readonly PerfStateSet[] | null,
  ): MaybePromise<readonly PerfStateSet[] | null> {
    return this.perf.register(device, component, wanted);
  }

  requestPerfState(
    device: FrameworkDevice,
    component: number,
    changes: readonly PerfStateChange[],
  ): 'failed' | 'pending' {
    return this.perf.request(device, component, changes);
  }

  currentPerfState(device: FrameworkDevice, component: number, set: number): MaybePromise<bigint | null> {
    return this.perf.current(device, component, set);
  }

  registerCrashdumpDevice(device: FrameworkDevice): MaybePromise<CrashdumpRegistration | null> {
    return this.#notifier.send(
      device.devnode,
      {
        number: numbers.PEP_DPM_REGISTER_CRASHDUMP_DEVICE,
        type: PEP_REGISTER_CRASHDUMP_DEVICE,
        fill: (data) => this.#address(data, device),
        answer: ({ PowerOnDumpDeviceCallback }) =>
          PowerOnDumpDeviceCallback === null ? 'no routine' : 'with a routine',
      },
      (data, isHandled) => {
        if (!isHandled) return null;
        const callback = data.PowerOnDumpDeviceCallback;
        if (callback === null) return { powerOn: null, free: () => {} };
        const handleOf = (): number => this.#handles.get(device) ?? 0;
        return crashdumpRegistration(this.#io, this.facts.driver, device.devnode, handleOf, callback);
      },
    );
  }

  #address(data: { DeviceHandle: number }, device: FrameworkDevice): void {
    data.DeviceHandle = this.#handles.get(device) ?? 0;
  }

  /** @throws BugCheckError 0xA0/0x605 where a plug-in must handle every notification (PEP-23) */
  #must(isHandled: boolean, notification: number): void {
    if (!isHandled && this.facts.isStrict) this.#stop(PLUG_IN_DID_NOT_HANDLE, notification, this.facts.handle);
  }

  /** The plug-in has answered by now, and another driver's routine may be what runs. */
  #stop(p1: number, p2 = 0, p3 = 0, p4 = 0): never {
    const stop = Object.assign(new BugCheckError(INTERNAL_POWER_ERROR, p1, p2, p3, p4), { blamed: this.facts.driver });
    throw this.#io.kernel.sim.stop(stop);
  }
}
