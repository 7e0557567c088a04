/** One injection from its description to its result. */

import * as bugCheckCodes from '../../abi/bug-check-codes.ts';
import { describeBugCheck } from '../../abi/bug-check-table.ts';
import {
  DeviceUsageTypeBoot,
  DeviceUsageTypeDumpFile,
  DeviceUsageTypeGuestAssigned,
  DeviceUsageTypeHibernation,
  DeviceUsageTypePaging,
  DeviceUsageTypePostDisplay,
} from '../../abi/enums.ts';
import { nameOfStatus, valueOfName } from '../../abi/names.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { parseUnsigned } from '../../base/hex.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { notifyUsage } from '../../kernel/pnp/usage.ts';
import { BugCheckError } from '../../kernel/sim/bug-check.ts';
import type {
  BugcheckInjection,
  IoInjection,
  PnpInjection,
  UsageInjection,
  UsageType,
} from '../../protocol/injection.ts';
import type { Steering } from '../steering.ts';
import { performIo } from './io-request.ts';
import { performPnpRequest, whyIllegal } from './pnp-request.ts';

/** How an operation of the system ended. */
export interface Outcome {
  readonly ok: boolean;
  readonly status: string;
  readonly message: string;
  readonly vetoedBy?: string;
}

const USAGE: Readonly<Record<UsageType, number>> = {
  paging: DeviceUsageTypePaging,
  hibernation: DeviceUsageTypeHibernation,
  dump: DeviceUsageTypeDumpFile,
  boot: DeviceUsageTypeBoot,
  postDisplay: DeviceUsageTypePostDisplay,
  guestAssigned: DeviceUsageTypeGuestAssigned,
};

export function refused(message: string): Outcome {
  return { ok: false, status: 'STATUS_INVALID_PARAMETER', message };
}

