/** The C compiler in the test's own process, loaded once. */

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLlvm, type Llvm, loadLlvm, runLlvm } from '../../src/client/compiler/llvm.ts';
import type { RunCompiler } from '../../src/client/start-host.ts';
import { HEADERS, type ToolResult, type ToolRun } from '../../src/toolchain/c/tool.ts';

const SDK = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'media', 'sdk');

let loading: Promise<Llvm> | null = null;

function load(): Promise<Llvm> {
  const path = findLlvm([fileURLToPath(import.meta.url)]);
  if (path === null) throw new Error('the tests need the C compiler: run npm install');
  loading ??= loadLlvm(path);
  return loading;
}

export async function runInstalledTool(run: ToolRun): Promise<ToolResult> {
  const files = Object.entries(run.files).map(([path, content]) => [
    path,
    typeof content === 'string' ? { text: content } : { base64: Buffer.from(content).toString('base64') },
  ]);
  const headers = Object.fromEntries(
    ['wdm.h', 'storport.h'].map((name) => [`${HEADERS}/${name}`, readFileSync(join(SDK, name), 'utf8')]),
  );
  const result = await runLlvm(await load(), { ...run, files: Object.fromEntries(files) }, headers);
  return { ...result, output: new Uint8Array(Buffer.from(result.output, 'base64')) };
}

/** What a client does for the host's `'toolchain/run'`. */
export const compile: RunCompiler = async ({ files, ...run }) => {
  const contents = Object.entries(files).map(([path, content]) => [
    path,
    'text' in content ? content.text : new Uint8Array(Buffer.from(content.base64, 'base64')),
  ]);
  const result = await runInstalledTool({ ...run, files: Object.fromEntries(contents) });
  return { ...result, output: Buffer.from(result.output).toString('base64') };
};
