/** The C compiler in the test's own process, loaded once. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findLlvm, type Llvm, loadLlvm, runLlvm } from '../../src/client/compiler/llvm.ts';
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
  const headers = { [`${HEADERS}/wdm.h`]: readFileSync(join(SDK, 'wdm.h'), 'utf8') };
  const result = await runLlvm(await load(), { ...run, files: Object.fromEntries(files) }, headers);
  return { ...result, output: new Uint8Array(Buffer.from(result.output, 'base64')) };
}
