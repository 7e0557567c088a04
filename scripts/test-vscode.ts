// Runs test/extension inside the extension host of a real VS Code: its server in a headless browser, or, with
// --desktop, a desktop VS Code. `npm run test:vscode [-- --desktop] [-- FILTER]`
import { globSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { launchChromium } from './lib/chromium.ts';
import { desktopVsCode, withProfile } from './lib/desktop-vscode.ts';
import { cachePath, root } from './lib/paths.ts';
import type { SuiteReport } from './lib/suite-report.ts';
import { startVsCodeServer } from './lib/vscode-server.ts';

const SUITE_MINUTES = 8;
const results = join(root, 'test-results', 'vscode');
const workspace = join(root, 'samples', 'storage');

/** One CommonJS file out of every test file, since an extension host loads one path. */
async function bundleSuite(): Promise<string> {
  const files = globSync('test/extension/**/*.test.ts', { cwd: root }).sort();
  if (files.length === 0) throw new Error('test/extension has no *.test.ts');
  const imports = files.map((file) => `import './${file.replaceAll('\\', '/')}';`);
  const outfile = join(cachePath('vscode-suite'), 'suite.cjs');
  await build({
    stdin: {
      contents: [...imports, "export { run } from './test/support/vscode/harness.ts';"].join('\n'),
      resolveDir: root,
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return outfile;
}

interface Collector {
  url: string;
  server: Server;
  passed: number;
  failed: number;
  ended: Promise<void>;
}

/** Listens for what the suite reports, and prints it. */
async function collect(): Promise<Collector> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const collector: Collector = { url: `http://127.0.0.1:${port}/`, server, passed: 0, failed: 0, ended };
  server.on('request', (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      response.end();
      hear(collector, JSON.parse(text) as SuiteReport, end);
    });
  });
  return collector;
}

function hear(collector: Collector, report: SuiteReport, end: () => void): void {
  if (report.type === 'end') {
    end();
  } else if (report.error === undefined) {
    collector.passed += 1;
    console.log(`  ok   ${report.name} (${report.milliseconds} ms)`);
  } else {
    collector.failed += 1;
    console.log(`  FAIL ${report.name} (${report.milliseconds} ms)\n${report.error.replace(/^/gm, '       ')}`);
  }
}

async function runInServer(suite: string, env: Record<string, string>, ended: Promise<void>): Promise<void> {
  const server = await startVsCodeServer({ env, logFile: join(results, 'server.log') });
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const messages: string[] = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  try {
    await page.goto(server.address(workspace, { extension: root, tests: suite }));
    await ended;
  } catch (error) {
    await page.screenshot({ path: join(results, 'at-the-end.png') }).catch(() => undefined);
    throw error;
  } finally {
    writeFileSync(join(results, 'browser.log'), messages.join('\n'));
    await browser.close();
    await server.stop();
  }
}

async function runOnDesktop(suite: string, env: Record<string, string>): Promise<void> {
  const program = await desktopVsCode();
  if (program === undefined) throw new Error('--desktop needs a VS Code that can be downloaded; leave it out');
  await withProfile((profile) =>
    runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', `--user-data-dir=${profile}`],
    }).then(() => undefined),
  );
}

function timeLimit(): Promise<never> {
  return new Promise((_, reject) => {
    const late = new Error(`the suite did not end within ${SUITE_MINUTES} minutes; see test-results/vscode`);
    setTimeout(() => reject(late), SUITE_MINUTES * 60_000).unref();
  });
}

const { values, positionals } = parseArgs({ options: { desktop: { type: 'boolean' } }, allowPositionals: true });
mkdirSync(results, { recursive: true });
const suite = await bundleSuite();
const collector = await collect();
const env = { DRIVER_SANDBOX_TEST_REPORT: collector.url, DRIVER_SANDBOX_TEST_FILTER: positionals.join(' ') };
const ended = Promise.race([collector.ended, timeLimit()]);
try {
  await (values.desktop === true ? runOnDesktop(suite, env) : runInServer(suite, env, ended));
} catch (error) {
  // A failed test has been printed and counted; everything else has not.
  if (collector.failed === 0) console.error(error);
  if (collector.failed === 0) collector.failed += 1;
}
collector.server.closeAllConnections();
collector.server.close();
if (collector.passed + collector.failed === 0) {
  console.error('no test ran');
  collector.failed = 1;
}
console.log(`${collector.passed} passed, ${collector.failed} failed`);
process.exit(collector.failed === 0 ? 0 : 1);
