/**
 * The queues of the two components, and the hardware behind them, which takes two milliseconds for a request. Each request
 * holds one reference to its component: the first one makes the power framework switch it on, the last one lets it go.
 */
import {
  addressOf,
  CONTAINING_RECORD,
  cast,
  type DEVICE_OBJECT,
  InitializeListHead,
  InsertTailList,
  type IO_CSQ,
  IO_NO_INCREMENT,
  IoCompleteRequest,
  IoCsqInitialize,
  IoCsqInsertIrp,
  IoCsqRemoveNextIrp,
  IoGetCurrentIrpStackLocation,
  IoReleaseRemoveLock,
  IRP,
  IsListEmpty,
  type KDPC,
  KeAcquireSpinLock,
  KeCancelTimer,
  KeInitializeDpc,
  KeInitializeSpinLock,
  KeInitializeTimer,
  KeReleaseSpinLock,
  KeSetTimer,
  type KIRQL,
  MmGetSystemAddressForMdlSafe,
  NormalPagePriority,
  NT_SUCCESS,
  type NTSTATUS,
  NULL,
  type Out,
  type PIRP,
  PoFxActivateComponent,
  PoFxIdleComponent,
  type PVOID,
  RemoveEntryList,
  RtlFillMemory,
  STATUS_CANCELLED,
  STATUS_DEVICE_REMOVED,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_SUCCESS,
} from 'wdm';
import { COMPONENT, ComponentsOf, Extension, type SENSOR_EXTENSION } from './extension.ts';

/** Reads from here on are for the history buffer, those before for the sampler. */
const HISTORY_OFFSET = 4096n;
/** How long the hardware takes for a request: 2 milliseconds, relative to now. */
const SERVICE_TIME = -20_000n;

let whenIdle: (extension: SENSOR_EXTENSION) => void = () => {};

/** @param onIdle - the hardware has finished a request; called at DISPATCH_LEVEL */
export function InitializeHardware(extension: SENSOR_EXTENSION, onIdle: (extension: SENSOR_EXTENSION) => void): void {
  whenIdle = onIdle;
  for (const [index, component] of ComponentsOf(extension).entries()) {
    component.Device = extension.Self;
    component.Index = index;
    InitializeListHead(component.Head);
    KeInitializeSpinLock(addressOf(component, 'Lock'));
    KeInitializeTimer(component.Timer);
    KeInitializeDpc(component.Dpc, ServeDpc, component);
    IoCsqInitialize(component.Queue, CsqInsert, CsqRemove, CsqPeek, CsqAcquire, CsqRelease, CsqCompleteCanceled);
  }
}

/** One reference for each request, given back when the request is complete. */
export function QueueRead(extension: SENSOR_EXTENSION, irp: IRP): void {
  const { ByteOffset: offset } = IoGetCurrentIrpStackLocation(irp).Parameters.Read;
  const component = offset >= HISTORY_OFFSET ? extension.History : extension.Sampler;
  IoCsqInsertIrp(component.Queue, irp, NULL);
  // With no flags the framework may call ComponentActiveCondition before this returns, or later from another thread.
  void PoFxActivateComponent(extension.Power, component.Index, 0);
  Serve(component);
}

/** Gives the hardware the oldest request, if it has none, is on, and the component is active. */
export function Serve(component: COMPONENT): void {
  const extension = Extension(component.Device as DEVICE_OBJECT);
  if (!component.IsActive || !extension.IsOn || extension.DownIrp !== NULL || component.Current !== NULL) {
    return;
  }
  component.Current = IoCsqRemoveNextIrp(component.Queue, 0);
  if (component.Current !== NULL) {
    KeSetTimer(component.Timer, SERVICE_TIME, component.Dpc);
  }
}

