// Builds the extension and opens VS Code with it on the storage sample. `npm start [-- --desktop | --browser] [-- FOLDER]`
// Desktop VS Code where it can be downloaded and there is a screen; else VS Code's server on this machine, to be opened
// in a browser.

import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { desktopVsCode, hasDisplay, withProfile } from './lib/desktop-vscode.ts';
import { root, scriptPath } from './lib/paths.ts';
import { runNode } from './lib/run.ts';
import { startVsCodeServer } from './lib/vscode-server.ts';

const { values, positionals } = parseArgs({
  options: { desktop: { type: 'boolean' }, browser: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.desktop === true && values.browser === true) throw new Error('choose one of --desktop and --browser');
const folder = resolve(positionals[0] ?? `${root}/samples/storage`);

if ((await runNode([scriptPath('build')])) !== 0) process.exit(1);
const program = values.browser === true ? undefined : await findDesktop();
if (program === undefined) await openInBrowser();
else await openOnDesktop(program);

async function findDesktop(): Promise<string | undefined> {
  if (values.desktop !== true && !hasDisplay()) {
    console.log('There is no screen here, so VS Code opens in a browser.');
    return undefined;
  }
  const found = await desktopVsCode();
  if (found === undefined && values.desktop === true)
    throw new Error('desktop VS Code cannot be downloaded here; try --browser');
  return found;
}

async function openOnDesktop(vscode: string): Promise<void> {
  console.log(`Opening VS Code on ${folder}. Press Start Machine in the Driver Sandbox view.`);
  await withProfile(
    (profile) =>
      new Promise<void>((done, failed) => {
        const child = spawn(
          vscode,
          [folder, `--extensionDevelopmentPath=${root}`, `--user-data-dir=${profile}`, '--wait', '--new-window'],
          { stdio: 'inherit' },
        );
        child.on('error', failed);
        child.on('close', () => done());
      }),
  );
}

async function openInBrowser(): Promise<void> {
  const server = await startVsCodeServer();
  console.log('\nVS Code with Driver Sandbox is ready. Open this address in a browser:\n');
  console.log(`  ${server.address(folder, { extension: root })}\n`);
  console.log('Press Start Machine in the Driver Sandbox view. Ctrl+C here ends it.');
  const end = (): void => {
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
  await new Promise(() => {});
}
