/** Device usage notifications: what each driver in the path of a special file owes to the others. */
import { DO_POWER_INRUSH, DO_POWER_PAGABLE } from '../../../abi/device-flags.ts';
import { DeviceUsageTypeDumpFile, DeviceUsageTypeHibernation, DeviceUsageTypePaging } from '../../../abi/enums.ts';
import { nameOfStatus, usageTypes } from '../../../abi/names.ts';
import { NT_SUCCESS } from '../../../abi/ntstatus.ts';
import type { EarlierStep } from '../../sim/finding.ts';
import { earlierAt, type Rule, type RuleText, STANDARD, STRICT, WARNING } from '../rule.ts';
import { anyFile, countOf, isCounted, type UsageOperation, type UsageVisit } from '../usage-visit.ts';

/** A notification at a device, and the whole of which it is a part. */
export interface UsagePoint {
  readonly visit: UsageVisit;
  readonly operation: UsageOperation;
}

export interface UsageRule extends Rule<UsagePoint> {
  /** Which earlier line is to blame; left out: the one that runs now. */
  readonly site?: (visit: UsageVisit) => Error | null;
  readonly earlier?: (visit: UsageVisit) => readonly EarlierStep[];
}

const DOCUMENT = 'irp-mn-device-usage-notification';
const STORAGE = 'handling-pnp-paging-requests';

function typeName(type: number): string {
  const name = usageTypes.find(([, value]) => value === type)?.[0] ?? `type ${type}`;
  return name.replace('DeviceUsageType', '').replace('File', '').toLowerCase();
}

function files(visit: UsageVisit): string {
  const { paging, hibernation, dump } = visit.at.after;
  return `${paging} paging, ${hibernation} hibernation and ${dump} dump files`;
}

const COUNTED = [DeviceUsageTypePaging, DeviceUsageTypeHibernation, DeviceUsageTypeDumpFile];
const isPagable = (flags: number): boolean => (flags & DO_POWER_PAGABLE) !== 0;

function sum(of: (type: number) => number): number {
  return COUNTED.reduce((total, type) => total + of(type), 0);
}

/** The driver's own counts have gone another way than the notifications; also that of a type that was not the one (USE-02). */
function miscounted(visit: UsageVisit): string | undefined {
  const { at, type, inPath } = visit;
  if (at.counters.size === 0) return undefined;
  // A driver may have one counter for files of all types.
  const inAll = sum((one) => at.counted(one)) - sum((one) => at.due(one));
  if (at.counters.size === 1 && inAll === 0) return undefined;
  for (const one of COUNTED) {
    const counted = at.counted(one);
    const due = at.due(one);
    // The system took away a file that it had never put there: nothing, or one less, is right.
    const isUnmatched = one === type && !inPath && countOf(at.before, one) === 0;
    if (counted !== due && !(isUnmatched && counted <= 0))
      return `the driver's count of ${typeName(one)} files changed by ${counted}, and the notifications that left it with success by ${due}`;
  }
  return undefined;
}

const countSite = (visit: UsageVisit): Error | null => visit.at.steps.at(-1)?.site ?? visit.lastSite;
const lastSite = (visit: UsageVisit): Error | null => visit.lastSite;

/** Found when the notification is passed down, and when it is completed. */
const PAGABLE_ORDER: RuleText = {
  ...WARNING,
  id: 'USE-V03',
  title: 'DO_POWER_PAGABLE changes in the wrong direction of travel',
  why: 'For a moment a driver that is called at DISPATCH_LEVEL stands above one that may be paged out: a power request then stops the machine.',
  remedy:
    'clear the flag on the way up, after the drivers below have succeeded; set it on the way down, before IoCallDriver',
  document: STORAGE,
  bugCheck: null,
};

