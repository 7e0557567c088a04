/** What a debugger can do with a machine, end to end: a DAP client, the adapter, and a real sandbox process. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, STORAGE } from '../support/machine.ts';
import { AUDITFLT, type DapClient, lineOf, standAtUsage, useDebugAdapter } from './support.ts';

const { client } = useDebugAdapter('debug-adapter');
const atUsage = (): ReturnType<typeof standAtUsage> => standAtUsage(client());

describe('function breakpoints', () => {
  test('a request that is about to enter a driver stops at the routine that will take it', async () => {
    const { dap, threadId } = await atUsage();
    expect(await dap.stack(threadId)).toEqual([
      'auditflt!DispatchPnp: async function DispatchPnp(deviceObject: DEVICE_OBJECT, irp: IRP): Promise<NTSTATUS> {',
      'volmgr!DispatchPnp',
      'nt!PnP worker',
    ]);
    expect(await dap.evaluate(threadId, 'IrpSp->Parameters.UsageNotification.InPath')).toBe('TRUE');
  });

  test('a routine of the kernel, called by a driver, stops at the line of the call', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'auditflt!IoAttachDeviceToDeviceStack' }] });
    const { threadId, reason, text } = await dap.runToStop();
    expect({ reason, text }).toEqual({
      reason: 'function breakpoint',
      text: 'auditflt calls IoAttachDeviceToDeviceStack',
    });
    expect((await dap.stack(threadId))[0]).toBe(
      'auditflt!AddDevice: const lower = IoAttachDeviceToDeviceStack(self, physicalDeviceObject);',
    );
  });

  test("a driver's completion routine", async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'SignalEvent' }] });
    const { threadId } = await dap.runToStop();
    expect((await dap.stack(threadId))[0]).toMatch(/^auditflt!SignalEvent: function SignalEvent/);
  });

  test('a state that is entered', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'disk0 pnp → started' }] });
    expect((await dap.runToStop()).text).toMatch(/^disk0 \S+ --\S+--> started$/);
  });

  test('names that mean nothing are told with what could be meant', async () => {
    const dap = client();
    await dap.launch();
    const { breakpoints } = await dap.request('setFunctionBreakpoints', {
      breakpoints: [
        { name: 'IRP_MN_STRAT_DEVICE' },
        { name: 'IoNothing' },
        { name: '?' },
        { name: 'IoCallDriver', hitCondition: 'often' },
      ],
    });
    expect(breakpoints.map(({ verified, message }) => [verified, message])).toEqual([
      [false, 'There is no request `IRP_MN_STRAT_DEVICE`. Did you mean `IRP_MN_START_DEVICE`?'],
      [false, expect.stringContaining('There is no routine `IoNothing`')],
      [false, expect.stringContaining('`?` is no breakpoint. Write a request')],
      [false, '`often` is no hit count. Write 5, >= 5, > 5, <= 5, < 5 or % 5.'],
    ]);
  });
});

describe('line breakpoints', () => {
  test('stop at exactly their line, before anything of it has run, with its variables', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setBreakpoints', {
      source: { path: AUDITFLT },
      breakpoints: [{ line: lineOf('KeEnterCriticalRegion();') }],
    });
    const { threadId, reason, hitBreakpointIds } = await dap.runToStop();
    expect({ reason, hitBreakpointIds }).toEqual({ reason: 'breakpoint', hitBreakpointIds: [1] });
    expect(await dap.stack(threadId)).toEqual([
      'auditflt!HandleUsageNotification: KeEnterCriticalRegion();',
      'auditflt!DispatchPnp: status = await HandleUsageNotification(extension, irp);',
      'volmgr!DispatchPnp',
      'nt!PnP worker',
    ]);
    const locals = await dap.scope(threadId, 'Locals');
    expect(locals.find(({ name }) => name === 'inPath')?.value).toBe('TRUE');
    expect(locals.find(({ name }) => name === 'extension')?.type).toBe('AUDIT_EXTENSION');
    expect(await dap.evaluate(threadId, 'extension.IsStarted')).toBe('TRUE');
  });

  test('lines that no driver of the machine has are told', async () => {
    const dap = client();
    await dap.launch();
    const inDriver = await dap.request('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: [{ line: 9999 }] });
    expect(inDriver.breakpoints).toMatchObject([{ verified: false, message: 'The file has no such line.' }]);
    const elsewhere = await dap.request('setBreakpoints', {
      source: { path: `${AUDITFLT}.txt` },
      breakpoints: [{ line: 1 }],
    });
    expect(elsewhere.breakpoints[0]?.message).toContain('Name it in the machine file');
  });

  test('conditions, hit counts and log points', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setBreakpoints', {
      source: { path: AUDITFLT },
      breakpoints: [
        {
          line: lineOf('switch (IoGetCurrent'),
          condition: 'minor == IRP_MN_DEVICE_USAGE_NOTIFICATION && device == "disk0"',
          hitCondition: '>= 1',
        },
        {
          line: lineOf('KeEnterCriticalRegion();'),
          logMessage: '{driver} sees {type} of {IrpSp->DeviceObject->DriverObject->DriverName}, {nobody}',
        },
        { line: lineOf('const isLast ='), condition: 'nonsense > 1' },
      ],
    });
    const { threadId } = await dap.runToStop();
    expect(await dap.evaluate(threadId, 'request')).toBe('IRP_MN_DEVICE_USAGE_NOTIFICATION');
    await dap.request('continue', { threadId });
    const outputs: string[] = [];
    for (const wanted of [/^auditflt sees/, /^The condition/]) {
      let output = '';
      while (!wanted.test(output)) output = (await dap.event<{ output: string }>('output')).output;
      outputs.push(output);
    }
    expect(outputs[0]).toMatch(/^auditflt sees 1 of "\\\\Driver\\\\auditflt", <`nobody` means nothing here/);
    expect(outputs[1]).toContain('The condition `nonsense > 1` cannot be told here');
  });
});

describe('a driver in C', () => {
  const FOLDER = join(ROOT, 'samples', 'c-filter').replaceAll('\\', '/');
  const TEXT = readFileSync(join(FOLDER, 'auditflt.c'), 'utf8').split('\n');

  const source = { path: `${FOLDER}/auditflt.c` };
  const lineOfC = (text: string): number => TEXT.findIndex((one) => one.includes(text)) + 1;

  async function atLine(text: string): Promise<{ dap: DapClient; threadId: number }> {
    const dap = client();
    await dap.launch({ program: `${FOLDER}/c-filter.machine.json` });
    const line = lineOfC(text);
    const { breakpoints } = await dap.request('setBreakpoints', { source, breakpoints: [{ line }] });
    expect(breakpoints).toMatchObject([{ verified: true, line }]);
    const { threadId, reason } = await dap.runToStop();
    expect(reason).toBe('breakpoint');
    expect((await dap.frames(threadId))[0]).toMatchObject({ source, line });
    return { dap, threadId };
  }

  test('stops at a line, and steps go from line to line', async () => {
    const { dap, threadId } = await atLine('IoAttachDeviceToDeviceStack');
    const places: string[] = [];
    for (let steps = 0; steps < 8; steps += 1) {
      await dap.step('next', threadId);
      const [top] = await dap.frames(threadId);
      places.push(`${top?.name}: ${top?.source === undefined ? '' : TEXT[top.line - 1]?.trim()}`);
    }
    expect(places).toMatchSnapshot();
  });

  test('stops again at the calls of routines that are breakpoints', async () => {
    const { dap, threadId } = await atLine('IoAttachDeviceToDeviceStack');
    await dap.request('setBreakpoints', { source, breakpoints: [] });
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'auditflt!IoCompleteRequest' }] });
    const next = await dap.continueToStop(threadId);
    expect(next.text).toBe('auditflt calls IoCompleteRequest');
  });
});

describe('steps', () => {
  test('over goes from line to line of the driver, and waits for the drivers below', async () => {
    const { dap, threadId } = await atUsage();
    const places: string[] = [];
    for (let steps = 0; steps < 12; steps += 1) {
      const { text } = await dap.step('next', threadId);
      places.push(`${(await dap.stack(threadId))[0]}   [${text}]`);
    }
    expect(places).toMatchSnapshot();
  });

  test('into follows the request down to its completion, out goes there at once', async () => {
    const { dap, threadId } = await atUsage();
    const entered: string[] = [];
    let text = '';
    while (!text.includes('completes')) {
      ({ text } = await dap.step('stepIn', threadId));
      if (text.includes('is about to enter') || text.includes('completes')) entered.push(text);
    }
    expect(entered).toMatchSnapshot();
    expect((await dap.step('stepOut', threadId)).text).toMatchInlineSnapshot(
      `"acpi0/root has returned STATUS_SUCCESS from IRP_MN_DEVICE_USAGE_NOTIFICATION"`,
    );
  });

  test('pause holds the next thing that happens; nothing happens in a machine that is idle', async () => {
    const dap = client();
    await dap.launch({ program: STORAGE, stopOnEntry: true });
    const { reason, threadId } = await dap.runToStop();
    expect(reason).toBe('entry');
    expect((await dap.request('threads', {})).threads).toContainEqual({ id: threadId, name: expect.any(String) });
    await dap.request('continue', { threadId });
    await dap.request('pause', { threadId: 0 });
    expect(await dap.stopped()).toMatchObject({ reason: 'pause' });
  });
});

describe('exceptions', () => {
  test('a request that is completed with an error, by its status', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setExceptionBreakpoints', {
      filters: [],
      filterOptions: [{ filterId: 'failedStatus', condition: 'STATUS_NOT_SUPP*' }],
    });
    const { threadId, reason, text } = await dap.runToStop();
    expect({ reason, text }).toEqual({
      reason: 'exception',
      text: expect.stringContaining('with STATUS_NOT_SUPPORTED'),
    });
    expect(await dap.request('exceptionInfo', { threadId })).toMatchObject({ exceptionId: 'STATUS_NOT_SUPPORTED' });
  });

  test('a broken rule, at the line that breaks it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'debugged-'));
    try {
      const text = await readFile(STORAGE, 'utf8');
      await writeFile(join(folder, 'storage.machine.json'), text.replace('./auditflt.ts', './early.ts'));
      for (const file of ['early.ts', 'lab.ts'])
        await writeFile(join(folder, file), await readFile(join(ROOT, 'samples', 'usage-lab', file), 'utf8'));
      const dap = client();
      // The driver itself: the machine file beside it names it.
      await dap.launch({ program: join(folder, 'early.ts') });
      await dap.request('setExceptionBreakpoints', { filters: ['violation', 'bugcheck'] });
      const { threadId, reason } = await dap.runToStop();
      const info = (await dap.request('exceptionInfo', { threadId })) as { exceptionId: string };
      const { name, source } = await dap.topFrame(threadId);
      expect({ reason, rule: info.exceptionId, name, file: source?.name }).toEqual({
        reason: 'exception',
        rule: 'USE-V03',
        name: 'auditflt!HandleUsageNotification',
        file: 'early.ts',
      });
      await dap.adapter.dispose();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('a driver that no machine file names runs in a machine of one device', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'debugged-'));
    try {
      const driver = join(folder, 'lone driver.ts');
      await writeFile(
        driver,
        "import { STATUS_SUCCESS } from 'wdm';\nexport function DriverEntry() {\n  const answer = 42;\n  return STATUS_SUCCESS;\n}\n",
      );
      const dap = client();
      await dap.launch({ program: driver });
      const set = await dap.request('setBreakpoints', { source: { path: driver }, breakpoints: [{ line: 4 }] });
      expect(set.breakpoints).toMatchObject([{ verified: true }]);
      const { threadId } = await dap.runToStop();
      expect(await dap.evaluate(threadId, 'answer')).toBe('42 (0x2a)');
      await dap.adapter.dispose();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
