import { POFX_REQUESTS, type PoFxInjection, type PoFxRequest } from '../../protocol/injection.ts';
import type { PoFxState } from '../../protocol/pofx-state.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Choice, mapAsked, runWizard, type Step } from '../ui/wizard.ts';
import { joined, stateWords } from '../views/device-words.ts';
import { durationProblem } from './advance-time.ts';
import { booleanOf, numberOf, textOf, wordOf } from './arguments.ts';
import { pickRemembering, send } from './inject.ts';

interface Draft {
  readonly device: string | undefined;
  readonly request: PoFxRequest | undefined;
  readonly component: number | undefined;
  readonly time: string | undefined;
  readonly wake: boolean | undefined;
}

const OF_COMPONENT: readonly PoFxRequest[] = ['activate', 'idle', 'latency', 'residency', 'wake'];
const WITH_TIME: readonly PoFxRequest[] = ['latency', 'residency', 'idleTimeout'];

/** Arguments: `device`, `request`, and `component`, `time`, `wake` as the request needs them. */
export async function injectPoFx(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const { model } = session;
  if (model === null) return;
  const device = textOf(argument, 'device');
  const registered = [...model.devices()].filter(({ pofx }) => pofx !== null);
  if (device === undefined && registered.length === 0) {
    await context.messages.info(
      t('No driver has registered its device with the power framework (PoFxRegisterDevice).'),
    );
    return;
  }
  const initial: Draft = {
    device: device ?? (registered.length === 1 ? registered[0]?.id : undefined),
    request: wordOf(argument, 'request', POFX_REQUESTS),
    component: numberOf(argument, 'component'),
    time: textOf(argument, 'time'),
    wake: booleanOf(argument, 'wake'),
  };
  const draft = await runWizard(initial, steps(context, model));
  const injection = draft === undefined ? undefined : injectionOf(draft);
  if (injection !== undefined) await send(context, session, injection);
}

function injectionOf({ device, request, component, time, wake }: Draft): PoFxInjection | undefined {
  if (device === undefined || request === undefined) return undefined;
  return {
    op: 'pofx',
    device,
    request,
    ...(component === undefined || !OF_COMPONENT.includes(request) ? {} : { component }),
    ...(time === undefined || !WITH_TIME.includes(request) ? {} : { time }),
    ...(wake === undefined || request !== 'wake' ? {} : { wake }),
  };
}

function steps(context: CommandContext, model: MachineModel): readonly Step<Draft>[] {
  const title = t('Inject Power Framework Event');
  const pofxOf = (draft: Draft): PoFxState | null => model.device(draft.device ?? '')?.pofx ?? null;
  const onlyOne = (draft: Draft): boolean => (pofxOf(draft)?.components.length ?? 0) < 2;
  return [
    {
      given: ({ device }) => device !== undefined,
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('Device of the power framework'), choices: deviceChoices(model) };
        return mapAsked(await pickRemembering(context, 'device', question), (device) => ({ ...draft, device }));
      },
    },
    {
      given: ({ request }) => request !== undefined,
      ask: async (draft, place) => {
        const choices = POFX_REQUESTS.map((request) => requestChoice(request));
        const question = { title, place, prompt: draft.device ?? '', choices };
        return mapAsked(await pickRemembering(context, 'pofx', question), (request) => ({ ...draft, request }));
      },
    },
    {
      given: (draft) =>
        draft.component !== undefined ||
        draft.request === undefined ||
        !OF_COMPONENT.includes(draft.request) ||
        onlyOne(draft),
      ask: async (draft, place) => {
        const question = { title, place, prompt: t('Component'), choices: componentChoices(pofxOf(draft)) };
        return mapAsked(await context.ask.pick(question), (component) => ({ ...draft, component }));
      },
    },
    {
      given: ({ request, time }) => time !== undefined || request === undefined || !WITH_TIME.includes(request),
      ask: async (draft, place) => {
        const question = {
          title,
          place,
          prompt: t('How long: 100ns, 5us, 20ms, 5s'),
          value: '10ms',
          check: durationProblem,
        };
        return mapAsked(await context.ask.input(question), (time) => ({ ...draft, time }));
      },
    },
    {
      given: ({ request, wake }) => wake !== undefined || request !== 'wake',
      ask: async (draft, place) => {
        const choices = [
          { label: t('May have to wake'), value: true },
          { label: t('Need not wake'), value: false },
        ];
        const question = { title, place, prompt: t('Whether the component must be able to wake'), choices };
        return mapAsked(await context.ask.pick(question), (wake) => ({ ...draft, wake }));
      },
    },
  ];
}

function deviceChoices(model: MachineModel): readonly Choice<string>[] {
  return [...model.devices()].flatMap(({ id, description, pofx }) =>
    pofx === null
      ? []
      : [{ label: id, description: joined([description, stateWords(pofx.state), pofx.owner]), value: id }],
  );
}

function componentChoices(pofx: PoFxState | null): readonly Choice<number>[] {
  return (pofx?.components ?? []).map(({ state, condition, references }, index) => ({
    label: t('Component {0}', index),
    description: joined([state, stateWords(condition), t('{0} references', references)]),
    value: index,
  }));
}

function requestChoice(value: PoFxRequest): Choice<PoFxRequest> {
  switch (value) {
    case 'activate':
      return { label: t('Activate a component'), description: 'PoFxActivateComponent', icon: 'play', value };
    case 'idle':
      return { label: t('Idle a component'), description: 'PoFxIdleComponent', icon: 'debug-pause', value };
    case 'latency':
      return { label: t('Set the latency tolerance'), description: 'PoFxSetComponentLatency', icon: 'watch', value };
    case 'residency':
      return { label: t('Set the expected residency'), description: 'PoFxSetComponentResidency', icon: 'watch', value };
    case 'wake':
      return { label: t('Set the wake hint'), description: 'PoFxSetComponentWake', icon: 'bell', value };
    case 'idleTimeout':
      return { label: t('Set the idle time-out'), description: 'PoFxSetDeviceIdleTimeout', icon: 'watch', value };
    case 'surprisePowerOn':
      return {
        label: t('Power on by surprise'),
        description: t('the device is on, and nobody asked'),
        icon: 'zap',
        value,
      };
    case 'directedDown':
      return { label: t('Directed power down'), description: 'DFx', icon: 'arrow-down', value };
    case 'directedUp':
      return { label: t('Directed power up'), description: 'DFx', icon: 'arrow-up', value };
  }
}
