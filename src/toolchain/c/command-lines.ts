/** How drivers are compiled and linked. */

import { STACK_POINTER } from './share-stack-pointer.ts';
import { HEADERS } from './tool.ts';

/** The target is 32-bit WebAssembly, laid out as Windows on x86 lays out structures. */
const TARGET = ['--target=wasm32', '-x', 'c', '-std=gnu17', '-O0', '-gdwarf-4'];

const DIALECT = [
  '-fms-extensions',
  '-fshort-wchar',
  '-mms-bitfields',
  '-fno-strict-aliasing',
  '-fwrapv',
  // Address 0 is memory like any other here; what the driver does with it must stay visible.
  '-fno-delete-null-pointer-checks',
  '-fno-builtin',
  '-nostdlibinc',
];

/** Calls in front of accesses to memory; variables that no pointer reaches are left out. */
const CHECKS = [
  '-Xclang',
  '-fsanitize=kernel-address',
  '-mllvm',
  '-asan-instrumentation-with-call-threshold=0',
  '-mllvm',
  '-asan-stack=0',
  '-mllvm',
  '-asan-globals=0',
];

const DEFINES = ['-D_X86_=1', '-D_M_IX86=600', '-D_WIN32=1', '-D_KERNEL_MODE=1', '-DDBG=1'];

const WARNINGS = [
  '-Wall',
  '-Wno-ignored-attributes',
  '-Wno-microsoft-anon-tag',
  '-Wno-multichar',
  '-Wno-unknown-pragmas',
  '-Wno-pointer-sign',
  '-Wno-format',
  '-Wno-deprecated-non-prototype',
  '-Wno-error=incompatible-pointer-types',
  // A guessed prototype would be a wrong call at run time.
  '-Werror=implicit-function-declaration',
  '-Werror=return-type',
  '-fno-caret-diagnostics',
];

/** To the standard output: written to a file, the time would grow with the square of the size. */
export function compileArguments(path: string, defines: Readonly<Record<string, string>>): string[] {
  const own = Object.entries(defines).map(([name, text]) => `-D${name}=${text}`);
  return [
    ...TARGET,
    ...DIALECT,
    ...CHECKS,
    ...DEFINES,
    ...own,
    ...WARNINGS,
    '-isystem',
    HEADERS,
    '-c',
    path,
    '-o',
    '-',
  ];
}

/** Where a driver's image lies: addresses of its data, and indices of its routines in the table. */
export interface ImagePlace {
  readonly memory: number;
  readonly table: number;
}

export const HEAP_BASE = '__heap_base';

export function linkArguments(object: string, output: string, place: ImagePlace): string[] {
  return [
    object,
    '--no-entry',
    '--import-memory',
    '--import-table',
    `--table-base=${place.table}`,
    `--global-base=${place.memory}`,
    '--export=DriverEntry',
    `--export=${STACK_POINTER}`,
    `--export=${HEAP_BASE}`,
    // Missing routines are reported by us, with the line that wants them; missing variables are the linker's errors.
    '--import-undefined',
    // The linker's stack is not used: each thread brings its own.
    '-z',
    'stack-size=16',
    '-o',
    output,
  ];
}
