/** IRPs: sent, passed down, completed, returned. */
import type { Injection } from '../../../src/protocol/injection.ts';
import type { Example } from './support.ts';

const pnp = (...requests: readonly string[]): readonly Injection[] =>
  requests.map((request) => ({ op: 'pnp', device: 'dev0', request }) as Injection);

const COPY = 'IoCopyCurrentIrpStackLocationToNext(irp);';
const SET = 'IoSetCompletionRoutine(irp, OnDone, extension, TRUE, TRUE, TRUE);';
const SKIP = 'IoSkipCurrentIrpStackLocation(irp);';
const CALL = 'return IoCallDriver(extension.Lower, irp);';

/** Sends an IRP of its own while it handles IRP_MN_QUERY_STOP_DEVICE, which may wait. */
const sends = (what: string): string =>
  `if (minor === IRP_MN_QUERY_STOP_DEVICE) { const own = NewIrp(extension.Lower, ${what});\nawait IoCallDriver(extension.Lower, own); //!\n}`;

export const forwardingExamples: readonly Example[] = [
  {
    rule: 'C9/0x10',
    bad: {
      read: `const old = out(); KeRaiseIrql(3, old);\n${SKIP}\nconst status = IoCallDriver(extension.Lower, irp); //!\nKeLowerIrql(old.value); return status;`,
    },
    good: {
      read: `const old = out(); KeRaiseIrql(2, old);\n${SKIP}\nconst status = IoCallDriver(extension.Lower, irp);\nKeLowerIrql(old.value); return status;`,
    },
  },
  {
    rule: 'C9/0x203',
    bad: { read: `IoSetCancelRoutine(irp, NoCancel); ${SKIP}\n${CALL} //!` },
    good: { read: `IoSetCancelRoutine(irp, NoCancel); IoSetCancelRoutine(irp, NULL); ${SKIP}\n${CALL}` },
  },
  {
    rule: 'C9/0x205',
    onDisk: true,
    bad: {
      read: `function Stop() { return STATUS_MORE_PROCESSING_REQUIRED; }
${COPY} IoSetCompletionRoutine(irp, Stop, extension, TRUE, TRUE, TRUE); IoMarkIrpPending(irp); IoCallDriver(extension.Lower, irp); ${SKIP}
IoCallDriver(extension.Lower, irp); //!\nreturn STATUS_PENDING;`,
    },
    good: {
      read: `function Again(_device, same) { IoCopyCurrentIrpStackLocationToNext(same); IoSetCompletionRoutine(same, OnDone, extension, TRUE, TRUE, TRUE); IoCallDriver(extension.Lower, same); return STATUS_MORE_PROCESSING_REQUIRED; }
${COPY} IoSetCompletionRoutine(irp, Again, extension, TRUE, TRUE, TRUE); IoMarkIrpPending(irp); IoCallDriver(extension.Lower, irp); return STATUS_PENDING;`,
    },
  },
  {
    rule: 'C9/0x206',
    bad: { read: `${COPY} IoGetNextIrpStackLocation(irp).Control = 0xe0;\n${CALL} //!` },
    good: { read: `${COPY} ${SET}\n${CALL}` },
  },
  {
    rule: 'C9/0x207',
    isBelow: true,
    bad: {
      read: `const own = IoGetCurrentIrpStackLocation(irp); const next = IoGetNextIrpStackLocation(irp); ${COPY}
next.CompletionRoutine = own.CompletionRoutine; next.Context = own.Context;\n${CALL} //!`,
    },
    good: { read: `${COPY} ${SET}\n${CALL}` },
  },
  {
    rule: 'C9/0x212',
    isBelow: true,
    bad: { read: `${SKIP} ${SET}\n${CALL} //!` },
    good: { read: `${COPY} ${SET}\n${CALL}` },
  },
  {
    rule: 'C9/0x215',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: `if (minor === IRP_MN_QUERY_STOP_DEVICE) { irp.IoStatus.Status = STATUS_UNSUCCESSFUL; ${SKIP}\nreturn IoCallDriver(extension.Lower, irp); //!\n}`,
    },
    good: { pnp: 'if (minor === IRP_MN_QUERY_STOP_DEVICE) return Complete(irp, STATUS_UNSUCCESSFUL);' },
  },
  {
    rule: 'C9/0x216',
    isBelow: true,
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: `if (minor === IRP_MN_CANCEL_STOP_DEVICE) { irp.IoStatus.Status = STATUS_NOT_SUPPORTED; ${SKIP}\nreturn IoCallDriver(extension.Lower, irp); //!\n}`,
    },
    good: {},
  },
  {
    rule: 'irp/next-location-blank',
    bad: { read: `${CALL} //!` },
    good: { read: `${SKIP}\n${CALL}` },
  },
  {
    rule: 'C9/0x21C',
    bad: { read: `${COPY}\n${CALL} //!` },
    good: { read: `${SKIP}\n${CALL}` },
  },
  {
    rule: 'C9/0x23A',
    steps: pnp('disable', 'enable'),
    bad: {
      pnp: `if (minor === IRP_MN_FILTER_RESOURCE_REQUIREMENTS) { const old = out(); KeRaiseIrql(2, old); ${SKIP}
const passed = await IoCallDriver(extension.Lower, irp); //!\nKeLowerIrql(old.value); return passed; }`,
    },
    good: {},
  },
  {
    rule: 'C9/0x20E',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: sends('IRP_MJ_PNP, IRP_MN_QUERY_INTERFACE, STATUS_SUCCESS') },
    good: { pnp: sends('IRP_MJ_PNP, IRP_MN_QUERY_INTERFACE, STATUS_NOT_SUPPORTED') },
  },
  {
    rule: 'C9/0x20F',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: sends('IRP_MJ_POWER, IRP_MN_POWER_SEQUENCE, STATUS_SUCCESS') },
    good: { pnp: sends('IRP_MJ_POWER, IRP_MN_POWER_SEQUENCE, STATUS_NOT_SUPPORTED') },
  },
  {
    rule: 'C9/0x210',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: sends('IRP_MJ_SYSTEM_CONTROL, 0, STATUS_SUCCESS') },
    good: { pnp: sends('IRP_MJ_SYSTEM_CONTROL, 0, STATUS_NOT_SUPPORTED') },
  },
  {
    rule: 'C9/0x237',
    steps: pnp('queryStop', 'cancelStop'),
    bad: { pnp: sends('IRP_MJ_PNP, IRP_MN_QUERY_PNP_DEVICE_STATE, STATUS_NOT_SUPPORTED') },
    good: { read: 'IoInvalidateDeviceState(extension.Pdo);' },
  },
  {
    rule: 'IoAllocateForward',
    bad: {
      read: 'const own = NewIrp(extension.Lower, IRP_MJ_READ, 0, STATUS_SUCCESS); IoSetCompletionRoutine(own, NULL, NULL, FALSE, FALSE, FALSE);\nIoCallDriver(extension.Lower, own); //!',
    },
    good: { read: 'IoCallDriver(extension.Lower, NewIrp(extension.Lower, IRP_MJ_READ, 0, STATUS_SUCCESS));' },
  },
];

