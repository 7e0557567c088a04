/**
 * The DDI-compliance rules for WDM drivers by the names under which they are published, and what looks for each here. A
 * rule of the verifier whose id is a published name is not listed again.
 *
 * @source wdm-rule-set-for-driver-verifier, and the page `wdm-NAME` of each rule
 */

import { CODES_FOUND_BY, CODES_NOT_DECIDED, CODES_STOPPED } from './published-codes.ts';

interface PublishedRule {
  readonly name: string;
  readonly rules: readonly string[];
  readonly note: string;
}

/** Ids of rules, separated by blanks. */
const FOUND_BY: Readonly<Record<string, string>> = {
  // IRQL
  ForwardedAtBadIrql: 'C9/0x23A C9/0x10',
  ForwardedAtBadIrqlAllocate: 'C9/0x23A C9/0x10',
  ForwardedAtBadIrqlFsdAsync: 'C9/0x23A C9/0x10',
  ForwardedAtBadIrqlFsdSync: 'C9/0x302 C9/0x10',
  IrqlExFree1: 'C4/0x11 C4/0x12',
  IrqlExFree2: 'C4/0x11 C4/0x12',
  IrqlExFree3: 'C4/0x11 C4/0x12',
  IrqlKeRaiseLower: 'C4/0x30 C4/0x31',
  IrqlKeRaiseLower2: 'C4/0x31 C9/0x05 C4/0xFA',
  IrqlKeWaitForMutexObject: 'C4/0x120 C4/0x121 C4/0x122',
  IrqlReturn: 'C9/0x05 C4/0xFA',
  // Requests, and who has them
  CompleteRequest: 'C9/0x209 C9/0x226',
  IoReuseIrp: 'C9/0x310 C9/0x311',
  IrpProcessingComplete: 'C9/0x226',
  LowerDriverReturn: 'C9/0x224',
  PnpIrpCompletion: 'C9/0x22D C9/0x22E C9/0x22F',
  PnpRemove: 'C9/0x306 C9/0x247',
  PnpSurpriseRemove: 'C9/0x241 C9/0x242',
  SignalEventInCompletion2: 'SignalEventInCompletion',
  SignalEventInCompletion3: 'SignalEventInCompletion',
  WmiComplete: 'C9/0x226',
  WmiForward: 'C9/0x220',
  MarkIrpPending: 'C9/0x23E',
  MarkIrpPending2: 'C9/0x23D C9/0x228',
  MarkStartDevice: 'StartDeviceWait',
  PendedCompletedRequestEx: 'C9/0x209',
  PendedCompletedRequest2: 'C9/0x209',
  PendedCompletedRequest3: 'C9/0x209',
  StartDeviceWait2: 'StartDeviceWait',
  StartDeviceWait3: 'StartDeviceWait',
  StartDeviceWait4: 'StartDeviceWait',
  // Requests that a driver makes
  IoBuildFsdComplete: 'IoAllocateComplete',
  IoBuildFsdForward: 'IoAllocateForward',
  IoAllocateIrpSignalEventInCompletion: 'SignalEventInCompletion',
  IoAllocateIrpSignalEventInCompletion2: 'SignalEventInCompletion',
  IoAllocateIrpSignalEventInCompletion3: 'SignalEventInCompletion',
  IoAllocateIrpSignalEventInCompletionTimeout: 'irp/endless-wait',
  IoBuildFsdIrpSignalEventInCompletion: 'SignalEventInCompletion',
  IoBuildFsdIrpSignalEventInCompletion2: 'SignalEventInCompletion',
  IoBuildFsdIrpSignalEventInCompletion3: 'SignalEventInCompletion',
  IoBuildFsdIrpSignalEventInCompletionTimeout: 'irp/endless-wait',
  IoBuildDeviceControlWaitTimeout: 'irp/endless-wait',
  IoBuildSynchronousFsdRequestWaitTimeout: 'irp/endless-wait',
  // Remove locks
  RemoveLockCheck: 'RemoveLockMnRemove',
  RemoveLockRelease2: 'RemoveLock C4/0xD5',
  RemoveLockForward2: 'RemoveLockForward',
  RemoveLockForwardRead2: 'RemoveLockForwardRead',
  RemoveLockForwardWrite2: 'RemoveLockForwardWrite',
  RemoveLockForwardDeviceControl2: 'RemoveLockForwardDeviceControl',
  RemoveLockForwardDeviceControlInternal2: 'RemoveLockForwardDeviceControlInternal',
  NsRemoveLockMnRemove: 'C9/0x306 C9/0x22F',
  NsRemoveLockMnSurpriseRemove: 'C9/0x247 C9/0x22F',
  NsRemoveLockQueryMnRemove: 'C9/0x22F C9/0x22D',
  // Locks and regions
  CriticalRegions: 'C4/0x3E C4/0xC5 C4/0xFB',
  SpinLock: 'C4/0x1000',
  SpinlockRelease: 'C4/0x1007',
  SpinLockDpc: 'C4/0x1000 C4/0x1007',
};

