/** The bytes of a dump: of a file on disk only those that are asked for, of any other file system the whole. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import * as vscode from 'vscode';
import type { DumpSource } from '../../dump-file/dump-reader.ts';

export interface OpenSource extends DumpSource {
  close(): void;
}

/** Such a file is held in memory. */
const MOST_WHOLE = 512 * 1024 * 1024;

/** @throws whatever the file system says when there is no such file */
export async function openSource(uri: vscode.Uri): Promise<OpenSource> {
  if (uri.scheme === 'file') return openFile(uri.fsPath);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > MOST_WHOLE)
    throw new Error(`The file has ${size} bytes. Where it lies, it can be read only as a whole: copy it to a disk.`);
  const bytes = await vscode.workspace.fs.readFile(uri);
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(offset, offset + length),
    close: () => {},
  };
}

export function openFile(path: string): OpenSource {
  const file = openSync(path, 'r');
  return {
    size: fstatSync(file).size,
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      for (let done = 0; done < length; ) {
        const count = readSync(file, bytes, done, length - done, offset + done);
        if (count === 0) throw new Error('The file has become shorter while it was read.');
        done += count;
      }
      return bytes;
    },
    close: () => closeSync(file),
  };
}
