/** Power IRPs and capabilities in a filter above a driver that owns the power policy. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example } from './support.ts';

const COPY = 'IoCopyCurrentIrpStackLocationToNext(irp);';
const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const CALL = 'return IoCallDriver(extension.Lower, irp);';

/** What a filter does with the capabilities that the drivers below have told. */
const asksBus = (what: string): string => `if (minor === IRP_MN_QUERY_CAPABILITIES) {
  const { Capabilities: capabilities } = IoGetCurrentIrpStackLocation(irp).Parameters.DeviceCapabilities;
  const status = await ForwardAndWait(extension, irp); ${what}
IoCompleteRequest(irp, 0); //!\nreturn status; }`;
const ASK_POWER = 'IoCallDriver(device, NewIrp(device, IRP_MJ_POWER, IRP_MN_POWER_SEQUENCE, STATUS_NOT_SUPPORTED));';
const onPower = (body: string): string =>
  `driverObject.MajorFunction.set(IRP_MJ_POWER, (device, irp) => { const extension = cast(EXTENSION, device.DeviceExtension); ${body} });`;
const GOOD_POWER = { entry: onPower('return PassDown(device, irp);'), read: ASK_POWER };

const POWER: readonly Injection[] = [
  { op: 'power', request: 'sleep' },
  { op: 'power', request: 'wake' },
];
const ACQUIRE =
  'if (!NT_SUCCESS(IoAcquireRemoveLock(extension.RemoveLock, irp))) return Complete(irp, STATUS_DELETE_PENDING);';

export const powerExamples: readonly Example[] = [
  {
    rule: 'RemoveLockReleasePower',
    steps: POWER,
    bad: { entry: onPower(`${ACQUIRE} ${SKIP}\n${CALL} //!\n`) },
    good: {
      entry: onPower(
        `${ACQUIRE} ${SKIP}\nconst status = IoCallDriver(extension.Lower, irp); IoReleaseRemoveLock(extension.RemoveLock, irp); return status;`,
      ),
    },
  },
  {
    rule: 'power/two-policy-owners',
    steps: [...POWER, { op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 }],
    bad: { read: '\nPoRequestPowerIrp(device, IRP_MN_SET_POWER, PowerDeviceD0, NULL, 0, NULL); //!\n' },
    good: {},
  },
  {
    rule: 'power/capabilities-loosened',
    steps: [],
    bad: { pnp: asksBus('capabilities.DeviceState.set(PowerSystemSleeping3, PowerDeviceD0);') },
    good: { pnp: asksBus('capabilities.SystemWake = PowerSystemUnspecified;') },
  },
  {
    rule: 'power/capabilities-inconsistent',
    steps: [],
    bad: { pnp: asksBus('capabilities.DeviceWake = PowerDeviceD1;') },
    good: { pnp: asksBus('capabilities.SystemWake = PowerSystemWorking; capabilities.DeviceWake = PowerDeviceD0;') },
  },
  {
    rule: 'C9/0x219', // PWR-22
    bad: { entry: onPower(`irp.IoStatus.Status = STATUS_UNSUCCESSFUL; ${SKIP}\n${CALL} //!\n`), read: ASK_POWER },
    good: { entry: onPower('return Complete(irp, STATUS_UNSUCCESSFUL);'), read: ASK_POWER },
  },
  {
    rule: 'C9/0x21A',
    bad: {
      entry: onPower(
        `${COPY} IoSetCompletionRoutine(irp, Signal, extension.Event, TRUE, TRUE, TRUE); IoCallDriver(extension.Lower, irp);
irp.IoStatus.Status = STATUS_NOT_SUPPORTED;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_NOT_SUPPORTED;`,
      ),
      read: ASK_POWER,
    },
    good: GOOD_POWER,
  },
  {
    rule: 'C9/0x231', // PWR-22
    bad: {
      entry: onPower('irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS;'),
      read: ASK_POWER,
    },
    good: GOOD_POWER,
  },
  {
    rule: 'C9/0x232',
    bad: { entry: onPower('\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_NOT_SUPPORTED;'), read: ASK_POWER },
    good: GOOD_POWER,
  },
];
