/** Run, pause, step; time, power, seed, findings. */
import type { MachineState } from '../../protocol/state.ts';
import { verificationLines } from '../../protocol/verification-text.ts';
import type { CommandMessage } from '../../protocol/view.ts';
import { h, replaceContent, roving } from '../dom/element.ts';
import { isPast, placeOf } from '../model/history.ts';
import type { Pane, ViewContext } from '../view-context.ts';
import type { TimeSlider } from './time-slider.ts';

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

/** Backwards, with the signs of forwards turned round. */
function backwards(context: ViewContext): readonly Action[] {
  const { model } = context;
  const canGoBack = model.history !== null && placeOf(model) > 0;
  return [
    {
      key: 'reverse',
      icon: '◀',
      label: 'Continue back to the last breakpoint or finding',
      message: { type: 'command', command: 'reverseContinue', args: {} },
      enabled: canGoBack,
    },
    {
      key: 'back',
      icon: '↶',
      label: 'Step back',
      message: { type: 'command', command: 'stepBack', args: {} },
      enabled: canGoBack,
    },
    {
      key: 'to present',
      icon: '⇥',
      label: 'Return to the present',
      message: { type: 'command', command: 'returnToPresent', args: {} },
      enabled: isPast(model),
    },
  ];
}

function tool(context: ViewContext, { key, icon, label, message, enabled }: Action): HTMLElement {
  const attributes = { class: 'tool', 'data-key': key, title: label, 'aria-label': label, disabled: !enabled };
  return h('button', { ...attributes, onclick: () => context.post(message) }, icon);
}

/** Lines of history to choose from; null while there is only one. */
function branches({ model, post }: ViewContext): HTMLElement | null {
  const { history } = model;
  if (history === null || history.branches.length < 2) return null;
  const options = history.branches.map(({ name, obstacle }, branch) =>
    h(
      'option',
      {
        value: branch,
        selected: branch === history.current,
        disabled: obstacle !== null,
        title: obstacle ?? undefined,
      },
      name,
    ),
  );
  const choose = (event: Event): void => {
    const branch = Number((event.target as HTMLSelectElement).value);
    if (branch !== history.current) post({ type: 'command', command: 'switchBranch', args: { branch } });
  };
  const attributes = { class: 'lives', 'aria-label': 'Branch of history', 'data-key': 'branch', onchange: choose };
  return h('select', attributes, ...options);
}

/** @param slider - stands in its middle, and is never taken out: it may be dragged */
export function toolbar(toggleText: () => void, isText: () => boolean, slider: TimeSlider): Pane {
  const before = h('span', { class: 'part' });
  const after = h('span', { class: 'part facts' });
  const picker = h('span', { class: 'part' });
  const end = h('span', { class: 'part facts end' });
  const parts = [before, slider.element, picker, after, end];
  const element = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': 'Machine', 'data-pane': 'toolbar' },
    ...parts,
  );
  roving(element, 'button:not([disabled])');
  let picked = '';
  return {
    element,
    render(context) {
      const { state, history } = context.model;
      slider.render(context);
      // A list that is open would close.
      const key = JSON.stringify([history?.branches.map(({ name, obstacle }) => [name, obstacle]), history?.current]);
      if (key !== picked) replaceContent(picker, branches(context));
      picked = key;
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
      const facts = state === null ? [] : [systemText(state), `seed ${state.seed}`];
      const rules = verificationLines(state?.verification).join('\n');
      const verifier = state === null ? null : h('span', { class: 'fact', title: rules }, `verifier ${state.verifier}`);
      replaceContent(
        before,
        h('span', { class: 'tools' }, ...actions(context).map((action) => tool(context, action))),
        h('span', { class: 'tools' }, ...backwards(context).map((action) => tool(context, action))),
      );
      replaceContent(after, ...facts.map((fact) => h('span', { class: 'fact' }, fact)), verifier);
      replaceContent(
        end,
        state === null ? null : h('span', { class: `fact run-${state.run}` }, runWord(state.run)),
        lastFinding(context),
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
