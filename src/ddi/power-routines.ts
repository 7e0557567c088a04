/** The power manager, as drivers see it. */
import { APC_LEVEL, DISPATCH_LEVEL, LastDStateTransitionStatusUnknown, PASSIVE_LEVEL } from '../abi/enums.ts';
import { IRP_MN_WAIT_WAKE } from '../abi/irp-codes.ts';
import { STATUS_INVALID_PARAMETER, STATUS_PENDING } from '../abi/ntstatus.ts';
import { type StructView, toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, IRP, REQUEST_POWER_COMPLETE } from '../abi/structs/io.ts';
import { POWER_STATE } from '../abi/structs/power.ts';
import type { NTSTATUS, Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { IoCallDriver } from '../kernel/io/call-driver.ts';
import { deviceIndex } from '../kernel/io/device-object.ts';
import { callWithoutWait } from '../kernel/ke/callback.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import { NO_POWER_FACTS } from '../kernel/pnp/hardware.ts';
import { requestPowerIrp } from '../kernel/po/device-requests.ts';
import { isMarkedWake, markWake, markWakeDevice } from '../kernel/po/wake.ts';
import { secondsLeft } from '../kernel/po/watchdog.ts';
import { type Out, routine } from './routine.ts';

const SANDBOX = { header: 'sandbox.h', source: 'sandbox' } as const;
const NTIFS = { header: 'ntifs.h' } as const;
const TAG = poolTag('PoRq');

/** A POWER_STATE by value: TypeScript gives a number or a view, C a copy. */
function valueOfState(nt: Nt, state: StructView | number): number {
  return typeof state === 'number' ? state : (nt.kernel.memory.u32[state.address >>> 2] ?? 0);
}

interface Asked {
  readonly device: DEVICE_OBJECT;
  readonly minor: number;
  readonly state: number;
  readonly routine: REQUEST_POWER_COMPLETE | null;
  readonly context: number;
}

function request(nt: Nt, asked: Asked, irp: Out<IRP | null> | null): NTSTATUS {
  const { kernel, power, pnp, io } = nt;
  const { device, minor, state } = asked;
  const devnode = pnp.devnodeAbove(device);
  if (devnode === undefined) return STATUS_INVALID_PARAMETER;
  const requester = kernel.driver;
  const made = requestPowerIrp(power, devnode, {
    minor,
    state,
    requester,
    completion: (block) => {
      const { routine: complete } = asked;
      if (complete === null) return;
      const address = kernel.pool.allocate(POWER_STATE.size, TAG, 0, true);
      const value = kernel.memory.view(POWER_STATE, address);
      value.DeviceState = state;
      callWithoutWait(
        kernel,
        'the PowerCompletion routine of PoRequestPowerIrp',
        requester,
        deviceIndex(io, device),
        () => complete(device, minor, value, asked.context, block),
      );
      kernel.pool.free(address);
    },
  });
  if (irp !== null && minor === IRP_MN_WAIT_WAKE && made.status === STATUS_PENDING) irp.value = made.irp;
  return made.status;
}

export const powerRoutines = [
  routine(
    'PoRequestPowerIrp',
    'DeviceObject: PDEVICE_OBJECT, MinorFunction: UCHAR, PowerState: POWER_STATE | number, CompletionFunction: PREQUEST_POWER_COMPLETE, Context: PVOID, Irp: Out<PIRP> | null',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary:
        'Sends a power IRP to the top of the stack: query-power, set-power or wait/wake. STATUS_PENDING: CompletionFunction will be called.',
    },
    (
      nt,
      device: DEVICE_OBJECT,
      minor: number,
      state: StructView | number,
      complete: REQUEST_POWER_COMPLETE | null,
      context: Pointer,
      irp: Out<IRP | null> | null,
    ) =>
      request(
        nt,
        { device, minor, state: valueOfState(nt, state), routine: complete, context: toAddress(context) },
        irp ?? null,
      ),
  ),
  routine(
    'PoSetPowerState',
    'DeviceObject: PDEVICE_OBJECT, Type: POWER_STATE_TYPE, State: POWER_STATE | number',
    {
      returns: 'POWER_STATE_VALUE',
      max: DISPATCH_LEVEL,
      summary: 'Tells the power manager in which power state the device is now. Returns the state before.',
    },
    (nt, device: DEVICE_OBJECT, type: number, state: StructView | number) =>
      nt.power.report(device, type, valueOfState(nt, state)),
  ),
  routine(
    'PoStartNextPowerIrp',
    'Irp: PIRP',
    {
      max: DISPATCH_LEVEL,
      header: 'ntifs.h',
      summary:
        'The driver is done with a query or set request; the next one may come. Needed on Windows 2000 to Server 2003, once for each, before the IRP is passed on or completed.',
    },
    (nt, irp: IRP) => nt.power.legacy?.startNext(irp),
  ),
  routine(
    'PoCallDriver',
    'DeviceObject: PDEVICE_OBJECT, Irp: PIRP',
    {
      ...NTIFS,
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      waits: true,
      summary: 'Sends a power IRP to the next driver down. From Windows Vista on IoCallDriver does the same.',
    },
    (nt, device: DEVICE_OBJECT, irp: IRP) => {
      nt.power.legacy?.sending(irp);
      return IoCallDriver(nt.io, device, irp);
    },
  ),
  routine(
    'PoRegisterDeviceForIdleDetection',
    'DeviceObject: PDEVICE_OBJECT, ConservationIdleTime: ULONG, PerformanceIdleTime: ULONG, State: DEVICE_POWER_STATE',
    {
      ...NTIFS,
      returns: 'PULONG',
      max: APC_LEVEL,
      isEvent: true,
      summary: 'Has the device powered down when it was not busy for so many seconds. NULL: not registered.',
    },
    (nt, device: DEVICE_OBJECT, conservation: number, performance: number, state: number) =>
      nt.idle.register(device, conservation >>> 0, performance >>> 0, state),
  ),
  routine(
    'PoSetDeviceBusy',
    'IdlePointer: PULONG',
    { ...NTIFS, summary: 'The device is in use: its idle time begins anew.' },
    (nt, counter: Pointer) => void nt.idle.setBusy(toAddress(counter)),
  ),
  routine(
    'PoSetDeviceBusyEx',
    'IdlePointer: PULONG',
    { summary: 'The device is in use: its idle time begins anew.' },
    (nt, counter: Pointer) => void nt.idle.setBusy(toAddress(counter)),
  ),
  routine(
    'PoStartDeviceBusy',
    'IdlePointer: PULONG',
    { summary: 'From here to PoEndDeviceBusy the device counts as busy.' },
    (nt, counter: Pointer) => void nt.idle.changeBusy(toAddress(counter), 1),
  ),
  routine(
    'PoEndDeviceBusy',
    'IdlePointer: PULONG',
    { summary: 'Ends what PoStartDeviceBusy began.' },
    (nt, counter: Pointer) => void nt.idle.changeBusy(toAddress(counter), -1),
  ),
  routine(
    'PoRegisterSystemState',
    'StateHandle: PVOID, Flags: EXECUTION_STATE',
    {
      ...NTIFS,
      returns: 'PVOID',
      max: APC_LEVEL,
      isEvent: true,
      summary: 'Says that the system, the display or the user is busy until that is changed. NULL: not registered.',
    },
    (nt, handle: Pointer, flags: number) => nt.systemIdle.register(toAddress(handle), flags >>> 0),
  ),
  routine(
    'PoUnregisterSystemState',
    'StateHandle: PVOID',
    { ...NTIFS, max: APC_LEVEL, isEvent: true, summary: 'Takes back what PoRegisterSystemState has said.' },
    (nt, handle: Pointer) => void nt.systemIdle.unregister(toAddress(handle)),
  ),
  routine(
    'PoSetSystemState',
    'Flags: EXECUTION_STATE',
    { max: DISPATCH_LEVEL, isEvent: true, summary: 'The system is in use: its idle time begins anew.' },
    (nt, flags: number) => nt.systemIdle.set(flags >>> 0),
  ),
  routine(
    'PoQueryWatchdogTime',
    'Pdo: PDEVICE_OBJECT, SecondsRemaining: Out<ULONG>',
    {
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      summary: 'Seconds until a power IRP in the stack stops the machine. FALSE: there is none that is watched.',
    },
    (nt, pdo: DEVICE_OBJECT, remaining: Out<number>) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      const left = devnode === undefined ? null : secondsLeft(nt.power, devnode);
      remaining.value = left ?? 0;
      return left !== null;
    },
  ),
  routine(
    'PoSetSystemWake',
    'Irp: PIRP',
    { max: DISPATCH_LEVEL, summary: 'Marks a wait/wake IRP as one that woke the system, before it is completed.' },
    (nt, irp: IRP) => markWake(nt.power, irp.address),
  ),
  routine(
    'PoGetSystemWake',
    'Irp: PIRP',
    { returns: 'BOOLEAN', max: DISPATCH_LEVEL, summary: 'Whether PoSetSystemWake was called for the IRP.' },
    (nt, irp: IRP) => isMarkedWake(nt.power, irp.address),
  ),
  routine(
    'PoSetSystemWakeDevice',
    'DeviceObject: PDEVICE_OBJECT',
    { max: DISPATCH_LEVEL, summary: 'Says that a device has woken the system, without an IRP.' },
    (nt, device: DEVICE_OBJECT) => markWakeDevice(nt.power, device),
  ),
  routine(
    'SandboxSetDevicePower',
    'PhysicalDeviceObject: PDEVICE_OBJECT, State: DEVICE_POWER_STATE',
    {
      ...SANDBOX,
      max: DISPATCH_LEVEL,
      summary: 'Gives the hardware power, or takes it away, whatever is reported: what the registers of a bus do.',
    },
    (nt, pdo: DEVICE_OBJECT, state: number) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      if (devnode !== undefined) nt.power.setHardware(devnode, state);
    },
  ),
  routine(
    'SandboxQueryChildPower',
    'ChildId: ULONG, Kind: SANDBOX_CHILD_POWER',
    {
      ...SANDBOX,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary:
        'What the hardware of a device can do: 1 or 0, and with the wake states the state itself, with Rail its number, 0 = none.',
    },
    (nt, child: number, kind: 'D1' | 'D2' | 'Inrush' | 'SystemWake' | 'DeviceWake' | 'Rail' | 'D3Cold') => {
      const power = nt.pnp.hardware.byNumber(child)?.power ?? NO_POWER_FACTS;
      const facts = {
        D1: Number(power.hasD1),
        D2: Number(power.hasD2),
        Inrush: Number(power.drawsInrush),
        SystemWake: power.systemWake,
        DeviceWake: power.deviceWake,
        Rail: power.rail,
        D3Cold: Number(power.hasD3Cold),
      };
      return facts[kind] ?? 0;
    },
  ),
  routine(
    'SandboxEnableD3Cold',
    'PhysicalDeviceObject: PDEVICE_OBJECT, IsEnabled: BOOLEAN',
    { ...SANDBOX, max: DISPATCH_LEVEL, summary: 'Whether the power of a device may be taken away while it is in D3.' },
    (nt, pdo: DEVICE_OBJECT, isEnabled: boolean | number) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      if (devnode !== undefined) nt.power.rails.enable(devnode, Boolean(isEnabled));
    },
  ),
  routine(
    'SandboxQueryLastD3',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    {
      ...SANDBOX,
      returns: 'ULONG',
      max: DISPATCH_LEVEL,
      summary: 'Whether the power was taken away when a device was in D3 last: D3COLD_LAST_TRANSITION_STATUS.',
    },
    (nt, pdo: DEVICE_OBJECT) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      return devnode === undefined ? LastDStateTransitionStatusUnknown : nt.power.rails.lastD3(devnode);
    },
  ),
  routine(
    'SandboxQueryWakeSignal',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    {
      ...SANDBOX,
      returns: 'BOOLEAN',
      max: DISPATCH_LEVEL,
      summary: 'Whether the hardware of a device that is armed has asked to wake up.',
    },
    (nt, pdo: DEVICE_OBJECT) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      return devnode !== undefined && nt.power.record(devnode).wake.state === 'signalled';
    },
  ),
  routine(
    'SandboxSetWakeRoutine',
    'PhysicalDeviceObject: PDEVICE_OBJECT, WakeRoutine: PIO_WORKITEM_ROUTINE, Context: PVOID',
    {
      ...SANDBOX,
      max: PASSIVE_LEVEL,
      summary: 'Has a bus driver called when the hardware of a device that is armed asks to wake up. NULL: no longer.',
    },
    (nt, pdo: DEVICE_OBJECT, wake: ((device: DEVICE_OBJECT, context: number) => void) | null, context: Pointer) => {
      const devnode = nt.pnp.devnodeAbove(pdo);
      if (devnode === undefined) return;
      const address = toAddress(context);
      nt.power.record(devnode).wakeRoutine =
        wake === null ? null : { driver: nt.kernel.driver, routine: () => wake(pdo, address) };
    },
  ),
];
