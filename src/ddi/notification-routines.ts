/** Device interfaces, and PnP notification of what comes and goes. */
import {
  DEVICE_INTERFACE_INCLUDE_NONACTIVE,
  DISPATCH_LEVEL,
  EventCategoryDeviceInterfaceChange,
  EventCategoryHardwareProfileChange,
  EventCategoryTargetDeviceChange,
  PASSIVE_LEVEL,
  PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES,
} from '../abi/enums.ts';
import { GUID_DEVICE_INTERFACE_ARRIVAL } from '../abi/guids.ts';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../abi/ntstatus.ts';
import { toAddress } from '../abi/struct.ts';
import type { DEVICE_OBJECT, DRIVER_OBJECT } from '../abi/structs/io.ts';
import type { DRIVER_NOTIFICATION_CALLBACK_ROUTINE, PDEVICE_CHANGE_COMPLETE_CALLBACK } from '../abi/structs/pnp.ts';
import { GUID, type UNICODE_STRING } from '../abi/structs/rtl.ts';
import type { NTSTATUS, Pointer, PVOID } from '../abi/types.ts';
import type { MaybePromise } from '../base/maybe-promise.ts';
import type { Nt } from '../kernel/assemble.ts';
import { writeUnicodeString } from '../kernel/io/driver-object.ts';
import type { LoadedDriver } from '../kernel/io/io-manager.ts';
import { callDriverRoutine } from '../kernel/ke/driver-frame.ts';
import { poolTag } from '../kernel/mm/pool.ts';
import { findInterfaces, registerInterface, setInterfaceState } from '../kernel/pnp/interfaces.ts';
import { addRegistration, removeRegistration, tellInterfaceChange } from '../kernel/pnp/notifications.ts';
import type { Registration } from '../kernel/pnp/registration.ts';
import { reportTargetChange, reportTargetChangeLater, targetOf } from '../kernel/pnp/target-device.ts';
import { textOf } from './device-routines.ts';
import { guidText } from './guid-constant.ts';
import { type Out, routine } from './routine.ts';

const LIST_TAG = poolTag('PnpI');

export const notificationRoutines = [
  routine(
    'IsEqualGUID',
    'First: PGUID | string, Second: PGUID | string',
    { returns: 'BOOLEAN', summary: 'Whether two identifiers are the same.', source: 'nf-wdm-isequalguid' },
    (_nt, first: GUID | string, second: GUID | string) => guidText(first) === guidText(second),
  ),
  routine(
    'IoRegisterDeviceInterface',
    'PhysicalDeviceObject: PDEVICE_OBJECT, InterfaceClassGuid: PGUID | string, ReferenceString: PUNICODE_STRING | string, SymbolicLinkName: PUNICODE_STRING',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary:
        'Registers what a device can do, disabled at first. Writes the name to enable it by, which RtlFreeUnicodeString frees.',
    },
    (
      nt,
      pdo: DEVICE_OBJECT,
      type: GUID | string,
      referenceString: UNICODE_STRING | string | null,
      name: UNICODE_STRING,
    ) => {
      const devnode = nt.pnp.devnodeOf(pdo);
      if (devnode === undefined) return STATUS_INVALID_DEVICE_REQUEST;
      const { link } = registerInterface(nt.pnp, devnode, guidText(type), textOf(nt, referenceString) ?? '');
      writeUnicodeString(nt.io, name, link);
      return STATUS_SUCCESS;
    },
  ),
  routine(
    'IoSetDeviceInterfaceState',
    'SymbolicLinkName: PUNICODE_STRING | string, Enable: BOOLEAN',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      isEvent: true,
      summary:
        'Enables or disables a device interface. Who waits for one hears of it later, once the device has started.',
    },
    (nt, name: UNICODE_STRING | string, enable: boolean) => setInterfaceState(nt.pnp, textOf(nt, name) ?? '', enable),
  ),
  routine(
    'IoGetDeviceInterfaces',
    'InterfaceClassGuid: PGUID | string, PhysicalDeviceObject: PDEVICE_OBJECT, Flags: ULONG, SymbolicLinkList: Out<PWSTR>',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      summary:
        'Names of the enabled interfaces of a class, each ended by zero and the list by one more. Free it with ExFreePool.',
    },
    (nt, type: GUID | string, pdo: DEVICE_OBJECT | null, flags: number, result: Out<number>) =>
      listInterfaces(nt, guidText(type), pdo, flags, result),
  ),
  routine(
    'IoRegisterPlugPlayNotification',
    'EventCategory: IO_NOTIFICATION_EVENT_CATEGORY, EventCategoryFlags: ULONG, EventCategoryData: PVOID, DriverObject: PDRIVER_OBJECT, CallbackRoutine: PDRIVER_NOTIFICATION_CALLBACK_ROUTINE, Context: PVOID, NotificationEntry: Out<PVOID>',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary:
        'Asks to hear of interfaces of a class (EventCategoryData: the GUID) or of a target device (the file object by which the driver has it open).',
    },
    register,
  ),
  ...['IoUnregisterPlugPlayNotification', 'IoUnregisterPlugPlayNotificationEx'].map((name) =>
    routine(
      name,
      'NotificationEntry: PVOID',
      { returns: 'NTSTATUS', max: PASSIVE_LEVEL, isEvent: true, summary: 'Asks to hear no more.' },
      (nt, entry: Pointer) =>
        removeRegistration(nt.pnp, toAddress(entry)) ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER,
    ),
  ),
  routine(
    'IoReportTargetDeviceChange',
    'PhysicalDeviceObject: PDEVICE_OBJECT, NotificationStructure: PVOID',
    {
      returns: 'NTSTATUS',
      max: PASSIVE_LEVEL,
      waits: true,
      isEvent: true,
      summary: "Tells an event of the driver's own to all that have the device as their target, and waits for them.",
    },
    (nt, pdo: DEVICE_OBJECT, structure: Pointer) => reportTargetChange(nt.pnp, pdo, toAddress(structure)),
  ),
  routine(
    'IoReportTargetDeviceChangeAsynchronous',
    'PhysicalDeviceObject: PDEVICE_OBJECT, NotificationStructure: PVOID, Callback: PDEVICE_CHANGE_COMPLETE_CALLBACK, Context: PVOID',
    {
      returns: 'NTSTATUS',
      max: DISPATCH_LEVEL,
      isEvent: true,
      summary: 'The same, later; the callback is called when all have heard it.',
    },
    (nt, pdo: DEVICE_OBJECT, structure: Pointer, done: PDEVICE_CHANGE_COMPLETE_CALLBACK, context: Pointer) =>
      reportLater(nt, pdo, toAddress(structure), done, toAddress(context)),
  ),
];

