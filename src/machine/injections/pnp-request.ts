/** What the PnP manager, or whoever pulls a plug, does to a device on a user's request. */
import { nameOfProblem, nameOfStatus } from '../../abi/names.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { textOfProblem } from '../../abi/problem-codes.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { PnpEventType } from '../../kernel/pnp/device-pnp.machine.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { enumerateChildren } from '../../kernel/pnp/enumerate.ts';
import { plugIn, unplug } from '../../kernel/pnp/plugging.ts';
import type { PnpManager } from '../../kernel/pnp/pnp-manager.ts';
import {
  cancelRemove,
  disableDevice,
  ejectDevice,
  enableDevice,
  queryRemove,
  type RemovalResult,
} from '../../kernel/pnp/removal.ts';
import { setLock } from '../../kernel/pnp/slot.ts';
import { restartDevice } from '../../kernel/pnp/start.ts';
import { cancelStop, queryStop, rebalance, stop } from '../../kernel/pnp/stopping.ts';
import { removeStack, surpriseRemove } from '../../kernel/pnp/surprise-removal.ts';
import type { PnpRequest } from '../../protocol/injection.ts';

/** What keeps a device from being used, as Device Manager tells it; null where nothing does. */
function problemOf({ id, problem }: Devnode): string | null {
  if (problem === null) return null;
  const { code, status } = problem;
  const reason = status === 0 ? '' : ` It was ${nameOfStatus(status)}.`;
  return `${id} has problem ${code} ${nameOfProblem(code)}: ${textOfProblem(code) ?? ''}${reason}`;
}

export interface RequestOutcome {
  readonly status: number;
  readonly message: string;
  /** Id of the device whose drivers said no. */
  readonly vetoedBy?: string;
}

/** The event by which the lifecycle must know a raw request, for it to be legal. */
const LEGAL_BY: Readonly<Partial<Record<PnpRequest, PnpEventType>>> = {
  queryStop: 'QUERY_STOP_DEVICE.succeeded',
  rebalance: 'QUERY_STOP_DEVICE.succeeded',
  stop: 'STOP_DEVICE',
  cancelStop: 'CANCEL_STOP_DEVICE',
  start: 'RESTART.succeeded',
  queryRemove: 'QUERY_REMOVE_DEVICE.succeeded',
  remove: 'REMOVE_DEVICE',
  cancelRemove: 'CANCEL_REMOVE_DEVICE',
  surpriseRemove: 'SURPRISE_REMOVAL',
  enable: 'ENUMERATED_AGAIN',
};

/** What to do first, or instead. */
const INSTEAD: Readonly<Partial<Record<PnpRequest, string>>> = {
  stop: 'a device is stopped after queryStop',
  rebalance: 'only a device that runs can be stopped and started again',
  start: 'a device is started again after stop; use enable for one that was removed',
  cancelStop: 'there is nothing to cancel without queryStop',
  remove: 'a device is removed after queryRemove; use eject or disable for the whole of it',
  cancelRemove: 'there is nothing to cancel without queryRemove',
  enable: 'only a device that was removed can be enabled',
};

/** A device that would be left behind: a child, or what lies on this one, such as a volume on a disk. */
function leftBehindBy(pnp: PnpManager, devnode: Devnode): string | null {
  const child = devnode.children.find(({ hasDrivers }) => hasDrivers);
  if (child !== undefined) return `${devnode.id} is the bus of ${child.id}, which is ${child.state}`;
  for (const one of pnp.tree())
    if (one.hasDrivers && one.hardware.members.some(({ disk }) => disk === devnode.hardware))
      return `${one.id} lies on ${devnode.id} and is ${one.state}`;
  return null;
}

/** Why a request is not sent in the device's present state; null when it may be. */
export function whyIllegal(pnp: PnpManager, devnode: Devnode, request: PnpRequest): string | null {
  const slot = slotRefusal(devnode, request);
  if (slot !== null) return slot;
  const event = LEGAL_BY[request];
  const leftBehind = request === 'remove' ? leftBehindBy(pnp, devnode) : null;
  if (leftBehind !== null)
    return `${leftBehind}: remove that one first, or use eject or disable for all of them. Use force to send it all the same.`;
  if (event === undefined || devnode.can(event)) return null;
  const instead = INSTEAD[request];
  return `${devnode.id} is ${devnode.state}, where ${request} is not legal${instead === undefined ? '' : `: ${instead}`}. Use force to send it all the same.`;
}

function removal(devnode: Devnode, result: RemovalResult, done: string): RequestOutcome {
  if (result.vetoedBy === null) return { status: result.status, message: `${devnode.id} ${done}.` };
  const { openHandles = 0, refusedBy } = result;
  if (refusedBy !== undefined) {
    return {
      status: result.status,
      message: `${devnode.id} stays: ${refusedBy}, which uses ${result.vetoedBy.id}, answered GUID_TARGET_DEVICE_QUERY_REMOVE with ${nameOfStatus(result.status)}. No IRP was sent.`,
      vetoedBy: result.vetoedBy.id,
    };
  }
  if (openHandles > 0) {
    return {
      status: result.status,
      message: `${devnode.id} stays: ${openHandles === 1 ? 'a handle' : `${openHandles} handles`} to ${result.vetoedBy.id} ${openHandles === 1 ? 'is' : 'are'} open. Close what is open first, or it is removed after a restart.`,
      vetoedBy: result.vetoedBy.id,
    };
  }
  const asked = result.vetoedBy === devnode ? '' : ` through ${result.vetoedBy.id}`;
  return {
    status: result.status,
    message: `${devnode.id} stays: its drivers vetoed the removal${asked} with ${nameOfStatus(result.status)}. It would be removed after a restart.`,
    vetoedBy: result.vetoedBy.id,
  };
}

