/** At which IRQL a routine may be called: the limits come from the routine table, the names from the public rule sets. */
import { type RuleText, STANDARD, STRICT } from '../rule.ts';

const IOMANAGER_VIOLATION = 0xc9;
const DETECTED_VIOLATION = 0xc4;
const WRONG_IRQL = 0xe5;

export interface IrqlLimits {
  readonly max?: number;
  readonly min?: number;
}

/** Published name of the rule, and the first parameter of the bug check. */
type Published = readonly [id: string, p1: number, code?: number];

const APC_LTE_1: Published = ['IrqlKeApcLte1', 0x2000f];
const APC_LTE_2: Published = ['IrqlKeApcLte2', 0x20010];
const DISPATCH_LTE: Published = ['IrqlKeDispatchLte', 0x20011];
const POOL: Published = ['IrqlExAllocatePool', 0x20004];
const FORWARD: Published = ['C9/0x10', 0x10, IOMANAGER_VIOLATION];

const IO_PASSIVE_5: Published = ['IrqlIoPassive5', 0x2000e];
const AT_DISPATCH: Published = ['IrqlDispatch', 0x20003];
const EX_APC_LTE_1: Published = ['IrqlExApcLte1', 0x20005];
const EX_APC_LTE_2: Published = ['IrqlExApcLte2', 0x20006];
const MM_APC_LTE: Published = ['IrqlMmApcLte', 0x20019];
const PS_PASSIVE: Published = ['IrqlPsPassive', 0x2001c];

const PUBLISHED: Readonly<Record<string, Published>> = {
  IoCallDriver: FORWARD,
  PoCallDriver: FORWARD,
  KeDelayExecutionThread: APC_LTE_1,
  KeEnterCriticalRegion: APC_LTE_2,
  KeLeaveCriticalRegion: APC_LTE_2,
  KeAcquireSpinLock: ['C4/0x42', 0x42],
  KeReleaseSpinLock: ['IrqlKeReleaseSpinLock', 0x32],
  KeAcquireSpinLockAtDpcLevel: ['C4/0x40', 0x40],
  KeReleaseSpinLockFromDpcLevel: ['C4/0x41', 0x41],
  KeAcquireSpinLockRaiseToDpc: ['C4/0x42', 0x42],
  KeAcquireInStackQueuedSpinLock: DISPATCH_LTE,
  KeReleaseInStackQueuedSpinLock: ['IrqlKeReleaseSpinLock', 0x32],
  KeClearEvent: DISPATCH_LTE,
  KeResetEvent: DISPATCH_LTE,
  KeReleaseSemaphore: DISPATCH_LTE,
  KeReleaseMutex: DISPATCH_LTE,
  KeInitializeTimer: DISPATCH_LTE,
  KeInitializeTimerEx: DISPATCH_LTE,
  KeSetTimer: DISPATCH_LTE,
  KeSetTimerEx: DISPATCH_LTE,
  KeCancelTimer: DISPATCH_LTE,
  KeSetEvent: ['IrqlKeSetEvent', 0x20016],
  ExAllocatePool: POOL,
  ExAllocatePool2: POOL,
  ExAllocatePoolWithTag: POOL,
  ExFreePool: ['C4/0x12', 0x12],
  ExFreePoolWithTag: ['C4/0x12', 0x12],
  IoDeleteDevice: ['IrqlIoApcLte', 0x20009],
  IoDetachDevice: ['IrqlIoPassive3', 0x2000c],
  IoRegisterDeviceInterface: ['IrqlIoPassive3', 0x2000c],
  IoSetDeviceInterfaceState: ['IrqlIoPassive1', 0x2000a],
  IoCreateSymbolicLink: ['IrqlIoPassive3', 0x2000c],
  IoDeleteSymbolicLink: ['IrqlIoPassive4', 0x2000d],
  IoGetDeviceObjectPointer: IO_PASSIVE_5,
  IoInitializeTimer: IO_PASSIVE_5,
  IoWMIRegistrationControl: IO_PASSIVE_5,
  IoStartNextPacket: AT_DISPATCH,
  KeInsertDeviceQueue: AT_DISPATCH,
  KeInsertByKeyDeviceQueue: AT_DISPATCH,
  KeRemoveDeviceQueue: AT_DISPATCH,
  KeRemoveByKeyDeviceQueue: AT_DISPATCH,
  KeInitializeDeviceQueue: DISPATCH_LTE,
  ExAcquireFastMutex: EX_APC_LTE_1,
  ExTryToAcquireFastMutex: EX_APC_LTE_1,
  ExReleaseFastMutex: ['C4/0x34', 0x34],
  ExInitializePagedLookasideList: EX_APC_LTE_2,
  ExDeletePagedLookasideList: EX_APC_LTE_2,
  KeAcquireGuardedMutex: APC_LTE_1,
  KeReleaseGuardedMutex: APC_LTE_1,
  KeTryToAcquireGuardedMutex: APC_LTE_1,
  KeEnterGuardedRegion: APC_LTE_2,
  KeLeaveGuardedRegion: APC_LTE_2,
  MmLockPagableCodeSection: MM_APC_LTE,
  MmLockPagableSectionByHandle: MM_APC_LTE,
  MmUnlockPagableImageSection: MM_APC_LTE,
  ObReferenceObjectByHandle: ['IrqlObPassive', 0x2001b],
  PsCreateSystemThread: PS_PASSIVE,
  PsTerminateSystemThread: PS_PASSIVE,
  ZwClose: ['IrqlZwPassive', 0x2001f],
};

