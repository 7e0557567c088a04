/** Storport's routines for the flow of requests: notifications, DPCs, timers, locks, pauses. */
import { DISPATCH_LEVEL } from '../abi/enums.ts';
import {
  STOR_STATUS_INSUFFICIENT_RESOURCES,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_NOT_IMPLEMENTED,
  STOR_STATUS_SUCCESS,
} from '../abi/storport-constants.ts';
import { toAddress } from '../abi/struct.ts';
import {
  STOR_ADDR_BTL8,
  type STOR_ADDRESS,
  STOR_DPC,
  type STOR_LOCK_HANDLE,
} from '../abi/structs/storport-requests.ts';
import type { HW_DPC_ROUTINE } from '../abi/structs/storport-roles.ts';
import type { Pointer } from '../abi/types.ts';
import { seconds } from '../base/time.ts';
import type { Nt } from '../kernel/assemble.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import type { Adapter } from '../kernel/storport/adapter.ts';
import { markFailed } from '../kernel/storport/failed-device.ts';
import { acquire, release } from '../kernel/storport/locks.ts';
import {
  adapterBusy,
  adapterReady,
  completeAll,
  notify,
  pauseAdapter,
  pauseUnit,
  resumeAdapter,
  resumeUnit,
  runDeferred,
  unitBusy,
  unitReady,
} from '../kernel/storport/notify.ts';
import { completeServiceIrp } from '../kernel/storport/service-requests.ts';
import { callerOf, isForbidden } from '../kernel/storport/support.ts';
import { freeTimer, initializeTimer, requestTimer } from '../kernel/storport/timers.ts';
import type { Unit } from '../kernel/storport/unit.ts';
import { formatMessage } from './format-message.ts';
import { type Out, type RoutineDeclaration, routine } from './routine.ts';
import { print } from './system-routines.ts';

const STORPORT = { header: 'storport.h' } as const;
const UNIT = 'HwDeviceExtension: PVOID, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR';
const TAG = poolTag('StDp');

/** The adapter whose run-time instance calls; undefined: nobody's, or a dump run's. */
function adapterOf(nt: Nt, extension: Pointer, name: string): Adapter | undefined {
  return callerOf(nt.storport, toAddress(extension), name)?.adapter ?? undefined;
}

/** STOR-50 */
function fail(nt: Nt, name: string, extension: Pointer, address: STOR_ADDRESS | null, flags: number): number {
  const adapter = adapterOf(nt, extension, name);
  if (adapter === undefined) return STOR_STATUS_INVALID_PARAMETER;
  adapter.instance?.note(name, toAddress(address), flags);
  const at = address === null ? null : nt.kernel.memory.view(STOR_ADDR_BTL8, toAddress(address));
  const unit = at === null ? undefined : adapter.unitAt({ path: at.Path, target: at.Target, lun: at.Lun });
  if (at !== null && unit === undefined) return STOR_STATUS_INVALID_PARAMETER;
  markFailed(adapter, unit ?? null, flags);
  return STOR_STATUS_SUCCESS;
}

type UnitBody = (adapter: Adapter, unit: Unit, value: number) => boolean | undefined;

/** STOR-45: FALSE for a unit that nobody knows. */
function forUnit(name: string, more: string, summary: string, body: UnitBody): RoutineDeclaration {
  return routine(
    name,
    `${UNIT}${more}`,
    { ...STORPORT, returns: 'BOOLEAN', summary },
    (nt, extension: Pointer, path: number, target: number, lun: number, value: number) => {
      const adapter = adapterOf(nt, extension, name);
      const unit = adapter?.unitAt({ path, target, lun });
      if (adapter === undefined || unit === undefined || unit.isGone) return false;
      return body(adapter, unit, value) ?? true;
    },
  );
}

function forAdapter(
  name: string,
  more: string,
  summary: string,
  body: (adapter: Adapter, value: number) => void,
): RoutineDeclaration {
  return routine(
    name,
    `HwDeviceExtension: PVOID${more}`,
    { ...STORPORT, returns: 'BOOLEAN', summary },
    (nt, extension: Pointer, value: number) => {
      const adapter = adapterOf(nt, extension, name);
      if (adapter === undefined) return false;
      body(adapter, value);
      return true;
    },
  );
}

