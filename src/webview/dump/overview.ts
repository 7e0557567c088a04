/** What a dump is and what stopped the machine. */
import { hexCode } from '../../base/hex.ts';
import type { DumpHeaderView } from '../../protocol/dump-view.ts';
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

function facts(header: DumpHeaderView): HTMLElement {
  const fields: readonly (readonly [string, string])[] = [
    ['Kind', header.kind],
    ['Size', sizeText(header.size)],
    ['Memory', `${header.pages.toLocaleString('en')} pages`],
    ['Comment', header.comment || 'none'],
    ['Time', header.time ?? 'not said'],
    ['Up', `${header.upTime} s`],
    ['Processors', String(header.processors)],
    ['Build', String(header.build)],
    ['Page tables', header.directoryTableBase],
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

export function overview(
  context: ViewContext,
  header: DumpHeaderView,
  note: string | null,
  analysis: string | null,
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
  ];
}
