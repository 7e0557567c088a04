/** Runs one tool of the package `@yowasp/clang`: LLVM as WebAssembly, on a file system that lives in memory. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CompilerResult, CompilerRun } from '../../protocol/messages.ts';

const PACKAGE = '@yowasp/clang';

type Tree = { [name: string]: Tree | string | Uint8Array };

type Command = (
  parameters: readonly string[],
  files: Tree,
  options: {
    readonly stdout: (bytes: Uint8Array | null) => void;
    readonly stderr: (bytes: Uint8Array | null) => void;
  },
) => Promise<Tree>;

type Prefetch = (
  parameters: null,
  files: Tree,
  options: { readonly fetchProgress: () => void },
) => Promise<undefined> | undefined;

export type Llvm = Readonly<Record<string, Command | undefined>>;

/** Path of the package's module, looked for as Node does from each file in turn; null: it is installed nowhere. */
export function findLlvm(files: readonly string[]): string | null {
  for (const file of files) {
    try {
      return createRequire(file).resolve(PACKAGE);
    } catch {
      // the next place
    }
  }
  return null;
}

export async function loadLlvm(path: string): Promise<Llvm> {
  const { commands, runLLVM }: { commands: Llvm; runLLVM: Prefetch } = await import(pathToFileURL(path).href);
  // Loads its 100 MB now; left to the first command it would write its progress to the process's own output.
  await runLLVM(null, {}, { fetchProgress: () => {} });
  return commands;
}

/** @param headers - text by path of what every run can include */
export async function runLlvm(
  llvm: Llvm,
  run: CompilerRun,
  headers: Readonly<Record<string, string>>,
): Promise<CompilerResult> {
  const tree: Tree = {};
  for (const [path, text] of Object.entries(headers)) put(tree, path, text);
  for (const [path, content] of Object.entries(run.files)) {
    put(tree, path, 'text' in content ? content.text : new Uint8Array(Buffer.from(content.base64, 'base64')));
  }
  const written: Uint8Array[] = [];
  const said: Uint8Array[] = [];
  const keep = (list: Uint8Array[]) => (bytes: Uint8Array | null) => {
    if (bytes !== null) list.push(bytes.slice());
  };
  const command = llvm[run.tool];
  if (command === undefined) throw new Error(`${PACKAGE} has no ${run.tool}: install another version of it.`);
  let exitCode = 0;
  let files: Tree = {};
  try {
    files = await command(run.arguments, tree, { stdout: keep(written), stderr: keep(said) });
  } catch (error) {
    // What a tool throws when it ends with another code than 0.
    const { code } = error as { readonly code?: unknown };
    if (typeof code !== 'number') throw error;
    exitCode = code;
  }
  const output = run.output === null ? Buffer.concat(written) : contentOf(files[run.output]);
  return { exitCode, output: output.toString('base64'), log: Buffer.concat(said).toString('utf8') };
}

function contentOf(file: Tree[string] | undefined): Buffer {
  return typeof file === 'string' || file instanceof Uint8Array ? Buffer.from(file) : Buffer.alloc(0);
}

function put(tree: Tree, path: string, content: string | Uint8Array): void {
  const parts = path.split('/').filter((part) => part !== '');
  const file = parts.pop() ?? '';
  let folder = tree;
  for (const part of parts) {
    const next = folder[part];
    if (typeof next === 'object' && !(next instanceof Uint8Array)) {
      folder = next;
    } else {
      const made: Tree = {};
      folder[part] = made;
      folder = made;
    }
  }
  folder[file] = content;
}
