import {
  POWER_REQUESTS,
  POWER_SETTING_NAMES,
  POWER_STATES,
  type PowerInjection,
  type PowerRequestName,
  type PowerSettingName,
} from '../../protocol/injection.ts';
import type { CommandContext } from '../command-context.ts';
import type { MachineModel } from '../machine/machine-model.ts';
import type { MachineSession } from '../machine/machine-session.ts';
import { t } from '../text.ts';
import { type Asked, type Choice, mapAsked, type Place, runWizard, type Step } from '../ui/wizard.ts';
import { durationProblem } from './advance-time.ts';
import { booleanOf, numberOf, textOf, wordOf } from './arguments.ts';
import { deviceChoices, pickRemembering, send } from './inject.ts';

type State = NonNullable<PowerInjection['state']>;

/** Who wakes the system: a user, or the hardware of a device. */
type Waker = { readonly device?: string; readonly powerLost?: boolean };

interface Draft {
  readonly request: PowerRequestName | undefined;
  readonly device: string | undefined;
  readonly state: State | undefined;
  readonly waker: Waker | undefined;
  /** Only who calls the command with arguments says it: nobody is asked first. */
  readonly critical: boolean | undefined;
  readonly setting: PowerSettingName | undefined;
  /** With `setting` the value, with `latency` a duration. */
  readonly amount: string | undefined;
}

const OF_DEVICE: readonly PowerRequestName[] = ['setDevice', 'queryDevice'];

/** Arguments: `request`, and `device`, `state`, `critical`, `powerLost`, `setting`, `value`, `time` as the request needs them. */
export async function injectPower(context: CommandContext, session: MachineSession, argument: unknown): Promise<void> {
  const request = wordOf(argument, 'request', POWER_REQUESTS);
  const device = textOf(argument, 'device');
  const powerLost = booleanOf(argument, 'powerLost');
  const initial: Draft = {
    request,
    device: isRoot(session.model, device) ? undefined : device,
    state: wordOf(argument, 'state', POWER_STATES),
    critical: booleanOf(argument, 'critical'),
    setting: wordOf(argument, 'setting', POWER_SETTING_NAMES),
    amount: textOf(argument, 'time') ?? numberOf(argument, 'value')?.toString(),
    waker: request === 'wake' ? wakerOf(device, powerLost) : undefined,
  };
  const draft = await runWizard(initial, steps(context, session));
  const injection = draft === undefined ? undefined : injectionOf(draft);
  if (injection !== undefined) await send(context, session, injection);
}

function injectionOf(draft: Draft): PowerInjection | undefined {
  const { request, device, state, waker, critical, setting, amount } = draft;
  if (request === undefined) return undefined;
  if (request === 'setting' && setting !== undefined)
    return { op: 'power', request, setting, value: Number(amount ?? '0') };
  if (request === 'latency') return { op: 'power', request, time: amount ?? '0ms' };
  if (request === 'wake') return { op: 'power', request, ...waker };
  if (OF_DEVICE.includes(request) && device !== undefined && state !== undefined)
    return { op: 'power', request, device, state };
  return {
    op: 'power',
    request,
    ...(state === undefined || request !== 'sleep' ? {} : { state }),
    ...(critical === undefined || OF_DEVICE.includes(request) ? {} : { critical }),
  };
}

function steps(context: CommandContext, session: MachineSession): readonly Step<Draft>[] {
  const title = t('Inject Power Event');
  return [
    {
      given: ({ request }) => request !== undefined,
      ask: async (draft, place) => {
        const { summary } = session.model ?? {};
        const prompt = t('The system is in {0}', summary?.systemPower ?? 'S0');
        const isAwake = (summary?.systemPower ?? 'S0') === 'S0' && summary?.power.standby === undefined;
        const question = { title, place, prompt, choices: requestChoices(isAwake, draft.device) };
        return mapAsked(await pickRemembering(context, 'power', question), (request) => ({ ...draft, request }));
      },
    },
    {
      given: ({ request, device }) => request === undefined || !OF_DEVICE.includes(request) || device !== undefined,
      ask: async (draft, place) => {
        const choices = session.model === null ? [] : deviceChoices(session.model);
        const question = { title, place, prompt: t('Device'), choices };
        return mapAsked(await pickRemembering(context, 'device', question), (device) => ({ ...draft, device }));
      },
    },
    {
      given: ({ request, state }) => state !== undefined || statesFor(request).length === 0,
      ask: async (draft, place) => {
        const choices = statesFor(draft.request).map((value) => ({
          label: value,
          description: stateText(value),
          value,
        }));
        const key = `powerState/${draft.request ?? ''}`;
        const question = { title, place, prompt: t('Power state'), choices };
        return mapAsked(await pickRemembering(context, key, question), (state) => ({ ...draft, state }));
      },
    },
    {
      given: ({ request, setting }) => request !== 'setting' || setting !== undefined,
      ask: async (draft, place) => {
        const choices = POWER_SETTING_NAMES.map((value) => ({ label: value, value }));
        const question = { title, place, prompt: t('Power setting'), choices };
        return mapAsked(await pickRemembering(context, 'powerSetting', question), (setting) => ({ ...draft, setting }));
      },
    },
    {
      given: ({ request, amount }) => (request !== 'setting' && request !== 'latency') || amount !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askAmount(context, draft, title, place), (amount) => ({ ...draft, amount })),
    },
    {
      given: ({ request, waker }) => request !== 'wake' || waker !== undefined,
      ask: async (draft, place) =>
        mapAsked(await askWaker(context, session, title, place), (waker) => ({ ...draft, waker })),
    },
  ];
}

