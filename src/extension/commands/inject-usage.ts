import { USAGE_TYPES, type UsageType } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { booleanOf, textOf, wordOf } from './arguments.ts';
import { askDevice, pickRemembering, send } from './inject.ts';

interface Draft {
  readonly device: string | undefined;
  readonly type: UsageType | undefined;
  readonly inPath: boolean | undefined;
}

/** Arguments: `device`, `type`, `inPath`; what is missing is asked for. */
export async function injectUsage(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const initial: Draft = {
    device: textOf(argument, 'device'),
    type: wordOf(argument, 'type', USAGE_TYPES),
    inPath: booleanOf(argument, 'inPath'),
  };
  const draft = await runWizard(initial, steps(context, session));
  if (draft?.device === undefined || draft.type === undefined || draft.inPath === undefined) return;
  await send(context, session, { op: 'usage', device: draft.device, type: draft.type, inPath: draft.inPath });
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Inject Usage Notification');
  return [
    {
      given: (draft) => draft.device !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askDevice(context, session, { title, place }), (device) => ({ ...draft, device })),
    },
    {
      given: (draft) => draft.type !== undefined,
      ask: async (draft, place) => {
        const choices = USAGE_TYPES.map((type) => ({ label: usageName(type), description: type, value: type }));
        const question = { title, place, prompt: t('What the file on {0} is for', draft.device ?? ''), choices };
        return mapAsked(await pickRemembering(context, 'usageType', question), (type) => ({ ...draft, type }));
      },
    },
    {
      given: (draft) => draft.inPath !== undefined,
      ask: async (draft, place) => {
        const choices = [
          { label: t('Create'), description: t('the file is created on the device: InPath is TRUE'), value: true },
          { label: t('Remove'), description: t('the file was removed: InPath is FALSE'), value: false },
        ];
        const question = { title, place, prompt: t('Created or removed'), choices };
        return mapAsked(await pickRemembering(context, 'usageInPath', question), (inPath) => ({ ...draft, inPath }));
      },
    },
  ];
}

function usageName(type: UsageType): string {
  switch (type) {
    case 'paging':
      return t('Paging file');
    case 'hibernation':
      return t('Hibernation file');
    case 'dump':
      return t('Crash dump file');
    case 'boot':
      return t('Boot files');
    case 'postDisplay':
      return t('Display at start-up (post display)');
    case 'guestAssigned':
      return t('Assigned to a guest');
  }
}
