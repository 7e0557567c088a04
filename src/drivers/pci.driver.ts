/** A PCI bus: reports its functions and gives access to their configuration space. */
import {
  array,
  cast,
  type DEVICE_OBJECT,
  type DRIVER_OBJECT,
  FILE_DEVICE_CONTROLLER,
  type IO_STACK_LOCATION,
  type IRP,
  IRP_MN_QUERY_INTERFACE,
  IRP_MN_READ_CONFIG,
  IRP_MN_WRITE_CONFIG,
  type NTSTATUS,
  NULL,
  PCIBus,
  type PVOID,
  RtlCopyMemory,
  SandboxQueryChildText,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  struct,
  UCHAR,
  type ULONG,
  type UNICODE_STRING,
} from 'wdm';
import { BUS_FDO_EXTENSION, BUS_PDO_EXTENSION } from './lib/bus.ts';
import { type BusChild, ParentStack } from './lib/bus-child.ts';
import { AddBusDevice, AllocateBusInformation, BusFunctionDevice, BusPower, DispatchBusPnp } from './lib/bus-driver.ts';
import { BUS_INTERFACE_COUNT, BusInterface } from './lib/bus-interface.ts';
import { CommonExtension } from './lib/common.ts';
import { AnswerD3ColdInterface } from './lib/d3cold-interface.ts';
import { FillFunctionDispatch } from './lib/dispatch.ts';
import type { DevicePower } from './lib/power.ts';
import { PowerUpChildren } from './lib/power-child.ts';
import { DescribeByRegistry, StartRuntimePower } from './lib/runtime-device.ts';
import {
  DispatchRuntimePnp,
  InitializeRuntimePower,
  ReportPoweredOn,
  RUNTIME_POWER,
  type RuntimePower,
  SystemResumed,
} from './lib/runtime-power.ts';
import { IsKnownUsage } from './lib/usage.ts';

/** GUID_BUS_TYPE_PCI */
const BUS_TYPE_PCI = [0xc8ebdfb0, 0xb510, 0x11d0, [0x80, 0xe5, 0x00, 0xa0, 0xc9, 0x25, 0x42, 0xe3]] as const;

/** PCI_WHICHSPACE_CONFIG */
const CONFIGURATION_SPACE = 0;
const CONFIGURATION_LENGTH = 256;
const BYTE = 0xff;

class PCI_PDO_EXTENSION extends struct('PCI_PDO_EXTENSION', {
  Bus: BUS_PDO_EXTENSION,
  Interface: BUS_INTERFACE_COUNT,
  Configuration: array(UCHAR, CONFIGURATION_LENGTH),
}) {}

const child: BusChild = {
  extension: PCI_PDO_EXTENSION,
  deviceType: FILE_DEVICE_CONTROLLER,
  initialize: FillConfiguration,
  isSupportedUsage: IsKnownUsage,
  usageTargets: ParentStack,
  busInformation: () => AllocateBusInformation({ guid: BUS_TYPE_PCI, legacyType: PCIBus, number: 0 }),
  handleOther: HandleOther,
  // Whoever holds the interface would call into a device that is gone.
  isInUse: (pdo) => InterfaceOf(pdo).References > 0,
};

class PCI_FDO_EXTENSION extends struct('PCI_FDO_EXTENSION', { Bus: BUS_FDO_EXTENSION, Runtime: RUNTIME_POWER }) {}

/** Registered, so that the bridge can be powered on for a crash dump; idle it never is, because nobody tells it of use. */
const runtime: RuntimePower = {
  of: (bridge) => cast(PCI_FDO_EXTENSION, bridge.DeviceExtension).Runtime,
  describe: DescribeByRegistry,
  staysActive: true,
};

const power: DevicePower = {
  ...BusPower(),
  poweredUp: (bridge) => {
    PowerUpChildren({}, bridge);
    ReportPoweredOn(runtime.of(bridge));
  },
  systemResumed: (bridge) => SystemResumed(runtime.of(bridge)),
};

