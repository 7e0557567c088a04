import { expect, test } from 'vitest';
import {
  isProved,
  type ProofHost,
  type ProofResult,
  proofLines,
  proveDump,
  stepsText,
} from '../../src/client/dump-proof.ts';
import type { KeptDisks } from '../../src/machine/environment.ts';
import { Machine } from '../../src/machine/machine.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import type { HostRequests, StartParams } from '../../src/protocol/messages.ts';
import { type LabOptions, labFiles } from '../kernel/dump/lab.ts';
import { testEnvironment } from '../support/machine.ts';

/** A sandbox process that is none. @param boot - starts the machine */
function hostOf(boot: (params: StartParams, disks: KeptDisks | undefined) => Promise<Machine>): ProofHost {
  let machine: Machine | null = null;
  const answer = async (method: string, params: unknown): Promise<unknown> => {
    if (method === 'machine/start') {
      machine = await boot(params as StartParams, machine?.disks());
      return { ok: true, state: machine.state(), diagnostics: [] };
    }
    if (method === 'machine/inject') return await machine?.inject(params as Injection);
    return machine?.state() ?? null;
  };
  return {
    request: async <M extends keyof HostRequests>(method: M, params: HostRequests[M][0]) =>
      (await answer(method, params)) as HostRequests[M][1],
  };
}

function labHost(options: LabOptions): ProofHost {
  return hostOf(async (params, disks) => {
    const environment = { ...testEnvironment(labFiles(options)), ...(disks === undefined ? {} : { disks }) };
    const started = await Machine.start(params, environment);
    if (!started.ok) throw new Error('the lab does not start');
    return started.machine;
  });
}

async function prove(
  host: ProofHost,
  more: { scenario?: readonly Injection[]; cancelAt?: number; until?: string } = {},
): Promise<readonly ProofResult[]> {
  const seen: ProofResult[] = [];
  const fractions: number[] = [];
  const proof = await proveDump(host, {
    machine: 'test.machine.json',
    scenario: more.scenario ?? [],
    onResult: (result) => seen.push(result),
    onProgress: (_moment, fraction) => fractions.push(fraction),
    isCancelled: () => seen.length >= (more.cancelAt ?? Infinity) || seen.some(({ moment }) => moment === more.until),
  });
  if (!proof.ok) throw new Error('the machine does not start');
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
  expect(proof.results).toEqual(seen);
  return proof.results;
}

function outcomes(results: readonly ProofResult[]): readonly string[] {
  return proofLines(results).map(
    ({ moment, outcome, reason }) => `${moment}: ${outcome}${reason === null ? '' : ` (${reason})`}`,
  );
}

test('DUMP-16 POFX-65: each moment leaves a dump, or says which device is off', async () => {
  const results = await prove(labHost({ special: [{ device: 'dev0', type: 'dump' }] }), {
    scenario: [{ op: 'advance', by: '1s' }],
  });
  expect(outcomes(results)).toEqual([
    'boot: noFile (there is no dump file)',
    'idle: written',
    'idle for a minute: written',
    'a read in flight: written',
    'a write in flight: written',
    'pci0 in D3: failed (device pci0: not powered, no PEP power-on)',
    'hba0 in D3: failed (device hba0: not powered, no PEP power-on)',
    'dev0 in D3: written',
    'on the way to sleep: written',
    'on the way to sleep: failed (device pci0: not powered, no PEP power-on)',
    'on the way back from sleep: written',
    'low memory: written',
    'after injection 1 of the scenario, advance: written',
  ]);
  expect(isProved(results)).toBe(false);
  expect(isProved(results.filter(({ outcome }) => outcome !== 'failed'))).toBe(true);
  expect(results.filter(({ moment }) => moment === 'a read in flight').map(({ step }) => step)).toEqual([1, 2, 4]);
}, 120_000);

test('a file that is too small shows itself, with what helps', async () => {
  const results = await prove(labHost({ special: [{ device: 'dev0', type: 'dump', size: '64KiB' }] }), {
    until: 'idle',
  });
  const failed = results.find(({ outcome }) => outcome === 'failed');
  expect(failed?.reason).toMatch(/is too small/);
  expect(failed?.remedy).toMatch(/"size"/);
  expect(isProved(results)).toBe(false);
}, 60_000);

test('without any dump file nothing is proved', async () => {
  const results = await prove(labHost({}), { until: 'idle' });
  expect(new Set(results.map(({ outcome }) => outcome))).toEqual(new Set(['noFile']));
  expect(isProved(results)).toBe(false);
}, 60_000);

test('it can be cancelled', async () => {
  const results = await prove(labHost({ special: [{ device: 'dev0', type: 'dump' }] }), { cancelAt: 3 });
  expect(results.length).toBeLessThanOrEqual(4);
}, 60_000);

test('the steps of neighbours that came out the same are told together', () => {
  const result = { moment: 'boot', outcome: 'noFile', bytes: 0, reason: null, remedy: null } as const;
  const lines = proofLines([
    { ...result, step: 1 },
    { ...result, step: 2 },
    { ...result, moment: 'idle', outcome: 'written', step: null },
  ]);
  expect(lines.map(({ moment, steps }) => [moment, stepsText(steps)])).toEqual([
    ['boot', 'steps 1 to 2'],
    ['idle', ''],
  ]);
});
