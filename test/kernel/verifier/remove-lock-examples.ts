/** Remove locks: by kind of request, on the way down, and at the end of the device. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example, Parts } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

const ACQUIRE = 'IoAcquireRemoveLock(extension.RemoveLock, irp);';
const RELEASE = 'IoReleaseRemoveLock(extension.RemoveLock, irp);';
const PASS = 'IoSkipCurrentIrpStackLocation(irp);\nreturn IoCallDriver(extension.Lower, irp); //!\n';
/** A read makes the driver send a request of its own to the top of its stack. */
const sends = (major: string): string => `IoCallDriver(device, NewIrp(device, ${major}, 0, STATUS_SUCCESS));`;

/** The request is completed here, with or without giving the lock back. */
function handles(major: string, body: string): Parts {
  return {
    entry: `driverObject.MajorFunction.set(${major}, Handle);`,
    more: `function Handle(device, irp) {\nconst extension = cast(EXTENSION, device.DeviceExtension);\n${body}\n}`,
    ...(major === 'IRP_MJ_READ' ? {} : { read: sends(major) }),
  };
}

/** A WMI request belongs to a driver below: it is sent on, and the lock is held meanwhile. */
function systemControl(end: string): Parts {
  const handler = handles('IRP_MJ_SYSTEM_CONTROL', `${ACQUIRE} IoSkipCurrentIrpStackLocation(irp);\n${end}`);
  return {
    entry: `${handler.entry} driverObject.MajorFunction.set(IRP_MJ_READ, Ask);`,
    more: `${handler.more?.replace('function', 'async function')}
async function Ask(device, irp) {
  await IoCallDriver(device, NewIrp(device, IRP_MJ_SYSTEM_CONTROL, 0, STATUS_NOT_SUPPORTED));
  return PassDown(device, irp);
}`,
  };
}

function stillHeld(rule: string, major: string): Example {
  const done = 'Complete(irp, STATUS_SUCCESS);';
  return {
    rule,
    routine: 'Handle',
    bad: handles(major, `${ACQUIRE} return ${done}`),
    good: handles(major, `${ACQUIRE} const status = ${done} ${RELEASE} return status;`),
  };
}

function forwarded(rule: string, major: string): Example {
  return {
    rule,
    bad: handles(major, `${ACQUIRE} ${RELEASE} ${PASS}`),
    good: handles(
      major,
      `${ACQUIRE} IoSkipCurrentIrpStackLocation(irp); const status = IoCallDriver(extension.Lower, irp); ${RELEASE} return status;`,
    ),
  };
}

const LEAVE = 'IoDetachDevice(lower); IoDeleteDevice(device); return status;';
const DRAIN = `${ACQUIRE} await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); ${LEAVE}`;

function forwardedPnp(rule: string, minor: string, steps: readonly Injection[]): Example {
  return {
    rule,
    steps,
    bad: { pnp: `if (minor === ${minor}) { ${ACQUIRE} ${RELEASE} ${PASS} }`, removed: DRAIN },
    good: {
      removed: DRAIN,
      pnp: `if (minor === ${minor}) { ${ACQUIRE} IoSkipCurrentIrpStackLocation(irp); const status = await IoCallDriver(extension.Lower, irp); ${RELEASE} return status; }`,
    },
  };
}

export const removeLockExamples: readonly Example[] = [
  stillHeld('RemoveLockReleaseCreate', 'IRP_MJ_CREATE'),
  stillHeld('RemoveLockReleaseClose', 'IRP_MJ_CLOSE'),
  stillHeld('RemoveLockReleaseCleanup', 'IRP_MJ_CLEANUP'),
  stillHeld('RemoveLockReleaseRead', 'IRP_MJ_READ'),
  stillHeld('RemoveLockReleaseWrite', 'IRP_MJ_WRITE'),
  stillHeld('RemoveLockReleaseDeviceControl', 'IRP_MJ_DEVICE_CONTROL'),
  stillHeld('RemoveLockReleaseInternalDeviceControl', 'IRP_MJ_INTERNAL_DEVICE_CONTROL'),
  stillHeld('RemoveLockReleaseShutdown', 'IRP_MJ_SHUTDOWN'),
  {
    rule: 'RemoveLockReleaseSystemControl',
    bad: systemControl('const status = await IoCallDriver(extension.Lower, irp); //!\nreturn status;'),
    good: systemControl(`const status = await IoCallDriver(extension.Lower, irp); ${RELEASE} return status;`),
  },
  forwarded('RemoveLockForwardRead', 'IRP_MJ_READ'),
  forwarded('RemoveLockForwardWrite', 'IRP_MJ_WRITE'),
  forwarded('RemoveLockForwardDeviceControl', 'IRP_MJ_DEVICE_CONTROL'),
  forwarded('RemoveLockForwardDeviceControlInternal', 'IRP_MJ_INTERNAL_DEVICE_CONTROL'),
  forwarded('RemoveLockForward', 'IRP_MJ_FLUSH_BUFFERS'),
  forwardedPnp('RemoveLockQueryMnRemove', 'IRP_MN_QUERY_REMOVE_DEVICE', pnp('queryRemove', 'cancelRemove')),
  forwardedPnp('RemoveLockMnSurpriseRemove', 'IRP_MN_SURPRISE_REMOVAL', pnp('surpriseRemove')),
  {
    rule: 'RemoveLockMnRemove2',
    steps: pnp('disable'),
    bad: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${ACQUIRE} ${RELEASE} const lower = extension.Lower; IoSkipCurrentIrpStackLocation(irp);
const status = await IoCallDriver(lower, irp); //!
${ACQUIRE} await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); ${LEAVE} }`,
    },
    good: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${ACQUIRE} const lower = extension.Lower; IoSkipCurrentIrpStackLocation(irp); const status = await IoCallDriver(lower, irp); await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); ${LEAVE} }`,
    },
  },
  {
    rule: 'RemoveLockMnRemove',
    steps: pnp('disable'),
    bad: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${ACQUIRE} const lower = extension.Lower; IoSkipCurrentIrpStackLocation(irp);
const status = await IoCallDriver(lower, irp); //!
${RELEASE} ${LEAVE} }`,
    },
    good: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${ACQUIRE} const lower = extension.Lower; IoSkipCurrentIrpStackLocation(irp); const status = await IoCallDriver(lower, irp); await IoReleaseRemoveLockAndWait(extension.RemoveLock, irp); ${LEAVE} }`,
    },
  },
  {
    rule: 'MultRemoveLock',
    bad: {
      add: 'IoInitializeRemoveLock(extension.OtherLock, 0, 0, 0);',
      read: `${ACQUIRE}\nIoAcquireRemoveLock(extension.OtherLock, irp); //!\nIoReleaseRemoveLock(extension.OtherLock, irp); const status = Complete(irp, STATUS_SUCCESS); ${RELEASE} return status;`,
    },
    good: { read: `${ACQUIRE} const status = Complete(irp, STATUS_SUCCESS); ${RELEASE} return status;` },
  },
];
