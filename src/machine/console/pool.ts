/** `!pool`, `!poolused`, `!poolfind`: blocks of pool. */
import type { CommandCall, ConsoleCommand } from './command.ts';
import { needWord } from './device-objects.ts';
import { evaluateExpression } from './expression.ts';
import { address } from './format.ts';
import type { LiveMachine } from './target.ts';

const PAGE = 4096;

function showPage(call: CommandCall, { nt }: LiveMachine): void {
  const { target, page } = call;
  needWord(call, 'Where? Write !pool ADDRESS.');
  const at = evaluateExpression(target, call.text.replace(/\s+[0-9]$/, ''));
  const first = at - (at % PAGE);
  const blocks = nt.kernel.pool
    .all()
    .filter((block) => block.address + Math.max(block.size, 1) > first && block.address < first + PAGE);
  page.line(`Pool page ${address(at)} region is Nonpaged pool`);
  let previous = 0;
  for (const { address: start, size, tag, owner, freed } of blocks) {
    const isIt = at >= start && at < start + Math.max(size, 1);
    const state = freed ? '(Free)     ' : '(Allocated)';
    page.line(
      `${isIt ? '*' : ' '}${address(start)} size: ${size.toString(16).padStart(4)} previous size: ${previous.toString(16).padStart(4)}  ${state} ${isIt ? '*' : ' '}${tag}`,
    );
    if (isIt)
      page.line(
        `\t\tPooltag ${tag} : ${owner === 0 ? 'the system' : nt.kernel.sim.directory.driverName(owner)}, ${size} bytes`,
      );
    previous = size;
  }
  if (blocks.length === 0) page.line(`No block of pool lies in the page of ${address(at)}.`);
}

interface Use {
  allocations: number;
  bytes: number;
  readonly owners: Set<number>;
}

function showUse({ page, words }: CommandCall, { nt }: LiveMachine): void {
  const wanted = words.filter((word) => !/^[0-9a-f]$/i.test(word))[0];
  const uses = new Map<string, Use>();
  for (const { tag, size, owner, freed } of nt.kernel.pool.all()) {
    if (freed || (wanted !== undefined && !tag.toLowerCase().startsWith(wanted.toLowerCase()))) continue;
    const use = uses.get(tag) ?? { allocations: 0, bytes: 0, owners: new Set() };
    use.allocations += 1;
    use.bytes += size;
    use.owners.add(owner);
    uses.set(tag, use);
  }
  page.line('', ' Sorting by NonPaged Pool Consumed', '', `  Tag       Allocs       Used`);
  const sorted = [...uses].sort(([one, left], [other, right]) => right.bytes - left.bytes || (one < other ? -1 : 1));
  let [allocations, bytes] = [0, 0];
  for (const [tag, use] of sorted) {
    const owners = [...use.owners].map((owner) => nt.kernel.sim.directory.driverName(owner)).sort();
    page.line(
      `  ${tag}  ${String(use.allocations).padStart(10)} ${String(use.bytes).padStart(10)}  ${owners.join(', ')}`,
    );
    allocations += use.allocations;
    bytes += use.bytes;
  }
  page.line(`  TOTAL ${String(allocations).padStart(10)} ${String(bytes).padStart(10)}`);
}

export const poolCommands: readonly ConsoleCommand[] = [
  {
    names: ['!pool'],
    group: 'Memory and types',
    usage: 'ADDRESS',
    summary: 'the blocks of pool in the page of an address',
    takes: ['device', 'irp'],
    runLive: showPage,
  },
  {
    names: ['!poolused'],
    group: 'Memory and types',
    usage: '[TAG]',
    summary: 'how much pool each tag has, and whose it is',
    takes: [],
    runLive: showUse,
  },
];
