import { describe, expect, test } from 'vitest';
import { runCommand } from '../../src/extension/command-registry.ts';
import { readVerifier } from '../../src/extension/project/verifier-edit.ts';
import { type FakeContext, fakeContext, MACHINE, storage, violation } from './support.ts';

describe('broken rules', () => {
  async function broken(change: Parameters<typeof violation>[0]): Promise<FakeContext> {
    const context = fakeContext();
    context.host.startResult = { ok: true, state: storage({ violations: [violation(change)] }), diagnostics: [] };
    context.texts.set(MACHINE, '{ "verifier": "all", "devices": [] }');
    await context.machines.start(MACHINE);
    return context;
  }

  test('a rule is turned off in the machine’s file', async () => {
    const context = await broken({ level: 'error' });
    context.answers = ['USE-V03'];
    await runCommand(context, 'suppressRule');
    expect(readVerifier(context.texts.get(MACHINE) ?? '')).toMatchObject({ mode: 'all', rules: { 'USE-V03': 'off' } });
    expect(context.seen).toEqual(['status: USE-V03 is off in storage.machine.json, from its next start on.']);
  });

  test('what the sandbox itself reports cannot be turned off', async () => {
    const context = await broken({ rule: 'driver/missing-await' });
    await runCommand(context, 'suppressRule', { rule: 'driver/missing-await' });
    await runCommand(context, 'suppressRule');
    expect(context.texts.get(MACHINE)).toBe('{ "verifier": "all", "devices": [] }');
    expect(context.seen[0]).toMatch(/^info: driver\/missing-await is not a rule of the verifier/);
    expect(context.seen[1]).toBe('info: No rule of the verifier has been broken.');
  });

  test('a rule can stop the machine', async () => {
    const context = await broken({ level: 'error' });
    await runCommand(context, 'stopAtRule', { rule: 'USE-V03', machine: MACHINE });
    expect(readVerifier(context.texts.get(MACHINE) ?? '').rules).toEqual({ 'USE-V03': 'bugcheck' });
  });

  test('they are grouped and filtered', async () => {
    const context = fakeContext();
    context.answers = ['By driver', 'early'];
    await runCommand(context, 'groupViolations');
    await runCommand(context, 'filterViolations');
    await runCommand(context, 'clearViolationsFilter');
    expect(context.seen).toEqual([
      'violations {"grouping":"driver"}',
      'violations {"filter":"early"}',
      'violations {"filter":""}',
    ]);
  });
});

describe('verifier settings', () => {
  async function settled(file: string, ...answers: FakeContext['answers']): Promise<unknown> {
    const context = fakeContext();
    context.texts.set(MACHINE, file);
    context.answers = answers;
    await runCommand(context, 'verifierSettings');
    return (JSON.parse(context.texts.get(MACHINE) ?? '') as { verifier?: unknown }).verifier;
  }

  test('a mode alone is one word', async () => {
    expect(await settled('{}', 'Off')).toBe('off');
    expect(await settled('{"verifier":"off"}', 'Standard', 'done')).toBe('standard');
  });

  test('what differs from the mode is written, and nothing else', async () => {
    const answers = ['Standard', 'USE-V03', 'C9/0x21C', 'Special pool', 'Pool tracking', 'done'];
    expect(await settled('{}', ...answers)).toEqual({
      mode: 'standard',
      specialPool: true,
      poolTracking: false,
      rules: { 'USE-V03': 'off', 'C9/0x21C': 'report' },
    });
  });

  test('details, actions and rules that are in no list stay', async () => {
    const verifier = {
      mode: 'standard',
      lowResources: { probability: 100 },
      rules: { 'USE-V03': 'bugcheck', 'C9/0x224': 'off', 'irql/ZwClose': 'off' },
    };
    const file = JSON.stringify({ verifier });
    expect(await settled(file, 'Standard', 'done')).toEqual(verifier);
    expect(await settled(file, 'Standard', 'C9/0x224', 'Low resources simulation', 'done')).toEqual({
      mode: 'standard',
      rules: { 'USE-V03': 'bugcheck', 'irql/ZwClose': 'off' },
    });
  });

  test('going back to the mode, and giving up', async () => {
    expect(await settled('{}', 'All', { back: true }, 'Standard', { cancel: true })).toBeUndefined();
    expect(await settled('{}', 'All', 'C9/0x21C', 'done')).toEqual({ mode: 'all', rules: { 'C9/0x21C': 'off' } });
  });
});
