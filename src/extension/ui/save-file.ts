/** Saves what is too large to hold as one text: piece by piece, with progress that can be cancelled. */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FileOutput, SaveFileOptions } from '../command-context.ts';

/** @returns the file's URI; undefined when the user gave up */
export async function saveFile(
  options: SaveFileOptions,
  write: (file: FileOutput) => Promise<void>,
): Promise<string | undefined> {
  const target = options.uri === undefined ? await ask(options) : vscode.Uri.parse(options.uri, true);
  if (target === undefined) return undefined;
  const place = { location: vscode.ProgressLocation.Notification, title: options.progress, cancellable: true };
  const isWhole = await vscode.window.withProgress(place, async (progress, token) => {
    const draft = target.scheme === 'file' ? await FileDraft.open(target) : new MemoryDraft(target);
    let shown = 0;
    try {
      await write({
        get isCancelled() {
          return token.isCancellationRequested;
        },
        writeAt: (offset, bytes) => draft.writeAt(offset, bytes),
        report: (fraction) => {
          progress.report({ increment: (fraction - shown) * 100 });
          shown = fraction;
        },
      });
    } catch (error) {
      await draft.drop();
      throw error;
    }
    if (token.isCancellationRequested) await draft.drop();
    else await draft.keep();
    return !token.isCancellationRequested;
  });
  return isWhole ? target.toString() : undefined;
}

async function ask({ title, suggestedName, filter }: SaveFileOptions): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  return await vscode.window.showSaveDialog({
    title,
    filters: { [filter.name]: [filter.extension] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, suggestedName) }),
  });
}

/** Grows beside its target and takes its place when it is whole: what stood there before stays until then. */
class FileDraft {
  readonly #path: string;
  readonly #file: FileHandle;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async open(target: vscode.Uri): Promise<FileDraft> {
    return new FileDraft(target.fsPath, await open(partOf(target.fsPath), 'w'));
  }

  async writeAt(offset: number, bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, offset + done);
      done += bytesWritten;
    }
  }

  async keep(): Promise<void> {
    await this.#file.close();
    await rename(partOf(this.#path), this.#path);
  }

  async drop(): Promise<void> {
    await this.#file.close();
    await rm(partOf(this.#path), { force: true });
  }
}

function partOf(path: string): string {
  return `${path}.part`;
}

/** Other file systems take a file only as a whole. */
class MemoryDraft {
  readonly #target: vscode.Uri;
  #bytes = new Uint8Array(0);
  #end = 0;

  constructor(target: vscode.Uri) {
    this.#target = target;
  }

  async writeAt(offset: number, bytes: Uint8Array): Promise<void> {
    const end = offset + bytes.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, offset);
    this.#end = Math.max(this.#end, end);
  }

  async keep(): Promise<void> {
    await vscode.workspace.fs.writeFile(this.#target, this.#bytes.subarray(0, this.#end));
  }

  async drop(): Promise<void> {}
}
