import type { StateChart } from '../../protocol/chart.ts';
import { PNP_REQUESTS, type PnpRequest } from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { stateWords } from '../views/device-words.ts';
import { booleanOf, textOf, wordOf } from './arguments.ts';
import { askDevice, pickRemembering, send } from './inject.ts';

interface Draft {
  readonly device: string | undefined;
  readonly request: PnpRequest | undefined;
}

/** Arguments: `device`, `request`, `force`; device and request are asked for when they are missing. */
export async function injectPnp(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const initial: Draft = { device: textOf(argument, 'device'), request: wordOf(argument, 'request', PNP_REQUESTS) };
  const draft = await runWizard(initial, steps(context, session));
  if (draft?.device === undefined || draft.request === undefined) return;
  const force = booleanOf(argument, 'force');
  const injection = { op: 'pnp', device: draft.device, request: draft.request } as const;
  await send(context, session, force === undefined ? injection : { ...injection, force });
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Inject PnP Event');
  return [
    {
      given: (draft) => draft.device !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askDevice(context, session, { title, place }), (device) => ({ ...draft, device })),
    },
    {
      given: (draft) => draft.request !== undefined,
      ask: async (draft, place) => {
        const device = draft.device ?? '';
        const pnp = session.model?.device(device)?.pnp ?? '';
        const { charts } = await session.host().request('chart/list', {});
        const prompt = t('{0} is {1}', device, stateWords(pnp));
        const question = { title, place, prompt, choices: requestChoices(charts, pnp) };
        return mapAsked(await pickRemembering(context, `pnp/${pnp}`, question), (request) => ({ ...draft, request }));
      },
    },
  ];
}

/** What the device's own state machine takes in this state comes first; the rest is refused with a reason, which teaches too. */
export function requestChoices(charts: readonly StateChart[], pnp: string): readonly Choice<PnpRequest>[] {
  const transitions = charts.flatMap((chart) => chart.transitions);
  const drawn = new Set(transitions.map((transition) => transition.request));
  const legal = new Set(transitions.filter(({ from }) => from === pnp).map((transition) => transition.request));
  const choice = (request: PnpRequest, group: string): Choice<PnpRequest> => ({
    label: requestName(request),
    description: request,
    group,
    value: request,
  });
  const possible = PNP_REQUESTS.filter((request) => legal.has(request) || !drawn.has(request));
  const refused = PNP_REQUESTS.filter((request) => !possible.includes(request));
  return [
    ...possible.map((request) => choice(request, t('possible now'))),
    ...refused.map((request) => choice(request, t('not legal in this state'))),
  ];
}

const REQUEST_NAMES: Readonly<Record<PnpRequest, () => string>> = {
  start: () => t('Start'),
  queryStop: () => t('Query stop'),
  stop: () => t('Stop'),
  cancelStop: () => t('Cancel stop'),
  queryRemove: () => t('Query remove'),
  remove: () => t('Remove'),
  cancelRemove: () => t('Cancel remove'),
  surpriseRemove: () => t('Surprise removal'),
  disable: () => t('Disable device'),
  enable: () => t('Enable device'),
  eject: () => t('Eject'),
  lock: () => t('Lock in its slot'),
  unlock: () => t('Unlock'),
  rebalance: () => t('Rebalance resources'),
  rescan: () => t('Scan for hardware changes'),
  plugIn: () => t('Plug in'),
  unplug: () => t('Unplug'),
};

function requestName(request: PnpRequest): string {
  return REQUEST_NAMES[request]();
}
