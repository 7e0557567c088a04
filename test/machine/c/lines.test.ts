/** Where a C driver did it: file and line of the innermost routine of a driver. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Files, injectAll, ROOT } from '../../support/machine.ts';
import { boot, bugcheckOf, driverText, FRAME_LINES, start } from './support.ts';

describe('a bug check is shown at the line of the C driver', () => {
  test('that trapped', async () => {
    const machine = await boot(`
static LONG Inner(volatile LONG *value)
{
  return 1 / *value;
}

static NTSTATUS Start(PDEVICE_OBJECT device)
{
  volatile LONG zero = 0;
  return Inner(&zero);
}`);
    expect(bugcheckOf(machine)).toMatchObject({ driver: 'mine', file: 'mine.c', line: FRAME_LINES + 4 });
  });

  test('that called the kernel, also after a wait', async () => {
    const machine = await boot(`
static NTSTATUS Start(PDEVICE_OBJECT device)
{
  LARGE_INTEGER interval;

  interval.QuadPart = -10000;
  KeDelayExecutionThread(KernelMode, FALSE, &interval);
  if (KeQueryInterruptTime() >= 10000)
    ExFreePool((PVOID)(ULONG_PTR)0x12348);
  return STATUS_SUCCESS;
}`);
    expect(bugcheckOf(machine)).toMatchObject({ name: 'BAD_POOL_CALLER', file: 'mine.c', line: FRAME_LINES + 9 });
  });

  test('and of the right one of two, in a file that it includes', async () => {
    const files: Files = {
      'above.c': driverText('static NTSTATUS Start(PDEVICE_OBJECT device) { return STATUS_SUCCESS; }'),
      'below.c': driverText(
        '\n#include "parts/work.h"\nstatic NTSTATUS Start(PDEVICE_OBJECT device) { return Work(device); }',
      ),
    };
    const started = await start({ ...files }, [{ id: 'dev0', function: 'below', upperFilters: ['above'] }], {
      'parts/work.h':
        '\nstatic NTSTATUS Work(PDEVICE_OBJECT device)\n{\n  KeLowerIrql(HIGH_LEVEL);\n  return STATUS_SUCCESS;\n}\n',
    });
    if (!started.ok) throw new Error('the machine must start');
    expect(bugcheckOf(started.machine)).toMatchObject({ driver: 'below', file: 'parts/work.h', line: 4 });
    expect(started.diagnostics).toContainEqual(
      expect.objectContaining({
        file: 'parts/work.h',
        line: 4,
        code: 'bugcheck/IRQL_NOT_LESS_OR_EQUAL',
        severity: 'error',
      }),
    );
  });
});

test('between two C drivers stands no JavaScript', async () => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 60;
  const started = await start(
    {
      'above.c': driverText('static NTSTATUS Start(PDEVICE_OBJECT device) { return STATUS_SUCCESS; }'),
      'below.c': driverText('static NTSTATUS Start(PDEVICE_OBJECT device) { KeBugCheck(0xe2); return 0; }'),
    },
    [{ id: 'dev0', function: 'below', upperFilters: ['above'] }],
  ).finally(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  if (!started.ok) throw new Error('the machine must start');
  const frames = String(started.machine.nt.kernel.sim.crash?.cause.stack).split('\n');
  const below = frames.findIndex((frame) => /below-c-\d+\.Start/.test(frame));
  const above = frames.findLastIndex((frame) => frame.includes('above-c-'));
  expect(below).toBeGreaterThan(0);
  expect(above).toBeGreaterThan(below + 3);
  expect(frames.slice(below, above).filter((frame) => !frame.includes('wasm://'))).toEqual([]);
});

test('a rule that a C driver breaks is shown at its line', async () => {
  const path = join(ROOT, 'samples', 'c-filter', 'auditflt.c');
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const broken = text.replace('  if (inPath) {\n    /* From now on', '  if (FALSE) {\n    /* From now on');
  expect(broken).not.toBe(text);
  const started = await start({ 'auditflt.c': broken }, [
    {
      id: 'pci0',
      function: 'pci',
      children: [
        {
          id: 'hba0',
          function: 'storport',
          children: [{ id: 'disk0', function: 'disk', size: '16MiB', upperFilters: ['auditflt'] }],
        },
      ],
    },
  ]);
  if (!started.ok) throw new Error('the machine must start');
  await injectAll(started.machine, [{ op: 'usage', device: 'disk0', type: 'paging', inPath: true }]);
  const [violation] = started.machine.state().violations;
  const lines = text.split('\n');
  expect(violation).toMatchObject({ driver: 'auditflt', file: 'auditflt.c', rule: 'USE-V04' });
  expect(lines[(violation?.line ?? 0) - 1]).toContain('IoCompleteRequest');
});
