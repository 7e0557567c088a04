/** What the verifier says of a whole transition, and that it goes on all the same. */
import { expect, test } from 'vitest';
import type { DriverParts } from '../support/driver-text.ts';
import { bootPower, power, stopped } from './support/power-machine.ts';

const isDown = 'minor === IRP_MN_SET_POWER && location.Parameters.Power.State.SystemState !== PowerSystemWorking';

const mistakes: readonly { readonly what: string; readonly driver: DriverParts; readonly rule: string }[] = [
  {
    what: 'PWR-22 a driver fails a power request and passes it on',
    driver: { power: `if (${isDown}) irp.IoStatus.Status = STATUS_UNSUCCESSFUL;` },
    rule: 'C9/0x219',
  },
  {
    what: 'PWR-22 a driver above the bus completes a power request with success',
    driver: {
      power: `if (${isDown} && location.Parameters.Power.Type === SystemPowerState) { irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS; }`,
    },
    rule: 'C9/0x231',
  },
  {
    what: 'PWR-22 a driver above the bus completes a power request as it has got it',
    driver: {
      power: `if (${isDown} && location.Parameters.Power.Type === SystemPowerState) { const status = irp.IoStatus.Status; IoCompleteRequest(irp, IO_NO_INCREMENT); return status; }`,
    },
    rule: 'C9/0x232',
  },
];

test.for(mistakes)('$what: $rule', async ({ driver, rule }) => {
  const machine = await bootPower({ verifier: 'all', driver });
  expect(await power(machine, 'sleep')).toMatchObject({ ok: true });
  const found = machine.state().violations.filter((one) => one.driver === 'flt');
  expect(found.map((one) => one.rule)).toContain(rule);
  expect(machine.state().power.state).toBe('asleep');
});

test('PWR-23 a dispatch routine waits for what only the same request can bring: the watchdog ends it', async () => {
  const machine = await bootPower({
    driver: {
      pnp: '',
      power: `if (${isDown} && location.Parameters.Power.Type === SystemPowerState) {
        const event = extension.Event;
        IoCopyCurrentIrpStackLocationToNext(irp);
        IoMarkIrpPending(irp);
        return KeWaitForSingleObject(event, Executive, KernelMode, FALSE, NULL).then(() => PassDown(device, irp));
      }`,
    },
  });
  expect(await power(machine, 'sleep')).toMatchObject({ ok: false });
  expect(stopped(machine)?.slice(0, 2)).toEqual(['DRIVER_POWER_STATE_FAILURE', '0x3']);
  expect(machine.state().bugcheck?.driver).toBe('flt');
});

test('TV-12 PWR-84 a device with a dump file leaves D0 in S0, and nobody could power it on after a bug check', async () => {
  const machine = await bootPower({
    verifier: 'all',
    specialFiles: ['dump'],
    above: 'K',
    driver: { read: 'PoRequestPowerIrp(extension.Pdo, IRP_MN_SET_POWER, PowerDeviceD3, NULL, NULL, NULL);' },
  });
  await machine.inject({ op: 'io', device: 'K', request: 'read', length: 512 });
  expect(machine.state().violations.map(({ rule }) => rule)).toContain('dump/device-left-d0');
});