/** Their pages allow APC_LEVEL, the public rule set does not. */
const PASSIVE_BY_RULE: Readonly<Record<string, Published>> = {
  IoCreateDevice: ['IrqlIoPassive1', 0x2000a],
  IoBuildDeviceIoControlRequest: ['IrqlIoPassive1', 0x2000a],
};

/** What other rules look at, with more than the IRQL. */
const ELSEWHERE = ['IoCompleteRequest', 'KeWaitForSingleObject', 'KeWaitForMultipleObjects'];

const LEVELS = ['PASSIVE_LEVEL', 'APC_LEVEL', 'DISPATCH_LEVEL'];

export function nameOfIrql(irql: number): string {
  return LEVELS[irql] ?? `IRQL ${irql}`;
}

function inWords({ max, min }: IrqlLimits): string {
  if (max !== undefined && min !== undefined) return `at ${nameOfIrql(max)}`;
  if (max === 0) return 'at PASSIVE_LEVEL';
  return max === undefined ? `at ${nameOfIrql(min ?? 0)} or above` : `at ${nameOfIrql(max)} or below`;
}

/** Rules with names have a page each; those with codes are explained with their bug check. */
function pageOf(id: string): string {
  if (id.startsWith('Irql')) return `wdm-${id.toLowerCase()}`;
  if (id.startsWith('C9/')) return 'bug-check-0xc9--driver-verifier-iomanager-violation';
  return id.startsWith('C4/') ? 'bug-check-0xc4--driver-verifier-detected-violation' : 'managing-hardware-priorities';
}

function ruleOf(routine: string, published: Published | undefined, limits: IrqlLimits): RuleText {
  const [id, p1, code = DETECTED_VIOLATION] = published ?? [`irql/${routine}`, WRONG_IRQL];
  return {
    ...STANDARD,
    id,
    title: `${routine} is called at an IRQL at which it may not be called`,
    why: 'The routine may wait, or touch memory that is paged out, or it relies on nobody interrupting it.',
    remedy: `call ${routine} ${inWords(limits)}: before a spin lock is taken, after it is released, or in a work item`,
    document: pageOf(id),
    bugCheck: [code, p1],
  };
}

/** What PAGED_CODE looks at. */
const PAGED_CODE: RuleText = {
  ...STANDARD,
  id: 'PagedCode',
  title: 'Code that may be paged out runs at DISPATCH_LEVEL or above',
  why: 'When the page happens to be out, the system stops with IRQL_NOT_LESS_OR_EQUAL; as long as it is in, nobody notices.',
  remedy: 'call the routine below DISPATCH_LEVEL, or take PAGED_CODE and the pageable section away from it',
  document: 'wdm-pagedcode',
  bugCheck: null,
};

/** The rule for a routine, and the limits that it goes by; several where a public rule is stricter than the page. */
export function irqlRules(
  routine: string,
  limits: IrqlLimits,
): readonly { readonly rule: RuleText; readonly limits: IrqlLimits }[] {
  const hasLimits = limits.max !== undefined || limits.min !== undefined;
  if (!hasLimits || ELSEWHERE.includes(routine)) return [];
  if (routine === 'PAGED_CODE') return [{ rule: PAGED_CODE, limits }];
  const strict = PASSIVE_BY_RULE[routine];
  const own = { rule: ruleOf(routine, PUBLISHED[routine], limits), limits };
  return strict === undefined
    ? [own]
    : [{ rule: { ...ruleOf(routine, strict, { max: 0 }), ...STRICT }, limits: { max: 0 } }, own];
}

/** Whether the rule for a routine has no published name and is called `irql/ROUTINE`. */
export function isUnpublished(routine: string): boolean {
  return PUBLISHED[routine] === undefined && routine !== 'PAGED_CODE';
}

export const irqlRuleIds: readonly string[] = [
  ...new Set([...Object.values(PUBLISHED), ...Object.values(PASSIVE_BY_RULE)].map(([id]) => id)),
  PAGED_CODE.id,
];