function askAmount(context: CommandContext, { request }: Draft, title: string, place: Place): Promise<Asked<string>> {
  const isSetting = request === 'setting';
  return context.ask.input({
    title,
    place,
    prompt: isSetting ? t('New value') : t('How long the system tolerates to wait'),
    value: isSetting ? '0' : '10ms',
    check: (text) => {
      if (!isSetting) return durationProblem(text);
      return /^\d+$/.test(text.trim()) ? undefined : t('Write a whole number');
    },
  });
}

async function askWaker(
  context: CommandContext,
  session: MachineSession,
  title: string,
  place: Place,
): Promise<Asked<Waker>> {
  const people: readonly Choice<Waker>[] = [
    { label: t('A user'), description: t('the power button'), icon: 'person', value: {} },
    {
      label: t('A user, after power was lost'),
      description: t('memory is gone: back from the hibernation file'),
      icon: 'debug-disconnect',
      value: { powerLost: true },
    },
  ];
  const devices = session.model === null ? [] : deviceChoices(session.model);
  const choices = [
    ...people,
    ...devices.map((choice) => ({ ...choice, group: t('a device that is armed'), value: { device: choice.value } })),
  ];
  return await context.ask.pick({ title, place, prompt: t('Who wakes the system'), choices });
}

/** What makes sense now comes first. */
function requestChoices(isAwake: boolean, device: string | undefined): readonly Choice<PowerRequestName>[] {
  const group = (requests: readonly PowerRequestName[], name: string): readonly Choice<PowerRequestName>[] =>
    requests.map((value) => ({ ...requestText(value), group: name, value }));
  const system = group(
    ['sleep', 'standby', 'hibernate', 'hybridSleep', 'hybridShutdown', 'shutdown', 'restart', 'powerOff'],
    t('system'),
  );
  const events = group(['lowBattery', 'thermalShutdown', 'battery', 'mains', 'setting', 'latency'], t('events'));
  const ofDevice = group(OF_DEVICE, device ?? t('device'));
  const wake = group(['wake'], t('wake'));
  if (device !== undefined) return [...ofDevice, ...wake];
  return isAwake ? [...system, ...ofDevice, ...events, ...wake] : [...wake, ...system, ...ofDevice, ...events];
}

function requestText(request: PowerRequestName): Omit<Choice<PowerRequestName>, 'value'> {
  switch (request) {
    case 'sleep':
      return { label: t('Sleep'), description: t('S1 to S3, drivers are asked first'), icon: 'debug-pause' };
    case 'standby':
      return { label: t('Standby'), description: t('S0 low-power idle; nobody is asked'), icon: 'coffee' };
    case 'setting':
      return { label: t('Power setting'), description: 'PoRegisterPowerSettingCallback', icon: 'settings' };
    case 'latency':
      return { label: t('Latency tolerance'), description: 'PEP_DPM_SYSTEM_LATENCY_UPDATE', icon: 'watch' };
    case 'hibernate':
      return { label: t('Hibernate'), description: t('S4, into the hibernation file'), icon: 'save' };
    case 'hybridSleep':
      return { label: t('Hybrid sleep'), description: t('S3 with a hibernation file'), icon: 'save-as' };
    case 'hybridShutdown':
      return { label: t('Hybrid shutdown'), description: t('what fast startup does'), icon: 'rocket' };
    case 'shutdown':
      return { label: t('Shut down'), description: 'S5, PowerActionShutdownOff', icon: 'circle-slash' };
    case 'restart':
      return { label: t('Restart the system'), description: 'S5, PowerActionShutdownReset', icon: 'debug-restart' };
    case 'powerOff':
      return { label: t('Power off'), description: 'S5, PowerActionShutdown', icon: 'debug-stop' };
    case 'lowBattery':
      return { label: t('Low battery'), description: t('hibernates; nobody is asked'), icon: 'warning' };
    case 'thermalShutdown':
      return { label: t('Too hot'), description: t('powers off; nobody is asked'), icon: 'flame' };
    case 'battery':
      return { label: t('On battery'), icon: 'plug' };
    case 'mains':
      return { label: t('On mains'), icon: 'plug' };
    case 'wake':
      return { label: t('Wake'), description: t('a user or a device'), icon: 'play' };
    case 'setDevice':
      return { label: t('Set device power'), description: 'IRP_MN_SET_POWER', icon: 'symbol-event' };
    case 'queryDevice':
      return { label: t('Query device power'), description: 'IRP_MN_QUERY_POWER', icon: 'question' };
  }
}

function statesFor(request: PowerRequestName | undefined): readonly State[] {
  if (request === 'sleep') return ['S3', 'S2', 'S1'];
  return request !== undefined && OF_DEVICE.includes(request) ? ['D3', 'D2', 'D1', 'D0'] : [];
}

function stateText(state: State): string {
  switch (state) {
    case 'S1':
      return t('everything keeps its context');
    case 'S2':
      return t('the processor loses its context');
    case 'S3':
      return t('only memory keeps power');
    case 'D0':
      return t('on');
    case 'D1':
    case 'D2':
      return t('in between');
    case 'D3':
      return t('off');
  }
}

function wakerOf(device: string | undefined, powerLost: boolean | undefined): Waker {
  return { ...(device === undefined ? {} : { device }), ...(powerLost === undefined ? {} : { powerLost }) };
}

/** The machine's own row stands for the system. */
function isRoot(model: MachineModel | null, device: string | undefined): boolean {
  return device !== undefined && model?.device(device)?.parent === null;
}
