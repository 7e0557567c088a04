/** Which line of a C file an instruction comes from: the line table that clang writes, DWARF 4. */
import { SECTION, sectionsOf, WasmReader } from './wasm-reader.ts';

export interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface CodePlace {
  readonly line: number;
  /** From the start of the module, as the engine counts. */
  readonly offset: number;
}

interface Row extends SourceLine {
  /** Counted from the start of the code section. */
  readonly address: number;
  /** Nothing stands at this address any more: the row ends the one before it. */
  readonly isEnd: boolean;
  /** A good place to stop at. */
  readonly isStatement: boolean;
}

const STANDARD = {
  copy: 1,
  advancePc: 2,
  advanceLine: 3,
  setFile: 4,
  setColumn: 5,
  negateStatement: 6,
  constAddPc: 8,
  fixedAdvancePc: 9,
} as const;
const EXTENDED = { endSequence: 1, setAddress: 2 } as const;

interface Header {
  readonly minimumLength: number;
  readonly isStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** How many operands each standard operation has. */
  readonly operands: readonly number[];
  readonly files: readonly string[];
}

export class LineTable {
  readonly #rows: readonly Row[];
  readonly #codeStart: number;

  constructor(module: Uint8Array) {
    const rows: Row[] = [];
    let codeStart = 0;
    for (const { id, body } of sectionsOf(module)) {
      if (id === SECTION.code) codeStart = body.byteOffset - module.byteOffset;
      if (id !== SECTION.custom) continue;
      const reader = new WasmReader(body);
      if (reader.name() === '.debug_line') while (!reader.isAtEnd) readUnit(reader, rows);
    }
    this.#rows = rows.sort((left, right) => left.address - right.address || Number(right.isEnd) - Number(left.isEnd));
    this.#codeStart = codeStart;
  }

  /** @param offset - from the start of the module, as the engine counts */
  find(offset: number): SourceLine | null {
    const address = offset - this.#codeStart;
    const row = this.#rows.findLast((one) => one.address <= address);
    return row === undefined || row.isEnd || row.line === 0 ? null : row;
  }

  /** Where the code of a file's lines begins, in the order of the code: a line may have several places. */
  placesIn(file: string): readonly CodePlace[] {
    const places: CodePlace[] = [];
    let before: Row | undefined;
    for (const row of this.#rows) {
      const isNew = before === undefined || before.isEnd || before.file !== row.file || before.line !== row.line;
      if (isNew && !row.isEnd && row.isStatement && row.line > 0 && row.file === file)
        places.push({ line: row.line, offset: row.address + this.#codeStart });
      before = row;
    }
    return places;
  }
}

function readUnit(reader: WasmReader, rows: Row[]): void {
  const length = reader.word();
  const end = reader.at + length;
  const version = reader.half();
  if (version === 4) runProgram(reader, readHeader(reader), end, rows);
  reader.at = end;
}

function readHeader(reader: WasmReader): Header {
  const length = reader.word();
  const program = reader.at + length;
  const minimumLength = reader.byte();
  reader.byte(); // operations in an instruction: always one
  const isStatement = reader.byte() !== 0; // unless told
  const lineBase = (reader.byte() << 24) >> 24;
  const lineRange = reader.byte();
  const opcodeBase = reader.byte();
  const operands = Array.from({ length: opcodeBase - 1 }, () => reader.byte());
  const folders = readTexts(reader);
  const files: string[] = [];
  for (let name = reader.text(); name !== ''; name = reader.text()) {
    const folder = folders[reader.u32() - 1];
    reader.u32();
    reader.u32();
    files.push(wholePath(folder, name));
  }
  reader.at = program;
  return { minimumLength, isStatement, lineBase, lineRange, opcodeBase, operands, files };
}

/** The compiler works in the root folder, which is what a missing one means. */
function wholePath(folder: string | undefined, name: string): string {
  const path = folder === undefined || name.startsWith('/') ? name : `${folder}/${name}`;
  return `/${path}`.replace(/^\/+/, '/');
}

function readTexts(reader: WasmReader): string[] {
  const texts: string[] = [];
  for (let text = reader.text(); text !== ''; text = reader.text()) texts.push(text);
  return texts;
}

/** The table is the output of a program for a small machine, which is run here. */
function runProgram(reader: WasmReader, header: Header, end: number, rows: Row[]): void {
  const { isStatement } = header;
  let state = { address: 0, file: 1, line: 1, column: 0, isStatement };
  const emit = (isEnd: boolean): void => {
    rows.push({ ...state, file: header.files[state.file - 1] ?? '', isEnd });
  };
  const advance = (operation: number): void => {
    const adjusted = operation - header.opcodeBase;
    state.address += Math.floor(adjusted / header.lineRange) * header.minimumLength;
  };
  const extended = (): void => {
    const length = reader.u32();
    const next = reader.at + length;
    const operation = reader.byte();
    if (operation === EXTENDED.setAddress) state.address = reader.word();
    if (operation === EXTENDED.endSequence) {
      emit(true);
      state = { address: 0, file: 1, line: 1, column: 0, isStatement };
    }
    reader.at = next;
  };
  while (reader.at < end) {
    const operation = reader.byte();
    if (operation >= header.opcodeBase) {
      advance(operation);
      state.line += header.lineBase + ((operation - header.opcodeBase) % header.lineRange);
      emit(false);
    } else if (operation === 0) extended();
    else if (operation === STANDARD.copy) emit(false);
    else if (operation === STANDARD.advancePc) state.address += reader.u32() * header.minimumLength;
    else if (operation === STANDARD.advanceLine) state.line += reader.i32();
    else if (operation === STANDARD.setFile) state.file = reader.u32();
    else if (operation === STANDARD.setColumn) state.column = reader.u32();
    else if (operation === STANDARD.negateStatement) state.isStatement = !state.isStatement;
    else if (operation === STANDARD.constAddPc) advance(255);
    else if (operation === STANDARD.fixedAdvancePc) state.address += reader.half();
    else for (let left = header.operands[operation - 1] ?? 0; left > 0; left -= 1) reader.u32();
  }
}
