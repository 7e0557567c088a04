import { BUGCHECK_NAMES } from '../../protocol/bugcheck-names.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { memberOf } from './arguments.ts';
import { pickRemembering, send } from './inject.ts';

type Code = number | string;

interface Draft {
  readonly code: Code | undefined;
  readonly parameters: readonly string[] | undefined;
}

/** Arguments: `code` (number or name) and `parameters`, up to four numbers. */
export async function injectBugcheck(
  context: CommandContext,
  session: MachineSession,
  argument: unknown,
): Promise<void> {
  const code = codeOf(memberOf(argument, 'code'));
  const given = memberOf(argument, 'parameters');
  const parameters = Array.isArray(given) ? given.map(String) : undefined;
  const initial: Draft = { code, parameters: parameters ?? (code === undefined ? undefined : []) };
  const draft = await runWizard(initial, steps(context));
  if (draft?.code === undefined || draft.parameters === undefined) return;
  await send(context, session, { op: 'bugcheck', code: draft.code, parameters: draft.parameters });
}

function steps(context: CommandContext): readonly Step<Draft>[] {
  const title = t('Inject Bugcheck');
  return [
    {
      given: (draft) => draft.code !== undefined,
      ask: async (draft, place) => {
        const prompt = t('Bug check code: pick one, or type a number');
        const question = { title, place, prompt, choices: bugcheckChoices(), other: otherCode };
        return mapAsked(await pickRemembering<Code>(context, 'bugcheck', question), (code) => ({ ...draft, code }));
      },
    },
    {
      given: (draft) => draft.parameters !== undefined,
      ask: async (draft, place) => {
        const prompt = t('Up to four parameters, apart by spaces or commas: 0x… or decimal');
        const asked = await context.ask.input({ title, place, prompt, value: '0 0 0 0', check: parameterProblem });
        return mapAsked(asked, (text) => ({ ...draft, parameters: splitParameters(text) }));
      },
    },
  ];
}

export function bugcheckChoices(): readonly Choice<Code>[] {
  return Object.entries(BUGCHECK_NAMES).map(([name, code]) => ({ label: name, description: hex(code), value: name }));
}

/** A typed number, or a name that the list does not know. */
export function otherCode(text: string): Choice<Code> | undefined {
  const code = codeOf(text.trim());
  if (code === undefined) return undefined;
  return { label: typeof code === 'number' ? hex(code) : code, description: t('as typed'), value: code };
}

export function parameterProblem(text: string): string | undefined {
  const parts = splitParameters(text);
  if (parts.length > 4) return t('A bug check has four parameters; these are {0}.', parts.length);
  const wrong = parts.find((part) => numberFrom(part) === undefined);
  return wrong === undefined ? undefined : t('“{0}” is not a number from 0 to 0xffffffff.', wrong);
}

function splitParameters(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

function codeOf(value: unknown): Code | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  return numberFrom(value) ?? (/^[A-Z][A-Z0-9_]+$/.test(value) ? value : undefined);
}

function numberFrom(text: string): number | undefined {
  if (!/^(0x[0-9a-f]{1,8}|\d{1,10})$/i.test(text)) return undefined;
  const value = Number(text);
  return value <= 0xffff_ffff ? value : undefined;
}

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase()}`;
}
