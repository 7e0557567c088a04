/** How the in-box port driver reaches the part of Storport that calls miniports. Not for other drivers. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_NO_SUCH_DEVICE, STATUS_PENDING, STATUS_SUCCESS } from '../abi/ntstatus.ts';
import { SRB_STATUS_NO_DEVICE } from '../abi/srb-constants.ts';
import type { DEVICE_OBJECT, IRP } from '../abi/structs/io.ts';
import type { NTSTATUS } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { sendControl } from '../kernel/storport/port-ioctl.ts';
import { scan, sendIrp } from '../kernel/storport/port-requests.ts';
import { controlUnit, startUnit, stopUnit, unitPower, unitUsage } from '../kernel/storport/unit-control.ts';
import { routine } from './routine.ts';

const PORT = { header: 'sandbox.h', source: 'sandbox' } as const;

function unitOf(nt: Nt, pdo: DEVICE_OBJECT): ReturnType<Nt['storport']['units']['get']> {
  return nt.storport.units.get(pdo.address);
}

export const storportPortRoutines = [
  routine(
    'SandboxPortAddAdapter',
    'Fdo: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      summary: 'Loads the miniport that the machine file names for an adapter.',
    },
    (nt, fdo: DEVICE_OBJECT, pdo: DEVICE_OBJECT) => nt.storport.addAdapter(fdo, pdo),
  ),
  routine(
    'SandboxPortStartAdapter',
    'Fdo: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary: 'Has the miniport find and initialize the adapter, or restart it after a stop.',
    },
    (nt, fdo: DEVICE_OBJECT) => nt.storport.startAdapter(fdo),
  ),
  routine(
    'SandboxPortStopAdapter',
    'Fdo: PDEVICE_OBJECT',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'Has the miniport stop the adapter, with nothing outstanding.' },
    (nt, fdo: DEVICE_OBJECT) => {
      nt.storport.adapters.get(fdo.address)?.stop();
    },
  ),
  routine(
    'SandboxPortRemoveAdapter',
    'Fdo: PDEVICE_OBJECT, IsSurprise: BOOLEAN',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'The adapter goes; by surprise its hardware is gone already.' },
    (nt, fdo: DEVICE_OBJECT, isSurprise: boolean) => {
      if (isSurprise) nt.storport.adapters.get(fdo.address)?.surpriseRemove();
      else nt.storport.removeAdapter(fdo);
    },
  ),
  routine(
    'SandboxPortEndServices',
    'Fdo: PDEVICE_OBJECT',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'The adapter is about to go: its miniport completes the IRPs it keeps.' },
    (nt, fdo: DEVICE_OBJECT) => nt.storport.adapters.get(fdo.address)?.endServices(),
  ),
  routine(
    'SandboxPortPowerAdapter',
    'Fdo: PDEVICE_OBJECT, State: ULONG, Action: ULONG',
    {
      ...PORT,
      max: DISPATCH_LEVEL,
      summary: 'Tells the miniport of a DEVICE_POWER_STATE and the POWER_ACTION behind it.',
    },
    (nt, fdo: DEVICE_OBJECT, state: number, action: number) =>
      nt.storport.adapters.get(fdo.address)?.power(state, action),
  ),
  routine(
    'SandboxPortScan',
    'Fdo: PDEVICE_OBJECT',
    { ...PORT, max: PASSIVE_LEVEL, waits: true, summary: 'Asks every target of the adapter which units it has.' },
    async (nt, fdo: DEVICE_OBJECT) => {
      const adapter = nt.storport.adapters.get(fdo.address);
      if (adapter === undefined) return;
      adapter.scan.answering = (await scan(adapter)) ?? adapter.scan.answering;
    },
  ),
  routine(
    'SandboxPortNeedsScan',
    'Fdo: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'BOOLEAN',
      max: PASSIVE_LEVEL,
      summary: 'Whether disks have come or gone since the last scan.',
    },
    (nt, fdo: DEVICE_OBJECT) => nt.storport.adapters.get(fdo.address)?.scan.isDue ?? false,
  ),
  routine(
    'SandboxPortQueryChild',
    'Fdo: PDEVICE_OBJECT, Index: ULONG',
    {
      ...PORT,
      returns: 'ULONG',
      max: PASSIVE_LEVEL,
      summary: 'A number for a unit that answered the last scan; 0 = there are no more.',
    },
    (nt, fdo: DEVICE_OBJECT, index: number) => nt.storport.adapters.get(fdo.address)?.scan.childNumber(index) ?? 0,
  ),
  routine(
    'SandboxPortAddUnit',
    'Fdo: PDEVICE_OBJECT, Pdo: PDEVICE_OBJECT, ChildId: ULONG, Ready: DRIVER_ROUTINE',
    {
      ...PORT,
      max: PASSIVE_LEVEL,
      summary: 'Says which PDO stands for a unit, and what is called when it takes requests again.',
    },
    (nt, fdo: DEVICE_OBJECT, pdo: DEVICE_OBJECT, child: number, ready: (pdo: DEVICE_OBJECT) => void) =>
      nt.storport.bindUnit(fdo, pdo, child, () => ready(pdo)),
  ),
  routine(
    'SandboxPortStartUnit',
    'Pdo: PDEVICE_OBJECT',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'ScsiUnitStart.' },
    (nt, pdo: DEVICE_OBJECT) => {
      const known = unitOf(nt, pdo);
      if (known !== undefined) startUnit(known.adapter, known.unit);
    },
  ),
  routine(
    'SandboxPortStopUnit',
    'Pdo: PDEVICE_OBJECT, IsSurprise: BOOLEAN',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'ScsiUnitRemove or ScsiUnitSurpriseRemoval.' },
    (nt, pdo: DEVICE_OBJECT, isSurprise: boolean) => {
      const known = unitOf(nt, pdo);
      if (known !== undefined) stopUnit(known.adapter, known.unit, isSurprise);
    },
  ),
  routine(
    'SandboxPortPowerUnit',
    'Pdo: PDEVICE_OBJECT, State: ULONG, Action: ULONG',
    {
      ...PORT,
      max: DISPATCH_LEVEL,
      summary: 'ScsiUnitPower, or SRB_FUNCTION_POWER where the miniport does not know it.',
    },
    (nt, pdo: DEVICE_OBJECT, state: number, action: number) => {
      const known = unitOf(nt, pdo);
      if (known !== undefined) unitPower(known.adapter, known.unit, state, action);
    },
  ),
  routine(
    'SandboxPortUnitUsage',
    'Pdo: PDEVICE_OBJECT, Type: ULONG, InPath: BOOLEAN',
    { ...PORT, max: PASSIVE_LEVEL, summary: 'ScsiUnitUsage: a special file comes to a unit, or goes.' },
    (nt, pdo: DEVICE_OBJECT, type: number, inPath: boolean) => {
      const known = unitOf(nt, pdo);
      if (known !== undefined) unitUsage(known.adapter, known.unit, type, inPath);
    },
  ),
  routine(
    'SandboxPortControlUnit',
    'Pdo: PDEVICE_OBJECT, Function: ULONG',
    {
      ...PORT,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary:
        'Claims or releases a unit, flushes or releases its queue, resets its bus: SRB_FUNCTION_*. SRB_STATUS_*.',
    },
    (nt, pdo: DEVICE_OBJECT, functionCode: number) => {
      const known = unitOf(nt, pdo);
      return known === undefined ? SRB_STATUS_NO_DEVICE : controlUnit(known.adapter, known.unit, functionCode);
    },
  ),
  routine(
    'SandboxPortHasFailed',
    'Device: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'BOOLEAN',
      max: PASSIVE_LEVEL,
      summary: 'Whether the miniport has given up an adapter or a unit with StorPortMarkDeviceFailed.',
    },
    (nt, device: DEVICE_OBJECT) =>
      nt.storport.adapters.get(device.address)?.hasFailed ?? unitOf(nt, device)?.unit.hasFailed ?? false,
  ),
  routine(
    'SandboxPortControl',
    'Device: PDEVICE_OBJECT, Irp: PIRP, Done: DRIVER_ROUTINE',
    {
      ...PORT,
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary: 'Hands a control request to the miniport. Done is called with the status of those that are pending.',
    },
    (nt, device: DEVICE_OBJECT, irp: IRP, done: (device: DEVICE_OBJECT, irp: IRP, status: NTSTATUS) => void) => {
      const known = unitOf(nt, device);
      const adapter = known?.adapter ?? nt.storport.adapters.get(device.address);
      if (adapter === undefined) return STATUS_NO_SUCH_DEVICE;
      const finish = (status: NTSTATUS, information: number): void => {
        irp.IoStatus.Information = information;
        nt.storport.callPort(adapter, () => done(device, irp, status));
      };
      return sendControl(adapter, known?.unit ?? null, irp, finish) ?? STATUS_PENDING;
    },
  ),
  routine(
    'SandboxPortCanSend',
    'Pdo: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      summary: "Whether the unit's queue is open and the miniport takes another request.",
    },
    (nt, pdo: DEVICE_OBJECT) => {
      const known = unitOf(nt, pdo);
      return known?.adapter.isOpen === true && known.unit.isOpen;
    },
  ),
  routine(
    'SandboxPortQueryOutstanding',
    'Device: PDEVICE_OBJECT',
    {
      ...PORT,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary: 'Requests that the miniport has: of an adapter, or of one unit.',
    },
    (nt, device: DEVICE_OBJECT) =>
      nt.storport.adapters.get(device.address)?.transport?.outstanding.size ??
      unitOf(nt, device)?.unit.outstanding ??
      0,
  ),
  routine(
    'SandboxPortSend',
    'Pdo: PDEVICE_OBJECT, Irp: PIRP, Done: DRIVER_ROUTINE',
    {
      ...PORT,
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      summary:
        'Makes SRBs of a read, write, flush or SCSI request. Done is called at DISPATCH_LEVEL with the status in IoStatus.',
    },
    (nt, pdo: DEVICE_OBJECT, irp: IRP, done: (pdo: DEVICE_OBJECT, irp: IRP, status: NTSTATUS) => void) => {
      const known = unitOf(nt, pdo);
      if (known === undefined) {
        done(pdo, irp, STATUS_NO_SUCH_DEVICE);
        return;
      }
      const finish = (status: NTSTATUS, information: number): void => {
        // A sender that has made the IRP anew meanwhile, which it must not, does not wait for it any more.
        if (irp.CurrentLocation > irp.StackCount) return;
        irp.IoStatus.Information = information;
        nt.storport.callPort(known.adapter, () => done(pdo, irp, status));
      };
      const status = sendIrp(known.adapter, known.unit, irp, finish);
      if (status !== null) done(pdo, irp, status === STATUS_SUCCESS ? STATUS_SUCCESS : status);
    },
  ),
];
