/** Pieces of a file that follow each other, cut anew so that a disk can take them: each begins with a page. */
import { type DumpPiece, MOST_AT_ONCE } from './dump-writer.ts';

const PAGE = 4096;

/** What of them ends with a page, and the rest, which waits for what follows. */
export function cutAtPages(pieces: readonly DumpPiece[]): {
  readonly whole: readonly DumpPiece[];
  readonly rest: readonly DumpPiece[];
} {
  const { start, bytes } = joinPieces(pieces);
  const end = Math.floor((start + bytes.length) / PAGE) * PAGE - start;
  return {
    whole: cut(start, bytes.subarray(0, Math.max(0, end))),
    rest: cut(start + end, bytes.subarray(Math.max(0, end))),
  };
}

/** As few pieces as there can be; the first begins with a page. */
export function joinedPieces(pieces: readonly DumpPiece[]): readonly DumpPiece[] {
  const { start, bytes } = joinPieces(pieces);
  return cut(start, bytes);
}

function joinPieces(pieces: readonly DumpPiece[]): { readonly start: number; readonly bytes: Uint8Array } {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece.bytes(), at);
    at += piece.length;
  }
  return { start: pieces[0]?.offset ?? 0, bytes };
}

function cut(start: number, bytes: Uint8Array): readonly DumpPiece[] {
  const pieces: DumpPiece[] = [];
  for (let at = 0; at < bytes.length; at += MOST_AT_ONCE) {
    const part = bytes.subarray(at, at + MOST_AT_ONCE);
    pieces.push({ offset: start + at, length: part.length, bytes: () => part });
  }
  return pieces;
}