/** Found when the notification is passed down, and when it is completed. */
const INFORMATION: UsageRule = {
  ...STANDARD,
  id: 'USE-01',
  title: 'A driver writes IoStatus.Information of a usage notification',
  why: 'There is no answer but the status. Drivers above, and the system, may take the number for the address of one.',
  remedy: 'leave Irp->IoStatus.Information as it is; set the status only',
  document: DOCUMENT,
  bugCheck: null,
  check: ({ visit }) =>
    visit.information === 0 ? undefined : `it is 0x${visit.information.toString(16)} now, and must stay 0`,
};

/** When a driver passes the notification down. */
export const usageForwardingRules: readonly UsageRule[] = [
  INFORMATION,
  {
    ...PAGABLE_ORDER,
    check: ({ visit }) => {
      const isEarly =
        !visit.at.isShared &&
        visit.inPath &&
        isPagable(visit.at.flagsBefore) &&
        !isPagable(visit.flags) &&
        isPagable(visit.flagsAtForward);
      return isEarly ? 'it was cleared before the drivers below have agreed to the file' : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'USE-V15',
    earlier: ({ firstForwardSite }) => earlierAt('it is passed down here first', firstForwardSite),
    title: 'A usage notification is passed down twice',
    why: 'The drivers below count one file as two, and never get back to none.',
    remedy: 'call IoCallDriver once for each notification: return after the first, or wait for it and complete',
    document: DOCUMENT,
    bugCheck: null,
    check: ({ visit }) =>
      visit.forwards > 0 && !visit.isReverted
        ? `the same ${typeName(visit.type)} notification was passed down before`
        : undefined,
  },
];

/** When a driver completes it. */
export const usageCompletingRules: readonly UsageRule[] = [
  INFORMATION,
  {
    ...STANDARD,
    id: 'USE-22',
    title: 'A usage notification is completed before those that were sent because of it',
    why: 'The system goes on as if all agreed; a stack that refuses later can no longer stop the file from being used.',
    remedy:
      'wait for every notification that the driver has sent, and complete its own with the first status that failed',
    document: DOCUMENT,
    bugCheck: null,
    check: ({ visit, operation }) => {
      const open = operation.visits.find(
        (other) => other.cause === visit && other.irp !== visit.irp && other.isUnderWay,
      );
      return open === undefined ? undefined : `${open.at.devnode?.id ?? 'a stack'} has not answered yet`;
    },
  },
  {
    ...PAGABLE_ORDER,
    check: ({ visit }) => {
      const isLate =
        !visit.at.isShared &&
        !visit.inPath &&
        visit.forwards > 0 &&
        !isPagable(visit.flagsAtForward) &&
        isPagable(visit.flags);
      return isLate ? 'it was set only after the drivers below had set theirs' : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'USE-V13',
    title: 'The end of a special file is refused',
    why: 'The file is gone already; the driver that refuses keeps a count that nothing can bring down any more.',
    remedy: 'complete a notification with InPath = FALSE with success, whatever has gone wrong',
    document: DOCUMENT,
    bugCheck: null,
    check: ({ visit }) => {
      if (visit.inPath || NT_SUCCESS(visit.status) || visit.lowerSucceeded === false) return undefined;
      return `the ${typeName(visit.type)} file has gone, and the driver completed with ${nameOfStatus(visit.status)}`;
    },
  },
];

/** Found when a file has come, and when a section is unlocked. */
export const PAGED_OUT: RuleText = {
  ...STANDARD,
  id: 'USE-V14',
  title: 'Code that a special file needs may be paged out',
  why: 'To read it back the system needs this very driver; a power request at DISPATCH_LEVEL meets code that is not there: 0xD3.',
  remedy:
    'lock the section with MmLockPagableCodeSection before IoCallDriver when a file comes, and unlock it when the last one has gone',
  document: DOCUMENT,
  bugCheck: null,
};

/** When it has left the device upward. */
export const usageLeavingRules: readonly UsageRule[] = [
  {
    ...STANDARD,
    id: 'USE-V02',
    title: 'A device that is not started takes a special file',
    why: 'The system would page to a device that does not run.',
    remedy: 'complete with STATUS_DEVICE_NOT_READY when InPath is TRUE and the device is not started',
    document: STORAGE,
    bugCheck: null,
    site: lastSite,
    check: ({ visit }) => {
      const { devnode } = visit.at;
      if (!visit.inPath || visit.succeeded !== true || devnode === null || devnode.isStarted) return undefined;
      return `${devnode.id} is in the state ${devnode.state}, and the driver accepted a ${typeName(visit.type)} file`;
    },
  },
  {
    ...STANDARD,
    id: 'USE-V08',
    earlier: ({ forwardSite }) => earlierAt('the drivers below have agreed to what is passed down here', forwardSite),
    title: 'A driver refuses a special file after the drivers below have agreed to it',
    why: 'Nobody tells them that the file does not come: they keep a count for ever.',
    remedy:
      'do what can fail before IoCallDriver, or send the notification down once more with InPath = FALSE before failing it',
    document: DOCUMENT,
    bugCheck: null,
    site: lastSite,
    check: ({ visit }) => {
      if (!visit.inPath || visit.succeeded !== false || visit.lowerSucceeded !== true || visit.isReverted)
        return undefined;
      return `the drivers below hold a ${typeName(visit.type)} file that this driver has refused with ${nameOfStatus(visit.status)}`;
    },
  },
];

/** When the notification of the system has ended, for the last visit of each device. */
export const usageEndingRules: readonly UsageRule[] = [
  {
    ...STANDARD,
    id: 'USE-V01',
    earlier: ({ at }) => at.steps.slice(0, -1).flatMap(({ site }) => earlierAt('it is counted here, too', site)),
    title: 'A driver has counted special files wrongly',
    why: 'With too many, the device can never be removed or powered down again; with too few, it goes while the system needs it.',
    remedy: 'call IoAdjustPagingPathCount once for each notification that succeeds, and only then',
    document: DOCUMENT,
    bugCheck: null,
    site: countSite,
    check: ({ visit }) => (visit.succeeded === true ? miscounted(visit) : undefined),
  },
  {
    ...STANDARD,
    id: 'USE-V04',
    title: 'DO_POWER_PAGABLE does not fit the special files on the device',
    why: 'With a file, a power request may need the very page that lies behind the device. Without one, the flag may come back.',
    remedy: 'clear DO_POWER_PAGABLE when a file comes, and set it on the way down when the last one goes',
    document: STORAGE,
    bugCheck: null,
    site: lastSite,
    check: ({ visit }) => {
      const { after, flagsAfter } = visit.at;
      if (visit.succeeded !== true || !isCounted(visit.type) || visit.at.isShared) return undefined;
      if (anyFile(after) && isPagable(flagsAfter)) return `it is set, and the device holds ${files(visit)}`;
      const isMissing =
        !anyFile(after) && visit.at.isPagable && !isPagable(flagsAfter) && (flagsAfter & DO_POWER_INRUSH) === 0;
      return isMissing && anyFile(visit.at.before) ? 'it was not set again when the last file went' : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'USE-V05',
    title: 'A notification that failed has left something changed',
    why: 'The file does not exist, and the driver behaves as if it did.',
    remedy: 'put flags and counts back as they were when the drivers below have failed the notification',
    document: STORAGE,
    bugCheck: null,
    site: (visit) => (miscounted(visit) === undefined ? visit.lastSite : countSite(visit)),
    check: ({ visit }) => {
      if (visit.succeeded !== false) return undefined;
      const changed = (visit.at.flagsBefore ^ visit.at.flagsAfter) & (DO_POWER_PAGABLE | DO_POWER_INRUSH);
      if (changed !== 0 && !visit.at.isShared)
        return `DO_POWER_PAGABLE was ${isPagable(visit.at.flagsBefore) ? 'set' : 'clear'} before, and is ${isPagable(visit.at.flagsAfter) ? 'set' : 'clear'} now`;
      return miscounted(visit);
    },
  },
  {
    ...STANDARD,
    id: 'USE-V06',
    title: 'A stack that was told of a special file is not told that it does not come',
    why: 'Its drivers keep a count for ever.',
    remedy: 'send InPath = FALSE to every stack that has agreed before failing the notification',
    document: DOCUMENT,
    bugCheck: null,
    site: lastSite,
    check: ({ visit, operation }) => {
      if (!visit.inPath || visit.succeeded !== false) return undefined;
      const kept = new Map<UsageVisit['at'], number>();
      for (const sent of operation.sentBy(visit)) {
        const by = sent.inPath ? (sent.succeeded === true ? 1 : 0) : -1;
        kept.set(sent.at, (kept.get(sent.at) ?? 0) + by);
      }
      const names = [...kept].filter(([, count]) => count > 0).map(([at]) => at.devnode?.id ?? 'a stack');
      return names.length === 0 ? undefined : `${names.join(', ')} still has the ${typeName(visit.type)} file`;
    },
  },
  {
    ...STANDARD,
    id: 'USE-V07',
    title: 'A driver lets a usage notification pass without taking part',
    why: 'The driver stays pagable in a stack that is not: a power request at DISPATCH_LEVEL meets code that is paged out.',
    remedy: 'handle the notification: pass it down with a completion routine, then count and clear DO_POWER_PAGABLE',
    document: DOCUMENT,
    bugCheck: null,
    site: (visit) => visit.forwardSite,
    check: ({ visit, operation }) => {
      if (!visit.inPath || !visit.isSkipped || !isCounted(visit.type)) return undefined;
      const isHandledBelow = operation.visits.some(
        (other) =>
          other.irp === visit.irp &&
          other !== visit &&
          other.succeeded === true &&
          other.at.devnode === visit.at.devnode,
      );
      return isHandledBelow
        ? `the drivers below hold the ${typeName(visit.type)} file, this one has skipped the notification`
        : undefined;
    },
  },
  {
    ...PAGED_OUT,
    site: lastSite,
    check: ({ visit }) =>
      visit.succeeded === true && visit.inPath && visit.at.pagedOut !== ''
        ? `${visit.at.pagedOut} is not locked into memory`
        : undefined,
  },
  {
    ...STRICT,
    id: 'USE-V09',
    title: 'The PnP manager is not asked to look at the device again',
    why: 'The user is still offered to disable a device that the system cannot do without, or not offered any more.',
    remedy: 'call IoInvalidateDeviceState for the PDO when the first special file comes and when the last one goes',
    document: STORAGE,
    bugCheck: null,
    site: lastSite,
    check: ({ visit }) => {
      const { before, after, isInvalidated, devnode } = visit.at;
      // The root of the tree belongs to the PnP manager itself, which need not ask itself.
      if (devnode !== null && devnode.parent === null) return undefined;
      if (visit.succeeded !== true || isInvalidated || anyFile(before) === anyFile(after)) return undefined;
      return anyFile(after) ? 'the first special file has come' : 'the last special file has gone';
    },
  },
  {
    ...STANDARD,
    id: 'USE-V10',
    title: 'A bus accepts a special file for a child and does not tell its own parent',
    why: 'The bus itself, and everything above it, may be stopped or powered down under the file.',
    remedy:
      "send a notification of the same type to the top of the parent's stack, and wait for it, before completing the one for the child",
    document: DOCUMENT,
    bugCheck: null,
    site: lastSite,
    check: ({ visit, operation }) => {
      const parent = visit.at.devnode?.parent ?? null;
      if (visit.succeeded !== true || visit.lower !== 0 || parent === null || parent.parent === null) return undefined;
      const isTold = operation.visits.some((other) => other.cause === visit && other.at.devnode === parent);
      return isTold ? undefined : `${parent.id} has not heard of the ${typeName(visit.type)} file`;
    },
  },
];
