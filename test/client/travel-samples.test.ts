/** The samples' runs, repeated in other processes: every event and every byte of memory comes out the same. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/random.ts';
import { startTravellingHost } from '../../src/client/travel/travelling-host.ts';
import type { Injection } from '../../src/protocol/injection.ts';
import { buildSandbox } from '../host/sandbox/build.ts';
import { compile } from '../support/c-compiler.ts';
import { ROOT } from '../support/machine.ts';

const SEED = 20261121;
const CRASH: Injection = { op: 'bugcheck', code: 'MANUALLY_INITIATED_CRASH', parameters: [1] };

const STORIES: Readonly<Record<string, readonly Injection[]>> = {
  'storage/storage.machine.json': [
    { op: 'usage', device: 'volC', type: 'dump', inPath: true },
    { op: 'power', request: 'sleep' },
    { op: 'power', request: 'wake' },
    { op: 'pnp', device: 'disk0', request: 'surpriseRemove' },
    CRASH,
  ],
  'c-filter/c-filter.machine.json': [
    { op: 'usage', device: 'volC', type: 'hibernation', inPath: true },
    { op: 'power', request: 'hibernate' },
    { op: 'power', request: 'wake', powerLost: true },
    { op: 'io', device: 'volC', request: 'read', length: 4096 },
  ],
  'power/power.machine.json': [
    { op: 'power', request: 'sleep' },
    { op: 'advance', by: '5s' },
    { op: 'power', request: 'wake' },
  ],
  'soc/soc.machine.json': [{ op: 'power', request: 'standby' }, { op: 'advance', by: '5s' }, CRASH],
  'miniport/miniport.machine.json': [{ op: 'advance', by: '5s' }],
};

let entry = '';
beforeAll(async () => {
  entry = await buildSandbox('travel-samples', 'real');
});

test.each(Object.entries(STORIES))('%s', { timeout: 120_000 }, async (file, story) => {
  const random = new Random(SEED);
  const folder = dirname(join(ROOT, 'samples', file));
  const host = await startTravellingHost({
    entry,
    readFile: (path) => readFile(join(folder, path), 'utf8').catch(() => null),
    runCompiler: compile,
  });
  try {
    expect(await host.request('machine/start', { file: basename(file) })).toMatchObject({ ok: true });
    for (const injection of story) expect(await host.request('machine/inject', injection)).toMatchObject({ ok: true });
    const { events } = await host.request('machine/progress', {});
    const recording = await host.record('test');
    // Each arrival compares all events so far with those of the first run, and throws when one differs.
    for (const share of [0.9, 0.3]) {
      await host.goTo(1 + random.below(Math.floor(events * share)));
      await host.stepBack();
    }
    await host.returnToPresent();
    expect((await host.request('machine/progress', {})).events).toBe(events);
    expect(await host.replay(recording, false)).toMatchObject({ ok: true, state: { events } });
    expect((await host.record('test')).end).toEqual(recording.end);
  } finally {
    await host.dispose();
  }
});
