import type { CommandContext } from '../command-context.ts';
import { t } from '../text.ts';
import type { Choice } from '../ui/wizard.ts';
import { GROUPINGS, type Grouping } from '../views/violation-groups.ts';
import { memberOf, wordOf } from './arguments.ts';

/** Argument: `by`, one of none, rule, driver, device. */
export async function groupViolations(context: CommandContext, argument: unknown): Promise<void> {
  const grouping = wordOf(argument, 'by', GROUPINGS) ?? (await pickGrouping(context));
  if (grouping !== undefined) context.shell.arrangeViolations({ grouping });
}

/** Argument: `text`; empty shows all. */
export async function filterViolations(context: CommandContext, argument: unknown): Promise<void> {
  const given = memberOf(argument, 'text');
  if (typeof given === 'string') {
    context.shell.arrangeViolations({ filter: given });
    return;
  }
  const asked = await context.ask.input({
    title: t('Filter Violations'),
    prompt: t('Words of the rule, driver, device, file or text; empty shows all'),
    value: context.shell.violationsFilter,
    check: () => undefined,
  });
  if (asked.kind === 'value') context.shell.arrangeViolations({ filter: asked.value });
}

export async function clearViolationsFilter(context: CommandContext): Promise<void> {
  context.shell.arrangeViolations({ filter: '' });
}

async function pickGrouping(context: CommandContext): Promise<Grouping | undefined> {
  const choices: readonly Choice<Grouping>[] = [
    { label: t('No groups'), description: t('newest first'), icon: 'list-flat', value: 'none' },
    { label: t('By rule'), icon: 'law', value: 'rule' },
    { label: t('By driver'), icon: 'symbol-method', value: 'driver' },
    { label: t('By device'), icon: 'plug', value: 'device' },
  ];
  const asked = await context.ask.pick({ title: t('Group Violations'), prompt: t('How to gather them'), choices });
  return asked.kind === 'value' ? asked.value : undefined;
}
