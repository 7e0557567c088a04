import type { RunInjection } from '../../protocol/injection.ts';
import { EVENT_KINDS } from '../../protocol/trace.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import type { Choice } from '../ui/wizard.ts';
import { memberOf } from './arguments.ts';
import { pickRemembering, send } from './inject.ts';

type Until = NonNullable<RunInjection['until']>;

/** Lets the machine run until nothing is left to do, or until an event. Argument: `until`. */
export async function runUntil(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const until = untilOf(memberOf(argument, 'until')) ?? (await ask(context));
  if (until !== undefined) await send(context, session, { op: 'run', until });
}

async function ask(context: CommandContext): Promise<Until | undefined> {
  const prompt = t('Pick an event, or type members that it must have: kind=irpDone device=disk0');
  const question = { title: t('Run Until'), prompt, choices: untilChoices(), other: otherUntil };
  const asked = await pickRemembering<Until>(context, 'runUntil', question);
  return asked.kind === 'value' ? asked.value : undefined;
}

function untilChoices(): readonly Choice<Until>[] {
  const idle: Choice<Until> = { label: 'idle', description: t('nothing is left to run'), value: 'idle' };
  return [idle, ...EVENT_KINDS.map((kind) => ({ label: `kind=${kind}`, value: { kind }, group: t('the next event') }))];
}

/** `kind=irpDone device=disk0`: each member of the event with its value. */
export function otherUntil(text: string): Choice<Until> | undefined {
  const parts = text.trim().split(/\s+/);
  const members = parts.map((part) => /^([a-z]+)=(\S+)$/.exec(part));
  if (members.some((member) => member === null)) return undefined;
  const value = Object.fromEntries(members.map((member) => [member?.[1] ?? '', memberValue(member?.[2] ?? '')]));
  return { label: text.trim(), description: t('as typed'), value };
}

function memberValue(text: string): string | number {
  return /^\d+$/.test(text) ? Number(text) : text;
}

function untilOf(value: unknown): Until | undefined {
  if (value === 'idle') return value;
  if (typeof value === 'string') return otherUntil(value)?.value;
  return typeof value === 'object' && value !== null ? (value as Until) : undefined;
}
