/** GUID_BUS_INTERFACE_STANDARD: direct access to a child's configuration space, at any IRQL up to DISPATCH_LEVEL. */
import {
  addressOf,
  BUS_INTERFACE_STANDARD,
  cast,
  DEVICE_OBJECT,
  FALSE,
  GUID_BUS_INTERFACE_STANDARD,
  InterlockedDecrement,
  InterlockedIncrement,
  type IO_STACK_LOCATION,
  type IRP,
  IsEqualGUID,
  LONG,
  type NTSTATUS,
  NULL,
  ObDereferenceObject,
  ObReferenceObject,
  type PVOID,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  sizeof,
  struct,
  type ULONG,
} from 'wdm';

/** Kept in the extension of each child whose bus hands out the interface. */
export class BUS_INTERFACE_COUNT extends struct('BUS_INTERFACE_COUNT', {
  /** References that other drivers have not given back. */
  References: LONG,
}) {}

/** Bytes moved; 0 where there is nothing to move them to or from. */
export type ConfigurationAccess = (
  pdo: DEVICE_OBJECT,
  isRead: boolean,
  buffer: PVOID,
  offset: ULONG,
  length: ULONG,
) => ULONG;

/** The answer to IRP_MN_QUERY_INTERFACE; undefined when it asks for another interface. */
export type InterfaceAnswer = (pdo: DEVICE_OBJECT, irp: IRP, stack: IO_STACK_LOCATION) => NTSTATUS | undefined;

export function BusInterface(
  countOf: (pdo: DEVICE_OBJECT) => BUS_INTERFACE_COUNT,
  access: ConfigurationAccess,
): InterfaceAnswer {
  const reference = (context: PVOID): void => {
    ObReferenceObject(context);
    InterlockedIncrement(addressOf(countOf(cast(DEVICE_OBJECT, context)), 'References'));
  };
  const dereference = (context: PVOID): void => {
    InterlockedDecrement(addressOf(countOf(cast(DEVICE_OBJECT, context)), 'References'));
    ObDereferenceObject(context);
  };
  // The bus has no bridge that would translate, and no master of its own.
  const translate = (): boolean => FALSE;
  const getDmaAdapter = (): PVOID => 0;
  const setData = (context: PVOID, _type: ULONG, buffer: PVOID, offset: ULONG, length: ULONG): ULONG =>
    access(cast(DEVICE_OBJECT, context), false, buffer, offset, length);
  const getData = (context: PVOID, _type: ULONG, buffer: PVOID, offset: ULONG, length: ULONG): ULONG =>
    access(cast(DEVICE_OBJECT, context), true, buffer, offset, length);
  return (pdo, irp, stack) => {
    const { InterfaceType: type, Size: size, Interface: target } = stack.Parameters.QueryInterface;
    // The identifier is looked at first: of another interface not even the size means anything here.
    if (type === NULL || !IsEqualGUID(type, GUID_BUS_INTERFACE_STANDARD)) {
      return undefined;
    }
    if (target === NULL || size < sizeof(BUS_INTERFACE_STANDARD)) {
      return STATUS_INVALID_PARAMETER;
    }
    const given = cast(BUS_INTERFACE_STANDARD, target);
    given.Size = sizeof(BUS_INTERFACE_STANDARD);
    given.Version = 1;
    given.Context = pdo.address;
    given.InterfaceReference = reference;
    given.InterfaceDereference = dereference;
    given.TranslateBusAddress = translate;
    given.GetDmaAdapter = getDmaAdapter;
    given.SetBusData = setData;
    given.GetBusData = getData;
    reference(pdo.address);
    irp.IoStatus.Information = 0;
    return STATUS_SUCCESS;
  };
}