/** What the kernel stops with by itself, whether or not the verifier is on. */
const STOPPED_WITH: Readonly<Record<string, string>> = {
  DoubleCompletion: 'the machine stops with 0x44 MULTIPLE_IRP_COMPLETE_REQUESTS',
  IoAllocateFree: 'the machine stops with 0xC9/0x01 or 0xC9/0x02 at IoFreeIrp',
  IoBuildFsdFree: 'the machine stops with 0xC9/0x01 or 0xC9/0x02 at IoFreeIrp',
  IoBuildDeviceControlNoFree: 'the machine stops with 0xC9/0x02 at IoFreeIrp',
  IoBuildSynchronousFsdRequestNoFree: 'the machine stops with 0xC9/0x02 at IoFreeIrp',
};

const NO_RESOURCES = 'ERESOURCE and its routines are not offered';
const NO_REGISTRY = 'the registry routines that it is about are not offered';

/** What no run can show, or what is about routines that a call of tells to be missing. */
const NOT_DECIDED: Readonly<Record<string, string>> = {
  IrqlApcLte: 'ObGetObjectSecurity and ObReleaseObjectSecurity are not offered',
  IrqlExApcLte3: NO_RESOURCES,
  IrqlExApcLteInline: NO_RESOURCES,
  IrqlExPassive: 'ExCreateCallback, ExRaiseStatus, ExUuidCreate and ExIsProcessorFeaturePresent are not offered',
  IrqlIoPassive2: 'IoCheckShareAccess, IoConnectInterrupt and IoCreateController are not offered',
  IrqlMmDispatch: 'MmFreeContiguousMemory is not offered',
  IrqlRtlPassive: 'RtlDeleteRegistryValue is not offered',
  IrqlIoDispatch: 'IoGetDeviceToVerify and IoSetDeviceToVerify are not offered',
  IrqlIoRtlZwPassive: 'a further list of routines that are not offered',
  IrqlNtifsApcPassive: 'routines of file systems, which are not offered',
  MarkQueryRelations: 'whether a bus driver pends IRP_MN_QUERY_DEVICE_RELATIONS changes nothing that could be seen',
  ExclusiveResourceAccess: NO_RESOURCES,
  WithinCriticalRegion: NO_RESOURCES,
  DebugBreakUsage: 'DbgBreakPoint is not offered, and a driver has no release build',
  DoubleFetch: 'buffers of user mode are not emulated',
  ObsoleteDDIs: 'none of the obsolete routines is offered',
  ReservedDDIs: 'none of the reserved routines is offered',
  SafeStrings: 'about what the source calls, not about what a run does',
  ZwRegistryCreate: NO_REGISTRY,
  ZwRegistryOpen: NO_REGISTRY,
};

const ALIASES: Readonly<Record<string, string>> = { ...FOUND_BY, ...CODES_FOUND_BY };
const STOPPED: Readonly<Record<string, string>> = { ...STOPPED_WITH, ...CODES_STOPPED };
const UNDECIDED: Readonly<Record<string, string>> = { ...NOT_DECIDED, ...CODES_NOT_DECIDED };

const namesById = new Map<string, string[]>();
for (const [name, ids] of Object.entries(ALIASES))
  for (const id of ids.split(' ')) namesById.set(id, [...(namesById.get(id) ?? []), name]);

const NONE: readonly string[] = [];

/** Published names, and codes, of what a rule looks for, other than its own id. */
export function publishedNamesOf(id: string): readonly string[] {
  return namesById.get(id) ?? NONE;
}

/** Ids of the rules that look for what is published under a name; empty where the name is the id, or nothing does. */
export function rulesFoundBy(name: string): readonly string[] {
  return ALIASES[name]?.split(' ') ?? NONE;
}

/** Names that stand for rules of other ids: a machine file may use them. */
export const publishedAliases: readonly string[] = Object.keys(ALIASES);

/** Why no rule looks for what is published under a name; undefined where one does. */
export function whyNotLookedFor(name: string): string | undefined {
  return STOPPED[name] ?? UNDECIDED[name];
}

/** The published name of a rule is its id: neither a code of a bug check, nor one of the sandbox's own. */
function isPublished(id: string): boolean {
  return !/[/-]/.test(id);
}

/** @param ids - of every rule of the verifier */
export function publishedRules(ids: readonly string[]): readonly PublishedRule[] {
  const found = Object.keys(ALIASES).map((name) => ({ name, rules: rulesFoundBy(name), note: '' }));
  const own = ids.filter(isPublished).map((name) => ({ name, rules: [name], note: '' }));
  const others = Object.entries({ ...STOPPED, ...UNDECIDED }).map(([name, note]) => ({ name, rules: NONE, note }));
  return [...found, ...own, ...others].sort((one, other) => (one.name < other.name ? -1 : 1));
}
