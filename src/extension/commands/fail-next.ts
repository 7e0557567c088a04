import type { FaultInjection } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { durationProblem } from './advance-time.ts';
import { memberOf, numberOf, textOf } from './arguments.ts';
import { deviceChoices, pickRemembering, send } from './inject.ts';

/** Where a fault strikes: at one device, or at one driver wherever it is. */
interface Target {
  readonly device?: string;
  readonly driver?: string;
}

interface Draft {
  readonly target: Target | undefined;
  readonly at: string | undefined;
  readonly status: string | number | undefined;
  readonly by: string | undefined;
}

export const FAULT_POINTS = [
  'IRP_MN_START_DEVICE',
  'IRP_MN_DEVICE_USAGE_NOTIFICATION',
  'IRP_MN_QUERY_REMOVE_DEVICE',
  'IRP_MN_QUERY_STOP_DEVICE',
  'IRP_MN_QUERY_DEVICE_RELATIONS',
  'IRP_MN_QUERY_CAPABILITIES',
  'IRP_MN_QUERY_PNP_DEVICE_STATE',
  'IRP_MN_SET_POWER',
  'IRP_MN_QUERY_POWER',
  'IRP_MJ_CREATE',
  'IRP_MJ_READ',
  'IRP_MJ_WRITE',
  'IRP_MJ_FLUSH_BUFFERS',
  'IRP_MJ_DEVICE_CONTROL',
  'IRP_MJ_INTERNAL_DEVICE_CONTROL',
  'IoCreateDevice',
] as const;

export const FAULT_STATUSES = [
  'STATUS_UNSUCCESSFUL',
  'STATUS_INSUFFICIENT_RESOURCES',
  'STATUS_NOT_SUPPORTED',
  'STATUS_INVALID_DEVICE_REQUEST',
  'STATUS_DEVICE_NOT_READY',
  'STATUS_DEVICE_BUSY',
  'STATUS_IO_DEVICE_ERROR',
  'STATUS_IO_TIMEOUT',
  'STATUS_ACCESS_DENIED',
  'STATUS_NO_SUCH_DEVICE',
  'STATUS_CANCELLED',
] as const;

/** Arguments: `device` or `driver`, `at`, `status` (an NTSTATUS, `drop` or `delay`), `by`, `times`, `after`. */
export async function failNext(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const status = memberOf(argument, 'status');
  const initial: Draft = {
    target: targetOf(argument),
    at: textOf(argument, 'at'),
    status: typeof status === 'number' || typeof status === 'string' ? status : undefined,
    by: textOf(argument, 'by'),
  };
  const draft = await runWizard(initial, steps(context, session));
  if (draft?.target === undefined || draft.at === undefined || draft.status === undefined) return;
  const times = numberOf(argument, 'times');
  const after = numberOf(argument, 'after');
  const injection: FaultInjection = {
    op: 'fault',
    ...draft.target,
    at: draft.at,
    status: draft.status,
    ...(draft.status === 'delay' && draft.by !== undefined ? { by: draft.by } : {}),
    ...(times === undefined ? {} : { times }),
    ...(after === undefined ? {} : { after }),
  };
  await send(context, session, injection);
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Fail Next');
  return [
    {
      given: (draft) => draft.target !== undefined,
      ask: async (draft, place) => {
        const choices = session.model === null ? [] : targetChoices(session.model);
        const question = { title, place, prompt: t('Where: at a device, or at a driver wherever it is'), choices };
        return mapAsked(await pickRemembering(context, 'faultTarget', question), (target) => ({ ...draft, target }));
      },
    },
    {
      given: (draft) => draft.at !== undefined,
      ask: async (draft, place) => {
        const choices = FAULT_POINTS.map((point) => ({ label: point, value: point as string }));
        const question = { title, place, prompt: t('What fails: an IRP or a routine'), choices, other: otherPoint };
        return mapAsked(await pickRemembering(context, 'faultAt', question), (at) => ({ ...draft, at }));
      },
    },
    {
      given: (draft) => draft.status !== undefined,
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('How it fails'), choices: statusChoices(), other: otherStatus };
        return mapAsked(await pickRemembering(context, 'faultStatus', question), (status) => ({ ...draft, status }));
      },
    },
    {
      given: (draft) => draft.by !== undefined || (draft.status !== undefined && draft.status !== 'delay'),
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('How late, in virtual time'), value: '5s', check: durationProblem };
        return mapAsked(await context.ask.input(question), (by) => ({ ...draft, by }));
      },
    },
  ];
}

export function targetChoices(model: MachineModel): readonly Choice<Target>[] {
  const devices = deviceChoices(model).map((choice) => ({
    ...choice,
    group: t('devices'),
    value: { device: choice.value },
  }));
  const names = new Set([...model.devices()].flatMap((device) => device.stack.map((entry) => entry.driver)));
  const drivers = [...names].sort().map((driver) => ({
    label: t('driver {0}', driver),
    group: t('drivers'),
    value: { driver },
  }));
  return [...drivers, ...devices];
}

function statusChoices(): readonly Choice<string>[] {
  return [
    ...FAULT_STATUSES.map((status) => ({ label: status, group: t('fails with'), value: status as string })),
    { label: 'drop', description: t('the request is lost'), group: t('other'), value: 'drop' },
    { label: 'delay', description: t('the answer comes late'), group: t('other'), value: 'delay' },
  ];
}

function otherPoint(text: string): Choice<string> | undefined {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(text) ? { label: text, description: t('as typed'), value: text } : undefined;
}

function otherStatus(text: string): Choice<string> | undefined {
  const upper = text.trim().toUpperCase();
  if (/^STATUS_[A-Z0-9_]+$/.test(upper)) return { label: upper, description: t('as typed'), value: upper };
  if (/^0X[0-9A-F]{8}$/.test(upper)) return { label: text.trim(), description: t('as typed'), value: text.trim() };
  return undefined;
}

/** A row of a driver below a device names both: the fault strikes that driver. */
function targetOf(argument: unknown): Target | undefined {
  const driver = textOf(argument, 'driver');
  if (driver !== undefined) return { driver };
  const device = textOf(argument, 'device');
  return device === undefined ? undefined : { device };
}
