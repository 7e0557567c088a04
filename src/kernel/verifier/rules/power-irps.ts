/** Power IRPs: what a driver owes to the one that it handles, and what may not come of it. */
import type { RuleText } from '../rule.ts';
import { STANDARD, STRICT, WARNING } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const DETECTED_VIOLATION = 0xc4;
const MUST_NOT_FAIL = 0x247;
const PENDS =
  'call IoMarkIrpPending, pass the IRP down with a completion routine and return STATUS_PENDING from the dispatch routine';

export const MARK_POWER: RuleText = {
  ...STANDARD,
  id: 'MarkPower',
  title: 'The request for S0 is not kept pending although a device state is asked for when the drivers below are done',
  why: 'The dispatch routine says that the request is over while the completion routine still works on it; what is asked for then may come too late for whoever was told.',
  remedy: PENDS,
  document: 'wdm-markpower',
  bugCheck: null,
};

export const MARK_DEVICE_POWER: RuleText = {
  ...STANDARD,
  id: 'MarkDevicePower',
  title: 'The dispatch routine asks for a device state because of S0 and does not keep the request for S0 pending',
  why: 'The device request is on its way before the bus has heard of S0, and nothing puts the two into an order any more.',
  remedy: `${PENDS}; call PoRequestPowerIrp in the completion routine`,
  document: 'wdm-markdevicepower',
  bugCheck: null,
};

export const MARK_POWER_DOWN: RuleText = {
  ...STANDARD,
  id: 'MarkPowerDown',
  title: 'The request for a sleeping state is not kept pending until the device sleeps',
  why: 'The power manager takes the device for one that is down, and powers down the bus under it while its own request is still on its way.',
  remedy: `${PENDS}; complete the system request in the PowerCompletion routine of the device request`,
  document: 'wdm-markpowerdown',
  bugCheck: null,
};

export const POWER_UP_FAIL: RuleText = {
  ...STANDARD,
  id: 'PowerUpFail',
  title: 'A function or filter driver fails a request that powers up',
  why: 'The system is awake all the same. Drivers above take the device for one that has gone, and nobody tries again.',
  remedy: 'complete it with what the drivers below have said; report the device as failed with IoInvalidateDeviceState',
  document: 'wdm-powerupfail',
  bugCheck: [IOMANAGER_VIOLATION, MUST_NOT_FAIL],
};

export const POWER_DOWN_FAIL: RuleText = {
  ...STANDARD,
  id: 'PowerDownFail',
  title: 'A function or filter driver fails a request that powers down',
  why: 'Nobody can refuse any more: the system goes to sleep, and the device loses its power without being prepared.',
  remedy:
    'refuse IRP_MN_QUERY_POWER where there is a reason to; complete IRP_MN_SET_POWER with success, whatever happens',
  document: 'wdm-powerdownfail',
  bugCheck: [IOMANAGER_VIOLATION, MUST_NOT_FAIL],
};

export const NOT_UNDERSTOOD: RuleText = {
  ...STANDARD,
  id: 'C9/0x230',
  title: 'A power IRP that the driver does not understand is completed instead of passed down',
  why: 'The driver below, for which it was meant, never sees it.',
  remedy: 'skip the stack location and pass the IRP down, with its status as it is',
  document: 'handling-unsupported-or-unrecognized-power-irps',
  bugCheck: [IOMANAGER_VIOLATION, 0x230],
};

export const NOT_FROM_PO: RuleText = {
  ...STANDARD,
  id: 'power/irp-not-from-po',
  title: 'A driver makes a power IRP by itself',
  why: 'The power manager does not know of it: it sends another one at the same time, and keeps no watch over this one.',
  remedy: 'call PoRequestPowerIrp; of all power IRPs only IRP_MN_POWER_SEQUENCE is made with IoAllocateIrp',
  document: 'rules-for-handling-power-irps',
  bugCheck: null,
};

