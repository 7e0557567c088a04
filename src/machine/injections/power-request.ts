/** What a user, a timer or the hardware does to the machine's power. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import { nameOfStatus } from '../../abi/names.ts';
import { NT_SUCCESS, STATUS_PENDING } from '../../abi/ntstatus.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { requestPowerIrp } from '../../kernel/po/device-requests.ts';
import { hibernationFiles } from '../../kernel/po/hibernation.ts';
import { SYSTEM_TARGETS, type SystemTarget, sleepTarget, systemStateName } from '../../kernel/po/power-context.ts';
import { powerName } from '../../kernel/po/power-manager.ts';
import { type DownOutcome, SystemTransition } from '../../kernel/po/system-transition.ts';
import { signalWake, whyNotArmed } from '../../kernel/po/wake.ts';
import type { PowerInjection, SystemPowerRequest } from '../../protocol/injection.ts';
import { findDevice, isOutcome, type Outcome } from './inject.ts';
import { changeLatency, changeSetting, changeSource, enterStandby, inThread, leaveStandby } from './standby-request.ts';

interface Kind {
  readonly target: SystemTarget;
  /** Nobody is asked: there is no time, or no way back. */
  readonly isCritical: boolean;
  readonly why: string;
}

function kindOf(request: SystemPowerRequest, depth: number): Kind {
  const plain = { isCritical: false, why: '' };
  switch (request) {
    case 'sleep':
      return { target: sleepTarget(depth), ...plain };
    case 'lowBattery':
      return { target: SYSTEM_TARGETS.hibernate, isCritical: true, why: 'The battery is nearly empty. ' };
    case 'thermalShutdown':
      return { target: SYSTEM_TARGETS.powerOff, isCritical: true, why: 'The machine is too hot. ' };
    default:
      return { target: SYSTEM_TARGETS[request], ...plain };
  }
}

function illegal(message: string): Outcome {
  return { ok: false, status: 'STATUS_INVALID_DEVICE_STATE', message };
}

/** Carries out one power request; the machine has checked its form. */
export async function performPower(nt: Nt, injection: PowerInjection): Promise<Outcome> {
  switch (injection.request) {
    case 'wake':
      return wake(nt, injection);
    case 'setDevice':
    case 'queryDevice':
      return requestDevice(nt, injection);
    case 'battery':
    case 'mains':
      return changeSource(nt, injection.request);
    case 'standby':
      return enterStandby(nt);
    case 'setting':
      return changeSetting(nt, injection);
    case 'latency':
      return changeLatency(nt, injection);
    default:
      return goDown(nt, kindOf(injection.request, Number(injection.state?.slice(1) ?? 3)), injection.critical === true);
  }
}

async function goDown(nt: Nt, { target, isCritical, why }: Kind, isForced: boolean): Promise<Outcome> {
  const { power } = nt;
  if (!nt.standby.isWorking && !isCritical && !isForced)
    return illegal('The system is in standby. Wake it first: { "op": "power", "request": "wake" }.');
  if (power.system.state !== 'working')
    return illegal(`The system is ${whereText(nt)}: between two sleeping states it always passes through S0.`);
  if (target.writesImage && hibernationFiles(power).length === 0)
    return illegal(
      'There is no hibernation file. Put one on a disk first: { "op": "usage", "device": …, "type": "hibernation", "inPath": true }.',
    );
  const transition = new SystemTransition(power, target, isCritical || isForced);
  // What cannot wait ends a standby first.
  const { down, up } = nt.standby.isWorking ? transition.start() : await startAfterStandby(nt, transition);
  const outcome = await Promise.race([down, up.then(() => down)]);
  return describeDown(transition.target, why, outcome);
}

/** In one thread: what goes on after it has ended would run in its place. */
function startAfterStandby(nt: Nt, transition: SystemTransition): Promise<ReturnType<SystemTransition['start']>> {
  return inThread(nt, 'standby', async () => {
    await nt.standby.leave();
    return transition.start();
  });
}

