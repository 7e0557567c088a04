import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { driverText } from '../../machine/support/driver-text.ts';
import { bootWith, FILE } from '../../machine/support/one-driver.ts';
import { deviceOf } from '../../support/machine.ts';

/** Line of a driver's text on which a marker stands, counted from 1. */
function lineOf(text: string, marker: string): number {
  return text.split('\n').findIndex((line) => line.includes(marker)) + 1;
}

function findings(machine: Machine): readonly object[] {
  return machine.state().violations.map(({ rule, driver, file, line }) => ({ rule, driver, file, line }));
}

async function bootDriver(pnp: string, more = ''): Promise<{ machine: Machine; line: number }> {
  const text = driverText({ pnp, more });
  return { machine: await bootWith(text), line: lineOf(text, '/* here */') };
}

describe('a wait that is not awaited is a finding at its line, and the driver goes on as its code says', () => {
  test.for([
    {
      name: 'KeWaitForSingleObject, then the routine returns',
      pnp: 'if (minor === IRP_MN_START_DEVICE) {\n KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL); /* here */\n }',
    },
    {
      name: 'KeDelayExecutionThread, then another',
      pnp: 'if (minor === IRP_MN_START_DEVICE) {\n KeDelayExecutionThread(KernelMode, FALSE, -10000n); /* here */\n await KeDelayExecutionThread(KernelMode, FALSE, -50000n);\n }',
    },
    {
      name: 'a wait with a timeout, then a routine that does not wait',
      pnp: 'if (minor === IRP_MN_START_DEVICE) {\n KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, -10000n); /* here */\n KeSetEvent(extension.Event, 0, FALSE);\n }',
    },
    {
      name: 'a wait in a function of its own',
      pnp: 'if (minor === IRP_MN_START_DEVICE) Dawdle(extension);',
      more: 'function Dawdle(extension) {\n KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL); /* here */\n}',
    },
  ])('$name', async ({ pnp, more = '' }) => {
    const { machine, line } = await bootDriver(pnp, more);
    expect(findings(machine)).toEqual([{ rule: 'driver/missing-await', driver: 'mydrv', file: FILE, line }]);
    expect([deviceOf(machine, 'dev0').pnp, machine.state().run, machine.state().irps]).toEqual(['started', 'idle', []]);
  });
});

describe('IoCallDriver that is not awaited is a finding at its line, and the driver below gets to its end', () => {
  const NOT_AWAITED = `if (minor === IRP_MN_START_DEVICE) {
      IoCopyCurrentIrpStackLocationToNext(irp);
      IoCallDriver(extension.Lower, irp); /* here */
      return STATUS_SUCCESS;
    }`;

  test('when that driver is only an async function', async () => {
    const { machine, line } = await bootDriver(NOT_AWAITED);
    expect(findings(machine)).toEqual([{ rule: 'driver/missing-await', driver: 'mydrv', file: FILE, line }]);
    expect([deviceOf(machine, 'dev0').pnp, machine.state().run, machine.state().irps]).toEqual(['started', 'idle', []]);
  });

  test('when that driver really waits', async () => {
    const { machine, line } = await bootDriver(NOT_AWAITED);
    await machine.inject({ op: 'pnp', device: 'dev0', request: 'unplug' });
    const fault = { op: 'fault', device: 'dev0', driver: 'null', at: 'IRP_MN_START_DEVICE' } as const;
    await machine.inject({ ...fault, status: 'delay', by: '1ms' });
    const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'plugIn' });
    expect(result).toMatchObject({ ok: true, violations: ['driver/missing-await'] });
    expect(findings(machine).at(-1)).toEqual({ rule: 'driver/missing-await', driver: 'mydrv', file: FILE, line });
    expect([deviceOf(machine, 'dev0').pnp, machine.state().time]).toEqual(['started', '0.0010000s']);
  });
});

test.for([
  'return STATUS_CONTINUE_COMPLETION;',
  'await KeDelayExecutionThread(KernelMode, FALSE, -10000n); return STATUS_CONTINUE_COMPLETION;',
])('IRP-45 a completion routine that is an async function is a finding, and the machine goes on: %s', async (body) => {
  const { machine } = await bootDriver(
    `if (minor === IRP_MN_START_DEVICE) {
        IoCopyCurrentIrpStackLocationToNext(irp);
        IoSetCompletionRoutine(irp, Done, 0, TRUE, TRUE, TRUE);
        return IoCallDriver(extension.Lower, irp); /* here */
      }`,
    `async function Done(device, irp) { ${body} }`,
  );
  expect(findings(machine)).toContainEqual(
    expect.objectContaining({ rule: 'driver/completion-routine-waits', driver: 'mydrv', file: FILE }),
  );
  expect([machine.state().run, machine.state().irps, deviceOf(machine, 'dev0').pnp]).toEqual(['idle', [], 'started']);
});

test('an awaited wait is no finding', async () => {
  const { machine } = await bootDriver(
    'if (minor === IRP_MN_START_DEVICE) await KeDelayExecutionThread(KernelMode, FALSE, -10000n); /* here */',
  );
  expect([findings(machine), machine.state().time]).toEqual([[], '0.0010000s']);
});

test('a request that will never end says who waits for what', async () => {
  const { machine } = await bootDriver(
    'if (minor === IRP_MN_QUERY_STOP_DEVICE) await KeWaitForSingleObject(extension.Event, Executive, KernelMode, FALSE, NULL); /* here */',
  );
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'queryStop' });
  expect(result.ok).toBe(false);
  expect(result.message).toMatch(
    /^The request has not ended and nothing is left to run\. PnP worker in dev0\/mydrv waits for event 0x[0-9a-f]+ since 0\.0000000s\.$/,
  );
  expect(machine.state().irps).toMatchObject([
    { minor: 'QUERY_STOP_DEVICE', at: 'dev0/mydrv', heldBy: 'mydrv', waitingFor: expect.stringMatching(/^event 0x/) },
  ]);
});

test('a promise that is not the kernel’s is found, and the machine says that it must be restarted', async () => {
  const { machine } = await bootDriver(
    'if (minor === IRP_MN_QUERY_STOP_DEVICE) await new Promise(() => {}); /* here */',
  );
  const result = await machine.inject({ op: 'pnp', device: 'dev0', request: 'queryStop' });
  expect(result.message).toContain('Restart it');
  expect(machine.state().violations.map(({ rule, driver }) => [rule, driver])).toEqual([
    ['driver/foreign-promise', 'mydrv'],
  ]);
});