export const MUTATED: RuleText = {
  ...STANDARD,
  id: 'power/irp-changed',
  title: 'The function codes of a power IRP are changed on its way',
  why: 'The drivers below handle a request that nobody has sent, and the power manager finishes one that nobody has handled.',
  remedy: 'leave MajorFunction and MinorFunction of the stack location as they are',
  document: 'irp-mj-power',
  bugCheck: null,
};

export const NO_DEVICE_REQUEST: RuleText = {
  ...STANDARD,
  id: 'power/no-device-request',
  title: 'The system goes to sleep and nobody asks for a device state',
  why: 'The device is still on when the platform takes its power away: what it had to save is lost.',
  remedy:
    'in the driver that owns the power policy, call PoRequestPowerIrp for IRP_MN_SET_POWER when the drivers below have completed the system request',
  document: 'determining-the-correct-device-power-state',
  bugCheck: null,
};

export const NOT_REPORTED: RuleText = {
  ...WARNING,
  id: 'power/state-not-reported',
  title: 'A driver does not tell the power manager in which state its device is',
  why: 'The power manager goes on with the old state: idle detection and wait/wake decide by it.',
  remedy: 'call PoSetPowerState before the device leaves D0, and when it is in D0 again',
  document: 'nf-wdm-posetpowerstate',
  bugCheck: null,
};

export const CHILD_BEFORE_BUS: RuleText = {
  ...STANDARD,
  id: 'power/child-on-before-bus',
  title: 'A bus driver completes D0 for a child while the bus itself is not in D0',
  why: 'The function driver of the child touches its registers now, and the bus does not answer.',
  remedy: 'mark the request of the child pending, ask for D0 of the bus, and complete it when the bus is there',
  document: 'fast-startup-from-a-low-power-state',
  bugCheck: null,
};

export const BUS_BEFORE_CHILD: RuleText = {
  ...STANDARD,
  id: 'power/parent-off-under-child',
  title: 'A bus is powered down while a device on it is in D0',
  why: 'The device loses its power without its drivers having been told.',
  remedy: 'count the children that are in D0, and ask for a sleeping state only when there are none',
  document: 'managing-device-power-policy',
  bugCheck: null,
};

export const IO_FAILED_ASLEEP: RuleText = {
  ...WARNING,
  id: 'power/io-failed-asleep',
  title: 'A request is failed because the device sleeps',
  why: 'Programs see an error for a device that is only saving energy.',
  remedy: 'queue the request, ask for D0 with PoRequestPowerIrp, and go on when the device is there',
  document: 'queuing-i-o-requests-while-a-device-is-sleeping',
  bugCheck: null,
};

export const PAGED_AT_POWER: RuleText = {
  ...STRICT,
  id: 'PagedCodeAtPowerTrans',
  title: 'A routine that handles IRP_MN_SET_POWER lies in code that may be paged out',
  why: 'The disk from which it would be read may be asleep by then.',
  remedy: 'leave the routine out of pageable sections, or lock the section with MmLockPagableCodeSection',
  document: 'wdm-pagedcodeatpowertrans',
  bugCheck: null,
};

export const SLOW_SHUTDOWN: RuleText = {
  ...STANDARD,
  id: 'C4/0x115',
  title: 'The devices take more than 20 minutes to shut down',
  why: 'A user has pulled the plug long before, with whatever was not written yet.',
  remedy: 'finish what is under way in seconds, and fail what takes longer',
  document: 'bug-check-0xc4--driver-verifier-detected-violation',
  bugCheck: [DETECTED_VIOLATION, 0x115],
};

export const powerIrpRules: readonly RuleText[] = [
  MARK_POWER,
  MARK_DEVICE_POWER,
  MARK_POWER_DOWN,
  POWER_UP_FAIL,
  POWER_DOWN_FAIL,
  NOT_UNDERSTOOD,
  NOT_FROM_PO,
  MUTATED,
  NO_DEVICE_REQUEST,
  NOT_REPORTED,
  CHILD_BEFORE_BUS,
  BUS_BEFORE_CHILD,
  IO_FAILED_ASLEEP,
  PAGED_AT_POWER,
  SLOW_SHUTDOWN,
];
