/** Identifiers that drivers give: a GUID in memory, or its text. */
import { GUID } from '../abi/structs/rtl.ts';
import type { Nt } from '../kernel/assemble.ts';
import { readGuid, writeGuid } from '../kernel/io/guid.ts';
import { poolTag } from '../kernel/mm/pool.ts';

/** Canonical text of what a driver gave. */
export function guidText(guid: GUID | string | null): string {
  if (guid === null) return '';
  return typeof guid === 'string' ? guid.toLowerCase() : readGuid(guid);
}

/** One address for each identifier, for as long as the machine runs, as of a constant in C. */
export function guidConstant(nt: Nt, text: string): GUID {
  const key = `guid ${text.toLowerCase()}`;
  const known = nt.constants.get(key);
  if (known !== undefined) return nt.kernel.memory.view(GUID, known);
  const address = nt.kernel.pool.allocate(GUID.size, poolTag('Imag'), 0, true);
  const guid = nt.kernel.memory.view(GUID, address);
  writeGuid(guid, text);
  nt.constants.set(key, address);
  return guid;
}
