/** What a driver owes a PnP request that it handles, and what becomes of it when it does not pay. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { PnpRequest } from '../../../src/protocol/injection.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';

/** What a function driver has to do with the requests that it must handle. */
const HANDLES =
  'if ((minor >= IRP_MN_QUERY_REMOVE_DEVICE && minor <= IRP_MN_CANCEL_STOP_DEVICE) || minor === IRP_MN_SURPRISE_REMOVAL) irp.IoStatus.Status = STATUS_SUCCESS;';

/** A device with two drivers of the test's own: the filter `high` above `low`, each with what it does in its PnP routine. */
function boot(high: string, low = '', more: object = {}): Promise<Machine> {
  return bootDescription(
    {
      name: 'handling',
      memory: '4MiB',
      verifier: 'all',
      drivers: { high: { source: './high.ts' }, low: { source: './low.ts' } },
      devices: [
        { id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'low', upperFilters: ['high'], ...more }] },
      ],
    },
    { 'high.ts': driverText({ pnp: high }), 'low.ts': driverText({ pnp: `${HANDLES} ${low}` }) },
  );
}

const rules = (machine: Machine): readonly string[] =>
  machine.state().violations.map(({ rule, driver }) => `${rule} ${driver}`);

/** Drivers of dev0 that got a request, top first. */
function seenBy(machine: Machine, minor: string, from = 0): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter((event) => event.kind === 'callDriver' && event.device === 'dev0' && event.minor === minor)
    .map(({ driver }) => driver ?? '');
}

const on = (minor: string, code: string): string => `if (minor === IRP_MN_${minor}) { ${code} }\n`;
const complete = (status: string): string =>
  `irp.IoStatus.Status = ${status}; IoCompleteRequest(irp, IO_NO_INCREMENT); return ${status};`;
const pnp = (machine: Machine, request: PnpRequest) => machine.inject({ op: 'pnp', device: 'dev0', request });

/** While it starts, asks the drivers below for an interface that no bus knows. */
const ASKS = on(
  'START_DEVICE',
  `await IoForwardIrpSynchronously(extension.Lower, irp);
  const event = local(KEVENT); const result = local(IO_STATUS_BLOCK);
  KeInitializeEvent(event, NotificationEvent, FALSE);
  const asked = IoBuildSynchronousFsdRequest(IRP_MJ_PNP, extension.Lower, NULL, 0, NULL, event, result);
  asked.IoStatus.Status = STATUS_NOT_SUPPORTED;
  const next = IoGetNextIrpStackLocation(asked);
  next.MinorFunction = IRP_MN_QUERY_INTERFACE;
  next.Parameters.QueryInterface.InterfaceType = guid(GUID_DEVINTERFACE_DISK);
  DbgPrint('interface %x', await IoCallDriver(extension.Lower, asked));
  ${complete('STATUS_SUCCESS')}`,
);

function printed(machine: Machine): readonly string[] {
  const { events } = machine.readTrace(0, 100_000);
  return events.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail ?? '');
}

describe('PNP-03 a driver that handles a request says so', () => {
  test('with STATUS_SUCCESS, or whoever has asked takes the request for one that nobody has handled', async () => {
    const answers = (status: string): string => on('QUERY_INTERFACE', `DbgPrint('filled in'); ${status}`);
    const silent = await boot(ASKS, answers(''));
    expect(printed(silent)).toEqual(['filled in', 'interface c00000bb']);
    const outspoken = await boot(ASKS, answers('irp.IoStatus.Status = STATUS_SUCCESS;'));
    expect(printed(outspoken)).toEqual(['filled in', 'interface 0']);
    expect([...rules(silent), ...rules(outspoken)]).toEqual([]);
  });

  test('and never takes that back with STATUS_NOT_SUPPORTED', async () => {
    const machine = await boot(
      on(
        'QUERY_PNP_DEVICE_STATE',
        `await IoForwardIrpSynchronously(extension.Lower, irp); ${complete('STATUS_NOT_SUPPORTED')}`,
      ),
      on(
        'QUERY_PNP_DEVICE_STATE',
        'irp.IoStatus.Information |= PNP_DEVICE_NOT_DISABLEABLE; irp.IoStatus.Status = STATUS_SUCCESS;',
      ),
    );
    expect(deviceOf(machine, 'dev0').notDisableable).toBe(false);
    expect(rules(machine)).toEqual(['C9/0x216 high']);
  });

  test('a request that it has to handle may fail, but not with STATUS_NOT_SUPPORTED', async () => {
    const failed = await boot(on('START_DEVICE', complete('STATUS_DEVICE_NOT_READY')));
    expect(deviceOf(failed, 'dev0').problem?.name).toBe('CM_PROB_FAILED_START');
    expect(rules(failed)).toEqual([]);
    const unsupported = await boot(on('START_DEVICE', complete('STATUS_NOT_SUPPORTED')));
    expect(deviceOf(unsupported, 'dev0').problem?.name).toBe('CM_PROB_FAILED_START');
    expect(rules(unsupported)).toEqual(['C9/0x22F high']);
  });
});