const ASK_OURSELVES =
  'if (minor === IRP_MN_QUERY_STOP_DEVICE) await IoCallDriver(device, NewIrp(device, IRP_MJ_PNP, IRP_MN_QUERY_ID, STATUS_NOT_SUPPORTED));';

export const completingExamples: readonly Example[] = [
  {
    rule: 'C9/0x06',
    bad: {
      read: 'IoMarkIrpPending(irp); irp.IoStatus.Status = STATUS_PENDING;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_PENDING;',
    },
    good: {
      read: 'IoMarkIrpPending(irp); irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0);\nreturn STATUS_PENDING;',
    },
  },
  {
    rule: 'C9/0x07',
    bad: {
      read: 'IoSetCancelRoutine(irp, NoCancel); irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS;',
    },
    good: {
      read: 'IoSetCancelRoutine(irp, NoCancel); IoSetCancelRoutine(irp, NULL); return Complete(irp, STATUS_SUCCESS);',
    },
  },
  {
    rule: 'C9/0x0E',
    bad: {
      read: 'const old = out(); KeRaiseIrql(3, old); irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nKeLowerIrql(old.value); return STATUS_SUCCESS;',
    },
    good: {
      read: 'const old = out(); KeRaiseIrql(2, old); Complete(irp, STATUS_SUCCESS);\nKeLowerIrql(old.value); return STATUS_SUCCESS;',
    },
  },
  {
    rule: 'C9/0x22D',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: `${ASK_OURSELVES} if (minor === IRP_MN_QUERY_ID) { irp.IoStatus.Status = STATUS_INVALID_PARAMETER;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_INVALID_PARAMETER; }`,
    },
    good: { pnp: ASK_OURSELVES },
  },
  {
    rule: 'C9/0x22E',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: 'if (minor === IRP_MN_CANCEL_STOP_DEVICE) { irp.IoStatus.Status = STATUS_SUCCESS;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_SUCCESS; }',
    },
    good: {},
  },
  {
    rule: 'C9/0x22F',
    steps: [],
    bad: {
      pnp: 'if (minor === IRP_MN_FILTER_RESOURCE_REQUIREMENTS) {\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_NOT_SUPPORTED; }',
    },
    good: {},
  },
  {
    rule: 'C9/0x247',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: 'if (minor === IRP_MN_CANCEL_STOP_DEVICE) { await ForwardAndWait(extension, irp); irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL; }',
    },
    good: {
      pnp: 'if (minor === IRP_MN_CANCEL_STOP_DEVICE) return Complete(irp, await ForwardAndWait(extension, irp));',
    },
  },
  {
    rule: 'C9/0x306',
    steps: pnp('disable'),
    bad: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { const below = extension.Lower; irp.IoStatus.Status = STATUS_SUCCESS; await ForwardAndWait(extension, irp);
IoDetachDevice(below); IoDeleteDevice(device); irp.IoStatus.Status = STATUS_UNSUCCESSFUL;\nIoCompleteRequest(irp, 0); //!\nreturn STATUS_UNSUCCESSFUL; }`,
    },
    good: {},
  },
];

