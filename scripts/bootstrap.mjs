// Starts a script of this repository on a fresh clone: `node scripts/bootstrap.mjs NAME [ARGUMENTS]`.
// Plain JavaScript without dependencies, because it has to run on Node 20 before anything is installed: it installs
// the packages of the lock file when they are missing or outdated, then hands over to scripts/NAME.ts, run by the
// Node 24 that is one of those packages.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');

function packagedNode() {
  return ['node.exe', 'node'].map((name) => join(modules, 'node', 'bin', name)).find(existsSync);
}

/** Whether node_modules holds the versions that the lock file names: npm notes there what it installed. */
function isInstalled() {
  const hidden = join(modules, '.package-lock.json');
  if (packagedNode() === undefined || !existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  return Object.entries(JSON.parse(lock).packages).every(
    ([path, wanted]) => path === '' || wanted.optional === true || installed[path]?.version === wanted.version,
  );
}

/** npm is a JavaScript file: started through Node it needs no shell, which would differ between systems. */
function npm(args) {
  const fromNpm = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  const script = fromNpm?.endsWith('.js') ? fromNpm : existsSync(beside) ? beside : undefined;
  return script === undefined
    ? spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
    : spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
}

function fail(message) {
  console.error(`driver-sandbox: ${message}`);
  process.exit(1);
}

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) fail(`Node 20 or newer is needed, this is ${process.versions.node}. See https://nodejs.org`);

const [name, ...args] = process.argv.slice(2);
if (name === undefined) fail('which script? Usage: node scripts/bootstrap.mjs NAME [ARGUMENTS]');

if (!isInstalled()) {
  console.log('Installing the packages of package-lock.json (once)…');
  const installed = npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (installed.status !== 0) fail('npm ci failed; its messages are above. Check the network and run this again.');
}

const node = packagedNode();
if (node === undefined) {
  fail(
    `node_modules/node has no runtime for ${process.platform} ${process.arch}: allow install scripts and run npm ci.`,
  );
}
const script = join(root, 'scripts', `${name}.ts`);
if (!existsSync(script)) fail(`there is no scripts/${name}.ts`);
const run = spawnSync(node, [script, ...args], { cwd: root, stdio: 'inherit' });
if (run.error) fail(`could not start ${node}: ${run.error.message}`);
process.exit(run.status ?? 1);