describe('PNP-04 a driver that fails a request', () => {
  test('completes it at once: no driver below hears of it', async () => {
    const machine = await boot('', on('QUERY_REMOVE_DEVICE', complete('STATUS_UNSUCCESSFUL')));
    const from = machine.state().events;
    expect(await pnp(machine, 'disable')).toMatchObject({ ok: false, status: 'STATUS_UNSUCCESSFUL' });
    expect(seenBy(machine, 'QUERY_REMOVE_DEVICE', from)).toEqual(['high', 'low']);
    expect(seenBy(machine, 'CANCEL_REMOVE_DEVICE', from)).toEqual(['high', 'low', 'pci']);
    expect(rules(machine)).toEqual([]);
  });

  test('and is found when it passes the failure down instead', async () => {
    const machine = await boot('', on('QUERY_REMOVE_DEVICE', 'irp.IoStatus.Status = STATUS_UNSUCCESSFUL;'));
    await pnp(machine, 'disable');
    expect(rules(machine)).toContain('C9/0x215 low');
  });
});

describe('PNP-05 a function or filter driver leaves success to the drivers below', () => {
  test('one that completes a successful request on its way down is found', async () => {
    const machine = await boot('', on('QUERY_STOP_DEVICE', complete('STATUS_SUCCESS')));
    const from = machine.state().events;
    await pnp(machine, 'queryStop');
    expect(seenBy(machine, 'QUERY_STOP_DEVICE', from)).toEqual(['high', 'low']);
    expect(rules(machine)).toEqual(['C9/0x22E low']);
  });

  test('on the way up, after it has waited for them, it completes the request itself', async () => {
    const machine = await boot(
      '',
      on('START_DEVICE', `await IoForwardIrpSynchronously(extension.Lower, irp); ${complete('STATUS_SUCCESS')}`),
    );
    expect(deviceOf(machine, 'dev0').pnp).toBe('started');
    expect(rules(machine)).toEqual([]);
  });

  test('IRP_MN_QUERY_INTERFACE may end where it is answered', async () => {
    const machine = await boot(ASKS, on('QUERY_INTERFACE', complete('STATUS_SUCCESS')));
    expect(seenBy(machine, 'QUERY_INTERFACE')).toEqual(['low']);
    expect(printed(machine)).toEqual(['interface 0']);
    expect(rules(machine)).toEqual([]);
  });
});

describe('PNP-06 what a request carries', () => {
  const capabilities = 'IoGetCurrentIrpStackLocation(irp).Parameters.DeviceCapabilities.Capabilities';

  test('is added to on the way down, and the drivers below leave it there', async () => {
    const machine = await boot(on('QUERY_CAPABILITIES', `${capabilities}.Removable = 1;`));
    expect(deviceOf(machine, 'dev0').slot).toBe('removable');
    expect(rules(machine)).toEqual([]);
  });

  test('is taken from on the way up, when the bus has said what it has to say', async () => {
    const machine = await boot(
      on(
        'QUERY_CAPABILITIES',
        `await IoForwardIrpSynchronously(extension.Lower, irp);
        ${capabilities}.EjectSupported = 0;
        ${complete('STATUS_SUCCESS')}`,
      ),
      '',
      { ejectable: true },
    );
    expect(deviceOf(machine, 'dev0').slot).toBe('removable');
    expect(rules(machine)).toEqual([]);
  });

  test('of several drivers adds up', async () => {
    const adds = (bit: string): string =>
      on('QUERY_PNP_DEVICE_STATE', `irp.IoStatus.Information |= ${bit}; irp.IoStatus.Status = STATUS_SUCCESS;`);
    const machine = await boot(adds('PNP_DEVICE_NOT_DISABLEABLE'), adds('PNP_DEVICE_DONT_DISPLAY_IN_UI'));
    expect(deviceOf(machine, 'dev0')).toMatchObject({ notDisableable: true, hidden: true });
    expect(rules(machine)).toEqual([]);
  });
});
