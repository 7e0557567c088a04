/** Requests that a driver has to answer, and those that it must leave as they are. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const CALL = 'return IoCallDriver(extension.Lower, irp);';
/** Sends itself a PnP request that nobody knows, while it handles another one. */
const whenAsked = (
  body: string,
): string => `if (minor === IRP_MN_QUERY_STOP_DEVICE) await IoCallDriver(device, NewIrp(device, IRP_MJ_PNP, 0x50, STATUS_NOT_SUPPORTED));
if (minor === 0x50) { ${body} ${SKIP}\n${CALL} //!\n}`;

/** Asks the drivers below for capabilities, while it handles IRP_MN_QUERY_STOP_DEVICE. */
const asksCapabilities = (wrong: string): string => `if (minor === IRP_MN_QUERY_STOP_DEVICE) {
  const capabilities = cast(DEVICE_CAPABILITIES, ExAllocatePool2(POOL_FLAG_NON_PAGED, sizeof(DEVICE_CAPABILITIES), 'tesT'));
  capabilities.Size = sizeof(DEVICE_CAPABILITIES); capabilities.Version = 1; capabilities.Address = 0xffffffff; capabilities.UINumber = 0xffffffff;
  ${wrong}
  const own = NewIrp(extension.Lower, IRP_MJ_PNP, IRP_MN_QUERY_CAPABILITIES, STATUS_NOT_SUPPORTED);
  IoGetNextIrpStackLocation(own).Parameters.DeviceCapabilities.Capabilities = capabilities;
await IoCallDriver(extension.Lower, own); //!
  ExFreePool(capabilities); }`;
const capability = (rule: string, wrong: string): Example => ({
  rule,
  steps: pnp('queryStop', 'cancelStop'),
  bad: { pnp: asksCapabilities(wrong) },
  good: { pnp: asksCapabilities('') },
});

const onWmi = (body: string): string =>
  `driverObject.MajorFunction.set(IRP_MJ_SYSTEM_CONTROL, (device, irp) => { const extension = cast(EXTENSION, device.DeviceExtension); ${body} });`;
const ASK_WMI = `if (minor === IRP_MN_QUERY_STOP_DEVICE) { const own = NewIrp(device, IRP_MJ_SYSTEM_CONTROL, IRP_MN_REGINFO, STATUS_NOT_SUPPORTED);
IoGetNextIrpStackLocation(own).Parameters.WMI.ProviderId = addressOf(extension.Pdo, 'Type').address; await IoCallDriver(device, own); }`;

const onControl = (body: string): string =>
  `driverObject.MajorFunction.set(IRP_MJ_DEVICE_CONTROL, (device, irp) => { const extension = cast(EXTENSION, device.DeviceExtension);
const { OutputBufferLength: room } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceIoControl; ${body} });`;
const CONTROL = `const block = cast(IO_STATUS_BLOCK, addressOf(extension, 'Block')); const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 8, 'tesT');
IoCallDriver(device, IoBuildDeviceIoControlRequest(0x222000, device, NULL, 0, buffer, 8, FALSE, extension.Event, block)); ExFreePool(buffer);`;

/** The filter as the function driver of its device, so that it is the one who has to set the status. */
const FUNCTION_PNP = (status: string): string => `
  if (minor === IRP_MN_QUERY_STOP_DEVICE || minor === IRP_MN_CANCEL_STOP_DEVICE || minor === IRP_MN_REMOVE_DEVICE) ${status}`;

export const requiredExamples: readonly Example[] = [
  {
    rule: 'C9/0x213',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: whenAsked('irp.IoStatus.Status = STATUS_SUCCESS;') },
    good: { pnp: whenAsked('') },
  },
  {
    rule: 'C9/0x214',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: whenAsked('irp.IoStatus.Information = 4;') },
    good: { pnp: whenAsked('') },
  },
  {
    rule: 'C9/0x217',
    isFunction: true,
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: `${FUNCTION_PNP('DbgPrint("not yet");')} if (minor === IRP_MN_QUERY_STOP_DEVICE) { ${SKIP}\n${CALL} //!\n} if (minor === IRP_MN_CANCEL_STOP_DEVICE) irp.IoStatus.Status = STATUS_SUCCESS;`,
    },
    good: { pnp: FUNCTION_PNP('irp.IoStatus.Status = STATUS_SUCCESS;') },
  },
  {
    rule: 'C9/0x220',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      entry: onWmi('irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS;'),
      pnp: ASK_WMI,
    },
    good: { entry: onWmi('return PassDown(device, irp);'), pnp: ASK_WMI },
  },
  {
    rule: 'C9/0x300',
    bad: {
      read: "const block = ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED, 8, 'tesT'); irp.IoStatus.Status = cast(IO_STATUS_BLOCK, block).Status; ExFreePool(block); const { Status: status } = irp.IoStatus;\nIoCompleteRequest(irp, 0); //!\nreturn status;",
    },
    good: { read: 'return Complete(irp, STATUS_UNSUCCESSFUL);' },
  },
  {
    rule: 'C9/0x312',
    bad: {
      entry: onControl(
        'irp.IoStatus.Status = STATUS_SUCCESS; irp.IoStatus.Information = room + 1;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS;',
      ),
      read: CONTROL,
    },
    good: {
      entry: onControl('irp.IoStatus.Information = room; return Complete(irp, STATUS_SUCCESS);'),
      read: CONTROL,
    },
  },
  capability('C9/0x233', 'capabilities.Version = 0;'),
  capability('C9/0x234', 'capabilities.Size = 0;'),
  capability('C9/0x235', 'capabilities.Address = 0;'),
  capability('C9/0x236', 'capabilities.UINumber = 0;'),
];
