/** How long VS Code waits for the extension's code, before it calls `activate`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';

/** Stands in for `vscode`: whatever is asked of it can be called, constructed, extended and asked further. */
const LOADER = `
const Module = require('node:module');
const anything = new Proxy(class {}, { get: (target, name) => (name === 'prototype' ? target.prototype : anything) });
const load = Module._load;
Module._load = (name, ...rest) => (name === 'vscode' ? anything : load(name, ...rest));
const start = performance.now();
require(process.argv[1]);
console.log(performance.now() - start);
process.exit(0);
`;

/** @returns milliseconds, the fastest of some processes */
export function benchExtension(): number {
  const times = Array.from({ length: 5 }, () =>
    Number(execFileSync(process.execPath, ['-e', LOADER, join(root, 'dist', 'extension.cjs')], { encoding: 'utf8' })),
  );
  return Math.min(...times);
}
