/** Registers and ports of devices: READ_REGISTER_ULONG and its like. */
import { expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootDescription } from '../support/machine.ts';
import { driverText } from './support/driver-text.ts';

const REGISTERS = { type: 'memory', size: '4KiB', at: '0xe0001000' };
const PORTS = { type: 'port', size: 32, at: '0xc000' };
const D3: Injection = { op: 'power', request: 'setDevice', device: 'dev0', state: 'D3' };
const D0: Injection = { op: 'power', request: 'setDevice', device: 'dev0', state: 'D0' };
const READ: Injection = { op: 'io', device: 'dev0', request: 'read', length: 1 };

interface Lab {
  readonly machine: Machine;
  readonly said: string[];
}

/** A filter above the device does `read` for each read. */
async function boot(read: string, more = '', verifier = 'off'): Promise<Lab> {
  const said: string[] = [];
  const machine = await bootDescription(
    {
      name: 'registers',
      memory: '4MiB',
      verifier,
      drivers: { flt: { source: './flt.ts' } },
      devices: [
        {
          id: 'pci0',
          function: 'pci',
          children: [
            {
              id: 'dev0',
              function: 'null',
              upperFilters: ['flt'],
              resources: [REGISTERS, PORTS],
              power: { d3cold: true },
            },
          ],
        },
      ],
    },
    { 'flt.ts': driverText({ read, more }) },
  );
  machine.onDbgPrint = ({ text }) => said.push(text);
  return { machine, said };
}

const MAPPED = 'const Base = MmMapIoSpace(0xe0001000n, 4096, MmNonCached);';

test('PWR-15: what is written to a register is read from it, in each width', async () => {
  const { machine, said } = await boot(`${MAPPED}
    WRITE_REGISTER_ULONG(Base + 8, 0x12345678);
    WRITE_REGISTER_UCHAR(Base + 9, 0xab);
    WRITE_REGISTER_USHORT(Base + 12, 0xcdef);
    WRITE_REGISTER_ULONG64(Base + 16, 0x1122334455667788n);
    DbgPrint('%x %x %x', READ_REGISTER_ULONG(Base + 8), READ_REGISTER_UCHAR(Base + 9), READ_REGISTER_USHORT(Base + 12));
    DbgPrint('%x %x', READ_REGISTER_ULONG(Base + 20), Number(READ_REGISTER_ULONG64(Base + 16) & 0xffffn));
    MmUnmapIoSpace(Base, 4096);`);
  await machine.inject(READ);
  expect(said).toEqual(['1234ab78 ab cdef', '11223344 7788']);
});

test('PWR-15: a port keeps what was written, and a buffer goes to one port or to registers that follow each other', async () => {
  const { machine, said } = await boot(`${MAPPED}
    const buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT');
    WRITE_PORT_ULONG(0xc004, 0xdeadbeef);
    READ_PORT_BUFFER_USHORT(0xc004, buffer, 2);
    WRITE_REGISTER_BUFFER_ULONG(Base + 32, buffer, 1);
    DbgPrint('%x %x', READ_PORT_UCHAR(0xc007), READ_REGISTER_ULONG(Base + 32));
    ExFreePool(buffer);`);
  await machine.inject(READ);
  expect(said).toEqual(['de beefbeef']);
});

test('PWR-15: a device in D3 answers with all ones and drops what is written; without power its registers are lost', async () => {
  const { machine, said } = await boot(
    `${MAPPED}
    DbgPrint('%x', READ_REGISTER_ULONG(Base));
    WRITE_REGISTER_ULONG(Base, 7);
    MmUnmapIoSpace(Base, 4096);`,
  );
  for (const step of [READ, READ, D3, READ, D0, READ]) await machine.inject(step);
  expect(said).toEqual(['0', '7', 'ffffffff', '0']);
});

test('PWR-15: what a bus without power leads to answers nothing either', async () => {
  const { machine, said } = await boot(`${MAPPED} DbgPrint('%x', READ_REGISTER_ULONG(Base));`);
  await machine.inject({ op: 'power', request: 'setDevice', device: 'pci0', state: 'D3' });
  await machine.inject(READ);
  expect(said).toEqual(['ffffffff']);
});

test('PWR-15: nobody answers where no device is, and a device that was unplugged is no mistake of its driver', async () => {
  const { machine, said } = await boot(
    `${MAPPED} const Other = MmMapIoSpaceEx(0xe8000000n, 4096, PAGE_READWRITE | PAGE_NOCACHE);
    DbgPrint('%x %x', READ_REGISTER_USHORT(Other), READ_PORT_USHORT(0x3f8));
    DbgPrint('%x', MmMapIoSpace(0xe0001000n, 0, MmNonCached));`,
    '',
    'all',
  );
  await machine.inject(READ);
  expect(said).toEqual(['ffff ffff', '0']);
  expect(machine.state().violations.filter(({ rule }) => rule.includes('registers'))).toEqual([]);
});

test('PWR-15: an access past the mapping, or after it was taken back, is a page fault', async () => {
  for (const access of [
    'READ_REGISTER_ULONG(Base + 4094);',
    'MmUnmapIoSpace(Base, 4096); READ_REGISTER_ULONG(Base);',
  ]) {
    const { machine } = await boot(`${MAPPED} ${access}`);
    await machine.inject(READ);
    expect(machine.state().bugcheck).toMatchObject({ code: 0x50, driver: 'flt' });
  }
});

test('PWR-15: the same registers mapped twice are mapped until they were taken back twice', async () => {
  const { machine, said } = await boot(`${MAPPED} const Again = MmMapIoSpace(0xe0001000n, 4096, MmNonCached);
    MmUnmapIoSpace(Again, 4096);
    DbgPrint('%x', READ_REGISTER_UCHAR(Base));`);
  await machine.inject(READ);
  expect(said).toEqual(['0']);
});

test('registers are memory to a routine that is handed memory', async () => {
  const { machine, said } = await boot(`const at = ExAllocatePool2(POOL_FLAG_NON_PAGED, 16, 'tseT');
    WRITE_REGISTER_ULONG(at, 0x55);
    DbgPrint('%x', READ_REGISTER_UCHAR(at));
    ExFreePool(at);`);
  await machine.inject(READ);
  expect(said).toEqual(['55']);
});
