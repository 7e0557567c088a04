import {
  PowerActionHibernate,
  PowerActionNone,
  PowerActionShutdown,
  PowerActionShutdownOff,
  PowerActionShutdownReset,
  PowerActionSleep,
  PowerSystemHibernate,
  PowerSystemShutdown,
  PowerSystemSleeping1,
  PowerSystemSleeping2,
  PowerSystemSleeping3,
  PowerSystemWorking,
} from '../../abi/enums.ts';

/** Where a system transition leads, in the terms of IRP_MN_SET_POWER. @source irp-mn-set-power */
export interface SystemTarget {
  /** SYSTEM_POWER_STATE in the requests. */
  readonly state: number;
  /** POWER_ACTION in the requests. */
  readonly action: number;
  /** What the user asked for: SYSTEM_POWER_STATE. */
  readonly target: number;
  /** As which it is carried out: SYSTEM_POWER_STATE. */
  readonly effective: number;
  /** Whether memory is written to the hibernation file on the way. */
  readonly writesImage: boolean;
  /** Whether nothing but a restart follows. */
  readonly endsSystem: boolean;
}

const S = [PowerSystemSleeping1, PowerSystemSleeping2, PowerSystemSleeping3];

function sleep(state: number): SystemTarget {
  return {
    state,
    action: PowerActionSleep,
    target: state,
    effective: state,
    writesImage: false,
    endsSystem: false,
  };
}

function hibernate(target: number): SystemTarget {
  return {
    state: PowerSystemHibernate,
    action: PowerActionHibernate,
    target,
    effective: PowerSystemHibernate,
    writesImage: true,
    endsSystem: false,
  };
}

function shutDown(action: number): SystemTarget {
  return {
    state: PowerSystemShutdown,
    action,
    target: PowerSystemShutdown,
    effective: PowerSystemShutdown,
    writesImage: false,
    endsSystem: true,
  };
}

/** @param depth - 1 to 3: S1 to S3 */
export function sleepTarget(depth: number): SystemTarget {
  return sleep(S[depth - 1] ?? PowerSystemSleeping3);
}

export const SYSTEM_TARGETS = {
  hibernate: hibernate(PowerSystemHibernate),
  hybridSleep: hibernate(PowerSystemSleeping3),
  hybridShutdown: hibernate(PowerSystemShutdown),
  shutdown: shutDown(PowerActionShutdown),
  powerOff: shutDown(PowerActionShutdownOff),
  restart: shutDown(PowerActionShutdownReset),
} as const;

/** The next deeper sleeping state; null: from there on no other is asked for. */
export function deeperTarget({ target, action }: SystemTarget, canHibernate: boolean): SystemTarget | null {
  if (action !== PowerActionSleep) return null;
  const depth = S.indexOf(target) + 1;
  if (depth < S.length) return sleepTarget(depth + 1);
  return canHibernate ? SYSTEM_TARGETS.hibernate : null;
}

/** SYSTEM_POWER_STATE_CONTEXT as a ULONG. */
function contextOf(target: number, effective: number, current: number): number {
  return (target << 8) | (effective << 12) | (current << 16);
}

/** The context of requests on the way down: the state that the system leaves is S0. */
export function goingDownContext({ target, effective }: SystemTarget): number {
  return contextOf(target, effective, PowerSystemWorking);
}

/** The context of requests on the way up. @param from - SYSTEM_POWER_STATE that the system was really in */
export function goingUpContext(from: number): number {
  return contextOf(PowerSystemWorking, PowerSystemWorking, from);
}

/** The context when S0 is told again, because a driver refused to leave it. */
export const REAFFIRM_CONTEXT = contextOf(PowerSystemWorking, PowerSystemWorking, PowerSystemWorking);
export const REAFFIRM_ACTION = PowerActionNone;

/**
 * The state that the system wakes from: of a hybrid sleep S3 while memory keeps its power, of everything that lies in
 * the hibernation file S4.
 */
export function wakesFrom({ target, writesImage }: SystemTarget, isPowerLost: boolean): number {
  if (!writesImage) return target;
  return target === PowerSystemSleeping3 && !isPowerLost ? PowerSystemSleeping3 : PowerSystemHibernate;
}

const NAMES = ['unspecified', 'S0', 'S1', 'S2', 'S3', 'S4', 'S5'];

/** `S0` to `S5`. */
export function systemStateName(state: number): string {
  return NAMES[state] ?? 'unspecified';
}
