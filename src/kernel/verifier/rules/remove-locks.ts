/** What can be wrong with remove locks. */
import {
  IRP_MJ_CLEANUP,
  IRP_MJ_CLOSE,
  IRP_MJ_CREATE,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_INTERNAL_DEVICE_CONTROL,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_READ,
  IRP_MJ_SHUTDOWN,
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MJ_WRITE,
  IRP_MN_QUERY_REMOVE_DEVICE,
  IRP_MN_REMOVE_DEVICE,
  IRP_MN_SURPRISE_REMOVAL,
} from '../../../abi/irp-codes.ts';
import { type RuleText, STANDARD, STRICT } from '../rule.ts';

const DETECTED_VIOLATION = 0xc4;
const REMOVE_LOCKS = 'using-remove-locks';

export const NOT_ACQUIRED: RuleText = {
  ...STANDARD,
  id: 'RemoveLock',
  title: 'A remove lock is released that nobody holds',
  why: 'The count reaches zero while requests are still on their way, and the device is deleted under them.',
  remedy: 'release the lock once for each IoAcquireRemoveLock that has succeeded',
  document: 'wdm-removelock',
  bugCheck: [DETECTED_VIOLATION, 0xd5],
};

export const WRONG_LOCK_TAG: RuleText = {
  ...STANDARD,
  id: 'C4/0xD5',
  title: 'A remove lock is released with another tag than it was acquired with',
  why: 'Nobody can tell any more who still holds the lock.',
  remedy: 'give IoReleaseRemoveLock the tag that was given to IoAcquireRemoveLock, most often the IRP',
  document: REMOVE_LOCKS,
  bugCheck: [DETECTED_VIOLATION, 0xd5],
};

export const WRONG_WAIT_TAG: RuleText = {
  ...STANDARD,
  id: 'C4/0xD6',
  title: 'IoReleaseRemoveLockAndWait is given another tag than the lock was acquired with',
  why: 'The wait is for one acquisition too many or too few.',
  remedy: 'acquire the lock with the IRP of IRP_MN_REMOVE_DEVICE, and give the same IRP to IoReleaseRemoveLockAndWait',
  document: REMOVE_LOCKS,
  bugCheck: [DETECTED_VIOLATION, 0xd6],
};

export const INITIALIZED_AGAIN: RuleText = {
  ...STANDARD,
  id: 'C4/0xD7',
  title: 'A remove lock is initialized a second time',
  why: 'Acquisitions from before are forgotten; their release then brings the count below what it should be.',
  remedy: 'call IoInitializeRemoveLock once, in AddDevice',
  document: REMOVE_LOCKS,
  bugCheck: [DETECTED_VIOLATION, 0xd7],
};

export const WAIT_OUTSIDE_REMOVE: RuleText = {
  ...STANDARD,
  id: 'IoReleaseRemoveLockAndWaitOutsideRemoveDevice',
  title: 'IoReleaseRemoveLockAndWait is called outside of IRP_MN_REMOVE_DEVICE',
  why: 'No request gets into the device any more, although it is not being removed.',
  remedy: 'call it only for IRP_MN_REMOVE_DEVICE, after the request was passed down',
  document: 'wdm-ioreleaseremovelockandwaitoutsideremovedevice',
  bugCheck: null,
};

/** One published rule for each kind of request. */
function stillHeld(kind: string, request: string): RuleText {
  return {
    ...STANDARD,
    id: `RemoveLockRelease${kind}`,
    title: `${request} is finished and its remove lock is still held`,
    why: 'IoReleaseRemoveLockAndWait waits for it for ever, so the device can never be removed.',
    remedy: 'call IoReleaseRemoveLock on every path of the dispatch routine',
    document: `wdm-removelockrelease${kind.toLowerCase()}`,
    bugCheck: null,
  };
}

