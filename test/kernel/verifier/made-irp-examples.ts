/** IRPs that are set up again, waits for objects on the stack, requests that skip a driver. */
import type { Example } from './support.ts';

const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const OWN = 'const own = IoAllocateIrp(device.StackSize, FALSE);';
/** A read of the disk, which takes its time. */
const SENT =
  'const own = NewIrp(extension.Lower, IRP_MJ_READ, 0, STATUS_SUCCESS); IoGetNextIrpStackLocation(own).Parameters.Read.Length = 512; own.AssociatedIrp.SystemBuffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 512, "tseT"); IoCallDriver(extension.Lower, own);';
const THREADED = `const block = cast(IO_STATUS_BLOCK, addressOf(extension, 'Block'));
const own = IoBuildDeviceIoControlRequest(0x222000, extension.Lower, NULL, 0, NULL, 0, FALSE, extension.Event, block);`;
const WAITS = (mode: string): string =>
  `const event = local(KEVENT); KeInitializeEvent(event, NotificationEvent, TRUE);\nKeWaitForSingleObject(event, Executive, ${mode}, FALSE, NULL);`;
const ASK_POWER = 'IoCallDriver(device, NewIrp(device, IRP_MJ_POWER, 0x40, STATUS_NOT_SUPPORTED));';
const onPower = (body: string): string =>
  `driverObject.MajorFunction.set(IRP_MJ_POWER, (device, irp) => { const extension = cast(EXTENSION, device.DeviceExtension); ${body} });`;

export const madeIrpExamples: readonly Example[] = [
  {
    rule: 'C9/0x20D',
    bad: { read: `${OWN}\nIoInitializeIrp(own, IoSizeOfIrp(2), 2); //!\nIoFreeIrp(own);` },
    good: { read: `${OWN} IoReuseIrp(own, STATUS_SUCCESS); IoFreeIrp(own);` },
  },
  {
    rule: 'C9/0x310',
    onDisk: true,
    bad: { read: `${SENT}\nIoReuseIrp(own, STATUS_SUCCESS); //!` },
    good: { read: SENT },
  },
  {
    rule: 'C9/0x311',
    bad: { read: `${THREADED}\nIoReuseIrp(own, STATUS_SUCCESS); //!` },
    good: { read: `${THREADED} IoCallDriver(extension.Lower, own);` },
  },
  {
    rule: 'C4/0x123',
    bad: { read: `${WAITS('UserMode')} //!` },
    good: { read: WAITS('KernelMode') },
  },
  {
    rule: 'C9/0x211',
    bad: { read: `${SKIP}\nreturn IoCallDriver(extension.Pdo, irp); //!` },
    good: { read: `${SKIP}\nreturn IoCallDriver(extension.Lower, irp);` },
  },
  {
    rule: 'C9/0x230',
    bad: {
      entry: onPower(
        'irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL;',
      ),
      read: ASK_POWER,
    },
    good: { entry: onPower('return PassDown(device, irp);'), read: ASK_POWER },
  },
];
