/** Routines of the power manager, and others while a power IRP is handled: what may be called when. */
import { type RuleText, STANDARD, STRICT } from '../rule.ts';

const DETECTED_VIOLATION = 0xc4;
const IDLE = 'using-power-manager-routines-for-idle-detection';

export const IRP_OUT: RuleText = {
  ...STANDARD,
  id: 'RequestedPowerIrp',
  title: 'PoRequestPowerIrp is asked for the IRP of a request that belongs to the power manager',
  why: 'Only a wait/wake IRP may be cancelled by who has asked for it; any other one is gone when it is looked at.',
  remedy: 'give NULL for Irp unless the request is IRP_MN_WAIT_WAKE',
  document: 'wdm-requestedpowerirp',
  bugCheck: [DETECTED_VIOLATION, 0x4100b],
};

export const TWO_OWNERS: RuleText = {
  ...STANDARD,
  id: 'power/two-policy-owners',
  title: 'Two drivers of a stack ask for power states of the same device',
  why: 'Each takes the requests of the other for changes of its own: the device sleeps while one of them works with it.',
  remedy: 'leave power policy to one driver of the stack, most often the function driver',
  document: 'managing-device-power-policy',
  bugCheck: null,
};

export const SET_FOR_QUERY: RuleText = {
  ...STANDARD,
  id: 'power/device-set-for-query',
  title: 'A device state is set because the system only asks',
  why: 'Another driver may refuse, and the system stays awake with a device that sleeps.',
  remedy: 'ask with IRP_MN_QUERY_POWER for the device too, and set its state when IRP_MN_SET_POWER comes',
  document: 'handling-a-system-query-power-irp-in-a-device-power-policy-owner',
  bugCheck: null,
};

export const TOO_POWERED: RuleText = {
  ...STANDARD,
  id: 'power/device-state-too-high',
  title: 'A device state is asked for that the system state does not allow',
  why: 'The bus has no power to give in that system state, so the device falls into a deeper one that its drivers do not know of.',
  remedy: 'take DeviceState of DEVICE_CAPABILITIES for the system state, or a deeper one',
  document: 'devicestate',
  bugCheck: null,
};

export const SIDEWAYS: RuleText = {
  ...STRICT,
  id: 'power/between-sleeping-states',
  title: 'A device is to go from one sleeping state to another',
  why: 'Hardware changes between D0 and each of the others only; what the device does with its context on any other way is not defined.',
  remedy: 'ask for D0 first, and for the other state when the device is there',
  document: 'device-power-states',
  bugCheck: null,
};

export const PASSIVE_IN_POWER: RuleText = {
  ...STRICT,
  id: 'PowerIrpDDIs',
  title: 'A routine that needs PASSIVE_LEVEL is called while IRP_MN_SET_POWER is handled',
  why: 'As soon as a special file lies on the device the request comes at DISPATCH_LEVEL.',
  remedy: 'do it in IRP_MN_START_DEVICE, or in a work item when the power request is over',
  document: 'wdm-powerirpddis',
  bugCheck: null,
};

export const ALLOCATES_GOING_DOWN: RuleText = {
  ...STRICT,
  id: 'PowerDownAllocate',
  title: 'Memory is allocated while the system goes to sleep',
  why: 'The disk with the page file may be asleep: memory cannot be made free any more, and the allocation fails or waits.',
  remedy: 'allocate what is needed for power transitions when the device is started',
  document: 'wdm-powerdownallocate',
  bugCheck: null,
};

export const IDLE_NULL: RuleText = {
  ...STANDARD,
  id: 'power/idle-null-pointer',
  title: 'A device is called busy with a NULL pointer',
  why: 'PoRegisterDeviceForIdleDetection gives NULL where it does not register; the macro then writes to address 0.',
  remedy: 'look at the pointer before PoSetDeviceBusyEx, PoStartDeviceBusy and PoEndDeviceBusy',
  document: IDLE,
  bugCheck: null,
};

export const IDLE_UNBALANCED: RuleText = {
  ...STANDARD,
  id: 'power/idle-unbalanced',
  title: 'PoEndDeviceBusy is called without PoStartDeviceBusy before it',
  why: 'The count of busy periods runs below zero, and the device sleeps in the middle of the next one.',
  remedy: 'call PoEndDeviceBusy once for each PoStartDeviceBusy',
  document: IDLE,
  bugCheck: null,
};

export const WAKE_BAD_TIME: RuleText = {
  ...STANDARD,
  id: 'power/wait-wake-bad-time',
  title: 'A wait/wake IRP is asked for while the device sleeps, or while it is being powered down',
  why: 'The bus driver arms a device that it may not touch, or one that loses its power the next moment.',
  remedy: 'arm the device in D0, for example at the end of IRP_MN_START_DEVICE',
  document: 'irp-mn-wait-wake',
  bugCheck: null,
};

export const WAKE_CANCELLED_BY_OTHER: RuleText = {
  ...STANDARD,
  id: 'power/wait-wake-cancelled-by-other',
  title: 'A driver cancels a wait/wake IRP that another one has asked for',
  why: 'The IRP may be gone in the same moment; and its owner believes that the device can still wake the system.',
  remedy: 'leave IoCancelIrp to the driver that has got the IRP from PoRequestPowerIrp',
  document: 'canceling-a-wait-wake-irp',
  bugCheck: null,
};

export const powerCallRules: readonly RuleText[] = [
  IRP_OUT,
  TWO_OWNERS,
  SET_FOR_QUERY,
  TOO_POWERED,
  SIDEWAYS,
  PASSIVE_IN_POWER,
  ALLOCATES_GOING_DOWN,
  IDLE_NULL,
  IDLE_UNBALANCED,
  WAKE_BAD_TIME,
  WAKE_CANCELLED_BY_OTHER,
];
