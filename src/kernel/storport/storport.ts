/** Storport as a whole: miniports that have registered, adapters, and the emulated hardware below them. */
import { BusRelations, CmResourceTypeInterrupt, CmResourceTypeMemory, CmResourceTypePort } from '../../abi/enums.ts';
import { STATUS_INVALID_PARAMETER, STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { DRIVER_INITIALIZE } from '../../abi/roles.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Instant } from '../../base/time.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { IoManager } from '../io/io-manager.ts';
import type { DpcQueue } from '../ke/dpc.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import type { HardwareNode } from '../pnp/hardware.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import { invalidateRelations } from '../pnp/relations.ts';
import { loadDriver } from '../pnp/start.ts';
import type { PowerManager } from '../po/power-manager.ts';
import type { Alarm } from '../sim/clock.ts';
import { Adapter } from './adapter.ts';
import type { DumpHost, DumpRun } from './dump-run.ts';
import { HBA_REGISTER_BYTES, HostAdapter } from './host-adapter.ts';
import type { MiniportInstance, RegisterRange } from './instance.ts';
import type { StorportMistake } from './mistakes.ts';
import type { Known, PortContext } from './port-context.ts';
import type { MiniportRegistration } from './registration.ts';
import type { Transport } from './transport.ts';
import type { Unit } from './unit.ts';

/** Where the registers of an adapter lie for which the machine file names no place. */
const FIRST_REGISTERS = 0xfed0_0000;
const DEFAULT_MINIPORT = 'ramdisk';

export type KnownInstance = Known<Adapter>;

/** Of StorPortInitializeTimer. */
export interface MiniportTimer {
  readonly adapter: Adapter;
  alarm: Alarm | null;
}

export class Storport implements PortContext<Adapter>, DumpHost {
  readonly kernel: Kernel;
  readonly io: IoManager;
  readonly dpcs: DpcQueue;
  readonly pnp: PnpManager;
  readonly power: PowerManager;
  /** By index of the driver. */
  readonly registrations = new Map<number, MiniportRegistration>();
  /** By address of the device extension. */
  readonly instances = new Map<number, KnownInstance>();
  /** By address of the adapter's FDO. */
  readonly adapters = new Map<number, Adapter>();
  /** By address of the unit's PDO. */
  readonly units = new Map<number, { readonly adapter: Adapter; readonly unit: Unit }>();
  /** Of StorPortInitializeTimer, by handle. */
  readonly timers = new Map<number, MiniportTimer>();
  /** The dump run whose code has run last. */
  lastRun: DumpRun | null = null;
  /** Where miniports of the user's have allocated the pool that they have, by address. */
  readonly allocationSites = new Map<number, Error>();
  readonly #byNode = new Map<HardwareNode, Adapter>();
  /** The dump run whose code runs now. */
  dumpRun: DumpRun | null = null;
  /** The instance whose code runs now. */
  currentInstance: MiniportInstance | null = null;
  /** Index of the miniport whose DriverEntry runs now; 0 = none. */
  loading = 0;
  /** Called before an adapter goes: what its miniport has handed out has to come back. */
  readonly onRemoving: ((adapter: Adapter) => void)[] = [];
  /** Nobody listens unless the verifier is on. */
  onMistake: (mistake: StorportMistake) => void = () => {};
  readonly #hardware = new Map<HardwareNode, HostAdapter>();

  constructor(power: PowerManager, dpcs: DpcQueue) {
    this.power = power;
    this.pnp = power.pnp;
    this.io = power.pnp.io;
    this.kernel = power.pnp.kernel;
    this.dpcs = dpcs;
    // The device objects of an adapter are the port driver's.
    this.pnp.isInUse.push((driver) =>
      [...this.adapters.values()].some(({ registration }) => registration.driver === driver),
    );
  }

  /** The emulated adapter that is plugged in there. */
  hardwareOf(node: HardwareNode): HostAdapter {
    let hardware = this.#hardware.get(node);
    if (hardware === undefined) {
      const { sim, memory } = this.kernel;
      const made: HostAdapter = new HostAdapter(node, {
        u8: memory.u8,
        data: memory.data,
        now: () => sim.now,
        isThere: () => this.#isThere(node),
        wake: (due) => {
          sim.setAlarm(due as Instant, () => made.elapse());
        },
        interrupt: () => this.#transportOf(node)?.interrupt(),
        message: (id) => this.#transportOf(node)?.message(id),
      });
      hardware = made;
      this.pnp.hardware.onPlugged.push((other) => {
        if (other.parent === node) made.unitsChanged();
      });
      this.#hardware.set(node, hardware);
    }
    return hardware;
  }

  #isThere(node: HardwareNode): boolean {
    const devnode = this.pnp.byId(node.id);
    return node.present && (devnode === undefined || this.power.isPowered(devnode));
  }

  /** In a dump run interrupts are off: the port polls. */
  #transportOf(node: HardwareNode): Transport | null {
    return this.dumpRun === null ? (this.#byNode.get(node)?.transport ?? null) : null;
  }

  /** A port driver's AddDevice: loads the miniport, whose DriverEntry calls StorPortInitialize. */
  async addAdapter(fdo: DEVICE_OBJECT, pdo: DEVICE_OBJECT): Promise<NTSTATUS> {
    const node = this.pnp.hardware.byPdo(pdo.address);
    if (node === undefined) return STATUS_NO_SUCH_DEVICE;
    const miniport = await this.#load(node.miniport ?? DEFAULT_MINIPORT);
    if (typeof miniport === 'number') return miniport;
    const adapter = new Adapter(this, fdo, node, miniport);
    this.adapters.set(fdo.address, adapter);
    this.#byNode.set(node, adapter);
    adapter.onBusChange = () => {
      adapter.scan.forget();
      invalidateRelations(this.pnp, node.id, BusRelations);
    };
    return STATUS_SUCCESS;
  }

  adapterAt(node: HardwareNode): Adapter | undefined {
    return this.#byNode.get(node);
  }

  /** For findings about memory that is not marked. In-box miniports have no line to name, and do not pay for it. */
  noteAllocation(driver: number, address: number): void {
    if (address === 0 || !(this.registrations.has(driver) || driver === this.loading)) return;
    if ((this.kernel.sim.directory.drivers[driver]?.source ?? null) === null) return;
    this.allocationSites.set(address, new Error('allocated'));
  }

  /** The registration of a miniport, or the NTSTATUS that says why there is none. */
  async #load(name: string): Promise<MiniportRegistration | NTSTATUS> {
    const before = this.loading;
    this.loading = this.kernel.sim.directory.drivers.length;
    try {
      const driver = await loadDriver(this.pnp, name);
      if (typeof driver === 'number') return driver;
      const registration = this.registrations.get(driver.entry.index);
      return registration ?? STATUS_INVALID_PARAMETER;
    } finally {
      this.loading = before;
    }
  }

  startAdapter(fdo: DEVICE_OBJECT): NTSTATUS {
    const adapter = this.adapters.get(fdo.address);
    if (adapter === undefined) return STATUS_NO_SUCH_DEVICE;
    const devnode = this.pnp.byId(adapter.node.id);
    const resources = devnode === undefined ? [] : this.pnp.arbiter.ownedBy(devnode);
    const registers: RegisterRange[] = resources
      .filter(({ type }) => type === CmResourceTypeMemory || type === CmResourceTypePort)
      .map(({ type, start, length }) => ({ start, length, isMemory: type === CmResourceTypeMemory }));
    const line = resources.find(({ type }) => type === CmResourceTypeInterrupt)?.start ?? 0;
    const fixed = { start: FIRST_REGISTERS + adapter.node.number * HBA_REGISTER_BYTES, length: HBA_REGISTER_BYTES };
    return adapter.start(
      registers.some(({ isMemory }) => isMemory) ? registers : [...registers, { ...fixed, isMemory: true }],
      {
        level: line,
        vector: line,
      },
    );
  }

  removeAdapter(fdo: DEVICE_OBJECT): void {
    const adapter = this.adapters.get(fdo.address);
    if (adapter !== undefined) for (const hear of this.onRemoving) hear(adapter);
    adapter?.remove();
    this.adapters.delete(fdo.address);
    if (adapter !== undefined && this.#byNode.get(adapter.node) === adapter) this.#byNode.delete(adapter.node);
    for (const [pdo, known] of this.units) if (known.adapter === adapter) this.units.delete(pdo);
  }

  /** Which PDO stands for a unit, by the number that the bus has for it. */
  bindUnit(fdo: DEVICE_OBJECT, pdo: DEVICE_OBJECT, child: number, onReady: () => void): void {
    const adapter = this.adapters.get(fdo.address);
    const node = this.pnp.hardware.byNumber(child);
    if (adapter === undefined || node === undefined) return;
    const address = { path: 0, target: adapter.node.children.indexOf(node), lun: 0 };
    const known = adapter.unitAt(address);
    // Plugged in again it is another unit.
    const unit = known === undefined || known.isGone ? adapter.makeUnit(address) : known;
    if (unit !== known) adapter.setUnit(unit);
    unit.pdo = pdo.address;
    unit.onReady = () => this.callPort(adapter, onReady);
    this.units.set(pdo.address, { adapter, unit });
  }

  /** Code of the port driver, out of what the miniport has done. */
  callPort({ fdo, device }: Adapter, body: () => void): void {
    const driver = this.kernel.sim.directory.devices[deviceIndex(this.io, fdo)]?.driver ?? 0;
    void callDriverRoutine(this.kernel, driver, device, body);
  }

  /** Whether a driver's DriverEntry runs now, in which it may register. */
  mayRegister(driver: number): boolean {
    return this.loading === driver;
  }

  /** The instance that a routine is called for; undefined: the address is no device extension. */
  instanceAt(extension: number): KnownInstance | undefined {
    return this.instances.get(extension);
  }

  /** DriverEntry of a second copy of a miniport; null when none can be made. */
  instantiate(name: string): DRIVER_INITIALIZE | null {
    return this.pnp.drivers.instantiate?.(name) ?? null;
  }

  /** DriverEntry's result decides, as of any driver. */
  register(registration: MiniportRegistration): void {
    this.registrations.set(registration.driver, registration);
  }
}
