import { expect, test } from 'vitest';
import type { Diagnostic } from '../../src/protocol/diagnostic.ts';
import { type EvaluatedDriver, evaluateDriver } from '../../src/toolchain/evaluate-driver.ts';
import { exceptionDiagnostic } from '../../src/toolchain/exception-diagnostic.ts';
import { loadDriver } from '../../src/toolchain/load-driver.ts';

const wdm = { IoCallDriver: () => 0, IoCompleteRequest: () => 7, STATUS_SUCCESS: 0 };

async function run(files: Record<string, string>): Promise<EvaluatedDriver> {
  const program = await loadDriver('my drivers/flt.ts', (path) => Promise.resolve(files[path] ?? null));
  expect(program.diagnostics).toEqual([]);
  return evaluateDriver(program, wdm, (code) => new Function(`return ${code}`)());
}

async function complaints(text: string): Promise<readonly Diagnostic[]> {
  const result = await run({ 'my drivers/flt.ts': text });
  return result.ok ? [] : result.diagnostics;
}

test('DriverEntry of linked modules runs against the API', async () => {
  const result = await run({
    'my drivers/flt.ts': "import { answer } from './b.ts';\nexport function DriverEntry(): number { return answer(); }",
    'my drivers/b.ts':
      "import * as k from 'wdm';\nimport './flt.ts';\nexport const answer = () => k.IoCompleteRequest();",
  });
  expect(result.ok && result.exports.DriverEntry()).toBe(7);
});

test.each([
  ['no export at all', 'const x = 1;', 1, 'exports no function `DriverEntry`'],
  ['a misspelt export', 'export function DriverEntri() {}', 1, 'It exports `DriverEntri`'],
  ['a function that is not exported', '\nfunction DriverEntry() {}', 2, 'Put `export` before'],
])('%s is refused', async (_name, text, line, words) => {
  const found = await complaints(text);
  expect(found).toMatchObject([{ code: 'driver/no-driver-entry', line }]);
  expect(found[0]?.message).toContain(words);
});

test('a routine that the API lacks is told at its import, with the nearest name', async () => {
  const found = await complaints(
    "import {\n  IoCallDrivr,\n  ZwOpenFile,\n} from 'wdm';\nexport function DriverEntry() { IoCallDrivr(); ZwOpenFile(); }",
  );
  expect(found.map(({ line, column, code }) => [line, column, code])).toEqual([
    [2, 3, 'driver/unknown-routine'],
    [3, 3, 'driver/unknown-routine'],
  ]);
  expect(found[0]?.message).toContain('Did you mean `IoCallDriver`?');
  expect(found[1]?.message).toContain('does not emulate it yet');
});

test('an exception at the top level of a module is told at its line', async () => {
  const found = await complaints(
    'export function DriverEntry() {}\nconst table: number[] = [];\n  table[3].toFixed();\n',
  );
  // Function() puts two lines of its own before the text; a compartment puts none.
  expect(found).toMatchObject([{ file: 'my drivers/flt.ts', code: 'driver/exception' }]);
  expect(found[0]?.message).toContain('TypeError');
});

test('what the emulated kernel has not is explained with what to use instead', () => {
  const driver = { entry: 'flt.ts', modules: [{ path: 'flt.ts', text: 'one\n  setTimeout(f, 1);\n' }] };
  const thrown = (error: Error): Diagnostic => {
    error.stack = `${error.name}: ${error.message}\n    at Object.start (kernel.js:9:9)\n    at Unload (flt.ts:2:3)`;
    return exceptionDiagnostic(error, driver, 'while it was unloaded');
  };
  expect(thrown(new ReferenceError('setTimeout is not defined'))).toEqual({
    file: 'flt.ts',
    line: 2,
    column: 3,
    endLine: 2,
    endColumn: 20,
    severity: 'error',
    code: 'driver/exception',
    message:
      '`setTimeout` does not exist in a driver: it runs in an emulated kernel. Use `KeSetTimer` with a DPC, or wait with `KeDelayExecutionThread`. (ReferenceError in Unload, while it was unloaded)',
  });
  expect(thrown(new TypeError('foo is not a function')).message).toContain("import it from 'wdm'");
  expect(thrown(new RangeError('Maximum call stack size exceeded')).message).toContain('calls itself without end');
  expect(thrown(new TypeError('x is null')).message).toContain('The driver threw TypeError in Unload');
});

test('a driver may throw anything', () => {
  const driver = { entry: 'flt.ts', modules: [{ path: 'flt.ts', text: 'throw 3;' }] };
  const rude = {
    toString: () => {
      throw new Error('no');
    },
  };
  expect(exceptionDiagnostic(3, driver, 'in DriverEntry').message).toContain('a value that is no error');
  expect(exceptionDiagnostic(rude, driver, 'in DriverEntry').message).toContain('an object that cannot be shown');
});
