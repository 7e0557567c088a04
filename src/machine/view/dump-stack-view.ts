/** The stacks that a crash and a hibernation write through, with their filters, as clients see them. */
import type { Nt } from '../../kernel/assemble.ts';
import type { DumpFilters } from '../../kernel/dump/dump-filters.ts';
import type { DumpFilterState, DumpStackState } from '../../protocol/dump-stack-state.ts';

/** Empty: there is neither, and nobody has asked for one. */
export function dumpStackStates({ dumpStack, hiberStack }: Nt): readonly DumpStackState[] {
  const stacks: DumpStackState[] = [];
  const { holder, port, loadFailure } = dumpStack;
  if (holder !== null || loadFailure !== null || dumpStack.state !== 'unloaded')
    stacks.push({
      kind: 'crash',
      state: dumpStack.state,
      device: holder?.id ?? null,
      image: port?.image ?? null,
      problem: loadFailure,
      filters: filterStates(dumpStack.filters),
    });
  if (hiberStack.state !== 'unloaded')
    stacks.push({
      kind: 'hibernation',
      state: hiberStack.state,
      device: hiberStack.file?.id ?? null,
      image: hiberStack.port?.image.replace(/^dump_/, 'hiber_') ?? null,
      problem: null,
      filters: filterStates(hiberStack.filters),
    });
  return stacks;
}

function filterStates(filters: DumpFilters): readonly DumpFilterState[] {
  return filters.loaded.map((filter) => {
    const { name, version, isCritical, start, write, read, finish, unload, preReadWrite } = filter;
    const routines = { DumpStart: start, DumpWrite: write, DumpRead: read, DumpFinish: finish, DumpUnload: unload };
    return {
      name,
      version: `${version}.0`,
      critical: isCritical,
      skipped: filters.isSkipped(filter),
      routines: [
        ...Object.entries(routines).map(([field, routine]) => ({ field, routine: routine?.name ?? null })),
        // When it is called no public page says: here it never is.
        { field: 'DumpPreReadWrite', routine: preReadWrite === 0 ? null : '(not called)' },
      ],
    };
  });
}
