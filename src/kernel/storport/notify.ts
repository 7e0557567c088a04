/** StorPortNotification, and the routines by which a miniport steers the flow of requests. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { SRB_STATUS_LINK_DOWN } from '../../abi/srb-constants.ts';
import {
  BufferOverrunDetected,
  BusChangeDetected,
  LinkDown,
  LinkUp,
  NextLuRequest,
  NextRequest,
  QueryTickCount,
  RequestComplete,
  RequestTimerCall,
  ResetDetected,
  WMIEvent,
  WMIReregister,
} from '../../abi/storport-constants.ts';
import { type Routine, toAddress } from '../../abi/struct.ts';
import type { StructView } from '../../abi/struct-types.ts';
import type { HW_TIMER } from '../../abi/structs/storport-roles.ts';
import { type Duration, later, microseconds, seconds } from '../../base/time.ts';
import type { Adapter } from './adapter.ts';
import type { KnownInstance, Storport } from './storport.ts';
import type { Unit } from './unit.ts';

/** STOR-49: how long requests wait for a link that is down. */
const LINK_TIMEOUT = seconds(30);
const TICKS_PER_SECOND = 10_000_000;

/** What the rule StorPortNotification2 lets a miniport send. */
const DOCUMENTED: ReadonlySet<number> = new Set([
  RequestComplete,
  ResetDetected,
  RequestTimerCall,
  BusChangeDetected,
  WMIEvent,
  WMIReregister,
  LinkUp,
  LinkDown,
  QueryTickCount,
  BufferOverrunDetected,
]);

/** STOR-09 */
export function notify(storport: Storport, known: KnownInstance, type: number, values: readonly unknown[]): void {
  const { instance, adapter } = known;
  if (!DOCUMENTED.has(type)) {
    // What SCSI port knew is ignored; it tells of an old habit.
    const isOld = type === NextRequest || type === NextLuRequest;
    instance.mistake(
      'notificationType',
      `StorPortNotification was called with type ${type}${isOld ? ', which Storport ignores' : ''}`,
    );
    return;
  }
  if (type === RequestComplete) {
    complete(known, addressOf(values[0]));
    return;
  }
  if (adapter === null) {
    storport.dumpRun?.forbid(`StorPortNotification of type ${type}`);
    return;
  }
  switch (type) {
    case ResetDetected:
      holdReset(adapter, microseconds(instance.config.BusResetHoldTime));
      return;
    case RequestTimerCall:
      setTimer(adapter, values[0], Number(values[1] ?? 0));
      return;
    case BusChangeDetected:
      storport.pnp.kernel.sim.hooks.onChange();
      adapter.onBusChange?.();
      return;
    case LinkDown:
      linkDown(adapter);
      return;
    case LinkUp:
      linkUp(adapter);
      return;
    case QueryTickCount: {
      const at = addressOf(values[0]);
      const seconds = BigInt(Math.floor(storport.kernel.sim.now / TICKS_PER_SECOND));
      if (at !== 0) storport.kernel.memory.data.setBigInt64(at, seconds, true);
      return;
    }
    case BufferOverrunDetected:
      instance.mistake('argument', 'the miniport says that the adapter has written past the end of a buffer');
      return;
    default:
  }
}

/** A view, an address, or what else stands for one. */
function addressOf(value: unknown): number {
  return typeof value === 'number' || typeof value === 'object'
    ? toAddress(value as StructView | number | null | undefined)
    : 0;
}

/** STOR-47 */
export function complete({ instance }: KnownInstance, address: number): void {
  const srb = instance.owner.srbAt(address);
  if (srb !== undefined) {
    instance.note('StorPortNotification', RequestComplete, address);
    instance.owner.completed(srb);
    return;
  }
  instance.mistake(
    'completedTwice',
    `the request at 0x${address.toString(16)} was completed, and the miniport does not have it: it was completed before, or never given to it`,
    [address, instance.extension, 0],
  );
}

/** StorPortCompleteRequest: everything of a unit, of a target, of a bus. @param lun - 0xFF and the like: all */
export function completeAll(adapter: Adapter, path: number, target: number, lun: number, status: number): void {
  const { transport, instance } = adapter;
  if (transport === null || instance === null) return;
  const { memory } = instance.kernel;
  for (const { srb, unit } of [...transport.outstanding.values()]) {
    const fits = (own: number, asked: number): boolean => asked === ALL || own === asked;
    if (!fits(unit.path, path) || !fits(unit.target, target) || !fits(unit.lun, lun)) continue;
    memory.u8[srb.address + SRB_STATUS_OFFSET] = status;
    transport.completed(srb);
  }
}

const ALL = 0xff;
const SRB_STATUS_OFFSET = 3;

/** STOR-45 @param by - 0: until StorPortResume */
export function pauseAdapter(adapter: Adapter, by: Duration, over = (): void => {}): void {
  const { sim } = adapter.storport.kernel;
  adapter.life.apply({ type: 'PAUSE' });
  if (adapter.pauseAlarm !== null) sim.clock.cancel(adapter.pauseAlarm);
  adapter.pauseAlarm = sim.setAlarm(later(sim.now, by), () => {
    over();
    resumeAdapter(adapter);
  });
}

