import type { VerifierRule } from '../../protocol/verifier.ts';
import type { CommandContext } from '../command-context.ts';
import {
  type RuleAction,
  readVerifier,
  type VerifierChoice,
  type VerifierMode,
  withVerifier,
} from '../project/verifier-edit.ts';
import {
  isOptionOn,
  optionText,
  optionTitle,
  optionValue,
  VERIFIER_OPTIONS,
  type VerifierOption,
} from '../project/verifier-options.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { uriOf, wordOf } from './arguments.ts';
import { pickMachineFile } from './start-machine.ts';

/** A row of the list: a rule or an option, which is on or off. */
type Switch = { readonly rule: VerifierRule } | { readonly option: VerifierOption };

interface Draft {
  readonly mode: VerifierMode | undefined;
  readonly on: readonly Switch[] | undefined;
}

/** Which rules and options watch the drivers of a machine. Arguments: `machine`, and `mode` to set that alone. */
export async function verifierSettings(context: CommandContext, argument: unknown): Promise<void> {
  const { workspace, machines } = context;
  const uri =
    uriOf(argument) ?? workspace.activeMachineFile() ?? machines.shown?.uri ?? (await pickMachineFile(context));
  const text = uri === undefined ? null : await workspace.text(uri);
  if (uri === undefined || text === null) return;
  const before = readVerifier(text);
  const given = wordOf(argument, 'mode', ['standard', 'all', 'off']);
  const after = given === undefined ? await ask(context, before) : { ...before, mode: given };
  if (after === undefined) return;
  const changed = withVerifier(text, after);
  if (changed === text) {
    context.messages.status(t('The verifier of {0} stays as it is.', workspace.label(uri)));
    return;
  }
  await workspace.rewrite(uri, changed);
  context.messages.status(t('The verifier of {0} is set, from its next start on.', workspace.label(uri)));
}

async function ask(context: CommandContext, before: VerifierChoice): Promise<VerifierChoice | undefined> {
  const rules = await context.verifierRules();
  const draft = await runWizard<Draft>({ mode: undefined, on: undefined }, steps(context, before, rules));
  if (draft?.mode === undefined) return undefined;
  const { mode, on } = draft;
  return on === undefined ? { ...before, mode } : choiceOf(before, mode, rules, on);
}

function steps(
  context: CommandContext,
  before: VerifierChoice,
  rules: readonly VerifierRule[],
): readonly Step<Draft>[] {
  const title = t('Verifier Settings');
  return [
    {
      given: () => false,
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('How strict'), choices: modeChoices(before.mode, rules) };
        return mapAsked(await context.ask.pick(question), (mode) => ({ ...draft, mode }));
      },
    },
    {
      given: ({ mode }) => mode === 'off',
      ask: async (draft, place) => {
        const mode = draft.mode ?? before.mode;
        const prompt = t('What is on: rules, and options of Driver Verifier');
        const picked = (one: Switch): boolean => isOn(one, mode, before);
        const choices = switchChoices(rules, before);
        const asked = await context.ask.pickMany({ title, place, prompt, choices, picked });
        return mapAsked(asked, (on) => ({ ...draft, on }));
      },
    },
  ];
}

function modeChoices(now: VerifierMode, rules: readonly VerifierRule[]): readonly Choice<VerifierMode>[] {
  const count = (wanted: VerifierRule['mode']): number => rules.filter(({ mode }) => mode === wanted).length;
  const choice = (value: VerifierMode, label: string, detail: string): Choice<VerifierMode> => ({
    label,
    detail,
    value,
    icon: value === now ? 'check' : 'blank',
  });
  return [
    choice('standard', t('Standard'), t('{0} rules that every driver has to keep', count('standard'))),
    choice('all', t('All'), t('also {0} that are too strict for some drivers that work', count('all'))),
    choice('off', t('Off'), t('no rule is looked at')),
  ];
}

function switchChoices(rules: readonly VerifierRule[], before: VerifierChoice): readonly Choice<Switch>[] {
  const options = VERIFIER_OPTIONS.map((option) => ({
    label: optionTitle(option),
    detail: optionText(option),
    group: t('options'),
    value: { option },
  }));
  const ofMode = (mode: VerifierRule['mode'], group: string): readonly Choice<Switch>[] =>
    rules
      .filter((rule) => rule.mode === mode)
      .map((rule) => ({
        label: rule.id,
        description: before.rules[rule.id] === 'bugcheck' ? t('{0} · stops the machine', rule.title) : rule.title,
        ...(rule.published.length === 0 ? {} : { detail: t('Published as {0}', rule.published.join(', ')) }),
        group,
        value: { rule },
      }));
  return [
    ...options,
    ...ofMode('standard', t('standard rules')),
    ...ofMode('all', t('strict rules')),
    ...ofMode('named', t('against a documented pattern: only when chosen here')),
  ];
}

function isOn(one: Switch, mode: VerifierMode, before: VerifierChoice): boolean {
  if ('option' in one) return isOptionOn(one.option, mode, before.options[one.option]);
  const written = before.rules[one.rule.id];
  return written === undefined ? isOfMode(one.rule, mode) : written !== 'off';
}

function isOfMode(rule: VerifierRule, mode: VerifierMode): boolean {
  return rule.mode === mode || (mode === 'all' && rule.mode === 'standard');
}

/** Only what differs from the mode is written; rules that stop the machine go on doing so. */
function choiceOf(
  before: VerifierChoice,
  mode: VerifierMode,
  known: readonly VerifierRule[],
  on: readonly Switch[],
): VerifierChoice {
  const rulesOn = new Set(on.flatMap((one) => ('rule' in one ? [one.rule.id] : [])));
  const optionsOn = new Set(on.flatMap((one) => ('option' in one ? [one.option] : [])));
  // Limits of the IRQL are rules too, one for each routine: they are in no list and stay as they are.
  const ids = new Set(known.map(({ id }) => id));
  const rules: Record<string, RuleAction> = Object.fromEntries(
    Object.entries(before.rules).filter(([id]) => !ids.has(id)),
  );
  for (const rule of known) {
    const written = before.rules[rule.id];
    if (!rulesOn.has(rule.id)) {
      if (isOfMode(rule, mode)) rules[rule.id] = 'off';
    } else if (written === 'bugcheck') rules[rule.id] = written;
    else if (!isOfMode(rule, mode)) rules[rule.id] = 'report';
  }
  const options = { ...before.options };
  for (const option of VERIFIER_OPTIONS) {
    const value = optionValue(option, mode, before.options[option], optionsOn.has(option));
    if (value === undefined) delete options[option];
    else options[option] = value;
  }
  return { mode, rules, options };
}
