/** What a dump is and what stopped the machine. */
import { hexCode } from '../../base/hex.ts';
import type { DumpHeaderView, SmallDumpView } from '../../protocol/dump-view.ts';
import { h } from '../dom/element.ts';
import { bugcheckFacts, documentation } from '../panes/banners.ts';
import type { ViewContext } from '../view-context.ts';

const KIB = 1024;

/** `4.2 MiB (4,404,224 bytes)` */
function sizeText(bytes: number): string {
  const exact = `${bytes.toLocaleString('en')} bytes`;
  if (bytes < KIB) return exact;
  const [unit, name] = bytes < KIB * KIB ? [KIB, 'KiB'] : [KIB * KIB, 'MiB'];
  return `${(bytes / unit).toFixed(1)} ${name} (${exact})`;
}

function memoryText({ pages, small }: DumpHeaderView): string {
  if (small === null) return `${pages.toLocaleString('en')} pages`;
  const bytes = small.ranges.reduce((sum, { size }) => sum + size, 0);
  return `${small.ranges.length.toLocaleString('en')} ranges, ${bytes.toLocaleString('en')} bytes`;
}

function facts(header: DumpHeaderView): HTMLElement {
  const fields: readonly (readonly [string, string])[] = [
    ['Kind', header.kind],
    ['Size', sizeText(header.size)],
    ['Memory', memoryText(header)],
    ['Comment', header.comment || 'none'],
    ['Time', header.time ?? 'not said'],
    ['Up', `${header.upTime} s`],
    ['Processors', String(header.processors)],
    ['Build', String(header.build)],
    ['Page tables', header.small === null ? header.directoryTableBase : 'none in a small dump'],
    ['Instruction', header.instruction],
    ['Stack', header.stack],
  ];
  return h('dl', { class: 'fields' }, ...fields.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
}

/** What only the header says, for a dump that somebody else has written. */
function plainBugcheck(header: DumpHeaderView): readonly (HTMLElement | null)[] {
  const { bugCheckName, bugCheckCode, parameters } = header;
  return [
    h('h1', {}, `✕ ${bugCheckName ?? 'Bug check'} `, h('code', {}, hexCode(bugCheckCode))),
    h('p', {}, 'Parameters ', h('code', {}, parameters.join(' '))),
  ];
}

const SMALL_NOTE =
  'A small dump has no pages and no page tables: only what drivers added in their callbacks, what the bug check points at, the objects of drivers, devices and requests, and the stack. A kernel dump has all that was in use.';

/** What a small dump has: each range is opened in Memory. */
function smallPane(small: SmallDumpView, openMemory: (address: string) => void): HTMLElement {
  const link = (address: string): HTMLElement =>
    h('button', { class: 'link', 'data-key': `range ${address}`, onclick: () => openMemory(address) }, address);
  const { drivers, broken, thread, stack, ranges, isCut } = small;
  const named = drivers.map(({ name }) => name || 'a driver without name').join(', ') || 'none';
  return h(
    'section',
    { class: 'pane', 'aria-label': 'In this small dump' },
    h('h2', {}, 'In this small dump'),
    h('p', { class: 'note' }, SMALL_NOTE),
    isCut ? h('p', { class: 'note' }, 'Not everything had room: ranges are missing.') : null,
    h(
      'dl',
      { class: 'fields' },
      h('dt', {}, 'Drivers'),
      h('dd', {}, named),
      h('dt', {}, 'Was running'),
      h('dd', {}, broken ?? 'none of them'),
      h('dt', {}, 'Thread'),
      h('dd', {}, thread ?? 'not readable without symbols'),
      h('dt', {}, 'Call stack'),
      stack === null ? h('dd', {}, 'none in memory') : h('dd', {}, link(stack.address), `, ${stack.size} bytes`),
    ),
    h('h3', {}, 'Ranges of memory'),
    h(
      'ul',
      {},
      ...ranges.map(({ address, size }) => h('li', {}, link(address), `, ${size.toLocaleString('en')} bytes`)),
    ),
  );
}

export function overview(
  context: ViewContext,
  header: DumpHeaderView,
  note: string | null,
  analysis: string | null,
  openMemory: (address: string) => void,
): readonly (HTMLElement | null)[] {
  const { state } = context.model;
  const bugcheck = state?.bugcheck ?? null;
  const name = bugcheck?.name ?? header.bugCheckName;
  const unknown = 'It was not written by Driver Sandbox: it has memory, and nothing about devices and requests.';
  return [
    h(
      'section',
      { class: 'banner crash', 'aria-label': 'What stopped the machine' },
      ...(bugcheck === null ? plainBugcheck(header) : bugcheckFacts(context, bugcheck)),
      name === null ? null : h('p', {}, documentation(name)),
    ),
    h(
      'section',
      { class: 'pane', 'aria-label': 'The dump' },
      h('h2', {}, 'The dump'),
      state === null ? h('p', { class: 'note' }, note ?? unknown) : null,
      facts(header),
    ),
    analysis === null
      ? null
      : h(
          'section',
          { class: 'pane', 'aria-label': 'Analysis' },
          h(
            'h2',
            { class: 'as-written' },
            '!analyze -v ',
            h(
              'button',
              {
                class: 'link',
                'data-key': 'copy analysis',
                onclick: () => context.post({ type: 'copy', text: analysis }),
              },
              'Copy',
            ),
          ),
          h(
            'pre',
            { tabindex: 0, role: 'region', 'aria-label': 'Report of the bug check', 'data-key': 'report' },
            analysis,
          ),
        ),
    header.small === null ? null : smallPane(header.small, openMemory),
  ];
}