function listInterfaces(
  nt: Nt,
  interfaceClass: string,
  pdo: DEVICE_OBJECT | null,
  flags: number,
  result: Out<number>,
): NTSTATUS {
  const devnode = pdo === null ? null : (nt.pnp.devnodeOf(pdo) ?? null);
  if (pdo !== null && devnode === null) return STATUS_INVALID_DEVICE_REQUEST;
  const withDisabled = (flags & DEVICE_INTERFACE_INCLUDE_NONACTIVE) !== 0;
  const links = findInterfaces(nt.pnp, interfaceClass, devnode, withDisabled).map(({ link }) => `${link}\0`);
  const text = `${links.join('')}\0`;
  const address = nt.kernel.pool.allocate(text.length * 2, LIST_TAG, nt.kernel.driver, true);
  if (address === 0) return STATUS_INSUFFICIENT_RESOURCES;
  nt.kernel.memory.writeWide(address, text);
  result.value = address;
  return STATUS_SUCCESS;
}

interface Facts {
  readonly category: number;
  readonly driver: LoadedDriver;
  readonly callback: DRIVER_NOTIFICATION_CALLBACK_ROUTINE;
  readonly context: number;
}

function register(
  nt: Nt,
  category: number,
  flags: number,
  data: Pointer,
  driverObject: DRIVER_OBJECT,
  callback: DRIVER_NOTIFICATION_CALLBACK_ROUTINE,
  context: Pointer,
  entry: Out<PVOID>,
): MaybePromise<NTSTATUS> {
  const driver = nt.io.driverAt(driverObject.address);
  if (driver === undefined) return STATUS_INVALID_PARAMETER;
  const facts: Facts = { category, driver, callback, context: toAddress(context) };
  switch (category) {
    case EventCategoryDeviceInterfaceChange:
      return registerForInterfaces(nt, facts, flags, guidText(nt.kernel.memory.view(GUID, toAddress(data))), entry);
    case EventCategoryTargetDeviceChange:
      return registerForTarget(nt, facts, toAddress(data), entry);
    case EventCategoryHardwareProfileChange: {
      const made = addRegistration(nt.pnp, { ...facts, interfaceClass: '', file: null, target: null });
      return handOut(made, entry);
    }
    default:
      return STATUS_INVALID_PARAMETER;
  }
}

function handOut(registration: Registration | null, entry: Out<PVOID>): NTSTATUS {
  if (registration === null) return STATUS_INSUFFICIENT_RESOURCES;
  entry.value = registration.entry;
  return STATUS_SUCCESS;
}

/** Interfaces that are there already are told before the routine returns, when the driver asks for them. */
async function tellExisting(nt: Nt, registration: Registration): Promise<NTSTATUS> {
  const { interfaceClass } = registration;
  for (const one of findInterfaces(nt.pnp, interfaceClass, null, false))
    if (one.isAnnounced) await tellInterfaceChange(nt.pnp, GUID_DEVICE_INTERFACE_ARRIVAL, one, registration);
  return STATUS_SUCCESS;
}

function registerForInterfaces(
  nt: Nt,
  facts: Facts,
  flags: number,
  interfaceClass: string,
  entry: Out<PVOID>,
): MaybePromise<NTSTATUS> {
  const made = addRegistration(nt.pnp, { ...facts, interfaceClass, file: null, target: null });
  const status = handOut(made, entry);
  const isAsked = (flags & PNPNOTIFY_DEVICE_INTERFACE_INCLUDE_EXISTING_INTERFACES) !== 0;
  return made === null || !isAsked ? status : tellExisting(nt, made);
}

async function registerForTarget(nt: Nt, facts: Facts, fileObject: number, entry: Out<PVOID>): Promise<NTSTATUS> {
  const file = nt.pnp.files.at(fileObject);
  const target = file === undefined ? null : await targetOf(nt.pnp, file);
  if (file === undefined || target === null) return STATUS_INVALID_DEVICE_REQUEST;
  return handOut(addRegistration(nt.pnp, { ...facts, interfaceClass: '', file, target }), entry);
}

function reportLater(
  nt: Nt,
  pdo: DEVICE_OBJECT,
  structure: number,
  done: PDEVICE_CHANGE_COMPLETE_CALLBACK,
  context: number,
): NTSTATUS {
  const driver = nt.kernel.driver;
  const callback = (): MaybePromise<void> =>
    done === null ? undefined : callDriverRoutine(nt.kernel, driver, 0, () => done(context));
  return reportTargetChangeLater(nt.pnp, pdo, structure, callback);
}