export const returningExamples: readonly Example[] = [
  {
    rule: 'C9/0x05',
    routine: 'DispatchRead',
    bad: { read: 'KeRaiseIrql(APC_LEVEL, out());' },
    good: { read: 'const old = out(); KeRaiseIrql(APC_LEVEL, old); KeLowerIrql(old.value);' },
  },
  {
    rule: 'C4/0xC5',
    routine: 'DispatchRead',
    bad: { read: 'KeEnterCriticalRegion();' },
    good: { read: 'KeEnterCriticalRegion(); KeLeaveCriticalRegion();' },
  },
  {
    rule: 'C9/0x224',
    routine: 'DispatchRead',
    bad: { read: 'Complete(irp, STATUS_SUCCESS); return STATUS_UNSUCCESSFUL;' },
    good: { read: 'return Complete(irp, STATUS_UNSUCCESSFUL);' },
  },
  {
    rule: 'C9/0x224',
    steps: pnp('queryStop', 'cancelStop'),
    bad: {
      pnp: `if (minor === IRP_MN_QUERY_STOP_DEVICE) { ${SKIP}\nawait IoCallDriver(extension.Lower, irp); //!\nreturn STATUS_NO_SUCH_DEVICE; }`,
    },
    good: {
      pnp: `if (minor === IRP_MN_QUERY_STOP_DEVICE) { ${SKIP}\nreturn await IoCallDriver(extension.Lower, irp); }`,
    },
  },
  {
    rule: 'C9/0x225',
    routine: 'DispatchRead',
    bad: { read: 'Complete(irp, STATUS_SUCCESS); return 0xffffffff;' },
    good: { read: 'return Complete(irp, STATUS_SUCCESS);' },
  },
  {
    rule: 'C9/0x226',
    routine: 'DispatchRead',
    bad: { read: 'return STATUS_SUCCESS;' },
    good: { read: 'return Complete(irp, STATUS_SUCCESS);' },
  },
  {
    rule: 'C9/0x228',
    routine: 'OnDone',
    onDisk: true,
    bad: { read: 'return PassWithRoutine(extension, irp);', done: 'extension.Saved = 0;' },
    good: { read: 'return PassWithRoutine(extension, irp);' },
  },
  {
    rule: 'C4/0xFA',
    routine: 'OnDone',
    bad: { read: 'return PassWithRoutine(extension, irp);', done: 'KeRaiseIrql(APC_LEVEL, out());' },
    good: {
      read: 'return PassWithRoutine(extension, irp);',
      done: 'const old = out(); KeRaiseIrql(APC_LEVEL, old); KeLowerIrql(old.value);',
    },
  },
  {
    rule: 'C9/0x23D',
    routine: 'DispatchRead',
    bad: { read: 'PassWithRoutine(extension, irp); return STATUS_PENDING;' },
    good: { read: 'IoMarkIrpPending(irp); PassWithRoutine(extension, irp); return STATUS_PENDING;' },
  },
  {
    rule: 'C9/0x23E',
    routine: 'DispatchRead',
    bad: { read: 'IoMarkIrpPending(irp); return PassWithRoutine(extension, irp);' },
    good: { read: 'IoMarkIrpPending(irp); PassWithRoutine(extension, irp); return STATUS_PENDING;' },
  },
  {
    rule: 'C9/0x21D',
    steps: pnp('disable'),
    bad: { pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${SKIP}\nreturn IoCallDriver(extension.Lower, irp); //!\n}` },
    good: {},
  },
  {
    rule: 'C9/0x21E',
    steps: pnp('disable'),
    bad: {
      pnp: `if (minor === IRP_MN_REMOVE_DEVICE) { ${SKIP}\nconst passed = await IoCallDriver(extension.Lower, irp); //!\nIoDetachDevice(extension.Lower); return passed; }`,
    },
    good: {},
  },
];

/** An IRP of one's own to the slow disk below: it is still on its way when IoCallDriver returns. */
const SLOW_READ = `const own = NewIrp(extension.Lower, IRP_MJ_FLUSH_BUFFERS, 0, STATUS_SUCCESS);
const sent = IoCallDriver(extension.Lower, own);`;
const OWN = 'const own = NewIrp(extension.Lower, IRP_MJ_FLUSH_BUFFERS, 0, STATUS_SUCCESS);';

export const ownershipExamples: readonly Example[] = [
  {
    rule: 'IoAllocateComplete',
    bad: { read: `${OWN}\nIoCompleteRequest(own, 0); //!` },
    good: { read: `${OWN} IoFreeIrp(own);` },
  },
  {
    rule: 'C9/0x20B',
    onDisk: true,
    bad: { read: `${SLOW_READ}\nIoFreeIrp(own); //!` },
    good: { read: SLOW_READ },
  },
  {
    rule: 'C9/0x209',
    onDisk: true,
    bad: {
      read: `function Stop() { return STATUS_MORE_PROCESSING_REQUIRED; }
${COPY} IoSetCompletionRoutine(irp, Stop, extension, TRUE, TRUE, TRUE); IoMarkIrpPending(irp); IoCallDriver(extension.Lower, irp); irp.IoStatus.Status = STATUS_SUCCESS;
IoCompleteRequest(irp, 0); //!\nreturn STATUS_PENDING;`,
    },
    good: {
      read: `function Later(_device, same) { IoCompleteRequest(same, 0); return STATUS_MORE_PROCESSING_REQUIRED; }
${COPY} IoSetCompletionRoutine(irp, Later, extension, TRUE, TRUE, TRUE); IoMarkIrpPending(irp); IoCallDriver(extension.Lower, irp); return STATUS_PENDING;`,
    },
  },
  {
    rule: 'C9/0x229',
    onDisk: true,
    bad: {
      read: `const status = PassWithRoutine(extension, irp);\nIoSetCancelRoutine(irp, NoCancel); //!\nIoSetCancelRoutine(irp, NULL); return status;`,
    },
    good: { read: 'IoSetCancelRoutine(irp, NoCancel); IoSetCancelRoutine(irp, NULL);' },
  },
  {
    rule: 'C4/0x105',
    bad: { read: `${OWN}\nExFreePool(own); //!` },
    good: { read: `${OWN} IoFreeIrp(own);` },
  },
];
