import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './npm.ts';
import { userCachePath } from './paths.ts';

/** Carries VS Code 1.139.1. */
const VERSION = '4.139.1';
const NPM_INSTALL = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
const START_SECONDS = 60;

/** Installs VS Code's server from npm into the cache, once; answers the folder of its `out/server-main.js`. */
export async function installVsCodeServer(): Promise<string> {
  const folder = userCachePath('code-server', VERSION);
  const server = join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const done = join(folder, 'installed');
  if (existsSync(done)) return server;
  console.log(`Installing VS Code's server (code-server ${VERSION}, once)…`);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, [...NPM_INSTALL, `code-server@${VERSION}`]);
  await npm(server, [...NPM_INSTALL, '--omit=dev']);
  // TypeScript, which its language features need.
  await npm(join(server, 'extensions'), [...NPM_INSTALL, '--omit=dev']);
  writeFileSync(done, '');
  return server;
}

export interface ServerOptions {
  /** Written as the user's settings. */
  settings?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Where the server's own output goes. */
  logFile?: string;
}

export interface VsCodeServer {
  port: number;
  /** The address that opens a folder; `payload` is what the workbench hands to its extension host. */
  address(folder: string, payload?: Payload): string;
  stop(): Promise<void>;
}

export interface Payload {
  /** Folder of the extension under development. */
  extension: string;
  /** File whose `run` the extension host calls. */
  tests?: string;
}

export async function startVsCodeServer(options: ServerOptions = {}): Promise<VsCodeServer> {
  const program = await installVsCodeServer();
  const data = mkdtempSync(join(tmpdir(), 'driver-sandbox-'));
  writeSettings(data, options.settings ?? {});
  const port = await freePort();
  const child = spawn(process.execPath, serverArguments(program, data, port), {
    env: { ...withoutVsCodeVariables(), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(options.logFile ?? join(data, 'server.log'));
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const stop = async (): Promise<void> => {
    await end(child);
    rmSync(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    await answers(child, port);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, address: (folder, payload) => address(port, folder, payload), stop };
}

function serverArguments(program: string, data: string, port: number): string[] {
  return [
    join(program, 'out', 'server-main.js'),
    '--accept-server-license-terms',
    '--without-connection-token',
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...['--telemetry-level', 'off', '--disable-workspace-trust', '--enable-smoke-test-driver'],
    ...['--server-data-dir', join(data, 'server'), '--extensions-dir', join(data, 'extensions')],
  ];
}

/** VS Code's own terminals set variables that would make a server started there join the outer VS Code. */
function withoutVsCodeVariables(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

function writeSettings(data: string, settings: Record<string, unknown>): void {
  const folder = join(data, 'server', 'data', 'Machine');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(data, 'extensions'));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ ...QUIET, ...settings }));
}

/** Nothing pops up over what a test or a screenshot looks at, and nothing asks the network. */
const QUIET = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
  'typescript.disableAutomaticTypeAcquisition': true,
  'telemetry.telemetryLevel': 'off',
};

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const found = probe.address();
      probe.close(() => resolve(typeof found === 'object' && found !== null ? found.port : 0));
    });
  });
}

async function answers(child: ChildProcess, port: number): Promise<void> {
  for (let tries = 0; tries < START_SECONDS * 5; tries += 1) {
    if (child.exitCode !== null) throw new Error(`VS Code's server ended at once with exit code ${child.exitCode}`);
    const reply = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (reply?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`VS Code's server did not answer within ${START_SECONDS} s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill();
  const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await ended;
  clearTimeout(timer);
}

/** `C:\a` becomes `/C:/a`, as in the path of a URI. */
function uriPath(path: string): string {
  const forward = path.replaceAll('\\', '/');
  return forward.startsWith('/') ? forward : `/${forward}`;
}

function address(port: number, folder: string, payload?: Payload): string {
  const url = new URL(`http://127.0.0.1:${port}/`);
  url.searchParams.set('folder', uriPath(folder));
  if (payload !== undefined) {
    const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${uriPath(path)}`;
    const entries = [['extensionDevelopmentPath', remote(payload.extension)]];
    if (payload.tests !== undefined) entries.push(['extensionTestsPath', remote(payload.tests)]);
    url.searchParams.set('payload', JSON.stringify(entries));
  }
  return url.href;
}
