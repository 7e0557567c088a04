// The main job in a terminal, in seconds: boots the storage sample, puts a page file on its volume, tries to take the
// disk away, makes a driver refuse, and shows what is left. `npm run demo`
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Injection } from '../src/protocol/injection.ts';
import { root, scriptPath } from './lib/paths.ts';
import { runNode } from './lib/run.ts';

const STORY: readonly { readonly say: string; readonly inject: Injection }[] = [
  {
    say: 'A crash dump file is put on the volume too: every driver on the way to it is told.',
    inject: { op: 'usage', device: 'volC', type: 'dump', inPath: true },
  },
  {
    say: 'Somebody wants to eject the disk. A driver that holds special files must say no.',
    inject: { op: 'pnp', device: 'disk0', request: 'eject' },
  },
  {
    say: 'The adapter is made to fail the next notification: everyone above must undo what he did.',
    inject: {
      op: 'fault',
      device: 'hba0',
      at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
      status: 'STATUS_INSUFFICIENT_RESOURCES',
    },
  },
  {
    say: 'So the hibernation file is refused.',
    inject: { op: 'usage', device: 'volC', type: 'hibernation', inPath: true },
  },
  { say: 'Both files are removed again…', inject: { op: 'usage', device: 'volC', type: 'dump', inPath: false } },
  { say: '…and now the disk can be ejected.', inject: { op: 'usage', device: 'volC', type: 'paging', inPath: false } },
  { say: '', inject: { op: 'pnp', device: 'disk0', request: 'eject' } },
];

if ((await runNode([scriptPath('build')])) !== 0) process.exit(1);
console.log('\nWhat happens:');
for (const [index, { say }] of STORY.entries()) if (say !== '') console.log(`  ${index + 1}. ${say}`);
console.log('');
const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-'));
const file = join(folder, 'story.json');
writeFileSync(file, JSON.stringify(STORY.map(({ inject }) => inject)));
const sample = join('samples', 'storage', 'storage.machine.json');
const code = await runNode([join(root, 'dist', 'cli.cjs'), 'run', sample, '--inject', file, '--state']);
rmSync(folder, { recursive: true, force: true });
process.exit(code);
