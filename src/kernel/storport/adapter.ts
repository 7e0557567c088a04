/** The port driver's side of one adapter. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../../abi/enums.ts';
import {
  STATUS_ADAPTER_HARDWARE_ERROR,
  STATUS_DEVICE_CONFIGURATION_ERROR,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INTERNAL_ERROR,
  STATUS_NOT_FOUND,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import { SRB_STATUS_NO_HBA } from '../../abi/srb-constants.ts';
import {
  ScsiRestartAdapter,
  ScsiSetBootConfig,
  ScsiSetRunningConfig,
  ScsiStopAdapter,
  SP_RETURN_BAD_CONFIG,
  SP_RETURN_ERROR,
  SP_RETURN_FOUND,
  SP_RETURN_NOT_FOUND,
} from '../../abi/storport-constants.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { KDPC } from '../../abi/structs/ke.ts';
import type { HW_PASSIVE_INITIALIZE_ROUTINE } from '../../abi/structs/storport-roles.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { deviceIndex, lowerDeviceOf } from '../io/device-object.ts';
import type { HardwareNode } from '../pnp/hardware.ts';
import type { Alarm } from '../sim/clock.ts';
import { Lifecycle } from '../sim/lifecycle.ts';
import { storportAdapter } from './adapter.machine.ts';
import { BusScan } from './bus-scan.ts';
import { checkConfiguration, fillConfiguration } from './configuration.ts';
import { Controls } from './control.ts';
import { callFindAdapter } from './find-adapter.ts';
import type { HostAdapter } from './host-adapter.ts';
import { DEVICE_IRQL, type LockKind, MiniportInstance, type RegisterRange } from './instance.ts';
import { connectMessages } from './messages.ts';
import type { StorportMistake } from './mistakes.ts';
import { StorPoFx } from './pofx.ts';
import type { PortContext } from './port-context.ts';
import { driverNameOf, Recovery } from './recovery.ts';
import type { MiniportRegistration } from './registration.ts';
import { endServiceIrps, freeVirtual } from './service-requests.ts';
import type { UnitAddress } from './srb.ts';
import { isTrue, Transport } from './transport.ts';
import { Unit } from './unit.ts';

const START_FAILURES: ReadonlyMap<number, NTSTATUS> = new Map([
  [SP_RETURN_NOT_FOUND, STATUS_NOT_FOUND],
  [SP_RETURN_ERROR, STATUS_ADAPTER_HARDWARE_ERROR],
  [SP_RETURN_BAD_CONFIG, STATUS_DEVICE_CONFIGURATION_ERROR],
]);

export class Adapter {
  readonly storport: PortContext<Adapter>;
  readonly fdo: DEVICE_OBJECT;
  readonly node: HardwareNode;
  readonly registration: MiniportRegistration;
  readonly hardware: HostAdapter;
  readonly life: Lifecycle<typeof storportAdapter>;
  readonly units = new Map<number, Unit>();
  readonly scan: BusScan;
  /** null: it has not been started yet, or has been removed. */
  instance: MiniportInstance | null = null;
  controls: Controls | null = null;
  transport: Transport | null = null;
  recovery: Recovery | null = null;
  /** What StorPortEnablePassiveInitialization has named. */
  passiveRoutine: HW_PASSIVE_INITIALIZE_ROUTINE | null = null;
  /** Completions until the miniport takes more: StorPortBusy. */
  busyCount = 0;
  /** Ends a pause of the adapter. */
  pauseAlarm: Alarm | null = null;
  /** Of RequestTimerCall. */
  timer: Alarm | null = null;
  /** The bus is to be scanned again; set by the port driver. */
  onBusChange: (() => void) | null = null;
  linkIsDown = false;
  /** Its run-time power, as its miniport has described it. */
  readonly pofx = new StorPoFx();
  /** The miniport has given it up: Plug and Play is told so when it asks. */
  hasFailed = false;
  /** Device power state that the miniport was told last: DEVICE_POWER_STATE. */
  powerState = 1;
  #unitList: readonly Unit[] = [];

  #hasEndedServices = false;

  constructor(
    storport: PortContext<Adapter>,
    fdo: DEVICE_OBJECT,
    node: HardwareNode,
    registration: MiniportRegistration,
  ) {
    this.storport = storport;
    this.fdo = fdo;
    this.node = node;
    this.scan = new BusScan(node);
    this.registration = registration;
    this.hardware = storport.hardwareOf(node);
    this.life = new Lifecycle(storportAdapter, storport.kernel.sim, node.id);
  }

  get device(): number {
    return deviceIndex(this.storport.io, this.fdo);
  }

  /** Requests may go to the miniport now. */
  get isOpen(): boolean {
    return this.life.state === 'running' && this.busyCount === 0;
  }

  get isRunning(): boolean {
    const { state } = this.life;
    return state === 'running' || state === 'paused';
  }

  /** STOR-20 STOR-70a */
  start(registers: readonly RegisterRange[], interrupt: { readonly level: number; readonly vector: number }): NTSTATUS {
    if (this.isRunning) return STATUS_SUCCESS;
    this.hasFailed = false;
    if (this.life.state === 'stopped') return this.#restart();
    const instance = this.#makeInstance(registers);
    if (instance === null) return STATUS_INSUFFICIENT_RESOURCES;
    fillConfiguration(instance, interrupt, this.node.number);
    const found = this.#findAdapter(instance);
    if (found !== STATUS_SUCCESS) {
      this.life.apply({ type: 'FIND_ADAPTER.failed' });
      return found;
    }
    checkConfiguration(instance);
    this.life.apply({ type: 'FIND_ADAPTER.found' });
    const initialized = this.#initialize(instance);
    if (initialized !== STATUS_SUCCESS) return initialized;
    this.controls?.query();
    this.life.apply({ type: 'CONTROL_TYPES_QUERIED' });
    return STATUS_SUCCESS;
  }

  #makeInstance(registers: readonly RegisterRange[]): MiniportInstance | null {
    const { storport, hardware, device } = this;
    const instance = new MiniportInstance(
      storport.kernel,
      this.registration,
      {
        mistake: (mistake) => this.mistake(mistake),
        completed: (srb) => this.transport?.completed(srb),
        srbAt: (address) => this.transport?.outstanding.get(address)?.srb,
        running: (running) => {
          storport.currentInstance = running;
        },
        entering: (routine, first, second) => instance.note(routine, first, second),
      },
      { hardware, mode: 0, device, registers },
    );
    if (!instance.isComplete) return null;
    this.instance = instance;
    this.pofx.forget();
    storport.instances.set(instance.extension, { instance, adapter: this });
    const transport = new Transport(
      {
        instance,
        isOpen: () => this.isOpen,
        units: () => this.#unitList,
        timesChanged: (latest) => this.recovery?.watch(latest),
        completedOne: () => this.#completedOne(),
      },
      storport.dpcs,
      instance.allocate(KDPC.size),
    );
    this.transport = transport;
    this.recovery = new Recovery(storport.kernel.sim, {
      instance,
      transport,
      driverName: () => driverNameOf(storport.io, this.registration.driver),
    });
    this.controls = new Controls(instance);
    return instance;
  }

  /** STOR-24: physical miniports get NULL for the context and the bus. */
  #findAdapter(instance: MiniportInstance): NTSTATUS {
    const { extension, config } = instance;
    const again = instance.allocate(8);
    const argument = instance.allocate(8);
    const answer = instance.call('HwStorFindAdapter', PASSIVE_LEVEL, [], [extension, config.address], () =>
      callFindAdapter(this.registration, { extension, argument, again, config, ...this.#devices }),
    );
    if (answer === SP_RETURN_FOUND) return STATUS_SUCCESS;
    const status = START_FAILURES.get(Number(answer));
    if (status !== undefined) return status;
    instance.mistake('returnValue', `HwStorFindAdapter returned ${String(answer)}, which is none of SP_RETURN_*`);
    return STATUS_INTERNAL_ERROR;
  }

  get #initializeLocks(): readonly LockKind[] {
    return this.registration.isVirtual ? [] : ['interrupt'];
  }

  get #devices(): { readonly pdo: number; readonly fdo: number; readonly lower: number } {
    const lower = lowerDeviceOf(this.fdo)?.address ?? 0;
    const pdo = this.storport.pnp.byId(this.node.id)?.pdo.address ?? 0;
    return { pdo, fdo: this.fdo.address, lower };
  }

  /** Steps 5 to 7. */
  #initialize(instance: MiniportInstance): NTSTATUS {
    const { initialize } = this.registration;
    const { extension } = instance;
    connectMessages(instance);
    this.connect(!this.registration.isVirtual);
    this.passiveRoutine = null;
    const succeeded = instance.call('HwStorInitialize', DEVICE_IRQL, this.#initializeLocks, [extension, 0], () =>
      initialize(extension),
    );
    if (!isTrue(succeeded)) {
      this.connect(false);
      this.life.apply({ type: 'INITIALIZE.failed' });
      return STATUS_ADAPTER_HARDWARE_ERROR;
    }
    this.life.apply({ type: 'INITIALIZE.succeeded' });
    this.transport?.afterRoutine();
    const passive = this.passiveRoutine as HW_PASSIVE_INITIALIZE_ROUTINE | null;
    if (passive !== null) {
      const isDone = instance.call(
        'HwStorPassiveInitializeRoutine',
        PASSIVE_LEVEL,
        [],
        [extension, 0],
        () => passive(extension),
        passive,
      );
      if (!isTrue(isDone)) {
        this.connect(false);
        this.life.apply({ type: 'PASSIVE_INITIALIZE.failed' });
        return STATUS_ADAPTER_HARDWARE_ERROR;
      }
    }
    this.life.apply({ type: 'PASSIVE_INITIALIZE.done' });
    return STATUS_SUCCESS;
  }

  connect(isConnected: boolean): void {
    if (this.transport !== null) this.transport.isConnected = isConnected;
  }

  /** STOR-70a STOR-70h: on the same extension. */
  #restart(): NTSTATUS {
    const { controls, instance } = this;
    if (controls === null || instance === null) return STATUS_ADAPTER_HARDWARE_ERROR;
    if (this.storport.kernel.sim.current.irql === PASSIVE_LEVEL) controls.adapter(ScsiSetRunningConfig);
    this.connect(true);
    const restarted = controls.adapter(ScsiRestartAdapter) ?? this.#findAgain(instance);
    if (!restarted) this.connect(false);
    this.life.apply({ type: restarted ? 'RESTART.succeeded' : 'RESTART.failed' });
    this.transport?.afterRoutine();
    if (restarted) this.transport?.pumpAll();
    return restarted ? STATUS_SUCCESS : STATUS_ADAPTER_HARDWARE_ERROR;
  }

  /** Where the miniport cannot restart: found and initialized again, at DISPATCH_LEVEL, on the same extension. */
  #findAgain(instance: MiniportInstance): boolean {
    const { initialize } = this.registration;
    const { extension, config } = instance;
    const again = instance.allocate(8);
    const found = instance.call('HwStorFindAdapter', DISPATCH_LEVEL, [], [extension, config.address], () =>
      callFindAdapter(this.registration, { extension, argument: again, again, config, ...this.#devices }),
    );
    if (found !== SP_RETURN_FOUND) return false;
    return isTrue(
      instance.call('HwStorInitialize', DEVICE_IRQL, this.#initializeLocks, [extension, 0], () =>
        initialize(extension),
      ),
    );
  }

  /** STOR-70c STOR-70g: @returns false when a request is still with the miniport */
  stop(): boolean {
    if (!this.isRunning) return true;
    this.#checkNothingOutstanding('ScsiStopAdapter');
    this.life.apply({ type: 'STOP' });
    this.controls?.adapter(ScsiStopAdapter);
    if (this.storport.kernel.sim.current.irql === PASSIVE_LEVEL) this.controls?.adapter(ScsiSetBootConfig);
    this.connect(false);
    return true;
  }

  #checkNothingOutstanding(call: string): void {
    const count = this.transport?.outstanding.size ?? 0;
    if (count > 0)
      this.instance?.mistake('stopWithOutstanding', `${call} comes while the miniport still has ${count} requests`);
  }

  /** STOR-70g STOR-70h @param state - DEVICE_POWER_STATE. @param action - POWER_ACTION */
  power(state: number, action: number): void {
    const { controls } = this;
    if (controls === null || state === this.powerState) return;
    const isUp = state === 1;
    this.powerState = state;
    if (isUp) {
      if (this.life.state !== 'stopped') return;
      const up = controls.adapterPower(state, action);
      if (up === undefined) this.#restart();
      else this.#powered(up);
      return;
    }
    if (!this.isRunning) return;
    this.#checkNothingOutstanding('the request for a lower power state');
    // STV-20: with ScsiAdapterPower there is neither SRB_FUNCTION_POWER nor ScsiStopAdapter.
    this.life.apply({ type: 'STOP' });
    if (controls.adapterPower(state, action) === undefined) controls.adapter(ScsiStopAdapter);
    this.connect(false);
  }

  #powered(isUp: boolean): void {
    this.connect(isUp);
    this.life.apply({ type: isUp ? 'RESTART.succeeded' : 'RESTART.failed' });
    this.transport?.afterRoutine();
    if (isUp) this.transport?.pumpAll();
  }

  /** STOR-70e: the hardware is gone, and everything that the miniport has with it. */
  surpriseRemove(): void {
    if (this.life.state === 'surpriseRemoved' || this.life.state === 'removed') return;
    const { controls } = this;
    const hadStarted = this.isRunning;
    this.life.apply({ type: 'SURPRISE_REMOVAL' });
    this.connect(false);
    if (hadStarted && controls !== null && controls.surpriseRemoval() === undefined) controls.adapter(ScsiStopAdapter);
    this.#endRequests();
    this.endServices();
  }

  /** IRPs that a virtual miniport keeps hold the device: before the wait for its remove lock. */
  endServices(): void {
    const { instance } = this;
    if (instance !== null && !this.#hasEndedServices) endServiceIrps(instance);
    this.#hasEndedServices = true;
  }

  #endRequests(): void {
    const { transport } = this;
    if (transport === null) return;
    for (const started of [...transport.outstanding.values()]) transport.giveUp(started, SRB_STATUS_NO_HBA);
    for (const unit of this.#unitList) unit.flush(SRB_STATUS_NO_HBA);
    this.recovery?.stop();
    transport.afterRoutine();
  }

  /** STOR-70d: the extensions go. */
  remove(): void {
    if (this.isRunning) this.stop();
    this.#endRequests();
    this.life.apply({ type: 'REMOVE' });
    const { clock } = this.storport.kernel.sim;
    for (const { alarm } of this.#unitList) if (alarm !== null) clock.cancel(alarm);
    for (const alarm of [this.pauseAlarm, this.timer]) if (alarm !== null) clock.cancel(alarm);
    const { instance } = this;
    if (instance === null) return;
    freeVirtual(instance);
    this.hardware.sendsMessages = false;
    this.storport.instances.delete(instance.extension);
    instance.free();
    this.instance = null;
    this.controls = null;
    this.transport = null;
  }

  #completedOne(): void {
    if (this.busyCount > 0) this.busyCount -= 1;
  }

  unitAt(address: UnitAddress): Unit | undefined {
    return this.units.get((address.path << 16) | (address.target << 8) | address.lun);
  }

  /** A unit that nobody has heard of yet. */
  makeUnit(address: UnitAddress): Unit {
    const id = this.node.children[address.target]?.id ?? this.node.id;
    const depth = this.instance?.config.InitialLunQueueDepth ?? 1;
    return new Unit(this.storport.kernel.sim, id, address, depth);
  }

  setUnit(unit: Unit): void {
    this.units.set(unit.key, unit);
    this.#unitList = [...this.units.values()].sort((one, other) => one.key - other.key);
  }

  mistake(mistake: Pick<StorportMistake, 'kind' | 'message' | 'parameters'>): void {
    const { instance, device } = this;
    this.storport.onMistake({
      ...mistake,
      driver: this.registration.driver,
      device,
      routine: instance?.blamed ?? '',
    });
  }
}
