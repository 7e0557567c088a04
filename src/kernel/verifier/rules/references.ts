/** What can be wrong with references to device objects, and with the way onto a stack. */
import { IRP_MJ_PNP, IRP_MN_REMOVE_DEVICE } from '../../../abi/irp-codes.ts';
import type { IrpPoint } from '../irp-point.ts';
import { type Rule, type RuleText, STANDARD } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const REMOVE_DEVICE = (IRP_MJ_PNP << 8) | IRP_MN_REMOVE_DEVICE;

export const DANGLING: RuleText = {
  ...STANDARD,
  id: 'DanglingDeviceObjectReference',
  title: 'A driver is unloaded and has not given back what IoGetAttachedDeviceReference returned',
  why: 'The device object can never go, and neither can the driver that it belongs to.',
  remedy: 'call ObDereferenceObject with the device object when it is not needed any more',
  document: 'wdm-danglingdeviceobjectreference',
  bugCheck: null,
};

export const UNREFERENCED_TARGET: RuleText = {
  ...STANDARD,
  id: 'TargetRelationNeedsRef',
  title: 'A bus driver reports a target device and has not referenced it',
  why: 'The caller gives a reference back that nobody has taken: the device object goes while it is in use.',
  remedy: 'call ObReferenceObject for the PDO before it is put into the list of TargetDeviceRelation',
  document: 'wdm-targetrelationneedsref',
  bugCheck: [IOMANAGER_VIOLATION, 0x22c],
};

export const TARGET_WITHOUT_ANSWER: RuleText = {
  ...STANDARD,
  id: 'C9/0x24B',
  title: 'IRP_MN_QUERY_DEVICE_RELATIONS for the target device succeeds without an answer',
  why: 'Whoever asked takes what is at address 0 for the list of devices.',
  remedy: 'allocate DEVICE_RELATIONS with the one PDO, or leave the status as it came',
  document: 'irp-mn-query-device-relations',
  bugCheck: [IOMANAGER_VIOLATION, 0x24b],
};

export const WRONG_TARGET: RuleText = {
  ...STANDARD,
  id: 'PnpSameDeviceObject',
  title: 'IoAttachDeviceToDeviceStack is given a target on which nothing can stand',
  why: 'The device is on no stack, or on itself: requests go round for ever, or into memory that is no device object.',
  remedy: 'give it the PDO that AddDevice was called with',
  document: 'wdm-pnpsamedeviceobject',
  bugCheck: null,
};

export const NOT_CREATED: RuleText = {
  ...STANDARD,
  id: 'AddDevice',
  title: 'A device is attached that the driver has not created',
  why: 'The stack gets a device object of another driver, or no device object at all, in the place of its own.',
  remedy: 'call IoCreateDevice before IoAttachDeviceToDeviceStack, look at what it returns, and attach that device',
  document: 'wdm-adddevice',
  bugCheck: null,
};

export const referenceRules: readonly RuleText[] = [
  DANGLING,
  UNREFERENCED_TARGET,
  TARGET_WITHOUT_ANSWER,
  WRONG_TARGET,
  NOT_CREATED,
];

/** When a driver sends an IRP on. */
export const deletedRules: readonly Rule<IrpPoint>[] = [
  {
    ...STANDARD,
    id: 'DeleteDevice',
    title: 'A device is deleted before IRP_MN_REMOVE_DEVICE is passed down',
    why: 'The drivers below may still need what is above them, and the extension with the device below is freed memory.',
    remedy: 'pass the IRP down first, then call IoDetachDevice and IoDeleteDevice',
    document: 'wdm-deletedevice',
    bugCheck: null,
    majors: [IRP_MJ_PNP],
    check: (point) =>
      point.code === REMOVE_DEVICE && point.isDeleted && !point.frame.wasDeleted
        ? 'the device object was deleted, and the request goes down only now'
        : undefined,
  },
];
