/** Which memory of a miniport is there in a resume: its pages as cells, and its blocks as a table. */
import { leftText, letterOf, phaseText, sizeText, touchedText, wordsOf } from '../../protocol/dump-memory-text.ts';
import type { DumpMemoryRange, DumpMemoryState, SourceLine } from '../../protocol/state.ts';
import { h } from '../dom/element.ts';
import { legendOf, type PageCell, pageCells } from '../model/memory-pages.ts';
import type { ViewContext } from '../view-context.ts';

const PAGE = 4096;

function pagesText(count: number): string {
  return `${count} ${count === 1 ? 'page' : 'pages'}`;
}

function cellTitle({ start, pages, state, isTouched, ranges: here }: PageCell, { ranges }: DumpMemoryState): string {
  const whats = here.map((index) => ranges[index]?.what ?? '');
  const end = start + pages * PAGE - 1;
  const used = isTouched ? '; used before it was there' : '';
  return `0x${start.toString(16)}-0x${end.toString(16)}, ${pagesText(pages)}: ${wordsOf(state)}${used}\n${[...new Set(whats)].join(', ')}`;
}

function picture(memory: DumpMemoryState, cells: readonly PageCell[]): HTMLElement {
  const legend = legendOf(memory, cells).filter(({ pages }) => pages > 0);
  const summary = legend.map(({ words, pages }) => `${pagesText(pages)} ${words}`).join(', ');
  return h(
    'div',
    { class: 'pages', role: 'img', 'aria-label': `Memory of ${memory.driver}: ${summary}` },
    ...cells.flatMap((cell) => [
      cell.isApart ? h('span', { class: 'apart' }, '⋯') : null,
      h(
        'span',
        {
          class: `page ${cell.state}${cell.isTouched ? ' touched' : ''}`,
          'data-ranges': ` ${cell.ranges.join(' ')} `,
          title: cellTitle(cell, memory),
        },
        `${letterOf(cell.state)}${cell.isTouched ? '!' : ''}${cell.pages === 1 ? '' : `×${cell.pages}`}`,
      ),
    ]),
  );
}

function legendList(memory: DumpMemoryState, cells: readonly PageCell[]): HTMLElement {
  const items = legendOf(memory, cells).map(({ state, letter, words, meaning, pages }) =>
    h(
      'li',
      {},
      h('span', { class: `page ${state}`, 'aria-hidden': 'true' }, letter),
      ` ${words}${pages === 0 ? '' : `, ${pagesText(pages)}`}: ${meaning}`,
    ),
  );
  const isTouched = cells.some((cell) => cell.isTouched);
  const used = h(
    'li',
    {},
    h('span', { class: 'page touched', 'aria-hidden': 'true' }, '!'),
    ' used by the miniport before it was there',
  );
  return h('ul', { class: 'legend', 'aria-label': 'Legend' }, ...items, isTouched ? used : null);
}

function lineLink(context: ViewContext, words: string, key: string, place: SourceLine | undefined): HTMLElement | null {
  if (place === undefined) return null;
  const { file, line, column } = place;
  const open = (): void => context.post({ type: 'openSource', file, line, column });
  const name = `${file.replace(/^.*[\\/]/, '')}:${line}`;
  return h('div', {}, `${words} `, h('button', { class: 'link', 'data-key': key, onclick: open }, name));
}

function row(context: ViewContext, range: DumpMemoryRange, index: number): HTMLElement {
  const { start, state, what, owner, allocated, marked, touched } = range;
  const used = touchedText(range);
  return h(
    'tr',
    { 'data-range': index, class: touched === undefined ? undefined : 'touched' },
    h('td', {}, h('span', { class: `page ${state}`, 'aria-hidden': 'true' }, letterOf(state)), ` ${wordsOf(state)}`),
    h('td', { class: 'at' }, h('div', {}, start), h('div', { class: 'role' }, sizeText(range))),
    h('td', {}, h('div', { class: 'what' }, what), h('div', { class: 'role' }, owner ?? 'system')),
    h(
      'td',
      {},
      lineLink(context, 'allocated', `allocated ${index}`, allocated),
      lineLink(context, 'marked', `marked ${index}`, marked),
      used === undefined ? null : h('div', { class: 'used' }, `! ${used} too early`),
      lineLink(context, 'used', `used ${index}`, touched?.at),
    ),
  );
}

function table(context: ViewContext, { driver, ranges }: DumpMemoryState): HTMLElement {
  const heads = ['State', 'Address', 'Memory', 'Lines'].map((text) => h('th', { scope: 'col' }, text));
  const rows = ranges.map((range, index) => row(context, range, index));
  return h(
    'table',
    { class: 'ranges', 'aria-label': `Memory of ${driver} by address` },
    h('thead', {}, h('tr', {}, ...heads)),
    h('tbody', {}, ...rows),
  );
}

/** What has gone wrong, before all that is right. */
function usedTooEarly(context: ViewContext, { ranges }: DumpMemoryState): readonly HTMLElement[] {
  return ranges.flatMap((range, index) => {
    const text = touchedText(range);
    if (text === undefined) return [];
    const { what, touched, allocated } = range;
    return [
      h(
        'div',
        { class: 'early', 'data-range': index },
        h('span', {}, h('strong', {}, `! ${text}`), `, ${what}, before it was there.`),
        lineLink(context, 'Used', `early used ${index}`, touched?.at),
        lineLink(context, 'Allocated', `early allocated ${index}`, allocated),
      ),
    ];
  });
}

/** The pages of the row that the pointer or the keyboard is in stand out. */
function linked(parts: HTMLElement): HTMLElement {
  const light = (target: EventTarget | null): void => {
    const at = target instanceof Element ? target.closest('[data-range]')?.getAttribute('data-range') : null;
    for (const cell of parts.querySelectorAll('.pages .page'))
      cell.classList.toggle('lit', at != null && cell.getAttribute('data-ranges')?.includes(` ${at} `) === true);
  };
  parts.addEventListener('mouseover', (event) => light(event.target));
  parts.addEventListener('focusin', (event) => light(event.target));
  parts.addEventListener('mouseleave', () => light(null));
  return parts;
}

export function dumpMemory(context: ViewContext, memory: DumpMemoryState): HTMLElement {
  const cells = pageCells(memory);
  return linked(
    h(
      'div',
      { class: 'dump-memory' },
      h('p', { class: 'role' }, `Marked at ${memory.time}; ${phaseText(memory)}.`),
      ...usedTooEarly(context, memory),
      picture(memory, cells),
      table(context, memory),
      memory.left === undefined ? null : h('p', {}, `${leftText(memory.left)}.`),
      legendList(memory, cells),
    ),
  );
}
