/** Links a driver's modules and runs them once, which yields what its entry file exports. */
import { nearestSpelling } from '../base/nearest-spelling.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import { exceptionDiagnostic, wholeLine } from './exception-diagnostic.ts';
import { API_MODULE, type DriverModule, type DriverProgram } from './load-driver.ts';
import { sourceUrlOf } from './stack-lines.ts';

/** Runs `(function (require, module, exports) {…})` and returns the function. */
export type Evaluate = (code: string, sourceUrl: string) => unknown;

export type DriverExports = Readonly<Record<string, unknown>> & {
  readonly DriverEntry: (...parameters: readonly unknown[]) => unknown;
};

export type EvaluatedDriver =
  | { readonly ok: true; readonly exports: DriverExports }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

type ModuleFunction = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void;

/**
 * @param program - without errors
 * @param wdm - what `import … from 'wdm'` gives
 */
export function evaluateDriver(program: DriverProgram, wdm: object, evaluate: Evaluate): EvaluatedDriver {
  const unknownNames = program.modules.flatMap((module) => missingRoutines(module, wdm));
  if (unknownNames.length > 0) {
    return { ok: false, diagnostics: unknownNames };
  }
  try {
    const exported = link(program, wdm, evaluate);
    return hasDriverEntry(exported)
      ? { ok: true, exports: exported }
      : { ok: false, diagnostics: [noDriverEntry(program, exported)] };
  } catch (error) {
    return { ok: false, diagnostics: [exceptionDiagnostic(error, program, 'while the driver was loaded')] };
  }
}

/** The text that `Evaluate` receives; the module's lines stay where they are. */
export function wrapModule(module: { readonly path: string; readonly code: string }): string {
  return `(function (require, module, exports) {${module.code}\n})\n//# sourceURL=${sourceUrlOf(module.path)}`;
}

function link(program: DriverProgram, wdm: object, evaluate: Evaluate): object {
  const byPath = new Map(program.modules.map((module) => [module.path, module]));
  const running = new Map<string, { exports: object }>();
  const load = (path: string): object => {
    const known = running.get(path);
    if (known !== undefined) {
      return known.exports; // also in a circle of imports: what it has exported so far
    }
    const module = byPath.get(path);
    if (module === undefined) {
      throw new Error(`The module ${path} was not read.`);
    }
    const box = { exports: {} };
    running.set(path, box);
    const run = evaluate(wrapModule(module), sourceUrlOf(path)) as ModuleFunction;
    run((name) => (name === API_MODULE ? wdm : load(target(module, name))), box, box.exports);
    return box.exports;
  };
  return load(program.entry);
}

function target(module: DriverModule, name: string): string {
  const path = module.links.get(name);
  if (path === undefined) {
    throw new Error(
      `A driver runs in an emulated kernel, so it cannot load \`${name}\`. It can import '${API_MODULE}' and files beside it.`,
    );
  }
  return path;
}

/** A misspelt routine would only show when it is called, and then as an error about `undefined`. */
function missingRoutines(module: DriverModule, wdm: object): Diagnostic[] {
  const found = new Set<string>();
  for (const [, alias] of module.code.matchAll(/\bvar (\w+) = require\((?:'wdm'|"wdm")\)/g)) {
    for (const [, name] of module.code.matchAll(new RegExp(`\\b${alias}\\.(\\w+)`, 'g'))) {
      if (name !== undefined && !(name in wdm)) {
        found.add(name);
      }
    }
  }
  return [...found].map((name) => missingRoutine(module, name, wdm));
}

function missingRoutine(module: DriverModule, name: string, wdm: object): Diagnostic {
  const before = module.text.slice(0, Math.max(0, module.text.search(new RegExp(`\\b${name}\\b`)))).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  const near = nearestSpelling(name, Object.keys(wdm));
  return {
    file: module.path,
    line: before.length,
    column,
    endLine: before.length,
    endColumn: column + name.length,
    severity: 'error',
    code: 'driver/unknown-routine',
    message:
      near === null
        ? `'${API_MODULE}' has no \`${name}\`: the sandbox does not emulate it yet. Write a function of that name that returns what your driver needs here.`
        : `'${API_MODULE}' has no \`${name}\`. Did you mean \`${near}\`?`,
  };
}

function hasDriverEntry(exported: object): exported is DriverExports {
  return 'DriverEntry' in exported && typeof exported.DriverEntry === 'function';
}

function noDriverEntry(program: DriverProgram, exported: object): Diagnostic {
  const near = nearestSpelling('DriverEntry', Object.keys(exported));
  const text = program.modules.find(({ path }) => path === program.entry)?.text ?? '';
  const declared = text.split('\n').findIndex((line) => /\bfunction DriverEntry\b/.test(line));
  const hint = near === null ? '' : ` It exports \`${near}\`: the name must be exactly \`DriverEntry\`.`;
  return {
    ...wholeLine(program.entry, text, declared === -1 ? 1 : declared + 1),
    severity: 'error',
    code: 'driver/no-driver-entry',
    message:
      declared === -1
        ? `This driver exports no function \`DriverEntry\`.${hint} Add \`export function DriverEntry(DriverObject, RegistryPath) { … return STATUS_SUCCESS; }\`.`
        : '`DriverEntry` is not exported. Put `export` before `function`.',
  };
}