function ejection(devnode: Devnode, result: RemovalResult): RequestOutcome {
  const { status, isEjected } = result;
  if (isEjected === undefined) return removal(devnode, result, 'is removed and may be taken out');
  return isEjected
    ? { status, message: `${devnode.id} is out of its slot.` }
    : {
        status,
        message: `${devnode.id} is removed, but still in its slot: its bus answered IRP_MN_EJECT with ${nameOfStatus(status)}.`,
        vetoedBy: devnode.id,
      };
}

/** What a slot allows; null where it has nothing against it. */
function slotRefusal({ id, slot, isLocked }: Devnode, request: PnpRequest): string | null {
  if ((request === 'eject' || request === 'unplug') && isLocked)
    return `${id} stays: it is locked in its slot. Unlock it first. No IRP was sent. Use force to try all the same.`;
  if ((request === 'lock' || request === 'unlock') && !slot.isLockable)
    return `${id} has no lock: its bus reports no LockSupported. Make it \`ejectable\` in the machine file. Use force to send IRP_MN_SET_LOCK all the same.`;
  return null;
}

function answer(devnode: Devnode, status: number, agreed: string, refused: string): RequestOutcome {
  if (NT_SUCCESS(status)) return { status, message: `${devnode.id} ${agreed}.` };
  return {
    status,
    message: `${devnode.id} ${refused}: its drivers answered ${nameOfStatus(status)}.`,
    vetoedBy: devnode.id,
  };
}

/** Runs in the PnP worker. The caller has checked that the request is legal, or was told to force it. */
export async function performPnpRequest(nt: Nt, devnode: Devnode, request: PnpRequest): Promise<RequestOutcome> {
  const { pnp } = nt;
  const { hardware, id } = devnode;
  switch (request) {
    case 'queryStop':
      return answer(devnode, await queryStop(pnp, devnode), 'agreed to stop', 'keeps running');
    case 'stop':
      return answer(devnode, await stop(pnp, devnode), 'is stopped', 'failed IRP_MN_STOP_DEVICE, which it must not');
    case 'cancelStop':
      return answer(
        devnode,
        await cancelStop(pnp, devnode),
        'runs again',
        'failed IRP_MN_CANCEL_STOP_DEVICE, which it must not',
      );
    case 'start':
      return answer(devnode, await restartDevice(pnp, devnode), 'is started again', 'failed to start and was removed');
    case 'rebalance':
      return answer(devnode, await rebalance(pnp, devnode), 'was stopped and started again', 'keeps running');
    case 'queryRemove':
      return answer(devnode, await queryRemove(pnp, devnode), 'agreed to be removed', 'stays');
    case 'cancelRemove':
      return answer(
        devnode,
        await cancelRemove(pnp, devnode),
        'stays',
        'failed IRP_MN_CANCEL_REMOVE_DEVICE, which it must not',
      );
    case 'remove':
      await removeStack(pnp, devnode);
      return { status: 0, message: `${id} is removed; its bus still reports it.` };
    case 'surpriseRemove':
      await surpriseRemove(pnp, devnode, null);
      return { status: 0, message: `${id} was surprise-removed, with all below it.` };
    case 'disable': {
      const result = await disableDevice(pnp, devnode);
      if (result !== null) return removal(devnode, result, 'is disabled');
      return {
        status: 0x80000028,
        message: `${id} cannot be disabled: it, or a device below it, has reported PNP_DEVICE_NOT_DISABLEABLE. No IRP was sent.`,
        vetoedBy: id,
      };
    }
    case 'enable':
      await enableDevice(pnp, devnode);
      return { status: devnode.problem?.status ?? 0, message: problemOf(devnode) ?? `${id} is ${devnode.state}.` };
    case 'eject':
      return ejection(devnode, await ejectDevice(pnp, devnode));
    case 'lock':
      return answer(devnode, await setLock(pnp, devnode, true), 'is locked in its slot', 'is not locked');
    case 'unlock':
      return answer(devnode, await setLock(pnp, devnode, false), 'is unlocked', 'stays as it is');
    case 'rescan':
      await enumerateChildren(pnp, devnode);
      return {
        status: 0,
        message: `${id} has listed its children: ${devnode.children.map((child) => child.id).join(', ') || 'none'}.`,
      };
    case 'unplug':
      await unplug(pnp, hardware);
      return { status: 0, message: `${id} was pulled out.` };
    case 'plugIn':
      await plugIn(pnp, hardware);
      return { status: 0, message: `${id} is plugged in.` };
  }
}
