/** What fills the view when there is no machine to show, and what stands above it when something happened. */

import { hexCode } from '../../base/hex.ts';
import { bugCheckUrl } from '../../protocol/document-url.ts';
import type { BugcheckState, DumpDeviceState, DumpPathState, MemoryDumpState } from '../../protocol/state.ts';
import type { CommandMessage } from '../../protocol/view.ts';
import { h } from '../dom/element.ts';
import { isPast } from '../model/history.ts';
import type { ViewContext } from '../view-context.ts';
import { goTo, pastBanner } from './past.ts';

function action(context: ViewContext, label: string, message: CommandMessage): HTMLElement {
  return h('button', { class: 'primary', 'data-key': label, onclick: () => context.post(message) }, label);
}

/** null when there is a machine to show. */
export function emptyState(context: ViewContext): HTMLElement | null {
  const { host, hostMessage, state } = context.model;
  const screen = (mark: string, title: string, text: string, ...actions: readonly HTMLElement[]): HTMLElement =>
    h(
      'div',
      { class: 'empty', 'data-pane': 'empty', role: 'region', 'aria-label': title },
      h('div', { class: 'mark', 'aria-hidden': 'true' }, mark),
      h('h1', {}, title),
      h('p', {}, text),
      h('p', {}, ...actions),
    );
  if (host === 'lost') {
    return screen(
      '⚡',
      'The sandbox process has ended',
      hostMessage,
      action(context, 'Restart Machine', { type: 'command', command: 'restartMachine', args: {} }),
      action(context, 'Show Log', { type: 'command', command: 'showLog', args: {} }),
    );
  }
  if (state !== null) return null;
  if (host === 'starting') return screen('…', 'Starting', hostMessage || 'The machine is being compiled and booted.');
  return screen(
    '▤',
    'No machine is running',
    'Start one to see its device stacks, the IRPs in them, and the lifecycle of each device.',
    action(context, 'Start Machine', { type: 'command', command: 'startMachine', args: {} }),
  );
}

/** Whether the dump could have been written, device by device on the way to its file. */
function dumpPath(context: ViewContext, path: DumpPathState): HTMLElement {
  const device = ({ id, hardware, powered, powerOn, violations, reason }: DumpDeviceState): HTMLElement => {
    const facts = [
      reason ?? (powered ? 'has power' : 'started by its adapter'),
      hardware,
      powerOn === null ? '' : `PoFxPowerOnCrashdumpDevice: ${powerOn}`,
      ...violations,
    ];
    return h(
      'li',
      {},
      h('span', { class: 'verdict', 'aria-hidden': 'true' }, reason === null ? '✓' : '✕'),
      h(
        'button',
        { class: 'link', 'data-key': `dump ${id}`, onclick: () => context.select({ kind: 'device', device: id }) },
        id,
      ),
      ` ${facts.filter((fact) => fact !== '').join(' · ')}`,
    );
  };
  return h(
    'div',
    { class: 'dump-path' },
    h('p', {}, h('strong', { 'aria-hidden': 'true' }, path.canBeWritten ? '✓ ' : '✕ '), h('strong', {}, path.text)),
    path.run?.remedy == null ? null : h('p', {}, `What helps: ${path.run.remedy}.`),
    path.run === undefined || path.run.requests === 0
      ? null
      : h('p', {}, `${path.run.bytes} bytes in the file, ${path.run.requests} requests to the disk.`),
    h('ul', { 'aria-label': 'Devices on the way to the dump file' }, ...path.devices.map(device)),
  );
}

