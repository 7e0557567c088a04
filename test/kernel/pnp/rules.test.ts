/** How PnP requests travel, whatever they ask. */
import { expect, test } from 'vitest';
import { IRP_MJ_PNP } from '../../../src/abi/irp-codes.ts';
import { STATUS_NOT_SUPPORTED } from '../../../src/abi/ntstatus.ts';
import { sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { topOf } from '../../../src/kernel/io/device-object.ts';
import { IoGetNextIrpStackLocation } from '../../../src/kernel/io/stack-location.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootStorage, events, findings } from '../../drivers/support.ts';
import { bootWith } from '../../machine/support/one-driver.ts';
import { deviceOf } from '../../support/machine.ts';

/** Where each PnP request entered a stack: `QUERY_STOP_DEVICE disk0/partmgr`. */
function entries(machine: Machine, range: readonly [number, number]): readonly string[] {
  const inFlight = new Set<string>();
  return events(machine, range).flatMap(({ kind, irp = '', major, minor, device, driver }) => {
    if (kind === 'irpDone') inFlight.delete(irp);
    if (kind !== 'callDriver' || major !== 'PNP' || inFlight.has(irp)) return [];
    inFlight.add(irp);
    return [`${minor} ${device}/${driver}`];
  });
}

test('PNP-01 every request of the PnP manager enters at the top of the stack', async () => {
  const machine = await bootStorage({ filter: {} });
  const top = deviceOf(machine, 'disk0').stack[0]?.driver;
  expect(top).toBe('filter');
  const results = [];
  for (const request of ['rebalance', 'queryRemove', 'cancelRemove', 'rescan', 'disable'] as const)
    results.push(await machine.inject({ op: 'pnp', device: 'disk0', request }));
  const last = results.at(-1)?.events[1] ?? 0;
  const onDisk = entries(machine, [results[0]?.events[0] ?? 0, last]).filter((entry) => entry.includes(' disk0/'));
  expect(onDisk.length).toBeGreaterThan(8);
  expect(onDisk.filter((entry) => !entry.endsWith(`/${top}`))).toEqual([]);
  expect(findings(machine)).toEqual([]);
});

test('PNP-02 a request that nobody handles comes back from the PDO as it was sent', async () => {
  const machine = await bootStorage({ filter: {} });
  const { io, pnp } = machine.nt;
  const legacyBusInformation = 0x18;
  const information = 0x1234;
  for (const id of ['pci0', 'hba0', 'disk0', 'volmgr0', 'volC', 'null0']) {
    const devnode = pnp.byId(id);
    if (devnode === undefined) throw new Error(`there is no ${id}`);
    const sent = pnp.perform('test', () =>
      sendSystemIrp(io, topOf(devnode.pdo), (irp) => {
        irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
        irp.IoStatus.Information = information;
        const location = IoGetNextIrpStackLocation(io, irp);
        location.MajorFunction = IRP_MJ_PNP;
        location.MinorFunction = legacyBusInformation;
      }),
    );
    await machine.inject({ op: 'run' });
    expect(await sent, id).toEqual({ status: STATUS_NOT_SUPPORTED, information });
  }
  expect(findings(machine)).toEqual([]);
});

test('PNP-08 PNP-33 a driver that fails START on the way up has the drivers below removed, without a surprise', async () => {
  const machine = await bootWith({
    pnp: `if (minor === IRP_MN_START_DEVICE) {
      await IoForwardIrpSynchronously(extension.Lower, irp);
      DbgPrint('below %x', irp.IoStatus.Status);
      irp.IoStatus.Status = STATUS_DEVICE_NOT_READY;
      IoCompleteRequest(irp, IO_NO_INCREMENT);
      return STATUS_DEVICE_NOT_READY;
    }`,
  });
  const { events: all } = machine.readTrace(0, 100_000);
  expect(all.filter(({ kind }) => kind === 'dbgPrint').map(({ detail }) => detail)).toEqual(['below 0']);
  const minors = entries(machine, [0, machine.state().events]).filter((entry) => entry.includes(' dev0/'));
  expect(minors.slice(-2)).toEqual(['START_DEVICE dev0/mydrv', 'REMOVE_DEVICE dev0/mydrv']);
  expect(deviceOf(machine, 'dev0')).toMatchObject({ pnp: 'removed', problem: { name: 'CM_PROB_FAILED_START' } });
  expect(findings(machine)).toEqual([]);
});
