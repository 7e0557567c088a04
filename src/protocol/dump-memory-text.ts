/** A miniport's memory in a resume, in words: the same wherever it is shown. */
import type { DumpMemoryRange, DumpMemoryState, SourceLine } from './state.ts';

export type DumpRangeState = DumpMemoryRange['state'];

/** From what matters most to what matters least: the letter that stands for it in pictures, a name, and what it means. */
export const DUMP_RANGE_STATES: readonly (readonly [
  state: DumpRangeState,
  letter: string,
  words: string,
  meaning: string,
])[] = [
  ['poisoned', 'P', 'poisoned', 'gone until the image was read back'],
  ['unmarked', 'U', 'not marked', 'gone when the miniport runs in a resume'],
  ['byChance', 'C', 'by chance', 'not marked, but on a page that is kept'],
  ['marked', 'M', 'marked', 'with StorPortMarkDumpMemory'],
  ['kept', 'S', 'kept', 'by the system, for the dump stack'],
];

const PHASES: Readonly<Record<DumpMemoryState['phase'], string>> = {
  marked: 'the image is written; what is not marked will be missing when the miniport runs in the resume',
  resuming: 'the miniport reads the image back: what was not marked holds 0xCD until then',
  resumed: 'the image was read back by the miniport: what was not marked held 0xCD until then',
  loaded: 'the loader has read the whole image: the miniport or a dump filter cannot, so nothing was missing',
};

export function letterOf(state: DumpRangeState): string {
  return DUMP_RANGE_STATES.find(([one]) => one === state)?.[1] ?? '?';
}

export function wordsOf(state: DumpRangeState): string {
  return DUMP_RANGE_STATES.find(([one]) => one === state)?.[2] ?? state;
}

/** What has happened to the image since memory was marked: a sentence without its full stop. */
export function phaseText({ phase }: DumpMemoryState): string {
  return PHASES[phase];
}

/** How many ranges there are of each state: `2 poisoned in the resume, 1 marked`. */
export function countsText({ ranges }: DumpMemoryState): string {
  const counts = DUMP_RANGE_STATES.map(([state, , words]) => {
    const count = ranges.filter((range) => range.state === state).length;
    return count === 0 ? '' : `${count} ${words}`;
  });
  return counts.filter((text) => text !== '').join(', ');
}

/** `8192 bytes`, and of which block they are a part. */
export function sizeText({ start, length, block, blocks }: DumpMemoryRange): string {
  if (blocks !== undefined) return `${blocks.count} blocks, ${blocks.bytes} bytes`;
  const bytes = `${length} ${length === 1 ? 'byte' : 'bytes'}`;
  if (block === undefined) return bytes;
  const offset = Number(start) - Number(block.start);
  return `${bytes} at +0x${offset.toString(16)} of ${block.length}`;
}

/** `HwStorFindAdapter reads 0x17af0`; undefined where nothing was used too early. */
export function touchedText({ touched }: DumpMemoryRange): string | undefined {
  if (touched === undefined) return undefined;
  return `${touched.routine} ${touched.isWrite ? 'writes to' : 'reads'} ${touched.address}`;
}

export function dumpMemoryLines(memory: DumpMemoryState): readonly string[] {
  return [
    `Dump memory of ${memory.driver} on ${memory.device}, marked at ${memory.time}: ${countsText(memory) || 'nothing'}; ${phaseText(memory)}.`,
    ...memory.ranges.map((range) => `- ${rangeText(range)}`),
    ...(memory.left === undefined ? [] : [`- ${leftText(memory.left)}`]),
  ];
}

/** @param left - ranges that are left out */
export function leftText(left: number): string {
  return `${left} more ranges are left out`;
}

export function rangeText(range: DumpMemoryRange): string {
  const { start, state, what, owner, allocated, marked, touched } = range;
  const parts = [
    `${start}, ${sizeText(range)}: ${wordsOf(state)}, ${what} of ${owner ?? 'the system'}`,
    lineText('allocated at', allocated),
    lineText('marked at', marked),
    touched === undefined ? '' : `${touchedText(range)}${touched.at === undefined ? '' : ` at ${place(touched.at)}`}`,
  ];
  return parts.filter((text) => text !== '').join('; ');
}

function lineText(what: string, line: SourceLine | undefined): string {
  return line === undefined ? '' : `${what} ${place(line)}`;
}

function place({ file, line }: SourceLine): string {
  return `${file}:${line}`;
}