/** By major code. */
export const STILL_HELD: Readonly<Record<number, RuleText>> = {
  [IRP_MJ_CREATE]: stillHeld('Create', 'A create request'),
  [IRP_MJ_CLOSE]: stillHeld('Close', 'A close request'),
  [IRP_MJ_CLEANUP]: stillHeld('Cleanup', 'A cleanup request'),
  [IRP_MJ_READ]: stillHeld('Read', 'A read request'),
  [IRP_MJ_WRITE]: stillHeld('Write', 'A write request'),
  [IRP_MJ_DEVICE_CONTROL]: stillHeld('DeviceControl', 'A device control request'),
  [IRP_MJ_INTERNAL_DEVICE_CONTROL]: stillHeld('InternalDeviceControl', 'An internal device control request'),
  [IRP_MJ_SHUTDOWN]: stillHeld('Shutdown', 'A shutdown request'),
  [IRP_MJ_SYSTEM_CONTROL]: stillHeld('SystemControl', 'A WMI request'),
  [IRP_MJ_PNP]: stillHeld('Pnp', 'A PnP request'),
  [IRP_MJ_POWER]: stillHeld('Power', 'A power request'),
};

function notHeld(id: string, request: string): RuleText {
  return {
    ...STRICT,
    id,
    title: `${request} is passed down without the remove lock`,
    why: 'The device can be deleted before the request has come back, and with it the extension that names the device below.',
    remedy: 'call IoAcquireRemoveLock before the request is passed down, and IoReleaseRemoveLock when it has come back',
    document: `wdm-${id.toLowerCase()}`,
    bugCheck: null,
  };
}

const FORWARDED: Readonly<Record<number, RuleText>> = {
  [IRP_MJ_READ]: notHeld('RemoveLockForwardRead', 'A read request'),
  [IRP_MJ_WRITE]: notHeld('RemoveLockForwardWrite', 'A write request'),
  [IRP_MJ_DEVICE_CONTROL]: notHeld('RemoveLockForwardDeviceControl', 'A device control request'),
  [IRP_MJ_INTERNAL_DEVICE_CONTROL]: notHeld(
    'RemoveLockForwardDeviceControlInternal',
    'An internal device control request',
  ),
};

const FORWARDED_REMOVAL: Readonly<Record<number, RuleText>> = {
  [IRP_MN_REMOVE_DEVICE]: notHeld('RemoveLockMnRemove2', 'IRP_MN_REMOVE_DEVICE'),
  [IRP_MN_SURPRISE_REMOVAL]: notHeld('RemoveLockMnSurpriseRemove', 'IRP_MN_SURPRISE_REMOVAL'),
  [IRP_MN_QUERY_REMOVE_DEVICE]: notHeld('RemoveLockQueryMnRemove', 'IRP_MN_QUERY_REMOVE_DEVICE'),
};

const FORWARDED_OTHER = notHeld('RemoveLockForward', 'A request');

/** @param code - major << 8 | minor */
export function forwardedUnlocked(code: number): RuleText {
  const major = code >>> 8;
  const removal = major === IRP_MJ_PNP ? FORWARDED_REMOVAL[code & 0xff] : undefined;
  return removal ?? FORWARDED[major] ?? FORWARDED_OTHER;
}

export const forwardedUnlockedRules: readonly RuleText[] = [
  ...Object.values(FORWARDED),
  ...Object.values(FORWARDED_REMOVAL),
  FORWARDED_OTHER,
];

export const NOT_DRAINED: RuleText = {
  ...STANDARD,
  id: 'RemoveLockMnRemove',
  title: 'A device with a remove lock is removed without IoReleaseRemoveLockAndWait',
  why: 'Requests that hold the lock are still on their way when the device is deleted: the lock was for nothing.',
  remedy:
    'acquire the lock for IRP_MN_REMOVE_DEVICE, pass the request down, call IoReleaseRemoveLockAndWait, then detach and delete',
  document: 'wdm-removelockmnremove',
  bugCheck: null,
};

export const SEVERAL_LOCKS: RuleText = {
  ...STRICT,
  id: 'MultRemoveLock',
  title: 'A device has more than one remove lock',
  why: 'IoReleaseRemoveLockAndWait waits for one of them: requests under the other one are not waited for.',
  remedy: 'use one IO_REMOVE_LOCK for each device, in its device extension',
  document: 'wdm-multremovelock',
  bugCheck: null,
};

export const removeLockRules: readonly RuleText[] = [
  NOT_ACQUIRED,
  WRONG_LOCK_TAG,
  WRONG_WAIT_TAG,
  INITIALIZED_AGAIN,
  WAIT_OUTSIDE_REMOVE,
  ...Object.values(STILL_HELD),
  ...forwardedUnlockedRules,
  NOT_DRAINED,
  SEVERAL_LOCKS,
];
