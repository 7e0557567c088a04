import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { bootDescription } from '../../support/machine.ts';

/** Registers for changes of the hardware profile, and refuses as many of them as its registry says. */
const LISTENER = driverText({
  more: `
let refusals = 0; let name = '';
function OnProfile(structure, context) {
  const { Event: event, Version: version, Size: size } = cast(HWPROFILE_CHANGE_NOTIFICATION, structure);
  const isSized = version === 1 && size === sizeof(HWPROFILE_CHANGE_NOTIFICATION);
  const isQuery = IsEqualGUID(event, GUID_HWPROFILE_QUERY_CHANGE);
  DbgPrint('context %d, %s', context, isSized ? 'well formed' : 'malformed');
  return isQuery && refusals-- > 0 ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}`,
  entry: `refusals = SandboxQueryRegistry(driverObject, 'Refusals', 0);
  const entry = out();
  IoRegisterPlugPlayNotification(EventCategoryHardwareProfileChange, 0, NULL, driverObject, OnProfile, 5, entry);`,
});

function boot(refusals: number): Promise<Machine> {
  const device = (id: string, driver: string): object => ({ id, function: 'null', upperFilters: [driver] });
  return bootDescription(
    {
      name: 'docked',
      memory: '4MiB',
      drivers: { first: { source: './first.ts' }, second: { source: './second.ts', registry: { Refusals: refusals } } },
      devices: [{ id: 'pci0', function: 'pci', children: [device('dev0', 'first'), device('dev1', 'second')] }],
    },
    { 'first.ts': LISTENER, 'second.ts': LISTENER },
  );
}

function told(machine: Machine): readonly string[] {
  return machine
    .readTrace(0, 100_000)
    .events.filter(({ kind }) => kind === 'notification')
    .map(({ driver, event, status }) => `${driver} ${event?.replace('GUID_HWPROFILE_', '')} ${status}`);
}

const change = (machine: Machine, cancel?: boolean) =>
  machine.inject({ op: 'hardwareProfileChange', ...(cancel === undefined ? {} : { cancel }) });

describe('PNP-57 EventCategoryHardwareProfileChange', () => {
  test('all are asked, then told that it is complete', async () => {
    const machine = await boot(0);
    expect(await change(machine)).toMatchObject({
      ok: true,
      status: 'STATUS_SUCCESS',
      message: 'The hardware profile has changed; 2 callbacks heard of it.',
    });
    expect(told(machine)).toEqual([
      'first QUERY_CHANGE STATUS_SUCCESS',
      'second QUERY_CHANGE STATUS_SUCCESS',
      'first CHANGE_COMPLETE STATUS_SUCCESS',
      'second CHANGE_COMPLETE STATUS_SUCCESS',
    ]);
    const printed = machine.readTrace(0, 100_000).events.filter(({ kind }) => kind === 'dbgPrint');
    expect(new Set(printed.map(({ detail }) => detail))).toEqual(new Set(['context 5, well formed']));
    expect([machine.state().bugcheck, machine.state().violations]).toEqual([null, []]);
  });

  test('one that refuses cancels it for those that were asked', async () => {
    const machine = await boot(1);
    const refused = await change(machine);
    expect(refused).toMatchObject({ ok: false, status: 'STATUS_UNSUCCESSFUL' });
    expect(refused.message).toContain('second answered GUID_HWPROFILE_QUERY_CHANGE with STATUS_UNSUCCESSFUL');
    expect(told(machine).slice(2)).toEqual([
      'first CHANGE_CANCELLED STATUS_SUCCESS',
      'second CHANGE_CANCELLED STATUS_SUCCESS',
    ]);
    expect(await change(machine)).toMatchObject({ ok: true });
  });

  test('it can be called off after all were asked', async () => {
    const machine = await boot(0);
    expect(await change(machine, true)).toMatchObject({ ok: true });
    expect(told(machine).slice(2)).toEqual([
      'first CHANGE_CANCELLED STATUS_SUCCESS',
      'second CHANGE_CANCELLED STATUS_SUCCESS',
    ]);
  });
});
