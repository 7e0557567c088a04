import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  writeSync,
} from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { Compiler } from '../client/compiler/compiler.ts';
import type { ByteFile, CliIo, CompleteLine, OutputFile } from './io.ts';
import { runCli } from './run-cli.ts';
import { exitOfError } from './sandbox.ts';

/** Where this bundle lies, also when it was started through a link. */
const folder = dirname(realpathSync(process.argv[1] ?? '.'));

const io: CliIo = {
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  readText: async (path) => {
    try {
      return await readFile(path, 'utf8');
    } catch {
      return null;
    }
  },
  readStdin: () => text(process.stdin),
  ask: process.stdin.isTTY ? ask : null,
  input: () => process.stdin,
  currentFolder: process.cwd(),
  openOutput,
  compilerFor: (machine) => {
    const compiler = new Compiler({
      thread: join(folder, 'c-compiler.cjs'),
      headers: join(folder, '..', 'media', 'sdk'),
      searchFrom: [resolve(machine), join(process.cwd(), 'machine.json'), join(folder, 'cli.cjs')],
    });
    return (run) => compiler.run(run);
  },
  openBytes,
  listFolder: async (path) => {
    try {
      return (await readdir(path)).map((name) => join(path, name));
    } catch {
      return null;
    }
  },
  rehearsals: join(folder, '..', 'samples', 'rehearsal'),
  hostEntry: join(folder, 'host.cjs'),
  version: readVersion(),
  color: process.stdout.isTTY && process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb',
};

/** `driver-sandbox … | head`: whoever reads has enough. */
process.stdout.on('error', () => process.exit(0));

runCli(process.argv.slice(2), io).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = exitOfError(error, 4, io);
  },
);

function ask(prompt: string, complete: CompleteLine): AsyncIterable<string> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stdout,
    prompt,
    completer: (line: string, tell: (error: null, found: [string[], string]) => void) =>
      void complete(line).then(
        ([words, word]) => tell(null, [[...words], word]),
        () => tell(null, [[], line]),
      ),
  });
  return {
    async *[Symbol.asyncIterator]() {
      lines.prompt();
      for await (const line of lines) {
        yield line;
        lines.prompt();
      }
    },
  };
}

function openOutput(path: string): OutputFile {
  const file = openSync(path, 'w');
  return {
    write: (written) => appendFileSync(file, written),
    writeAt: (offset, bytes) => {
      writeSync(file, bytes, 0, bytes.length, offset);
    },
    close: async () => closeSync(file),
  };
}

function openBytes(path: string): ByteFile | null {
  try {
    const file = openSync(path, 'r');
    return {
      size: fstatSync(file).size,
      read: (offset, length) => {
        const bytes = new Uint8Array(length);
        readSync(file, bytes, 0, length, offset);
        return bytes;
      },
      close: () => closeSync(file),
    };
  } catch {
    return null;
  }
}

function readVersion(): string {
  try {
    const { version }: { version: string } = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8'));
    return version;
  } catch {
    return 'unknown';
  }
}