const flow: readonly RoutineDeclaration[] = [
  forAdapter(
    'StorPortPause',
    ', TimeOut: ULONG',
    'Nothing new goes to the adapter for so many seconds.',
    (adapter, by) => pauseAdapter(adapter, seconds(by)),
  ),
  forAdapter('StorPortResume', '', 'Ends a pause of the adapter.', resumeAdapter),
  forUnit(
    'StorPortPauseDevice',
    ', TimeOut: ULONG',
    'Nothing new goes to a unit for so many seconds.',
    (adapter, unit, by) => {
      pauseUnit(adapter, unit, seconds(by));
      return true;
    },
  ),
  forUnit('StorPortResumeDevice', '', 'Ends a pause of a unit.', (adapter, unit) => {
    resumeUnit(adapter, unit);
    return true;
  }),
  forAdapter(
    'StorPortBusy',
    ', RequestsToComplete: ULONG',
    'Nothing new until so many requests have completed.',
    adapterBusy,
  ),
  forAdapter('StorPortReady', '', 'The adapter is not busy any more.', adapterReady),
  forUnit(
    'StorPortDeviceBusy',
    ', RequestsToComplete: ULONG',
    "Nothing new until so many of a unit's requests have completed.",
    (_adapter, unit, count) => {
      unitBusy(unit, count);
      return true;
    },
  ),
  forUnit('StorPortDeviceReady', '', 'A unit is not busy any more.', (adapter, unit) => {
    unitReady(adapter, unit);
    return true;
  }),
  forUnit(
    'StorPortSetDeviceQueueDepth',
    ', Depth: ULONG',
    'How many requests of a unit the miniport takes at once: 1 to MaxIOsPerLun, at most 254.',
    (adapter, unit, depth) => {
      const most = Math.min(254, adapter.instance?.config.MaxIOsPerLun ?? 254);
      if (depth < 1 || depth > most) return false;
      unit.depth = depth;
      adapter.transport?.pump(unit);
      return true;
    },
  ),
];

const deferred: readonly RoutineDeclaration[] = [
  routine(
    'StorPortInitializeDpc',
    'HwDeviceExtension: PVOID, Dpc: PSTOR_DPC, HwDpcRoutine: PHW_DPC_ROUTINE',
    {
      ...STORPORT,
      returns: 'BOOLEAN',
      summary: 'Sets up a DPC of the miniport, in its passive routine. FALSE in dump runs.',
    },
    (nt, extension: Pointer, dpc: STOR_DPC, called: HW_DPC_ROUTINE) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortInitializeDpc');
      if (known === undefined || isForbidden(nt.storport, 'StorPortInitializeDpc')) return false;
      const { adapter, instance } = known;
      if (adapter === null) return false;
      const view = nt.kernel.memory.view(STOR_DPC, toAddress(dpc));
      const run = (_kdpc: unknown, _context: number, first: number, second: number): void =>
        runDeferred(adapter, 'HwStorDpcRoutine', called, () => called(view, instance.extension, first, second));
      nt.dpcs.initialize(view.Dpc, run, instance.extension, 0);
      return true;
    },
  ),
  routine(
    'StorPortIssueDpc',
    'HwDeviceExtension: PVOID, Dpc: PSTOR_DPC, SystemArgument1: PVOID, SystemArgument2: PVOID',
    { ...STORPORT, returns: 'BOOLEAN', summary: 'Queues a DPC of the miniport. FALSE: it is queued already.' },
    (nt, extension: Pointer, dpc: STOR_DPC, first: Pointer, second: Pointer) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortIssueDpc');
      if (known === undefined || isForbidden(nt.storport, 'StorPortIssueDpc')) return false;
      return nt.dpcs.insert(dpc.Dpc, toAddress(first), toAddress(second));
    },
  ),
  routine(
    'StorPortInitializeTimer',
    'HwDeviceExtension: PVOID, TimerHandle: Out<PVOID>',
    {
      ...STORPORT,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary: 'Makes a timer beside the one of RequestTimerCall.',
    },
    (nt, extension: Pointer, handle: Out<number>) => {
      const adapter = adapterOf(nt, extension, 'StorPortInitializeTimer');
      if (isForbidden(nt.storport, 'StorPortInitializeTimer')) return STOR_STATUS_NOT_IMPLEMENTED;
      if (adapter === undefined) return STOR_STATUS_INVALID_PARAMETER;
      const made = initializeTimer(nt.storport, adapter, TAG);
      if (made === 0) return STOR_STATUS_INSUFFICIENT_RESOURCES;
      handle.value = made;
      return STOR_STATUS_SUCCESS;
    },
  ),
  routine(
    'StorPortRequestTimer',
    'HwDeviceExtension: PVOID, TimerHandle: PVOID, TimerCallback: PHW_TIMER_EX, CallbackContext: PVOID, TimerValue: ULONG64, TolerableDelay: ULONG64',
    { ...STORPORT, returns: 'ULONG', summary: 'Has a routine called after so many microseconds; 0 cancels.' },
    (
      nt,
      _extension: Pointer,
      handle: Pointer,
      callback: (extension: number, context: number) => void,
      context: Pointer,
      by: bigint,
    ) => {
      if (isForbidden(nt.storport, 'StorPortRequestTimer')) return STOR_STATUS_NOT_IMPLEMENTED;
      return requestTimer(nt.storport, toAddress(handle), callback, toAddress(context), Number(by));
    },
  ),
  routine(
    'StorPortFreeTimer',
    'HwDeviceExtension: PVOID, TimerHandle: PVOID',
    { ...STORPORT, returns: 'ULONG', summary: 'Cancels a timer, and gives it back.' },
    (nt, _extension: Pointer, handle: Pointer) => freeTimer(nt.storport, toAddress(handle)),
  ),
];

