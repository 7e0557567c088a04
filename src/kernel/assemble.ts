import { PowerDeviceD3 } from '../abi/enums.ts';
import { DUMP_MODE_CRASH } from '../abi/storport-constants.ts';
import type { StructClass } from '../abi/struct.ts';
import { BugCheckCallbacks } from './dump/bugcheck-callbacks.ts';
import { BugCheckSequence } from './dump/bugcheck-sequence.ts';
import { CrashSequence } from './dump/crash-sequence.ts';
import { DumpStack, type DumpStackOptions } from './dump/dump-stack.ts';
import { HiberStack } from './dump/hiber-stack.ts';
import { loadMiniportPort, MiniportPort } from './dump/miniport-port.ts';
import { CrashdumpDevices } from './fx/crashdump-devices.ts';
import { holdUpForSleep } from './fx/hold-up.ts';
import { whyNotRegisters } from './fx/idle-registers.ts';
import { type PlugInOptions, PlugIns } from './fx/pep/plug-ins.ts';
import { PowerFramework } from './fx/power-framework.ts';
import { Standby } from './fx/standby.ts';
import { IoManager } from './io/io-manager.ts';
import { Dispatcher } from './ke/dispatcher.ts';
import { DpcQueue } from './ke/dpc.ts';
import { Kernel } from './kernel.ts';
import { KernelMemory, NULL_REGION_SIZE, SHADOW } from './mm/memory.ts';
import { watchRemovals } from './pnp/end-rebalance.ts';
import { watchHandles } from './pnp/handles.ts';
import type { Hardware } from './pnp/hardware.ts';
import { watchConflicts } from './pnp/make-room.ts';
import { type DriverStore, PnpManager } from './pnp/pnp-manager.ts';
import { watchRequirements } from './pnp/requirements-changed.ts';
import { IdleDetection } from './po/idle-detection.ts';
import { watchPowerRequests } from './po/power-call-checks.ts';
import { POWER_OPTIONS, PowerManager, type PowerOptions } from './po/power-manager.ts';
import { PowerRequests } from './po/power-requests.ts';
import { PowerSettings } from './po/power-settings.ts';
import { Registers } from './po/registers.ts';
import { SystemIdle } from './po/system-idle.ts';
import { BugCheckError } from './sim/bug-check.ts';
import { Simulation, type SimulationHooks } from './sim/simulation.ts';
import { Storport } from './storport/storport.ts';
import { watchBugCheck } from './verifier/bugcheck-watch.ts';
import { watchDumpFilters } from './verifier/dump-filter-watch.ts';
import { watchFramework } from './verifier/framework-watch.ts';
import type { LowResources } from './verifier/low-resources.ts';
import { makePools } from './verifier/make-pools.ts';
import { makeVerifier } from './verifier/make-verifier.ts';
import { watchPlatform } from './verifier/platform-watch.ts';
import type { PowerDelays } from './verifier/power-delays.ts';
import { watchPowerSettings } from './verifier/power-setting-watch.ts';
import { watchRegisters } from './verifier/register-watch.ts';
import type { VerifierSettings } from './verifier/rule.ts';
import { optionsOf } from './verifier/settings.ts';
import { watchStorport } from './verifier/storport-watch.ts';
import type { Verifier } from './verifier/verifier.ts';

/** Everything that a routine may need, wired once. */
export interface Nt {
  readonly kernel: Kernel;
  readonly dispatcher: Dispatcher;
  readonly dpcs: DpcQueue;
  readonly io: IoManager;
  readonly pnp: PnpManager;
  readonly power: PowerManager;
  readonly systemIdle: SystemIdle;
  readonly idle: IdleDetection;
  readonly registers: Registers;
  readonly powerSettings: PowerSettings;
  readonly powerRequests: PowerRequests;
  readonly fx: PowerFramework;
  readonly standby: Standby;
  readonly plugIns: PlugIns;
  readonly crashdump: CrashdumpDevices;
  readonly crash: CrashSequence;
  readonly bugCheck: BugCheckSequence;
  readonly dumpStack: DumpStack;
  readonly hiberStack: HiberStack;
  readonly storport: Storport;
  /** Wide-string constants of drivers: text to address. */
  readonly constants: Map<string, number>;
  /** Which structure a driver uses for the extension of a device, by the device's address; for inspectors. */
  readonly extensionTypes: Map<number, StructClass>;
  /** null: off. */
  readonly verifier: Verifier | null;
  readonly lowResources: LowResources | null;
  readonly powerDelays: PowerDelays | null;
  /** Registry values of drivers, by driver name and value name in lower case. */
  readonly registry: ReadonlyMap<string, ReadonlyMap<string, number | string>>;
}

