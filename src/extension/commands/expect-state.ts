import type { CommandContext } from '../command-context.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { memberOf, textOf } from './arguments.ts';
import { pickRemembering } from './inject.ts';

interface Draft {
  readonly path: string | undefined;
  /** undefined: not said yet. */
  readonly equals: unknown;
}

/** Compares a part of the state with what is expected. Arguments: `path`, `equals`. */
export async function expectState(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const initial: Draft = { path: textOf(argument, 'path'), equals: memberOf(argument, 'equals') };
  const draft = await runWizard(initial, steps(context, session));
  if (draft?.path === undefined || draft.equals === undefined) return;
  const { path, equals } = draft;
  const result = await session.inject({ op: 'expect', path, equals });
  if (result.ok) context.messages.status(t('As expected: {0} is {1}.', path, JSON.stringify(equals)));
  else await context.messages.warn(result.message);
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Expect State');
  return [
    {
      given: ({ path }) => path !== undefined,
      ask: async (draft, place) => {
        const choices = session.model === null ? [] : pathChoices(session.model);
        const prompt = t('What to look at: pick it, or type its path in the state');
        const asked = await pickRemembering(context, 'expectPath', { title, place, prompt, choices, other: otherPath });
        return mapAsked(asked, (path) => ({ ...draft, path }));
      },
    },
    {
      given: ({ equals }) => equals !== undefined,
      ask: async (draft, place) => {
        const path = draft.path ?? '';
        const now = session.model === null ? undefined : pathChoices(session.model).find(({ value }) => value === path);
        const prompt = t('What {0} must be, as JSON: 1, "started", true, null', path);
        const value = now?.description ?? '';
        const asked = await context.ask.input({ title, place, prompt, value, check: jsonProblem });
        return mapAsked(asked, (text) => ({ ...draft, equals: JSON.parse(text) as unknown }));
      },
    },
  ];
}

/** What people check most, each with its value now. */
export function pathChoices(model: MachineModel): readonly Choice<string>[] {
  const { run, systemPower } = model.summary;
  const paths: [path: string, value: unknown][] = [
    ['run', run],
    ['systemPower', systemPower],
    ['violations.length', model.violations.length],
    ['irps.length', model.irps.length],
  ];
  for (const { id, pnp, power, problem, specialFiles } of model.devices()) {
    paths.push([`devices.${id}.pnp`, pnp], [`devices.${id}.power.device`, power.device]);
    paths.push([`devices.${id}.problem`, problem]);
    for (const [type, count] of Object.entries(specialFiles)) paths.push([`devices.${id}.specialFiles.${type}`, count]);
  }
  return paths.map(([path, value]) => ({ label: path, description: JSON.stringify(value), value: path }));
}

function otherPath(text: string): Choice<string> | undefined {
  const path = text.trim();
  return /^[\w.-]+$/.test(path) ? { label: path, description: t('as typed'), value: path } : undefined;
}

export function jsonProblem(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return t('This is no JSON value. Texts stand in double quotes.');
  }
}
