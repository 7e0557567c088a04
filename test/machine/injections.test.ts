/** Every injection, right and wrong: what it says, and that a wrong one changes nothing. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { bootDescription, bootMachine, deviceOf, injectAll } from '../support/machine.ts';

const PLAIN = {
  name: 'plain',
  memory: '4MiB',
  devices: [
    {
      id: 'pci0',
      function: 'pci',
      children: [
        { id: 'dev0', function: 'null' },
        {
          id: 'hba0',
          function: 'storport',
          miniport: 'ramdisk',
          children: [{ id: 'disk0', function: 'disk', size: '16MiB' }],
        },
      ],
    },
  ],
};

describe('a wrong injection is refused with what is wrong, and nothing happens', () => {
  const wrong: readonly { readonly name: string; readonly injection: object; readonly says: readonly string[] }[] = [
    { name: 'no operation', injection: {}, says: ['op'] },
    { name: 'a misspelled operation', injection: { op: 'usge', device: 'disk0' }, says: ['`usge`', '`usage`'] },
    { name: 'an operation that is no text', injection: { op: 7 }, says: ['7'] },
    {
      name: 'a misspelled device',
      injection: { op: 'usage', device: 'disk', type: 'paging', inPath: true },
      says: ['`disk`', '`disk0`'],
    },
    { name: 'no device', injection: { op: 'pnp', request: 'eject' }, says: ['`device`'] },
    { name: 'a device that is no text', injection: { op: 'io', device: 5, request: 'read' }, says: ['`device`'] },
    {
      name: 'a misspelled usage type',
      injection: { op: 'usage', device: 'disk0', type: 'pageing', inPath: true },
      says: ['`pageing`', '`paging`'],
    },
    {
      name: 'no usage type',
      injection: { op: 'usage', device: 'disk0', inPath: true },
      says: ['usage type', 'paging'],
    },
    { name: 'no direction', injection: { op: 'usage', device: 'disk0', type: 'paging' }, says: ['`inPath`'] },
    {
      name: 'a misspelled PnP request',
      injection: { op: 'pnp', device: 'disk0', request: 'surpriseRemoval' },
      says: ['`surpriseRemoval`', '`surpriseRemove`'],
    },
    {
      name: 'a misspelled I/O request',
      injection: { op: 'io', device: 'disk0', request: 'wriet' },
      says: ['`wriet`', '`write`'],
    },
    {
      name: 'a negative offset',
      injection: { op: 'io', device: 'disk0', request: 'read', offset: -512 },
      says: ['`offset`'],
    },
    {
      name: 'an offset between bytes',
      injection: { op: 'io', device: 'disk0', request: 'read', offset: 0.5 },
      says: ['`offset`'],
    },
    {
      name: 'a length that is no number',
      injection: { op: 'io', device: 'disk0', request: 'read', length: 'all' },
      says: ['`length`'],
    },
    {
      name: 'a length beyond memory',
      injection: { op: 'io', device: 'disk0', request: 'read', length: 2 ** 40 },
      says: ['`length`'],
    },
    {
      name: 'data that is no text',
      injection: { op: 'io', device: 'disk0', request: 'write', data: 7 },
      says: ['`data`'],
    },
    {
      name: 'data that is no hex',
      injection: { op: 'io', device: 'disk0', request: 'write', data: 'hex:0g' },
      says: ['`data`', 'hex'],
    },
    {
      name: 'a control code that is none',
      injection: { op: 'io', device: 'disk0', request: 'ioctl', code: -1 },
      says: ['`code`'],
    },
    {
      name: 'a misspelled bug check',
      injection: { op: 'bugcheck', code: 'DRIVER_POWER_STATE_FAILUR' },
      says: ['DRIVER_POWER_STATE_FAILURE'],
    },
    { name: 'no bug check', injection: { op: 'bugcheck' }, says: ['bug check'] },
    {
      name: 'five bug check parameters',
      injection: { op: 'bugcheck', code: 1, parameters: [1, 2, 3, 4, 5] },
      says: ['four'],
    },
    {
      name: 'a bug check parameter that is none',
      injection: { op: 'bugcheck', code: 1, parameters: ['x y'] },
      says: ['Parameter 1'],
    },
    {
      name: 'bug check parameters that are no list',
      injection: { op: 'bugcheck', code: 1, parameters: 7 },
      says: ['parameters'],
    },
    {
      name: 'a fault nowhere',
      injection: { op: 'fault', at: 'IRP_MJ_READ', status: 'drop' },
      says: ['`device`', '`driver`'],
    },
    { name: 'a fault at nothing', injection: { op: 'fault', device: 'disk0', status: 'drop' }, says: ['`at`'] },
    {
      name: 'a fault at a misspelled IRP',
      injection: { op: 'fault', device: 'disk0', at: 'IRP_MN_START_DEVISE', status: 'drop' },
      says: ['IRP_MN_START_DEVICE'],
    },
    {
      name: 'a fault at a misspelled routine',
      injection: { op: 'fault', driver: 'disk', at: 'IoCreateDevise', status: 'drop' },
      says: ['IoCreateDevice'],
    },
    {
      name: 'a fault at a misspelled device',
      injection: { op: 'fault', device: 'dsk0', at: 'IRP_MJ_READ', status: 'drop' },
      says: ['`dsk0`', '`disk0`'],
    },
    {
      name: 'a fault at a misspelled driver',
      injection: { op: 'fault', driver: 'dsk', at: 'IRP_MJ_READ', status: 'drop' },
      says: ['`dsk`', '`disk`'],
    },
    {
      name: 'a misspelled status',
      injection: { op: 'fault', device: 'disk0', at: 'IRP_MJ_READ', status: 'STATUS_DEVICE_BUSSY' },
      says: ['STATUS_DEVICE_BUSY'],
    },
    { name: 'no status', injection: { op: 'fault', device: 'disk0', at: 'IRP_MJ_READ' }, says: ['`status`'] },
    {
      name: 'a delay without a time',
      injection: { op: 'fault', device: 'disk0', at: 'IRP_MJ_READ', status: 'delay' },
      says: ['`by`'],
    },
    {
      name: 'a fault that never strikes',
      injection: { op: 'fault', device: 'disk0', at: 'IRP_MJ_READ', status: 'drop', times: 0 },
      says: ['`times`'],
    },
    {
      name: 'a fault after less than nothing',
      injection: { op: 'fault', device: 'disk0', at: 'IRP_MJ_READ', status: 'drop', after: -1 },
      says: ['`after`'],
    },
    { name: 'a duration that is none', injection: { op: 'advance', by: '5 parsecs' }, says: ['`5 parsecs`', '20ms'] },
    { name: 'no duration', injection: { op: 'advance' }, says: ['`by`'] },
    { name: 'a run until nonsense', injection: { op: 'run', until: 'later' }, says: ['`until`', 'idle'] },
    {
      name: 'a run until a pattern with a misspelled member',
      injection: { op: 'run', until: { knd: 'irpDone' } },
      says: ['`knd`', '`kind`'],
    },
    { name: 'an expectation without a path', injection: { op: 'expect', equals: 1 }, says: ['`path`'] },
  ];

  test.for(wrong)('$name', async ({ injection, says }) => {
    const machine = await bootDescription(PLAIN);
    const before = { ...machine.state(), events: 0, revision: 0 };
    const result = await machine.inject(injection as Injection);
    expect(result).toMatchObject({ ok: false, status: 'STATUS_INVALID_PARAMETER', changed: [], violations: [] });
    for (const text of says) expect(result.message).toContain(text);
    expect({ ...machine.state(), events: 0, revision: 0 }).toEqual(before);
  });
});

describe('io', () => {
  test('what is written to a volume is read from the same place of it, and from its place on the disk', async () => {
    const machine = await bootMachine();
    const [written, read, onDisk] = await injectAll(machine, [
      { op: 'io', device: 'volC', request: 'write', offset: 1024, data: 'Hello' },
      { op: 'io', device: 'volC', request: 'read', offset: 1024, length: 512 },
      { op: 'io', device: 'disk0', request: 'read', offset: 1_048_576 + 1024, length: 512 },
    ]);
    expect(written).toMatchObject({
      ok: true,
      status: 'STATUS_SUCCESS',
      message: expect.stringContaining('512 bytes'),
    });
    for (const result of [read, onDisk]) expect(result?.message).toContain('48656c6c6f00');
    expect(machine.state().irps).toEqual([]);
  });

  test('bytes as hex, flush, and a control code', async () => {
    const machine = await bootMachine();
    const [written, read, flushed, length, unknown] = await injectAll(machine, [
      { op: 'io', device: 'disk0', request: 'write', offset: 0, data: 'hex:00ff10' },
      { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 },
      { op: 'io', device: 'disk0', request: 'flush' },
      { op: 'io', device: 'disk0', request: 'ioctl', code: 0x0007405c, length: 8 },
      { op: 'io', device: 'disk0', request: 'ioctl', code: 0x00aa0000 },
    ]);
    expect([written?.ok, flushed?.ok, length?.ok, unknown?.ok]).toEqual([true, true, true, false]);
    expect(read?.message).toContain('00ff1000');
  });

  test('a request outside of the disk is refused by its driver', async () => {
    const machine = await bootMachine();
    const result = await machine.inject({
      op: 'io',
      device: 'disk0',
      request: 'read',
      offset: 1024 * 1024 * 1024,
      length: 512,
    });
    expect(result).toMatchObject({ ok: false, status: 'STATUS_INVALID_PARAMETER' });
  });

  test('time passes while the disk works: 100 microseconds a request', async () => {
    const machine = await bootMachine();
    await machine.inject({ op: 'io', device: 'disk0', request: 'read', length: 512 });
    expect(machine.state().time).toBe('0.0001000s');
  });
});

describe('bugcheck', () => {
  test('by name and by number, with parameters as numbers, hex and names; afterwards nothing runs', async () => {
    for (const code of ['DRIVER_POWER_STATE_FAILURE', 0x9f, '0x9f'] as const) {
      const machine = await bootDescription(PLAIN);
      const result = await machine.inject({ op: 'bugcheck', code, parameters: [3, '0x1234', 'STATUS_DEVICE_BUSY'] });
      expect(result).toMatchObject({ ok: true, status: 'DRIVER_POWER_STATE_FAILURE' });
      const { bugcheck, run } = machine.state();
      expect(run).toBe('crashed');
      expect(bugcheck).toMatchObject({
        code: 0x9f,
        parameters: ['0x3', '0x1234', '0x80000011', '0x0'],
        driver: null,
        file: null,
        line: null,
      });
      expect(bugcheck?.meanings[0]).not.toBe('');
      for (const injection of [
        { op: 'advance', by: '1s' },
        { op: 'run' },
        { op: 'pnp', device: 'dev0', request: 'rescan' },
      ] as const) {
        expect(await machine.inject(injection)).toMatchObject({
          ok: false,
          message: expect.stringContaining('Restart it'),
        });
      }
      expect(await machine.inject({ op: 'expect', path: 'bugcheck.code', equals: 0x9f })).toMatchObject({ ok: true });
    }
  });

  test('a code that is not documented is taken as it is', async () => {
    const machine = await bootDescription(PLAIN);
    expect(await machine.inject({ op: 'bugcheck', code: 0xdeadbeef })).toMatchObject({ ok: true });
    expect(machine.state().bugcheck?.code).toBe(0xdeadbeef);
  });
});

describe('advance, run and expect', () => {
  test('time passes by as much as told', async () => {
    const machine = await bootDescription(PLAIN);
    await injectAll(machine, [
      { op: 'advance', by: '20ms' },
      { op: 'advance', by: '1.5s' },
      { op: 'advance', by: '100ns' },
    ]);
    expect(machine.state().time).toBe('1.5200001s');
  });

  test('a machine at rest has nothing to run, and no event to wait for', async () => {
    const machine = await bootDescription(PLAIN);
    expect(await machine.inject({ op: 'run', until: 'idle' })).toMatchObject({ ok: true });
    expect(await machine.inject({ op: 'run', until: { kind: 'irpDone', device: 'disk0' } })).toMatchObject({
      ok: false,
      status: 'STATUS_TIMEOUT',
    });
  });

  test('an expectation finds values by id, driver and number, and tells the difference', async () => {
    const machine = await bootDescription(PLAIN);
    const expectations: readonly [string, unknown][] = [
      ['devices.disk0.pnp', 'started'],
      ['devices.disk0.stack.partmgr.pagingPathCount', 0],
      ['devices.disk0.stack.0.driver', 'partmgr'],
      ['devices.disk0.specialFiles', { boot: 0, dump: 0, hibernation: 0, paging: 0 }],
      ['violations.length', 0],
      ['bugcheck', null],
      ['devices.nothing', undefined],
    ];
    for (const [path, equals] of expectations)
      expect([path, (await machine.inject({ op: 'expect', path, equals })).ok]).toEqual([path, true]);
    const wrong = await machine.inject({ op: 'expect', path: 'devices.disk0.pnp', equals: 'stopped' });
    expect(wrong).toMatchObject({
      ok: false,
      difference: { path: 'devices.disk0.pnp', expected: 'stopped', actual: 'started' },
    });
  });
});

describe('what an injection answers', () => {
  const creates: Injection = { op: 'usage', device: 'disk0', type: 'dump', inPath: true };

  test('the events that it caused, the devices that it changed, and nothing else', async () => {
    const machine = await bootDescription(PLAIN);
    const { events } = machine.state();
    const result = await machine.inject(creates);
    expect(result.events).toEqual([events, machine.state().events]);
    expect(result.changed).toEqual(['root', 'acpi0', 'pci0', 'hba0', 'disk0']);
    expect((await machine.inject({ op: 'expect', path: 'name', equals: 'plain' })).changed).toEqual([]);
  });

  test('each is performed after those that were asked for before, however many at once', async () => {
    const machine = await bootDescription(PLAIN);
    const results = await Promise.all(
      [creates, { ...creates, inPath: false } as const, creates].map((one) => machine.inject(one)),
    );
    expect(results.map(({ ok }) => ok)).toEqual([true, true, true]);
    expect(
      results.every((result, index) => index === 0 || result.events[0] >= (results[index - 1]?.events[1] ?? 0)),
    ).toBe(true);
    expect(deviceOf(machine, 'disk0').specialFiles.dump).toBe(1);
  });

  test('USE-28 USE-V13 a file that is not there is not removed, unless it is forced', async () => {
    const machine = await bootMachine();
    const removal = { op: 'usage', device: 'disk0', type: 'paging', inPath: false } as const;
    const { events } = machine.state();
    const refused = await machine.inject(removal);
    expect(refused).toMatchObject({ ok: false, status: 'STATUS_INVALID_DEVICE_STATE', changed: [] });
    expect(refused.message).toContain('There is one on volC.');
    expect(machine.readTrace(events, 1000).events.filter(({ kind }) => kind === 'callDriver')).toEqual([]);
    expect(await machine.inject({ ...removal, force: true })).toMatchObject({ ok: true });
    expect([deviceOf(machine, 'disk0').specialFiles.paging, deviceOf(machine, 'volC').specialFiles.paging]).toEqual([
      0, 1,
    ]);
    expect(await machine.inject({ ...removal, device: 'volC' })).toMatchObject({ ok: true });
  });

  test('USE-02 postDisplay and guestAssigned are for buses, not for disks', async () => {
    const machine = await bootDescription(PLAIN);
    const use = (
      device: string,
      type: 'postDisplay' | 'guestAssigned' | 'boot',
    ): Promise<{ readonly status: string }> => machine.inject({ op: 'usage', device, type, inPath: true });
    expect((await use('disk0', 'postDisplay')).status).toBe('STATUS_INVALID_PARAMETER');
    expect((await use('disk0', 'guestAssigned')).status).toBe('STATUS_INVALID_PARAMETER');
    expect((await use('pci0', 'guestAssigned')).status).toBe('STATUS_SUCCESS');
    expect((await use('disk0', 'boot')).status).toBe('STATUS_SUCCESS');
    expect(deviceOf(machine, 'disk0').specialFiles.boot).toBe(1);
  });
});

describe('a device that is not there', () => {
  const gone = async (): Promise<Machine> => {
    const machine = await bootDescription(PLAIN);
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'unplug' });
    return machine;
  };

  test('can be plugged in, and nothing else', async () => {
    const machine = await gone();
    expect(await machine.inject({ op: 'pnp', device: 'dev0', request: 'rescan' })).toMatchObject({
      ok: false,
      message: expect.stringContaining('dev0'),
    });
    expect(await machine.inject({ op: 'pnp', device: 'dev0', request: 'plugIn' })).toMatchObject({ ok: true });
    expect(deviceOf(machine, 'dev0').pnp).toBe('started');
  });

  test('plugged in while it is there it stays as it is', async () => {
    const machine = await bootDescription(PLAIN);
    const { events } = machine.state();
    expect(await machine.inject({ op: 'pnp', device: 'dev0', request: 'plugIn' })).toMatchObject({ ok: true });
    const sent = machine
      .readTrace(events, 1000)
      .events.filter(({ kind, device }) => kind === 'callDriver' && device === 'dev0');
    expect(sent).toEqual([]);
  });
});