const rest: readonly RoutineDeclaration[] = [
  routine(
    'StorPortNotification',
    'NotificationType: SCSI_NOTIFICATION_TYPE, HwDeviceExtension: PVOID, ...Arguments: unknown[]',
    {
      ...STORPORT,
      summary:
        'Tells the port something: RequestComplete with the request, after which the miniport may not touch it; RequestTimerCall with routine and microseconds; ResetDetected, BusChangeDetected, LinkUp, LinkDown.',
    },
    (nt, type: number, extension: Pointer, ...values: unknown[]) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortNotification');
      if (known !== undefined) notify(nt.storport, known, type, values);
    },
  ),
  routine(
    'StorPortAcquireSpinLock',
    'HwDeviceExtension: PVOID, SpinLock: STOR_SPINLOCK, LockContext: PVOID, LockHandle: PSTOR_LOCK_HANDLE',
    {
      ...STORPORT,
      summary: 'Takes DpcLock, StartIoLock or InterruptLock, in this order. LockContext: the STOR_DPC for DpcLock.',
    },
    (nt, extension: Pointer, lock: number, _context: Pointer, handle: STOR_LOCK_HANDLE) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortAcquireSpinLock');
      if (known !== undefined) acquire(known.instance, lock, handle);
    },
  ),
  routine(
    'StorPortReleaseSpinLock',
    'HwDeviceExtension: PVOID, LockHandle: PSTOR_LOCK_HANDLE',
    { ...STORPORT, summary: 'Gives back what StorPortAcquireSpinLock has taken, in the same routine.' },
    (nt, extension: Pointer, handle: STOR_LOCK_HANDLE) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortReleaseSpinLock');
      if (known !== undefined) release(known.instance, handle);
    },
  ),
  routine(
    'StorPortCompleteRequest',
    'HwDeviceExtension: PVOID, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, SrbStatus: UCHAR',
    {
      ...STORPORT,
      summary: 'Completes every request that the miniport has of a unit; 0xFF stands for all paths, targets, units.',
    },
    (nt, extension: Pointer, path: number, target: number, lun: number, status: number) => {
      const adapter = adapterOf(nt, extension, 'StorPortCompleteRequest');
      nt.storport.dumpRun?.completeAll({ path, target, lun }, status);
      if (adapter !== undefined) completeAll(adapter, path, target, lun, status);
    },
  ),
  routine(
    'StorPortCompleteServiceIrp',
    'HwDeviceExtension: PVOID, Irp: PVOID',
    {
      ...STORPORT,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary:
        'Completes an IRP that HwStorProcessServiceRequest of a virtual miniport has got, with the status in IoStatus.',
    },
    (nt, extension: Pointer, irp: Pointer) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortCompleteServiceIrp');
      const isKept = known !== undefined && completeServiceIrp(known.instance, toAddress(irp));
      return isKept ? STOR_STATUS_SUCCESS : STOR_STATUS_INVALID_PARAMETER;
    },
  ),
  routine(
    'StorPortGetLogicalUnit',
    UNIT,
    { ...STORPORT, returns: 'PVOID', summary: "The miniport's own extension of a unit; 0: there is none." },
    (nt, extension: Pointer, path: number, target: number, lun: number) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortGetLogicalUnit');
      return known?.instance.unitExtension(path, target, lun) ?? 0;
    },
  ),
  routine(
    'StorPortMarkDeviceFailed',
    'HwDeviceExtension: PVOID, StorAddress: PSTOR_ADDRESS, Flags: ULONG, FailReason: PCWSTR',
    {
      ...STORPORT,
      summary:
        'Says that the adapter (StorAddress NULL) or a unit has failed: an event; with STORPORT_MARK_DEVICE_FAILED_FLAG_REMOVE_DEVICE the device is removed.',
    },
    (nt, extension: Pointer, address: STOR_ADDRESS | null, flags: number) => {
      fail(nt, 'StorPortMarkDeviceFailed', extension, address, flags);
    },
  ),
  routine(
    'StorPortMarkDeviceFailedEx',
    'HwDeviceExtension: PVOID, StorAddress: PSTOR_ADDRESS, Flags: ULONG, FaultCode: USHORT, FaultDescription: PCWSTR, AdditionalDataSize: USHORT, AdditionalData: PVOID, CriticalDataSize: USHORT, CriticalData: PVOID',
    {
      ...STORPORT,
      returns: 'ULONG',
      summary:
        'The same with data for a diagnosis. STORPORT_MARK_DEVICE_FAILED_FLAG_PREDICTED_FAILURE: it has not failed yet, and stays.',
    },
    (nt, extension: Pointer, address: STOR_ADDRESS | null, flags: number) =>
      fail(nt, 'StorPortMarkDeviceFailedEx', extension, address, flags),
  ),
  routine(
    'StorPortMoveMemory',
    'WriteBuffer: PVOID, ReadBuffer: PVOID, Length: ULONG',
    { ...STORPORT, summary: 'Copies memory; the two may overlap.' },
    (nt, to: Pointer, from: Pointer, length: number) => nt.kernel.memory.copy(toAddress(to), toAddress(from), length),
  ),
  routine(
    'StorPortQuerySystemTime',
    'CurrentTime: Out<LARGE_INTEGER>',
    { ...STORPORT, summary: 'Virtual time in ticks of 100 ns since boot. 0 in dump runs: no clock runs there.' },
    (nt, time: Out<bigint>) => {
      time.value = isForbidden(nt.storport, 'StorPortQuerySystemTime') ? 0n : BigInt(nt.kernel.sim.now);
    },
  ),
  routine(
    'StorPortDebugPrint',
    'DebugPrintLevel: ULONG, Format: string, ...Arguments: unknown[]',
    { ...STORPORT, summary: 'Prints to the debugger: %d %u %x %p %s.' },
    (nt, _level: number, format: string, ...values: unknown[]) => print(nt, formatMessage(nt, format, values)),
  ),
  routine(
    'StorPortLogError',
    'HwDeviceExtension: PVOID, Srb: PSCSI_REQUEST_BLOCK, PathId: UCHAR, TargetId: UCHAR, Lun: UCHAR, ErrorCode: ULONG, UniqueId: ULONG',
    { ...STORPORT, summary: 'Writes to the event log. Deprecated: StorPortLogSystemEvent takes its place.' },
    (nt, extension: Pointer, _srb: unknown, _path: number, _target: number, _lun: number, code: number, id: number) => {
      const known = callerOf(nt.storport, toAddress(extension), 'StorPortLogError');
      known?.instance.mistake(
        'deprecated',
        `StorPortLogError was called with error 0x${code.toString(16)}, id 0x${id.toString(16)}`,
      );
    },
  ),
];

export const storportFlowRoutines: readonly RoutineDeclaration[] = [...flow, ...deferred, ...rest];