/** What stopped the machine: code, text, blamed driver, parameters with their meanings, the way to the dump file. */
export function bugcheckFacts(context: ViewContext, bugcheck: BugcheckState): readonly (HTMLElement | null)[] {
  const { file, line } = bugcheck;
  const place =
    file === null
      ? null
      : h(
          'button',
          {
            class: 'link',
            'data-key': 'crash source',
            onclick: () => context.post({ type: 'openSource', file, line: line ?? 1, column: 1 }),
          },
          `${file.replace(/^.*[\\/]/, '')}:${line ?? 1}`,
        );
  const parameters = bugcheck.parameters.map((value, index) =>
    h(
      'li',
      {},
      h('code', {}, value),
      ` ${bugcheck.meanings[index] ?? ''}`,
      (bugcheck.values?.[index] ?? '') === '' ? null : h('strong', {}, ` ${bugcheck.values?.[index]}`),
    ),
  );
  // A crash on request has parameters that mean nothing.
  const isPlain = [...bugcheck.meanings, ...(bugcheck.values ?? [])].every((text) => text === '');
  return [
    h('h1', {}, `✕ ${bugcheck.name} `, h('code', {}, hexCode(bugcheck.code))),
    h('p', {}, bugcheck.text),
    h('p', {}, bugcheck.driver === null ? 'No driver is blamed. ' : `Blamed driver: ${bugcheck.driver} `, place),
    isPlain
      ? h('p', {}, 'Parameters ', h('code', {}, bugcheck.parameters.join(' ')))
      : h('ol', { class: 'parameters', 'aria-label': 'Parameters' }, ...parameters),
    bugcheck.dumpPath === undefined ? null : dumpPath(context, bugcheck.dumpPath),
  ];
}

function bugcheckBanner(context: ViewContext, bugcheck: BugcheckState): HTMLElement {
  const secondary = (label: string, key: string, onclick: () => void): HTMLElement =>
    h('button', { class: 'secondary', 'data-key': key, onclick }, label);
  return h(
    'section',
    { class: 'banner crash', role: 'alert', 'aria-label': 'The machine has stopped' },
    ...bugcheckFacts(context, bugcheck),
    h(
      'p',
      {},
      action(context, 'Restart', { type: 'command', command: 'restartMachine', args: {} }),
      secondary('Analyze', 'analyze', () => context.post({ type: 'command', command: 'analyzeBugcheck', args: {} })),
      secondary('Open Crash Dump', 'open dump', () =>
        context.post({ type: 'command', command: 'openCrashDump', args: {} }),
      ),
      secondary('Save Crash Dump…', 'save dump', () =>
        context.post({ type: 'command', command: 'saveDump', args: {} }),
      ),
      secondary('Go to the event before', 'event before', () => {
        const event = Math.max(0, bugcheck.event - 1);
        context.select({ kind: 'event', event });
        goTo(context, event);
      }),
      documentation(bugcheck.name),
    ),
  );
}

/** Leaves VS Code: the page of the public documentation. */
export function documentation(name: string): HTMLElement | null {
  const page = bugCheckUrl(name);
  return page === undefined ? null : h('a', { class: 'document', 'data-key': 'document', href: page }, 'Documentation');
}

/** What the boot has found of the crash before. */
function foundBanner(context: ViewContext, { name, code, size, path, dropped }: MemoryDumpState): HTMLElement {
  const open = (): void => context.post({ type: 'command', command: 'openCrashDump', args: {} });
  return h(
    'section',
    { class: 'banner found', role: 'status', 'aria-label': 'Crash dump' },
    h('strong', {}, `${path} `),
    dropped === undefined
      ? `of ${name} (${hexCode(code)}), ${size} bytes, was found on the disks by the boot. `
      : `of ${name} (${hexCode(code)}) is older; Overwrite is 0, and the dump of ${dropped} was not kept. `,
    h('button', { class: 'link', 'data-key': 'open found dump', onclick: open }, 'Open Crash Dump'),
  );
}

/** null when nothing has to be said. */
export function banner(context: ViewContext): HTMLElement | null {
  const { state } = context.model;
  if (state === null) return null;
  if (isPast(context.model)) return pastBanner(context);
  if (state.bugcheck !== null) return bugcheckBanner(context, state.bugcheck);
  if (state.paused !== null) {
    const { event, text } = state.paused;
    // What has just happened says its number itself.
    const where = /^Event \d+: /.test(text) ? `after ${text.replace('Event', 'event')}` : `at event ${event}: ${text}`;
    return h(
      'section',
      { class: 'banner paused', role: 'status', 'aria-label': 'Paused' },
      h('strong', {}, 'Paused '),
      where,
    );
  }
  if (state.memoryDump !== undefined) return foundBanner(context, state.memoryDump);
  return null;
}