/** ResetDetected: what the miniport had when its bus was reset has to be back when the hold is over. */
function holdReset(adapter: Adapter, by: Duration): void {
  const { transport } = adapter;
  const before = [...(transport?.outstanding.values() ?? [])];
  pauseAdapter(adapter, by, () => {
    const kept = before.filter((started) => transport?.outstanding.get(started.srb.address) === started);
    if (kept.length > 0)
      adapter.instance?.mistake(
        'resetHold',
        `the hold after ResetDetected is over, and ${kept.length === 1 ? 'a request' : `${kept.length} requests`} from before the reset ${kept.length === 1 ? 'is' : 'are'} not complete`,
        [adapter.fdo.address, adapter.instance.extension, 0],
      );
  });
}

export function resumeAdapter(adapter: Adapter): void {
  if (adapter.pauseAlarm !== null) adapter.storport.kernel.sim.clock.cancel(adapter.pauseAlarm);
  adapter.pauseAlarm = null;
  if (adapter.life.apply({ type: 'RESUME' })) adapter.transport?.pumpAll();
}

export function pauseUnit(adapter: Adapter, unit: Unit, by: Duration): void {
  const { sim } = adapter.storport.kernel;
  unit.life.apply({ type: 'PAUSE' });
  if (unit.alarm !== null) sim.clock.cancel(unit.alarm);
  unit.alarm = sim.setAlarm(later(sim.now, by), () => resumeUnit(adapter, unit));
}

export function resumeUnit(adapter: Adapter, unit: Unit): void {
  if (unit.alarm !== null) adapter.storport.kernel.sim.clock.cancel(unit.alarm);
  unit.alarm = null;
  if (unit.life.apply({ type: 'RESUME' })) adapter.transport?.pump(unit);
}

/** StorPortDeviceBusy: nothing until so many of its requests have completed. */
export function unitBusy(unit: Unit, requests: number): void {
  unit.busyCount = Math.min(requests, unit.outstanding);
  if (unit.busyCount > 0) unit.life.apply({ type: 'BUSY' });
}

export function unitReady(adapter: Adapter, unit: Unit): void {
  unit.busyCount = 0;
  if (unit.life.apply({ type: 'READY' })) adapter.transport?.pump(unit);
}

/** StorPortBusy, StorPortReady: the same for all units. */
export function adapterBusy(adapter: Adapter, requests: number): void {
  adapter.busyCount = Math.min(requests, adapter.transport?.outstanding.size ?? 0);
}

export function adapterReady(adapter: Adapter): void {
  adapter.busyCount = 0;
  adapter.transport?.pumpAll();
}

/** STOR-49 */
function linkDown(adapter: Adapter): void {
  adapter.linkIsDown = true;
  const { sim } = adapter.storport.kernel;
  adapter.life.apply({ type: 'PAUSE' });
  if (adapter.pauseAlarm !== null) sim.clock.cancel(adapter.pauseAlarm);
  adapter.pauseAlarm = sim.setAlarm(later(sim.now, LINK_TIMEOUT), () => {
    adapter.pauseAlarm = null;
    for (const unit of adapter.units.values()) unit.flush(SRB_STATUS_LINK_DOWN);
  });
}

function linkUp(adapter: Adapter): void {
  adapter.linkIsDown = false;
  resumeAdapter(adapter);
}

/** One timer for each adapter: the next call replaces the one before, 0 microseconds cancel it. */
function setTimer(adapter: Adapter, routine: unknown, by: number): void {
  const { kernel } = adapter.storport;
  const { sim, memory } = kernel;
  const called = (typeof routine === 'function' ? routine : memory.routine(addressOf(routine))) as Routine | null;
  if (adapter.timer !== null) sim.clock.cancel(adapter.timer);
  adapter.timer = null;
  if (by === 0 || called === null) return;
  adapter.timer = sim.setAlarm(later(sim.now, microseconds(by)), () => {
    adapter.timer = null;
    runTimer(adapter, called as HW_TIMER);
  });
}

/** STOR-21: at DISPATCH_LEVEL with the StartIo lock; half duplex at DIRQL. */
function runTimer(adapter: Adapter, routine: HW_TIMER): void {
  const { instance, transport } = adapter;
  if (instance === null || !adapter.isRunning) return;
  const [irql, locks] = instance.startIoCall;
  instance.call('HwStorTimer', irql, locks, [instance.extension, 0], () => routine(instance.extension), routine);
  transport?.afterRoutine();
}

/** Calls what a miniport has put off, at DISPATCH_LEVEL without a lock. */
export function runDeferred(adapter: Adapter, routine: string, handler: Routine, body: () => void): void {
  const { instance, transport } = adapter;
  if (instance === null) return;
  instance.call(routine, DISPATCH_LEVEL, [], [instance.extension, 0], body, handler);
  transport?.afterRoutine();
}
