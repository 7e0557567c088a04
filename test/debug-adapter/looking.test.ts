/** Looking at a machine that stands, and changing it: variables, fields that are watched, memory. */
import { describe, expect, test } from 'vitest';
import { AUDITFLT, lineOf, standAtUsage, useDebugAdapter } from './support.ts';

const { client } = useDebugAdapter('debug-adapter-looking');
const atUsage = (): ReturnType<typeof standAtUsage> => standAtUsage(client());

describe('looking and changing', () => {
  test('a field that is changed is what the driver then reads', async () => {
    const { dap, threadId } = await atUsage();
    const extension = await dap.scope(threadId, 'Device Extension');
    const { scopes } = await dap.request('scopes', { frameId: (await dap.topFrame(threadId)).id });
    const reference = scopes.find(({ name }) => name === 'Device Extension')?.variablesReference ?? 0;
    expect(extension.find(({ name }) => name === 'FailUsage')?.value).toBe('0');
    const set = { variablesReference: reference, name: 'FailUsage', value: 'STATUS_INSUFFICIENT_RESOURCES' };
    expect((await dap.request('setVariable', set)).value).toBe('3221225626 (0xc000009a)');
    await dap.request('setExceptionBreakpoints', { filters: ['failedStatus'] });
    await dap.request('continue', { threadId });
    const { text } = await dap.stopped();
    expect(text).toContain('with STATUS_INSUFFICIENT_RESOURCES');
    expect(await dap.ask('setVariable', { ...set, value: 'much' })).toMatchObject({ success: false });
  });

  test("a variable of the driver's code that is changed is what the driver goes on with", async () => {
    const dap = client();
    await dap.launch();
    const line = lineOf('if (inPath && !extension.IsStarted)');
    await dap.request('setBreakpoints', { source: { path: AUDITFLT }, breakpoints: [{ line }] });
    const { threadId } = await dap.runToStop();
    const { scopes } = await dap.request('scopes', { frameId: (await dap.topFrame(threadId)).id });
    const locals = scopes.find(({ name }) => name === 'Locals')?.variablesReference ?? 0;
    const set = { variablesReference: locals, name: 'type' };
    expect((await dap.request('setVariable', { ...set, value: 'DeviceUsageTypeDumpFile' })).value).toBe('3');
    expect(await dap.ask('setVariable', { ...set, value: 'anything' })).toMatchObject({
      success: false,
      message: '`anything` is no value for `type`. Write one of the same type.',
    });
    await dap.step('next', threadId);
    expect(await dap.evaluate(threadId, 'type')).toBe('3');
    await dap.request('setFunctionBreakpoints', { breakpoints: [{ name: 'auditflt!IoAdjustPagingPathCount' }] });
    await dap.continueToStop(threadId);
    expect(await dap.evaluate(threadId, 'DeviceExtension->DumpPathCount')).toBe('0');
    await dap.step('next', threadId);
    expect(await dap.evaluate(threadId, 'DeviceExtension->DumpPathCount')).toBe('1');
  });

  test('a data breakpoint stops at the line that writes to its field', async () => {
    const { dap, threadId } = await atUsage();
    const frameId = (await dap.topFrame(threadId)).id;
    const { dataId } = await dap.request('dataBreakpointInfo', { name: 'Irp->IoStatus.Status', frameId });
    await dap.request('setDataBreakpoints', {
      breakpoints: [{ dataId: dataId ?? '', condition: 'driver == "auditflt"' }],
    });
    const stop = await dap.continueToStop(threadId);
    expect(stop.text).toBe('Irp->IoStatus.Status has changed from 0xc00000bb to 0x00000000');
    expect((await dap.stack(threadId))[0]).toBe(
      'auditflt!HandleUsageNotification: irp.IoStatus.Status = STATUS_SUCCESS;',
    );
    expect(await dap.evaluate(threadId, 'status')).toBe('STATUS_SUCCESS (0x0)');
    // Nothing else has happened: the line's own variables are there, and a step goes on behind it.
    expect((await dap.scope(threadId, 'Locals')).map(({ name }) => name)).toContain('setPagable');
    await dap.request('setDataBreakpoints', { breakpoints: [] });
    await dap.step('next', threadId);
    expect((await dap.stack(threadId))[0]).toContain('const status = await ForwardAndWait(extension, irp); // (B)');
  });

  test('a data breakpoint stops at the first thing that happens after its field has changed where the kernel writes by itself', async () => {
    const { dap, threadId } = await atUsage();
    const { dataId, description } = await dap.request('dataBreakpointInfo', {
      name: 'DeviceExtension->PagingPathCount',
      frameId: (await dap.topFrame(threadId)).id,
    });
    expect(description).toBe('DeviceExtension->PagingPathCount');
    await dap.request('setDataBreakpoints', { breakpoints: [{ dataId: dataId ?? '' }] });
    const { reason, text } = await dap.continueToStop(threadId);
    expect({ reason, text }).toEqual({
      reason: 'data breakpoint',
      text: 'DeviceExtension->PagingPathCount has changed from 0x00000000 to 0x00000001',
    });
    expect((await dap.stack(threadId))[0]).toMatch(/^auditflt!CountFile: /);
  });

  test("the states of the device's lifecycles stand in a scope of their own", async () => {
    const { dap, threadId } = await atUsage();
    const states = await dap.scope(threadId, 'State Machines');
    expect(states.map(({ name, value }) => `${name} ${value}`)).toEqual(
      expect.arrayContaining(['pnp started', 'power D0 in S0, policy noOwner', 'wait-wake idle']),
    );
  });

  test('memory can be read and written', async () => {
    const { dap, threadId } = await atUsage();
    const { id } = await dap.topFrame(threadId);
    const { memoryReference = '' } = await dap.request('evaluate', { expression: 'DeviceObject', frameId: id });
    const read = await dap.request('readMemory', { memoryReference, offset: 0, count: 4 });
    const bytes = Buffer.from(read.data, 'base64');
    expect(bytes.readUInt16LE(0)).toBe(3);
    await dap.request('writeMemory', { memoryReference, offset: 0, data: Buffer.from([9, 0]).toString('base64') });
    expect(await dap.evaluate(threadId, 'DeviceObject->Type')).toBe('9');
    await dap.request('writeMemory', { memoryReference, offset: 0, data: bytes.subarray(0, 2).toString('base64') });
  });
});
