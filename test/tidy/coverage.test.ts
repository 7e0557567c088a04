import { expect, test } from 'vitest';
import { filesMatching, lineWith, read } from './support.ts';

const TESTS = /^test\/.*\.ts$/;

test('every test file is run by a runner', () => {
  const unit = /^test\/(?!extension\/|ui\/|webview\/.*\.ui\.ts$).*\.test\.ts$/;
  const runners = [
    unit,
    /^test\/extension\/.*\.test\.ts$/,
    /^test\/ui\/.*\.test\.ts$/,
    /^test\/webview\/.*\.(ui|test)\.ts$/,
  ];
  const findings = filesMatching(/^test\/.*\.(test|ui)\.ts$/)
    .filter((path) => !runners.some((pattern) => pattern.test(path)))
    .map((path) => `${path}:1 is run by nobody: see vitest.config.ts and scripts/test.ts`);
  expect(findings).toEqual([]);
});

test('every method of the protocol is called in a test', () => {
  const methods = [...read('src/protocol/messages.ts').matchAll(/^ {2}'([a-z]+\/\w+)':/gm)].map(
    (match) => match[1] ?? '',
  );
  const texts = filesMatching(TESTS)
    .filter((path) => !path.startsWith('test/tidy/'))
    .map(read)
    .join('\n');
  expect(methods.length).toBeGreaterThan(10);
  const findings = methods
    .filter((method) => !texts.includes(`'${method}'`))
    .map(
      (method) =>
        `src/protocol/messages.ts:${lineWith('src/protocol/messages.ts', `'${method}'`)} ${method} is in no test: add one under test/host`,
    );
  expect(findings).toEqual([]);
});

test('every command of the manifest has a handler, and every handler a command', () => {
  const manifest = JSON.parse(read('package.json')) as { contributes: { commands: { command: string }[] } };
  const declared = manifest.contributes.commands.map(({ command }) => command);
  const registry = read('src/extension/command-registry.ts');
  expect(declared.length).toBeGreaterThan(10);
  const findings = declared
    .filter(
      (command) =>
        !registry.includes(`'${command}'`) && !registry.includes(`${command.replace('driverSandbox.', '')}:`),
    )
    .map(
      (command) =>
        `package.json:${lineWith('package.json', `"${command}"`)} ${command} has no handler in src/extension/command-registry.ts`,
    );
  expect(findings).toEqual([]);
});

test('every in-box driver is in a test', () => {
  const texts = filesMatching(/^test\/(drivers|machine|scenarios)\/.*\.ts$/)
    .map(read)
    .join('\n');
  const findings = filesMatching(/^src\/drivers\/\w+\.driver\.ts$/)
    .map((path) => ({ path, name: path.replace(/^.*\/(\w+)\.driver\.ts$/, '$1') }))
    .filter(({ name }) => !texts.includes(`'${name}'`))
    .map(({ path, name }) => `${path}:1 ${name} is in no test under test/drivers`);
  expect(findings).toEqual([]);
});

test('every injection of the protocol can be made from the palette', () => {
  const ops = [...read('src/protocol/injection.ts').matchAll(/^ {2}readonly op: '(\w+)';/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(ops.length).toBeGreaterThan(8);
  const commands = filesMatching(/^src\/extension\/commands\/.*\.ts$/)
    .map(read)
    .join('\n');
  const findings = ops
    .filter((op) => !commands.includes(`op: '${op}'`))
    .map(
      (op) =>
        `src/protocol/injection.ts:${lineWith('src/protocol/injection.ts', `op: '${op}'`)} ${op} has no command: add one to src/extension/commands, see inject-power.ts`,
    );
  expect(findings).toEqual([]);
});
