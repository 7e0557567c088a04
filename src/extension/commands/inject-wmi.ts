import { WMI_REQUESTS, type WmiRequest } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { numberOf, textOf, wordOf } from './arguments.ts';
import { askDevice, pickRemembering, send } from './inject.ts';

interface Draft {
  readonly device: string | undefined;
  readonly request: WmiRequest | undefined;
  readonly guid: string | undefined;
  readonly data: string | undefined;
}

const WITH_DATA: readonly WmiRequest[] = ['set', 'execute'];

/** Arguments: `device`, `request`, `guid`, and `instance`, `item`, `method`, `data` as the request needs them. */
export async function injectWmi(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const initial: Draft = {
    device: textOf(argument, 'device'),
    request: wordOf(argument, 'request', WMI_REQUESTS),
    guid: textOf(argument, 'guid'),
    data: textOf(argument, 'data'),
  };
  const draft = await runWizard(initial, steps(context, session));
  if (draft?.device === undefined || draft.request === undefined || draft.guid === undefined) return;
  const { device, request, guid, data } = draft;
  context.recent.remember('wmiGuid', guid);
  const [instance, item, method] = ['instance', 'item', 'method'].map((name) => numberOf(argument, name));
  await send(context, session, {
    op: 'wmi',
    device,
    request,
    guid,
    ...(instance === undefined ? {} : { instance }),
    ...(item === undefined ? {} : { item }),
    ...(method === undefined ? {} : { method }),
    ...(data === undefined || !WITH_DATA.includes(request) ? {} : { data }),
  });
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Inject WMI Request');
  return [
    {
      given: ({ device }) => device !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askDevice(context, session, { title, place }), (device) => ({ ...draft, device })),
    },
    {
      given: ({ request }) => request !== undefined,
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('What a management program does'), choices: requests() };
        return mapAsked(await pickRemembering(context, 'wmi', question), (request) => ({ ...draft, request }));
      },
    },
    {
      given: ({ guid }) => guid !== undefined,
      ask: async (draft, place) => {
        const value = context.recent.labels('wmiGuid')[0] ?? '{00000000-0000-0000-0000-000000000000}';
        const question = { title, place, prompt: t('GUID of the data block'), value, check: guidProblem };
        return mapAsked(await context.ask.input(question), (guid) => ({ ...draft, guid }));
      },
    },
    {
      given: ({ request, data }) => data !== undefined || request === undefined || !WITH_DATA.includes(request),
      ask: async (draft, place) => {
        const prompt = t('The data: a text, or bytes behind hex:');
        const asked = await context.ask.input({ title, place, prompt, value: 'hex:00000000', check: dataProblem });
        return mapAsked(asked, (data) => ({ ...draft, data }));
      },
    },
  ];
}

export function guidProblem(text: string): string | undefined {
  return /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(text.trim())
    ? undefined
    : t('“{0}” is not a GUID in braces.', text);
}

function dataProblem(text: string): string | undefined {
  if (!text.startsWith('hex:') || /^hex:(?:[0-9a-f]{2})*\s*$/i.test(text)) return undefined;
  return t('What follows hex: must be pairs of hex digits.');
}

function requests(): readonly Choice<WmiRequest>[] {
  const choice = (value: WmiRequest, label: string, description: string): Choice<WmiRequest> => ({
    label,
    description,
    value,
  });
  return [
    choice('query', t('Query a data block'), 'IRP_MN_QUERY_ALL_DATA, IRP_MN_QUERY_SINGLE_INSTANCE'),
    choice('set', t('Set a data block'), 'IRP_MN_CHANGE_SINGLE_INSTANCE, IRP_MN_CHANGE_SINGLE_ITEM'),
    choice('execute', t('Execute a method'), 'IRP_MN_EXECUTE_METHOD'),
    choice('enableEvents', t('Enable events'), 'IRP_MN_ENABLE_EVENTS'),
    choice('disableEvents', t('Disable events'), 'IRP_MN_DISABLE_EVENTS'),
    choice('enableCollection', t('Enable collection'), 'IRP_MN_ENABLE_COLLECTION'),
    choice('disableCollection', t('Disable collection'), 'IRP_MN_DISABLE_COLLECTION'),
  ];
}
