/** Dumps of a machine that has stopped, as other people's readers open them. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { Machine } from '../../../../src/machine/machine.ts';
import { boot, printed } from '../../../machine/c/support.ts';
import { CRASH, crashLab } from '../lab.ts';
import {
  findTables,
  kdmpParser,
  type Opened,
  radare,
  readVirtual,
  rizin,
  translate,
  volatility,
} from './other-readers.ts';

type Kind = 'complete' | 'active' | 'kernel' | 'small';

const HIGH = 0xffff_f800_0000_0000n;
const PAGE = 0x1000;

let machine: Machine;

beforeAll(async () => {
  machine = await crashLab({ memory: '8MiB' });
});

function dumpOf(kind: Kind, of = machine): Uint8Array<ArrayBuffer> {
  const dump = of.dump(kind);
  const bytes = new Uint8Array(dump?.size ?? 0);
  for (const { offset, bytes: make } of dump?.pieces ?? []) bytes.set(make(), offset);
  return bytes;
}

/** Pages of the tables are made for the dump: in memory there is nothing. */
function isTable(page: number): boolean {
  return page >= 0x1a0 && page < 0x1b0;
}

/** Every page of what a reader sees, by its address: as memory has it. @returns how many there are */
function comparePages({ pages }: Opened, bytes: Uint8Array): number {
  const { memory } = machine.nt.bugCheck;
  for (const [page, offset] of pages) {
    if (isTable(page)) continue;
    const own = memory.u8.subarray(page * PAGE, (page + 1) * PAGE);
    expect(Buffer.compare(own, bytes.subarray(offset, offset + PAGE))).toBe(0);
  }
  return pages.size;
}

const addresses = (): readonly bigint[] =>
  machine.nt.io.drivers
    .map(({ object }) => BigInt(object.address))
    .concat(BigInt(machine.nt.pnp.root?.pdo.address ?? 0));

describe.each([
  ['complete', 2047],
  ['active', 60],
  ['kernel', 60],
] as const)('of kind %s', (kind, least) => {
  test('FILE-51 kdmp-parser sees every page as it was, and translates the addresses of drivers in both windows', () => {
    const bytes = dumpOf(kind);
    const opened = kdmpParser(bytes);
    expect(comparePages(opened, bytes)).toBeGreaterThanOrEqual(least);
    for (const address of addresses()) {
      expect([translate(opened, bytes, address), translate(opened, bytes, HIGH + address)]).toEqual([
        Number(address),
        Number(address),
      ]);
      const own = machine.nt.bugCheck.memory.u8.subarray(Number(address), Number(address) + 16);
      expect([...(readVirtual(opened, bytes, address, 16) ?? [])]).toEqual([...own]);
    }
    expect([translate(opened, bytes, 0n), translate(opened, bytes, 0xffff_8000_0000_0000n)]).toEqual([null, null]);
  });

  test('FILE-52 the layer of volatility3 sees the same pages', () => {
    const bytes = dumpOf(kind);
    expect(volatility(bytes)).toEqual(kdmpParser(bytes));
  });

  test('FILE-53 its search, which does not ask the header, finds the tables all the same', () => {
    const bytes = dumpOf(kind);
    const opened = volatility(bytes);
    expect(findTables(opened, bytes)).toBe(0x1a_0000);
    expect(opened.tables).toBe(0x1a_0000);
  });

  test('FILE-55 radare2 sees the same pages, each at its physical address', () => {
    const bytes = dumpOf(kind);
    expect(radare(bytes)).toEqual({ pages: kdmpParser(bytes).pages, tables: null });
  });
});

describe('FILE-54 rizin', () => {
  test('looks for runs where their number is: one run from page 1 reads the same there; but its pages have no length. With a bitmap it is right', () => {
    expect(rizin(dumpOf('complete')).pages).toEqual(kdmpParser(dumpOf('complete')).pages);
    for (const kind of ['active', 'kernel'] as const)
      expect(rizin(dumpOf(kind)).pages).toEqual(kdmpParser(dumpOf(kind)).pages);
  });
});

test('BUG-10 FILE-54 an active dump has what the kernel dump has, and of the rest what holds more than zeros', () => {
  const active = new Set(kdmpParser(dumpOf('active')).pages.keys());
  const kernel = kdmpParser(dumpOf('kernel')).pages;
  expect([...kernel.keys()].every((page) => active.has(page))).toBe(true);
  const { memory } = machine.nt.bugCheck;
  for (let page = 1; page < memory.size / PAGE; page += 1) {
    const isZero = memory.u8.subarray(page * PAGE, (page + 1) * PAGE).every((byte) => byte === 0);
    if (!isZero && !isTable(page)) expect(active.has(page)).toBe(true);
    else if (!kernel.has(page)) expect(active.has(page)).toBe(false);
  }
});

test('FILE-55 of a small dump radare2 shows the header, and nobody finds pages in it', () => {
  const bytes = dumpOf('small');
  expect(radare(bytes).pages.size).toBe(0);
  expect(() => kdmpParser(bytes)).toThrow('type 4');
  expect(() => volatility(bytes)).toThrow('unsupported dump format 0x4');
});

test('FILE-53 FILE-63 with a driver in C, whose image lies in memory too, the tables are found and lead to the image', async () => {
  const other = await boot(`
static ULONG kept = 0x12345678;
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  DbgPrint("%p\\n", &kept);
  return STATUS_SUCCESS;
}
`);
  await other.inject(CRASH);
  const bytes = dumpOf('kernel', other);
  const opened = kdmpParser(bytes);
  expect(findTables(opened, bytes)).toBe(opened.tables);
  const address = BigInt(`0x${printed(other)[0]?.replace(/^0x/, '') ?? '0'}`);
  expect([...(readVirtual(opened, bytes, address, 4) ?? [])]).toEqual([0x78, 0x56, 0x34, 0x12]);
});

test('FILE-57 no dump says that it has what a Windows debugger needs: the debugger block and the module list are not there', () => {
  for (const kind of ['complete', 'active', 'kernel', 'small'] as const) {
    const bytes = dumpOf(kind);
    expect(new DataView(bytes.buffer).getBigUint64(0x80, true)).toBe(0n);
  }
  // The list of modules is empty: its head leads to itself.
  const bytes = dumpOf('kernel');
  const opened = kdmpParser(bytes);
  const head = new DataView(bytes.buffer).getBigUint64(0x20, true);
  const links = readVirtual(opened, bytes, head, 16) ?? new Uint8Array(16);
  const view = new DataView(links.buffer, links.byteOffset, 16);
  expect([view.getBigUint64(0, true), view.getBigUint64(8, true)]).toEqual([head, head]);
});