function describeDown(target: SystemTarget, why: string, outcome: DownOutcome): Outcome {
  const state = systemStateName(target.state);
  if (!outcome.reached) {
    if (outcome.why !== undefined)
      return illegal(
        `The system stays in S0: the hibernation file cannot be reached through its miniport, because ${outcome.why}. Let it answer SRB_FUNCTION_DUMP_POINTERS.`,
      );
    const ids = outcome.refusedBy.map(({ id }) => id).join(', ');
    return {
      ...illegal(`The system stays in S0: the drivers of ${ids} refused IRP_MN_QUERY_POWER for ${state}.`),
      ...(outcome.refusedBy[0] === undefined ? {} : { vetoedBy: outcome.refusedBy[0].id }),
    };
  }
  const overruled = outcome.overridden.map(({ id }) => id).join(', ');
  const note = overruled === '' ? '' : ` The refusal of ${overruled} was overruled.`;
  const rest = target.endsSystem ? 'It is off: restart it.' : 'Wake it to go on.';
  return {
    ok: true,
    status: 'STATUS_SUCCESS',
    message: `${why}The system is in ${state}, every device has been told.${note} ${rest}`,
  };
}

/** Where the system is, in words. */
function whereText({ power }: Nt): string {
  if (power.system.state === 'off') return 'off';
  if (power.system.state === 'asleep') return `in ${systemStateName(power.systemState)}`;
  return 'on its way to another state';
}

async function wake(nt: Nt, { device, powerLost }: PowerInjection): Promise<Outcome> {
  const { power } = nt;
  const source = device === undefined ? null : findDevice(nt, device);
  if (source !== null && isOutcome(source)) return source;
  if (source === null && !nt.standby.isWorking) return leaveStandby(nt);
  const isAsleep = power.system.state === 'asleep';
  if (source !== null) {
    const whyNot = whyNotArmed(power, source);
    if (whyNot !== null) return illegal(`Nothing wakes: ${whyNot}.`);
    signalWake(power, source);
    if (!isAsleep) return { ok: true, status: 'STATUS_SUCCESS', message: `${source.id} has signalled wake.` };
  }
  const { underWay } = power;
  if (!isAsleep || underWay === null) return illegal(`Only a sleeping system can be woken; it is ${whereAwake(nt)}.`);
  const from = systemStateName(power.systemState);
  underWay.wake(powerLost === true);
  await underWay.up;
  power.underWay = null;
  const by = power.wakeSources.size === 0 ? 'a user' : [...power.wakeSources].join(', ');
  return { ok: true, status: 'STATUS_SUCCESS', message: `The system is back in S0 from ${from}, woken by ${by}.` };
}

function whereAwake(nt: Nt): string {
  return nt.power.system.state === 'working' ? 'in S0' : whereText(nt);
}

const DEVICE_STATES = ['D0', 'D1', 'D2', 'D3'];

/** A device power request as the power manager sends it for a device that is idle. */
async function requestDevice(nt: Nt, injection: PowerInjection): Promise<Outcome> {
  const devnode = findDevice(nt, injection.device ?? '');
  if (isOutcome(devnode)) return devnode;
  if (!devnode.isStarted) return illegal(`${devnode.id} is ${devnode.state}: only a started device has a power state.`);
  const state = PowerDeviceD0 + DEVICE_STATES.indexOf(injection.state ?? 'D0');
  const minor = injection.request === 'setDevice' ? IRP_MN_SET_POWER : IRP_MN_QUERY_POWER;
  const status = await sendDevice(nt, devnode, minor, state);
  const name = nameOfStatus(status);
  if (minor === IRP_MN_QUERY_POWER) {
    const answer = NT_SUCCESS(status) ? 'agreed to' : `refused`;
    return {
      ok: NT_SUCCESS(status),
      status: name,
      message: `The drivers of ${devnode.id} ${answer} ${powerName(state)}.`,
    };
  }
  const now = `It is in ${powerName(nt.power.of(devnode))}`;
  return {
    ok: NT_SUCCESS(status),
    status: name,
    message: `${devnode.id} has completed the request with ${name}. ${now}.`,
  };
}

function sendDevice(nt: Nt, devnode: Devnode, minor: number, state: number): Promise<number> {
  return new Promise((resolve) => {
    const { status } = requestPowerIrp(nt.power, devnode, {
      minor,
      state,
      requester: 0,
      completion: (_block, result) => resolve(result),
    });
    if (status !== STATUS_PENDING) resolve(status);
  });
}

/** Why nothing else can be done to the machine now; null when it works. */
export function whyNotWorking(nt: Nt): string | null {
  const { state } = nt.power.system;
  if (state === 'working') return null;
  if (state === 'off') return 'The machine is off (S5). Restart it first.';
  if (state === 'asleep')
    return `The system sleeps (${systemStateName(nt.power.systemState)}). Wake it first: { "op": "power", "request": "wake" }.`;
  return 'The system is on its way to another power state, which does not end. Look at the IRPs that are pending.';
}
