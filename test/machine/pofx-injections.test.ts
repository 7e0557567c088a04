/** The injection `pofx`: what comes to a device of the power framework from outside of its driver. */
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection, PoFxInjection } from '../../src/protocol/injection.ts';
import { IDLE, runtimeDriver } from '../scenarios/support/runtime-driver.ts';
import { bootDescription, deviceOf } from '../support/machine.ts';

async function boot(): Promise<Machine> {
  const machine = await bootDescription(
    {
      name: 'runtime power',
      memory: '4MiB',
      drivers: { runtime: { source: './runtime.ts' } },
      devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
    },
    { 'runtime.ts': runtimeDriver() },
  );
  await machine.inject({ op: 'io', device: 'dev0', request: 'ioctl', code: IDLE });
  return machine;
}

const pofx = (request: PoFxInjection['request'], rest: Partial<PoFxInjection> = {}): Injection => ({
  op: 'pofx',
  device: 'dev0',
  request,
  ...rest,
});

function component(machine: Machine): string {
  const found = deviceOf(machine, 'dev0').pofx?.components[0];
  return `${found?.condition} ${found?.state} x${found?.references}`;
}

test('POFX-06 POFX-07 POFX-32: a component is activated without its driver asking, from outside, and let go again', async () => {
  const machine = await boot();
  expect(await machine.inject(pofx('activate'))).toMatchObject({
    ok: true,
    message: 'component 0 of dev0 has 1 references and is active.',
  });
  expect(component(machine)).toBe('active F0 x1');
  expect(await machine.inject(pofx('idle', { component: 0 }))).toMatchObject({ ok: true });
  expect(component(machine)).toBe('idle F1 x0');
});

test('POFX-07: the references of the driver are not for others to give back', async () => {
  const machine = await boot();
  const result = await machine.inject(pofx('idle'));
  expect([result.ok, result.status]).toEqual([false, 'STATUS_INVALID_DEVICE_STATE']);
  expect(machine.state().bugcheck).toBe(null);
});

test('POFX-12 POFX-13: hints change the F state', async () => {
  const machine = await boot();
  await machine.inject(pofx('latency', { time: '50us' }));
  expect(component(machine)).toBe('idle F0 x0');
  await machine.inject(pofx('latency', { time: '1s' }));
  expect(component(machine)).toBe('idle F1 x0');
  await machine.inject(pofx('wake'));
  expect(component(machine)).toBe('idle F0 x0');
  await machine.inject(pofx('wake', { wake: false }));
  await machine.inject(pofx('residency', { time: '1us' }));
  expect([component(machine), deviceOf(machine, 'dev0').pofx?.components[0]]).toMatchObject([
    'idle F0 x0',
    { latency: '10000000', residency: '10', wake: false },
  ]);
});

test('POFX-14 POFX-46: another time-out, and a device that comes on by itself', async () => {
  const machine = await boot();
  await machine.inject(pofx('idleTimeout', { time: '2ms' }));
  const tooEarly = await machine.inject(pofx('surprisePowerOn'));
  expect([tooEarly.ok, tooEarly.message]).toEqual([false, 'dev0 is idleTimer: it is not asleep.']);
  await machine.inject({ op: 'advance', by: '3ms' });
  expect(deviceOf(machine, 'dev0')).toMatchObject({ power: { device: 'D3' }, pofx: { state: 'notRequiredDx' } });
  await machine.inject(pofx('surprisePowerOn'));
  await machine.inject({ op: 'advance', by: '1ms' });
  expect(deviceOf(machine, 'dev0').power.device).toBe('D0');
  await machine.inject({ op: 'advance', by: '3ms' });
  expect(deviceOf(machine, 'dev0').power.device).toBe('D3');
});

test('POFX-50: a device without directed callbacks is not directed', async () => {
  const machine = await boot();
  const result = await machine.inject(pofx('directedDown'));
  expect([result.ok, result.message]).toEqual([
    false,
    'dev0 is not directed, because its driver has no directed callbacks (PO_FX_DEVICE_V3).',
  ]);
});

describe('what cannot be is refused', () => {
  test.each<[object, string]>([
    [{ op: 'pofx', device: 'pci0', request: 'activate' }, 'has not registered it with the power framework'],
    [{ op: 'pofx', device: 'dev9', request: 'activate' }, 'There is no device `dev9`'],
    [{ op: 'pofx', device: 'dev0', request: 'activate', component: 1 }, 'has components 0 to 0, not 1'],
    [{ op: 'pofx', device: 'dev0', request: 'activte' }, 'Did you mean `activate`?'],
    [{ op: 'pofx', device: 'dev0', request: 'latency' }, '`latency` needs `time`'],
    [{ op: 'pofx', device: 'dev0', request: 'idle', time: '5ms' }, '`time` goes with latency'],
    [{ op: 'pofx', device: 'dev0', request: 'wake', wake: 1 }, 'must be true or false'],
  ])('%o', async (injection, message) => {
    const machine = await boot();
    const result = await machine.inject(injection as Injection);
    expect(result.ok).toBe(false);
    expect(result.message).toContain(message);
  });
});
