/** What goes into the hibernation file, and what comes back out of it. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '../../../src/protocol/trace.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

/** A disk with a volume of its own size, and a hibernation file on it. */
function description(volume: string): object {
  return {
    name: 'h',
    memory: '8MiB',
    devices: [
      {
        id: 'pci0',
        function: 'pci',
        children: [
          {
            id: 'hba0',
            function: 'storport',
            children: [{ id: 'disk0', function: 'disk', size: '16MiB', volumes: [{ id: 'volC', size: volume }] }],
          },
        ],
      },
    ],
    specialFiles: [{ device: 'volC', type: 'hibernation' }],
  };
}

describe('PWR-78 the image', () => {
  test('has every page that is in use, written in pieces of at most 64 KiB through the device that holds the file', async () => {
    const machine = await bootDescription(description('8MiB'));
    const { memory } = machine.nt.kernel;
    const from = machine.state().events;
    await machine.inject({ op: 'power', request: 'hibernate' });
    const pieces = machine
      .traceLines(from)
      .text.split('\n')
      .filter((line) => line.includes('"dumpIo"'))
      .map((line) => JSON.parse(line) as TraceEvent);
    expect(new Set(pieces.map(({ device }) => device))).toEqual(new Set(['volC']));
    const sizes = pieces.map(({ detail }) => Number(/write (\d+) bytes/.exec(detail ?? '')?.[1]));
    expect(Math.max(...sizes)).toBe(65_536);
    let used = 0;
    for (let page = 0; page < memory.size / 4096; page += 1)
      if (memory.shadow.subarray(page * 512, (page + 1) * 512).some((value) => value !== 1)) used += 1;
    // The header comes twice: not valid yet, and valid.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe((used + 2) * 4096);
  });

  test('is all that is left of memory when power was lost, and the machine works on with it', async () => {
    const machine = await bootDescription(description('8MiB'));
    const { memory } = machine.nt.kernel;
    await machine.inject({ op: 'power', request: 'hibernate' });
    const before = memory.u8.slice();
    // Without power memory keeps nothing.
    memory.u8.fill(0);
    await machine.inject({ op: 'power', request: 'wake' });
    const written = {
      op: 'io',
      device: 'volC',
      request: 'write',
      offset: 4096,
      data: 'hex:0102',
      length: 512,
    } as const;
    expect(await machine.inject(written)).toMatchObject({ ok: true });
    expect(deviceOf(machine, 'disk0').power).toMatchObject({ device: 'D0', hardware: 'd0' });
    expect(machine.state()).toMatchObject({ bugcheck: null, violations: [] });
    // What was never in use is not in the file: it comes back as whatever the loader left there.
    const unused = [...before.keys()].filter((at) => at % 4096 === 0 && memory.shadow[at >>> 3] === 1).at(-1) ?? 0;
    expect(memory.u8[unused]).toBe(0xcd);
  });

  test('PWR-79 is not read when a hybrid sleep has kept memory', async () => {
    const machine = await bootDescription(description('8MiB'));
    const { memory } = machine.nt.kernel;
    await machine.inject({ op: 'power', request: 'hybridSleep' });
    await machine.inject({ op: 'power', request: 'wake' });
    expect(memory.u8.at(-1)).toBe(0);
    await machine.inject({ op: 'power', request: 'hybridSleep' });
    await machine.inject({ op: 'power', request: 'wake', powerLost: true });
    expect(memory.u8.at(-1)).toBe(0xcd);
    expect(machine.state()).toMatchObject({ bugcheck: null, systemPower: 'S0' });
  });

  test('BC-02 that finds no room stops the machine with 0xA0/0xB: the size of the file, and how far it got', async () => {
    const machine = await bootDescription(description('64KiB'));
    await machine.inject({ op: 'power', request: 'hibernate' });
    expect(machine.state().bugcheck).toMatchObject({
      name: 'INTERNAL_POWER_ERROR',
      parameters: ['0xb', '0x10000', '0x6', '0x0'],
    });
  });
});