export interface NtOptions {
  /** Left out: off. */
  readonly verifier?: VerifierSettings;
  /** Names the driver's line in an error's stack, so that a mistake in a loop is told once. */
  readonly lineOf?: (site: Error) => string;
  readonly memory: ArrayBuffer;
  /** Address up to which images of C drivers lie; pool begins behind them. */
  readonly imagesEnd?: number;
  readonly power?: Partial<PowerOptions>;
  readonly dump?: DumpStackOptions;
  readonly platform?: Partial<PlugInOptions> & {
    /** false: a device that no driver's plug-in takes has no owner, and stops the machine. */
    readonly hasDefaultPlugIn?: boolean;
  };
  readonly seed: number;
  readonly hardware: Hardware;
  readonly drivers: DriverStore;
  readonly registry: ReadonlyMap<string, ReadonlyMap<string, number | string>>;
  readonly hooks: Pick<SimulationHooks, 'onCrash' | 'onFinding' | 'onChange' | 'onDbgPrint' | 'breathe'>;
}

const NOT_VERIFIED: VerifierSettings = { mode: 'off', rules: {} };
const SYSTEM_THREAD_EXCEPTION_NOT_HANDLED = 0x7e;
const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;
const STATUS_ACCESS_VIOLATION = 0xc0000005;
/** The exception code under which an exception of a TypeScript driver is reported; the bytes after E0 spell "JS!". */
const JAVASCRIPT_EXCEPTION = 0xe04a5321;

const PAGE_FAULT_IN_NONPAGED_AREA = 0x50;
const DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL = 0xd5;
const DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION = 0xd6;
const DRIVER_IRQL_NOT_LESS_OR_EQUAL = 0xd1;
const DISPATCH_LEVEL = 2;

export function assemble(options: NtOptions): Nt {
  const memory = new KernelMemory(options.memory);
  const sim = new Simulation(options.seed, {
    ...options.hooks,
    crashOf: (error) => ({
      code:
        error instanceof RangeError && /call stack/i.test(error.message)
          ? UNEXPECTED_KERNEL_MODE_TRAP
          : SYSTEM_THREAD_EXCEPTION_NOT_HANDLED,
      parameters: exceptionParameters(error),
      detail: error.message,
    }),
  });
  const verifier = options.verifier ?? NOT_VERIFIED;
  const pool = makePools(memory, sim, options.imagesEnd ?? NULL_REGION_SIZE, verifier);
  const kernel = new Kernel(memory, pool, sim);
  memory.currentDriver = () => kernel.driver;
  memory.onFault = (address, _size, write, shadow) => raiseFault(kernel, address, write, shadow);
  const dispatcher = new Dispatcher(kernel);
  const dpcs = new DpcQueue(dispatcher);
  const io = new IoManager(dpcs);
  const pnp = new PnpManager(io, options.hardware, options.drivers);
  pnp.isScrambled = optionsOf(verifier).scramblePnp;
  watchHandles(pnp);
  watchRemovals(pnp);
  watchConflicts(pnp);
  watchRequirements(pnp);
  const power = new PowerManager(pnp, { ...POWER_OPTIONS, ...options.power });
  watchPowerRequests(power);
  const registers = new Registers(power);
  const powerSettings = new PowerSettings(kernel);
  const powerRequests = new PowerRequests(kernel);
  const fx = new PowerFramework(pnp, power);
  if (power.options.holdUpForSleep) holdUpForSleep(fx, power);
  registers.whyNot = (devnode) => whyNotRegisters(fx, power, devnode);
  const platform = assemblePlatform(fx, power, options.platform);
  const storport = new Storport(power, dpcs);
  const dumps = assembleDumps(storport, platform.crash, options.dump ?? { fileSizeOf: () => null });
  const verification = makeVerifier(power, verifier, options.seed, options.lineOf ?? (() => ''));
  const { powerDelays } = verification;
  if (powerDelays !== null) fx.chooseDelay = ({ registrant }) => powerDelays.chooseFor(registrant.driver);
  if (verification.verifier !== null) {
    watchPlatform(verification.verifier, { ...platform, power, fx });
    watchBugCheck(verification.verifier, dumps.bugCheck, dumps.hiberStack);
    for (const { filters } of [dumps.dumpStack, dumps.hiberStack]) watchDumpFilters(verification.verifier, filters);
    watchFramework(verification.verifier, fx, () => power.transition !== null);
    watchStorport(verification.verifier, storport);
    watchRegisters(verification.verifier, registers);
    watchPowerSettings(verification.verifier, powerSettings);
  }
  return {
    ...verification,
    kernel,
    dispatcher,
    dpcs,
    io,
    pnp,
    constants: new Map(),
    extensionTypes: new Map(),
    power,
    idle: new IdleDetection(power),
    systemIdle: new SystemIdle(power, powerRequests),
    registers,
    powerSettings,
    powerRequests,
    fx,
    standby: new Standby(fx, power, powerSettings),
    ...platform,
    ...dumps,
    storport,
    registry: options.registry,
  };
}