/** The device, or what to say when there is none of that name. */
export function findDevice(nt: Nt, id: string): Devnode | Outcome {
  const devnode = nt.pnp.byId(id);
  if (devnode !== undefined) return devnode;
  const near = nearestSpelling(
    id,
    nt.pnp.tree().map((one) => one.id),
  );
  return refused(`There is no device \`${id}\`.${near === null ? '' : ` Did you mean \`${near}\`?`}`);
}

export function isOutcome(value: Devnode | Outcome): value is Outcome {
  return 'ok' in value;
}

export async function performUsage(nt: Nt, devnode: Devnode, injection: UsageInjection): Promise<Outcome> {
  const type = USAGE[injection.type];
  const status = await nt.pnp.perform('usage notification', () => {
    const isMissing = !injection.inPath && injection.force !== true && (devnode.specialFiles.get(type) ?? 0) === 0;
    return isMissing ? null : notifyUsage(nt.pnp, devnode, type, injection.inPath);
  });
  if (status === null)
    return { ok: false, status: 'STATUS_INVALID_DEVICE_STATE', message: noFileText(nt, devnode, injection.type) };
  const ok = NT_SUCCESS(status);
  const name = nameOfStatus(status);
  const what = `${injection.type} file`;
  if (injection.inPath) {
    const message = ok
      ? `The ${what} is on ${devnode.id}.`
      : `The ${what} was not created on ${devnode.id}: its drivers answered ${name}.`;
    return { ok, status: name, message, ...(ok ? {} : { vetoedBy: devnode.id }) };
  }
  const note = ok ? '' : ` A driver answered ${name}, which changes nothing: the file is gone already.`;
  return { ok: true, status: name, message: `The ${what} was removed from ${devnode.id}.${note}` };
}

/** The system only ever takes away what it has put somewhere. */
function noFileText(nt: Nt, devnode: Devnode, type: UsageType): string {
  const others = nt.pnp.tree().filter(({ specialFiles }) => (specialFiles.get(USAGE[type]) ?? 0) > 0);
  const elsewhere = others.length === 0 ? '' : ` There is one on ${others.map(({ id }) => id).join(', ')}.`;
  return `There is no ${type} file on ${devnode.id} to remove.${elsewhere} Use force to send the notification all the same.`;
}

export async function performPnp(nt: Nt, devnode: Devnode, injection: PnpInjection): Promise<Outcome> {
  const outcome = await nt.pnp.perform(injection.request, async () => {
    const illegal = injection.force === true ? null : whyIllegal(nt.pnp, devnode, injection.request);
    return illegal === null ? performPnpRequest(nt, devnode, injection.request) : illegal;
  });
  if (typeof outcome === 'string') return { ok: false, status: 'STATUS_INVALID_DEVICE_STATE', message: outcome };
  return {
    ok: NT_SUCCESS(outcome.status),
    status: nameOfStatus(outcome.status),
    message: outcome.message,
    ...(outcome.vetoedBy === undefined ? {} : { vetoedBy: outcome.vetoedBy }),
  };
}

/** Runs in a thread of its own. */
export function startIo(nt: Nt, devnode: Devnode, injection: IoInjection): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (injection.wait === false)
      resolve({
        ok: true,
        status: 'STATUS_PENDING',
        message: `${injection.request} on ${devnode.id} is on its way.`,
      });
    const { userIo } = nt.pnp;
    userIo.pending += 1;
    nt.kernel.sim.createThread('user', async () => {
      try {
        const { status, information, data } = await performIo(nt, devnode, injection);
        userIo.pending -= 1;
        userIo[NT_SUCCESS(status) ? 'succeeded' : 'failed'] += 1;
        const moved = ['open', 'close'].includes(injection.request) ? '' : `, ${information} bytes`;
        const shown = data === '' || information === 0 ? '' : ` The first bytes: ${data}.`;
        resolve({
          ok: NT_SUCCESS(status),
          status: nameOfStatus(status),
          message: `${injection.request} on ${devnode.id}: ${nameOfStatus(status)}${moved}.${shown}`,
        });
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
        throw error;
      }
    });
  });
}

/** What a user's wish to stop the machine is on Windows. */
export function manualCrash(): BugCheckError {
  return Object.assign(new BugCheckError(bugCheckCodes.MANUALLY_INITIATED_CRASH), { blamed: 0 });
}

export function performBugcheck(nt: Nt, steering: Steering, injection: BugcheckInjection): Outcome {
  const code = codeOf(injection.code);
  if (code === undefined) {
    const near = nearestSpelling(String(injection.code), Object.keys(bugCheckCodes));
    return refused(
      `\`${injection.code}\` is no bug check code.${near === null ? ' Give a number or a documented name.' : ` Did you mean ${near}?`}`,
    );
  }
  const parameters = (injection.parameters ?? []).map((one) => (typeof one === 'number' ? one : valueOfName(one)));
  const bad = parameters.indexOf(undefined);
  if (bad >= 0 || parameters.length > 4)
    return refused(bad >= 0 ? `Parameter ${bad + 1} is no number.` : 'A bug check has four parameters.');
  const [p1 = 0, p2 = 0, p3 = 0, p4 = 0] = parameters as readonly number[];
  const { name, text } = describeBugCheck(code, p1);
  const { after = 0 } = injection;
  if (after > 0) {
    steering.stopAfter(after, Object.assign(new BugCheckError(code, p1, p2, p3, p4), { blamed: 0 }));
    return {
      ok: true,
      status: 'STATUS_PENDING',
      message: `The machine will stop with ${name} at step ${after} from now.`,
    };
  }
  nt.kernel.sim.stop(new BugCheckError(code, p1, p2, p3, p4));
  return { ok: true, status: name, message: `The machine stopped with ${name}. ${text}` };
}

function codeOf(code: number | string): number | undefined {
  if (typeof code === 'number') return code >>> 0;
  const known = (bugCheckCodes as Readonly<Record<string, unknown>>)[code.toUpperCase()];
  return typeof known === 'number' ? known : parseUnsigned(code);
}
