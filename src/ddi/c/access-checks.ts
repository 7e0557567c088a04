/**
 * clang puts a call in front of each access to memory that it cannot prove right. What is called looks where the
 * accessors of TypeScript drivers look: null, freed pool, beyond a block.
 */
import type { KernelMemory } from '../../kernel/mm/memory.ts';

type Check = (...values: number[]) => number | undefined;

interface AccessCheck {
  /** As in `wasmSignature`. */
  readonly signature: string;
  /** @param fault - raises what the access raises */
  readonly make: (memory: KernelMemory, fault: Fault) => Check;
}

/** The same parameters as `KernelMemory.fault`. */
export type Fault = (address: number, size: number, write: boolean) => void;

const SIZES = [1, 2, 4, 8, 16];

/** Of one access; only what crosses from one unit of the shadow into the next needs two looks. */
function fixed(size: number, write: boolean): AccessCheck['make'] {
  return ({ shadow }, fault) =>
    (given = 0) => {
      const address = given >>> 0;
      if (shadow[address >>> 3] !== 0) fault(address, size, write);
      // Looked at afterwards: a fault that only pages in returns.
      if (shadow[(address + size - 1) >>> 3] !== 0) fault(address, size, write);
      return undefined;
    };
}

function range(memory: KernelMemory, fault: Fault, address: number, size: number, write: boolean): void {
  for (let unit = address >>> 3; unit <= (address + Math.max(size, 1) - 1) >>> 3; unit += 1) {
    if (memory.shadow[unit] !== 0) {
      fault(Math.max(unit * 8, address), size, write);
      if (!memory.isAccessible(unit * 8)) return;
    }
  }
}

function variable(write: boolean): AccessCheck['make'] {
  return (memory, fault) =>
    (address = 0, size = 0) => {
      range(memory, fault, address >>> 0, size >>> 0, write);
      return undefined;
    };
}

function copy(memory: KernelMemory, fault: Fault): Check {
  return (to = 0, from = 0, size = 0) => {
    if (size !== 0) {
      range(memory, fault, from >>> 0, size >>> 0, false);
      range(memory, fault, to >>> 0, size >>> 0, true);
      memory.u8.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (size >>> 0));
    }
    return to;
  };
}

function fill(memory: KernelMemory, fault: Fault): Check {
  return (to = 0, byte = 0, size = 0) => {
    if (size !== 0) {
      range(memory, fault, to >>> 0, size >>> 0, true);
      memory.u8.fill(byte & 0xff, to >>> 0, (to >>> 0) + (size >>> 0));
    }
    return to;
  };
}

const COPY: AccessCheck = { signature: 'i32 i32 i32 -> i32', make: copy };

/** By the name that clang calls. */
export const accessChecks: ReadonlyMap<string, AccessCheck> = new Map([
  ...SIZES.map((size): [string, AccessCheck] => [
    `__asan_load${size}`,
    { signature: 'i32 ->', make: fixed(size, false) },
  ]),
  ...SIZES.map((size): [string, AccessCheck] => [
    `__asan_store${size}`,
    { signature: 'i32 ->', make: fixed(size, true) },
  ]),
  ['__asan_loadN', { signature: 'i32 i32 ->', make: variable(false) }],
  ['__asan_storeN', { signature: 'i32 i32 ->', make: variable(true) }],
  ['__asan_handle_no_return', { signature: '->', make: () => () => undefined }],
  ['memcpy', COPY],
  ['memmove', COPY],
  ['memset', { signature: 'i32 i32 i32 -> i32', make: fill }],
]);
