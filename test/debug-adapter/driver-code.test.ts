/** A look into the code of TypeScript drivers while it stands: variables of each function, expressions in JavaScript. */
import { describe, expect, test } from 'vitest';
import { STORAGE } from '../support/machine.ts';
import { AUDITFLT, type DapClient, type Frame, lineOf, useDebugAdapter, type Variable } from './support.ts';

const { client } = useDebugAdapter('debug-adapter-code');

describe('code of a TypeScript driver', () => {
  async function atLine(text: string): Promise<{ dap: DapClient; threadId: number; frames: readonly Frame[] }> {
    const dap = client();
    await dap.launch();
    await dap.request('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: [{ line: lineOf(text) }] });
    const { threadId } = await dap.runToStop();
    return { dap, threadId, frames: await dap.frames(threadId) };
  }

  async function locals(dap: DapClient, frameId: number): Promise<{ reference: number; all: readonly Variable[] }> {
    const { scopes } = await dap.request('scopes', { frameId });
    const reference = scopes.find(({ name }) => name === 'Locals')?.variablesReference ?? 0;
    const { variables } = await dap.request('variables', { variablesReference: reference });
    return { reference, all: variables };
  }

  test('every function that has not come back has its variables, which can be changed', async () => {
    const { dap, threadId, frames } = await atLine('KeEnterCriticalRegion();');
    const [inner, outer] = frames;
    expect([inner?.name, outer?.name]).toEqual(['auditflt!HandleUsageNotification', 'auditflt!DispatchPnp']);
    const names = async (frame?: Frame): Promise<readonly string[]> =>
      (await locals(dap, frame?.id ?? 0)).all.map(({ name }) => name);
    expect(await names(inner)).toEqual(['extension', 'irp', 'inPath', 'type', 'self']);
    expect(await names(outer)).toEqual(['deviceObject', 'irp', 'extension', 'status']);
    const { reference } = await locals(dap, outer?.id ?? 0);
    const set = { variablesReference: reference, name: 'status', value: '5' };
    expect((await dap.request('setVariable', set)).value).toBe('5');
    const asked = { expression: 'status + 1', frameId: outer?.id ?? 0 };
    expect((await dap.request('evaluate', asked)).result).toBe('6');
    // In-box drivers and the kernel show nothing of theirs.
    const { scopes } = await dap.request('scopes', { frameId: frames.at(-1)?.id ?? 0 });
    expect(scopes.map(({ name }) => name)).not.toContain('Locals');
    expect(await dap.evaluate(threadId, 'device')).toBe('disk0');
  });

  test('so it is where the machine stops at a call, in a function of a function', async () => {
    const dap = client();
    await dap.launch();
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'auditflt!IoAdjustPagingPathCount' }] });
    const { threadId } = await dap.runToStop();
    const [inner, outer] = await dap.frames(threadId);
    expect((await locals(dap, inner?.id ?? 0)).all.map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining([
        ['field', 'PagingPathCount'],
        ['before', '0'],
      ]),
    );
    expect((await locals(dap, outer?.id ?? 0)).all.map(({ name }) => name)).toContain('setPagable');
  });

  test('expressions may be JavaScript, as long as they change nothing', async () => {
    const { dap, threadId } = await atLine('IoAdjustPagingPathCount(addressOf');
    expect(await dap.evaluate(threadId, "inPath ? 'comes' : 'goes'")).toBe('comes');
    expect(await dap.evaluate(threadId, 'COUNTERS[type].length')).toBe('15 (0xf)');
    expect(await dap.evaluate(threadId, '[STATUS_SUCCESS, STATUS_PENDING][1]')).toBe('259 (0x103)');
    const { id: frameId } = await dap.topFrame(threadId);
    const list = await dap.request('evaluate', { expression: '[type, [field]]', frameId, context: 'watch' });
    expect(list.result).toBe('array of 2');
    const { variables } = await dap.request('variables', { variablesReference: list.variablesReference });
    expect(variables.map(({ name, value, evaluateName }) => [name, value, evaluateName])).toEqual([
      ['[0]', '1', '[type, [field]][0]'],
      ['[1]', 'array of 1', '[type, [field]][1]'],
    ]);
    const refused = async (expression: string): Promise<string | undefined> =>
      (await dap.ask('evaluate', { expression, frameId, context: 'watch' })).message;
    expect(await refused('CountFile(extension, type, inPath)')).toBe(
      '`CountFile(extension, type, inPath)` could change something of the driver, so it is not evaluated here.',
    );
    expect(await refused('typ === 1 ? 1 : 2')).toContain('cannot be read. Use names');
    expect(await refused('field.first.second ? 1 : 2')).toBe(
      "TypeError: Cannot read properties of undefined (reading 'second')",
    );
  });

  test('commands of the console take the variables that stand there, and are about them when they are given alone', async () => {
    const { dap, threadId } = await atLine('IoAdjustPagingPathCount(addressOf');
    const [inner, outer] = await dap.frames(threadId);
    const typed = async (expression: string, frame?: Frame): Promise<string> =>
      (await dap.request('evaluate', { expression, frameId: frame?.id ?? 0, context: 'repl' })).result;
    expect(await typed('!irp', inner)).toBe(await typed('!irp irp', outer));
    expect(await typed('!irp', inner)).toMatch(/^Irp is active with \d+ stacks/);
    expect(await typed('!devstack', inner)).toBe(await typed('!devstack disk0/auditflt', inner));
    expect(await typed('!drvobj', inner)).toBe(await typed('!drvobj auditflt', inner));
    // What is no structure stays a word.
    expect(await typed('!irp field', inner)).toMatch(/field/);
  });

  test('so may conditions and log messages', async () => {
    const dap = client();
    await dap.launch();
    const lines = [
      {
        line: lineOf('KeEnterCriticalRegion();'),
        logMessage: "{NameOf(type).toUpperCase()} {inPath ? 'comes' : 'goes'}",
      },
      { line: lineOf('const isLast ='), condition: '[DeviceUsageTypePaging].includes(type) && inPath' },
    ];
    await dap.request('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: lines });
    const { threadId } = await dap.runToStop();
    expect((await dap.topFrame(threadId)).line).toBe(lines[1]?.line);
    const printed = dap.messages.flatMap((one) =>
      one.type === 'event' && one.event === 'output' ? [(one.body as { output: string }).output] : [],
    );
    expect(printed).toContain('PAGING comes\n');
  });
});

test('without VS Code the sandbox stops at lines itself, and says so', async () => {
  const dap = client();
  await dap.launch({ program: STORAGE, sourceDebugger: 'javascript' });
  const told = dap.messages.find((one) => one.type === 'event' && one.event === 'output');
  expect(JSON.stringify(told)).toContain('needs VS Code');
  await dap.request('setBreakpoints', {
    source: { path: AUDITFLT },
    breakpoints: [{ line: lineOf('KeEnterCriticalRegion();') }],
  });
  expect((await dap.runToStop()).reason).toBe('breakpoint');
});
