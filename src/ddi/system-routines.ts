/** Debug output, registry, and the emulated hardware. */
import { APC_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../abi/enums.ts';
import { STATUS_INVALID_PARAMETER, STATUS_NO_SUCH_DEVICE, STATUS_SUCCESS } from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import { DEVICE_OBJECT, type DRIVER_OBJECT } from '../abi/structs/io.ts';
import type { Pointer } from '../abi/types.ts';
import type { Nt } from '../kernel/assemble.ts';
import { reference } from '../kernel/io/device-object.ts';
import type { HardwareNode } from '../kernel/pnp/hardware.ts';
import { EVENT } from '../kernel/sim/events.ts';
import { formatMessage } from './format-message.ts';
import { routine } from './routine.ts';

const SANDBOX = { header: 'sandbox.h', source: 'sandbox' } as const;

function hardwareOf(nt: Nt, pdo: DEVICE_OBJECT): HardwareNode | undefined {
  return nt.pnp.hardware.byPdo(pdo.address);
}

function childOf(nt: Nt, pdo: DEVICE_OBJECT, index: number): HardwareNode | undefined {
  const node = hardwareOf(nt, pdo);
  return node === undefined ? undefined : nt.pnp.hardware.presentChildren(node)[index];
}

type TextKind = 'DeviceID' | 'InstanceID' | 'HardwareIDs' | 'CompatibleIDs' | 'Description' | 'Location';

function childText(node: HardwareNode, kind: TextKind): string {
  const texts: Readonly<Record<TextKind, string>> = {
    DeviceID: node.deviceId,
    InstanceID: node.instanceId,
    HardwareIDs: node.hardwareIds.join('\0'),
    CompatibleIDs: node.compatibleIds.join('\0'),
    Description: node.description,
    Location: node.location,
  };
  return texts[kind];
}

export function print(nt: Nt, text: string): number {
  const { sim } = nt.kernel;
  sim.record(EVENT.dbgPrint, 0, sim.current.device, sim.recorder.intern(text), sim.current.driver, 0);
  sim.hooks.onDbgPrint(text, sim.current.driver);
  return STATUS_SUCCESS;
}

function transfer(
  nt: Nt,
  pdo: DEVICE_OBJECT,
  offset: bigint,
  buffer: number,
  length: number,
  isWrite: boolean,
): number {
  const medium = hardwareOf(nt, pdo)?.medium ?? null;
  if (medium === null) return STATUS_NO_SUCH_DEVICE;
  const { memory } = nt.kernel;
  memory.touch(buffer, length, !isWrite);
  const bytes = memory.u8.subarray(buffer, buffer + length);
  const isInside = isWrite ? medium.write(offset, bytes) : medium.read(offset, bytes);
  return isInside ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

export const systemRoutines = [
  routine(
    'DbgPrint',
    'Format: string, ...Arguments: unknown[]',
    { returns: 'ULONG', summary: 'Prints to the debugger: %d %u %x %p %s %ws %wZ %I64d.' },
    (nt, format: string, ...values: unknown[]) => print(nt, formatMessage(nt, format, values)),
  ),
  routine(
    'DbgPrintEx',
    'ComponentId: ULONG, Level: ULONG, Format: string, ...Arguments: unknown[]',
    { returns: 'ULONG', summary: 'Prints to the debugger.' },
    (nt, _component: number, _level: number, format: string, ...values: unknown[]) =>
      print(nt, formatMessage(nt, format, values)),
  ),
  routine(
    'SandboxQueryRegistry',
    'DriverObject: PDRIVER_OBJECT, ValueName: string, Default: ULONG',
    {
      ...SANDBOX,
      returns: 'ULONG',
      max: PASSIVE_LEVEL,
      summary: "A number under the driver's Parameters key, which the machine file gives as `registry`.",
    },
    (nt, driver: DRIVER_OBJECT, name: string, fallback: number) => {
      const value = nt.registry.get(nt.io.driverAt(driver.address)?.entry.name ?? '')?.get(name.toLowerCase());
      return typeof value === 'number' ? value : fallback;
    },
  ),
  routine(
    'SandboxQueryChildCount',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    { ...SANDBOX, returns: 'ULONG', max: APC_LEVEL, summary: 'Devices that are plugged in below this one now.' },
    (nt, pdo: DEVICE_OBJECT) => {
      const node = hardwareOf(nt, pdo);
      return node === undefined ? 0 : nt.pnp.hardware.presentChildren(node).length;
    },
  ),
  routine(
    'SandboxQueryChildId',
    'PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG',
    {
      ...SANDBOX,
      returns: 'ULONG',
      max: APC_LEVEL,
      summary: 'A number for a device below: the same as long as it stays plugged in; 0 = none.',
    },
    (nt, pdo: DEVICE_OBJECT, index: number) => childOf(nt, pdo, index)?.number ?? 0,
  ),
  routine(
    'SandboxQueryChildText',
    'ChildId: ULONG, Kind: SANDBOX_CHILD_TEXT',
    {
      ...SANDBOX,
      returns: 'string',
      max: APC_LEVEL,
      summary: 'What a device says of itself; lists are joined by \\0, nothing is the empty text.',
    },
    (nt, child: number, kind: TextKind) => {
      const node = nt.pnp.hardware.byNumber(child);
      return node === undefined ? '' : childText(node, kind);
    },
  ),
  routine(
    'SandboxBindChild',
    'ChildId: ULONG, PhysicalDeviceObject: PDEVICE_OBJECT',
    { ...SANDBOX, max: APC_LEVEL, summary: 'Says that this PDO stands for that device.' },
    (nt, child: number, pdo: DEVICE_OBJECT) => {
      const node = nt.pnp.hardware.byNumber(child);
      if (node !== undefined) nt.pnp.hardware.bind(node, pdo.address);
    },
  ),
  routine(
    'SandboxQueryMediumSize',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    { ...SANDBOX, returns: 'ULONGLONG', max: DISPATCH_LEVEL, summary: 'Bytes of the medium; 0 = there is none.' },
    (nt, pdo: DEVICE_OBJECT) => hardwareOf(nt, pdo)?.mediumSize ?? 0n,
  ),
  routine(
    'SandboxReadMedium',
    'PhysicalDeviceObject: PDEVICE_OBJECT, Offset: ULONGLONG, Buffer: PVOID, Length: ULONG',
    { ...SANDBOX, returns: 'NTSTATUS', max: DISPATCH_LEVEL, summary: 'Reads from the medium at once.' },
    (nt, pdo: DEVICE_OBJECT, offset: bigint, buffer: Pointer, length: number) =>
      transfer(nt, pdo, offset, toAddress(buffer), length, false),
  ),
  routine(
    'SandboxWriteMedium',
    'PhysicalDeviceObject: PDEVICE_OBJECT, Offset: ULONGLONG, Buffer: PVOID, Length: ULONG',
    { ...SANDBOX, returns: 'NTSTATUS', max: DISPATCH_LEVEL, summary: 'Writes to the medium at once.' },
    (nt, pdo: DEVICE_OBJECT, offset: bigint, buffer: Pointer, length: number) =>
      transfer(nt, pdo, offset, toAddress(buffer), length, true),
  ),
  routine(
    'SandboxQueryMembers',
    'PhysicalDeviceObject: PDEVICE_OBJECT',
    { ...SANDBOX, returns: 'ULONG', max: APC_LEVEL, summary: 'Number of disks on which a volume lies.' },
    (nt, pdo: DEVICE_OBJECT) => hardwareOf(nt, pdo)?.members.length ?? 0,
  ),
  routine(
    'SandboxQueryMember',
    'PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG',
    {
      ...SANDBOX,
      returns: 'PDEVICE_OBJECT',
      max: APC_LEVEL,
      summary: 'PDO of a disk on which a volume lies, with a reference to give back; NULL while it is absent.',
    },
    (nt, pdo: DEVICE_OBJECT, index: number) => {
      const member = hardwareOf(nt, pdo)?.members[index];
      const address = member === undefined ? 0 : nt.pnp.hardware.pdoOf(member.disk);
      if (address === 0) return null;
      reference(nt.io, address);
      return nt.kernel.memory.view(DEVICE_OBJECT, address);
    },
  ),
  routine(
    'SandboxQueryMemberOffset',
    'PhysicalDeviceObject: PDEVICE_OBJECT, Index: ULONG',
    { ...SANDBOX, returns: 'ULONGLONG', max: APC_LEVEL, summary: 'Where on that disk the volume begins, in bytes.' },
    (nt, pdo: DEVICE_OBJECT, index: number) => hardwareOf(nt, pdo)?.members[index]?.offset ?? 0n,
  ),
];