/** The hardware is done. */
function ServeDpc(_dpc: KDPC, deferredContext: PVOID): void {
  const component = cast(COMPONENT, deferredContext);
  const irp = component.Current;
  component.Current = NULL;
  if (irp !== NULL) {
    Finish(component, irp, Sample(irp));
  }
  whenIdle(Extension(component.Device as DEVICE_OBJECT));
  Serve(component);
}

/** Every sample is 0x5A. */
function Sample(irp: IRP): NTSTATUS {
  const { Length: length } = IoGetCurrentIrpStackLocation(irp).Parameters.Read;
  if (irp.MdlAddress === NULL || length === 0) {
    return STATUS_SUCCESS;
  }
  const buffer = MmGetSystemAddressForMdlSafe(irp.MdlAddress, NormalPagePriority);
  if (buffer === 0) {
    return STATUS_INSUFFICIENT_RESOURCES;
  }
  RtlFillMemory(buffer, length, 0x5a);
  irp.IoStatus.Information = length;
  return STATUS_SUCCESS;
}

/** Completes a read, and gives back what it held: the remove lock and its reference to the component. */
function Finish(component: COMPONENT, irp: IRP, status: NTSTATUS): void {
  const extension = Extension(component.Device as DEVICE_OBJECT);
  irp.IoStatus.Status = status;
  if (!NT_SUCCESS(status)) {
    irp.IoStatus.Information = 0;
  }
  IoCompleteRequest(irp, IO_NO_INCREMENT);
  if (extension.Power !== 0) {
    void PoFxIdleComponent(extension.Power, component.Index, 0);
  }
  IoReleaseRemoveLock(extension.RemoveLock, irp);
}

export function IsBusy(extension: SENSOR_EXTENSION): boolean {
  return ComponentsOf(extension).some(({ Current: current }) => current !== NULL);
}

/** Nobody will serve them any more. */
export function FailWaiting(extension: SENSOR_EXTENSION): void {
  for (const component of ComponentsOf(extension)) {
    if (component.Current !== NULL && KeCancelTimer(component.Timer)) {
      const irp = component.Current;
      component.Current = NULL;
      Finish(component, irp, STATUS_DEVICE_REMOVED);
    }
    for (let irp = IoCsqRemoveNextIrp(component.Queue, 0); irp !== NULL; irp = IoCsqRemoveNextIrp(component.Queue, 0)) {
      Finish(component, irp, STATUS_DEVICE_REMOVED);
    }
  }
}

// The cancel-safe queue: what IoCsq routines call to get at the list.

function ComponentOf(csq: IO_CSQ): COMPONENT {
  return CONTAINING_RECORD(csq, COMPONENT, 'Queue');
}

function CsqInsert(csq: IO_CSQ, irp: IRP): void {
  InsertTailList(ComponentOf(csq).Head, irp.Tail.Overlay.ListEntry);
}

function CsqRemove(_csq: IO_CSQ, irp: IRP): void {
  RemoveEntryList(irp.Tail.Overlay.ListEntry);
}

function CsqPeek(csq: IO_CSQ, irp: PIRP, _context: PVOID): PIRP {
  const { Head: head } = ComponentOf(csq);
  const next = irp === NULL ? head.Flink : irp.Tail.Overlay.ListEntry.Flink;
  const isEnd = IsListEmpty(head) || next === NULL || next.address === head.address;
  return isEnd ? NULL : CONTAINING_RECORD(next, IRP, 'Tail.Overlay.ListEntry');
}

function CsqAcquire(csq: IO_CSQ, irql: Out<KIRQL>): void {
  KeAcquireSpinLock(addressOf(ComponentOf(csq), 'Lock'), irql);
}

function CsqRelease(csq: IO_CSQ, irql: KIRQL): void {
  KeReleaseSpinLock(addressOf(ComponentOf(csq), 'Lock'), irql);
}

function CsqCompleteCanceled(csq: IO_CSQ, irp: IRP): void {
  Finish(ComponentOf(csq), irp, STATUS_CANCELLED);
}
