import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run.ts';

/** Settings of the npm that runs this script which must not reach an npm in another folder. */
const OUTER = /^npm_(?:lifecycle_|package_|command$|config_(?:nodedir|local_prefix|prefix|global_prefix)$)/i;

/** Runs npm in a folder without a shell where that is possible, and without the outer npm's settings. */
export async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OUTER.test(name)));
  const fromNpm = process.env['npm_execpath'];
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = [fromNpm, beside].find((path) => path?.endsWith('.js') && existsSync(path));
  const code =
    script === undefined
      ? await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
          cwd,
          env,
          shell: process.platform === 'win32',
        })
      : await run(process.execPath, [script, ...args], { cwd, env });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}; its messages are above`);
}
