/** Run, pause, step; time, power, seed, findings. */
import type { MachineState } from '../../protocol/state.ts';
import { verificationLines } from '../../protocol/verification-text.ts';
import type { CommandMessage } from '../../protocol/view.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import type { Pane, ViewContext } from '../view-context.ts';

interface Action {
  readonly key: string;
  readonly icon: string;
  readonly label: string;
  readonly message: CommandMessage;
  readonly enabled: boolean;
}

function actions(context: ViewContext): readonly Action[] {
  const run = context.model.state?.run;
  const isPaused = run === 'paused';
  const isAlive = run !== undefined && run !== 'crashed' && run !== 'stopped';
  return [
    isPaused
      ? {
          key: 'resume',
          icon: '▶',
          label: 'Resume',
          message: { type: 'command', command: 'resume', args: {} },
          enabled: isAlive,
        }
      : {
          key: 'pause',
          icon: 'Ⅱ',
          label: 'Pause',
          message: { type: 'command', command: 'pause', args: {} },
          enabled: isAlive,
        },
    {
      key: 'into',
      icon: '⤓',
      label: 'Step IRP into the next driver',
      message: { type: 'command', command: 'step', args: { kind: 'into' } },
      enabled: isPaused,
    },
    {
      key: 'over',
      icon: '↷',
      label: 'Step IRP over the drivers below',
      message: { type: 'command', command: 'step', args: { kind: 'over' } },
      enabled: isPaused,
    },
    {
      key: 'out',
      icon: '⤒',
      label: 'Step IRP out of this driver',
      message: { type: 'command', command: 'step', args: { kind: 'out' } },
      enabled: isPaused,
    },
    {
      key: 'restart',
      icon: '⟲',
      label: 'Restart machine',
      message: { type: 'command', command: 'restartMachine', args: {} },
      enabled: run !== undefined,
    },
  ];
}

export function toolbar(toggleText: () => void, isText: () => boolean): Pane {
  const element = h('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Machine', 'data-pane': 'toolbar' });
  roving(element, 'button:not([disabled])');
  return {
    element,
    render(context) {
      const { state } = context.model;
      const buttons = actions(context).map(({ key, icon, label, message, enabled }) =>
        h(
          'button',
          {
            class: 'tool',
            'data-key': key,
            title: label,
            'aria-label': label,
            disabled: !enabled,
            onclick: () => context.post(message),
          },
          icon,
        ),
      );
      const text = h(
        'button',
        {
          class: 'tool wide',
          'data-key': 'text',
          'aria-pressed': String(isText()),
          title: 'The same as text',
          onclick: toggleText,
        },
        'Text',
      );
      const facts = state === null ? [] : [state.time.replace(/s$/, ' s'), systemText(state), `seed ${state.seed}`];
      const rules = verificationLines(state?.verification).join('\n');
      const verifier = state === null ? null : h('span', { class: 'fact', title: rules }, `verifier ${state.verifier}`);
      replaceContent(
        element,
        h('span', { class: 'tools' }, ...buttons),
        h('span', { class: 'facts' }, ...facts.map((fact) => h('span', { class: 'fact' }, fact)), verifier),
        h(
          'span',
          { class: 'facts end' },
          state === null ? null : h('span', { class: `fact run-${state.run}` }, runWord(state.run)),
          lastFinding(context),
        ),
        text,
      );
    },
  };
}

/** How many rules were broken; leads to what is known of the last one. */
function lastFinding({ model, select }: ViewContext): HTMLElement | null {
  const found = model.state?.violations ?? [];
  const last = found.at(-1);
  if (last === undefined) return null;
  const { rule, event, title } = last;
  const label = `${found.length === 1 ? '1 broken rule' : `${found.length} broken rules`}, the last: ${rule} ${title}`;
  return h(
    'button',
    {
      class: 'fact finding link',
      'data-key': 'last finding',
      title: label,
      'aria-label': label,
      onclick: () => select({ kind: 'violation', rule, event }),
    },
    `⚠ ${found.length}`,
  );
}

/** `S0`, `S3 asleep`, `S0 on battery` */
function systemText({ systemPower, power }: MachineState): string {
  const doing = power.state === 'working' ? '' : ` ${power.state}`;
  return `${systemPower}${doing}${power.source === 'battery' ? ' on battery' : ''}`;
}

function runWord(run: string): string {
  const marks: Readonly<Record<string, string>> = {
    running: '●',
    idle: '○',
    paused: 'Ⅱ',
    crashed: '✕',
    stopped: '■',
    starting: '…',
  };
  return `${marks[run] ?? ''} ${run}`;
}