/** What is written when the system stops, or hibernates: through the miniport of the disk, where it has one. */
function assembleDumps(
  storport: Storport,
  crash: CrashSequence,
  options: DumpStackOptions,
): Pick<Nt, 'bugCheck' | 'dumpStack' | 'hiberStack'> {
  const { kernel, pnp, power } = storport;
  const dumpStack = new DumpStack(pnp, options);
  const { makePort } = dumpStack;
  dumpStack.makePort = (disk) => loadMiniportPort(storport, disk, DUMP_MODE_CRASH) ?? makePort(disk);
  const hiberStack = new HiberStack(storport, options.filters);
  power.imageStack = hiberStack;
  storport.onRemoving.push((adapter) => {
    const { port } = dumpStack;
    if (port instanceof MiniportPort && port.isOn(adapter)) dumpStack.lose(adapter.node.id);
    if (hiberStack.port?.isOn(adapter) === true) hiberStack.lose();
  });
  const bugCheck = new BugCheckSequence(kernel, new BugCheckCallbacks(kernel), crash, dumpStack);
  return { bugCheck, dumpStack, hiberStack };
}

/** Who has the power to give, and what is done with it when the machine has stopped. */
function assemblePlatform(
  fx: PowerFramework,
  power: PowerManager,
  options: NtOptions['platform'],
): Pick<Nt, 'plugIns' | 'crashdump' | 'crash'> {
  const { kernel } = fx.io;
  if (options?.hasDefaultPlugIn === false) fx.defaultPep = null;
  const plugIns = new PlugIns(fx.io, fx, { isStrict: false, isStrictRegistration: false, ...options });
  plugIns.onPower = (devnode, isOn) => {
    // No plug-in is told that the system hibernates: its rail goes with the platform's.
    if (!isOn && power.keepsPowerForHibernation(devnode, PowerDeviceD3)) return;
    power.apply(devnode, { type: isOn ? 'RAIL_ON' : 'RAIL_OFF' });
  };
  const crashdump = new CrashdumpDevices(kernel.sim);
  fx.unregistered.push((device) => crashdump.forget(device));
  const crash = new CrashSequence(power, { registrationOf: (devnode) => fx.ofDevnode(devnode) }, crashdump);
  return { plugIns, crashdump, crash };
}

/** How the engine says what a C driver did, and the exception that it is on Windows. */
const TRAPS: readonly (readonly [RegExp, number])[] = [
  [/out of bounds|null function|signature mismatch/, STATUS_ACCESS_VIOLATION],
  [/divide by zero|remainder by zero/, 0xc0000094],
  [/unrepresentable/, 0xc0000095],
  [/unreachable/, 0xc000001d],
];

function exceptionParameters(error: Error): readonly [number, number, number, number] {
  if (error instanceof RangeError && /call stack/i.test(error.message)) return [EXCEPTION_DOUBLE_FAULT, 0, 0, 0];
  const trap = error.name === 'RuntimeError' ? TRAPS.find(([message]) => message.test(error.message)) : undefined;
  if (trap !== undefined) return [trap[1], 0, 0, 0];
  const isNull = error instanceof TypeError && /(?:of|'s) (?:null|undefined)|null \(/.test(error.message);
  return [isNull ? STATUS_ACCESS_VIOLATION : JAVASCRIPT_EXCEPTION, 0, 0, 0];
}

/** What Windows stops with when a driver touches memory that it may not: freed, beyond a block, null, nowhere. */
function raiseFault(kernel: Kernel, address: number, write: boolean, shadow: number): void {
  const { sim } = kernel;
  const isHigh = sim.current.irql >= DISPATCH_LEVEL;
  const access = write ? 1 : 0;
  if (shadow === SHADOW.pagedOut && !isHigh) {
    kernel.pool.pageable?.bringIn(address);
    return;
  }
  switch (shadow) {
    case SHADOW.freed:
      throw sim.stop(new BugCheckError(DRIVER_PAGE_FAULT_IN_FREED_SPECIAL_POOL, address, access));
    case SHADOW.poolHeader:
      throw sim.stop(new BugCheckError(DRIVER_PAGE_FAULT_BEYOND_END_OF_ALLOCATION, address, access));
    case SHADOW.nullPage:
      if (!isHigh)
        throw sim.stop(new BugCheckError(SYSTEM_THREAD_EXCEPTION_NOT_HANDLED, STATUS_ACCESS_VIOLATION, 0, 0, address));
      throw sim.stop(new BugCheckError(DRIVER_IRQL_NOT_LESS_OR_EQUAL, address, sim.current.irql, access));
    default:
      if (!isHigh) throw sim.stop(new BugCheckError(PAGE_FAULT_IN_NONPAGED_AREA, address, access));
      throw sim.stop(new BugCheckError(DRIVER_IRQL_NOT_LESS_OR_EQUAL, address, sim.current.irql, access));
  }
}