const device = BusFunctionDevice(child, { start: (bridge) => StartRuntimePower(runtime, bridge) });
const answerInterface = BusInterface(InterfaceOf, MoveConfiguration);

export function DriverEntry(driverObject: DRIVER_OBJECT, _registryPath: UNICODE_STRING): NTSTATUS {
  FillFunctionDispatch(driverObject, AddDevice, DispatchPnp, power);
  return STATUS_SUCCESS;
}

function AddDevice(driverObject: DRIVER_OBJECT, physicalDeviceObject: DEVICE_OBJECT): NTSTATUS {
  return AddBusDevice(driverObject, physicalDeviceObject, PCI_FDO_EXTENSION, (bridge) =>
    InitializeRuntimePower(runtime.of(bridge)),
  );
}

function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {
  const dispatch = (): Promise<NTSTATUS> => DispatchBusPnp(device, child, deviceObject, irp);
  return CommonExtension(deviceObject).Lower === NULL
    ? dispatch()
    : DispatchRuntimePnp(runtime, deviceObject, irp, dispatch);
}

/** The first four bytes say who made the function and what it is; a device id of PCI names both. */
function FillConfiguration(pdo: DEVICE_OBJECT, childId: ULONG): void {
  const { Configuration } = cast(PCI_PDO_EXTENSION, pdo.DeviceExtension);
  const deviceId = SandboxQueryChildText(childId, 'DeviceID');
  const [, vendor = 'FFFF', product = 'FFFF'] = /VEN_([0-9A-F]{4})&DEV_([0-9A-F]{4})/i.exec(deviceId) ?? [];
  for (const [index, word] of [Number.parseInt(vendor, 16), Number.parseInt(product, 16)].entries()) {
    Configuration.set(index * 2, word & BYTE);
    Configuration.set(index * 2 + 1, word >>> 8);
  }
}

function InterfaceOf(pdo: DEVICE_OBJECT): BUS_INTERFACE_COUNT {
  return cast(PCI_PDO_EXTENSION, pdo.DeviceExtension).Interface;
}

function HandleOther(pdo: DEVICE_OBJECT, irp: IRP, stack: IO_STACK_LOCATION): NTSTATUS | undefined {
  return stack.MinorFunction === IRP_MN_QUERY_INTERFACE
    ? (answerInterface(pdo, irp, stack) ?? AnswerD3ColdInterface(pdo, irp, stack))
    : AccessConfiguration(pdo, irp, stack);
}

function MoveConfiguration(pdo: DEVICE_OBJECT, isRead: boolean, buffer: PVOID, offset: ULONG, length: ULONG): ULONG {
  if (buffer === 0 || offset + length > CONFIGURATION_LENGTH) {
    return 0;
  }
  const configuration = cast(PCI_PDO_EXTENSION, pdo.DeviceExtension).Configuration.address + offset;
  if (isRead) {
    RtlCopyMemory(buffer, configuration, length);
  } else {
    RtlCopyMemory(configuration, buffer, length);
  }
  return length;
}

/** IRP_MN_READ_CONFIG and IRP_MN_WRITE_CONFIG: Information is the number of bytes moved. */
function AccessConfiguration(pdo: DEVICE_OBJECT, irp: IRP, stack: IO_STACK_LOCATION): NTSTATUS | undefined {
  const isRead = stack.MinorFunction === IRP_MN_READ_CONFIG;
  if (!isRead && stack.MinorFunction !== IRP_MN_WRITE_CONFIG) {
    return undefined;
  }
  const { WhichSpace: space, Buffer: buffer, Offset: offset, Length: length } = stack.Parameters.ReadWriteConfig;
  if (space !== CONFIGURATION_SPACE || buffer === 0 || offset + length > CONFIGURATION_LENGTH) {
    return STATUS_INVALID_PARAMETER;
  }
  irp.IoStatus.Information = MoveConfiguration(pdo, isRead, buffer, offset, length);
  return STATUS_SUCCESS;
}
