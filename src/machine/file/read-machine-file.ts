/** Reads `NAME.machine.json`: JSON with comments and trailing commas. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { fileName } from '../../base/file-path.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import { USAGE_TYPES } from '../../protocol/injection.ts';
import type { MachineDescription, SpecialFileDescription } from './description.ts';
import { Findings, hint } from './findings.ts';
import { INBOX_DRIVERS } from './inbox-names.ts';
import { readCrashControl } from './read-crash-control.ts';
import { type DeviceReader, readDevices, readDumpFilters } from './read-devices.ts';
import { readDrivers } from './read-drivers.ts';
import { readSystemPower } from './read-system-power.ts';
import { readFlag, readInteger, readList, readObject, readSize, readString, readWord } from './read-values.ts';
import { readVerifier } from './read-verifier.ts';
import { DEFAULTS, PEP_KINDS, SHAPE } from './shape.ts';

export interface MachineFileResult {
  /** null when there is an error. */
  readonly description: MachineDescription | null;
  readonly diagnostics: readonly Diagnostic[];
}

export interface MachineFileOptions {
  /** Ids of the verifier's rules; without them any name is let pass. */
  readonly rules?: readonly string[];
  /** Why no rule looks for what is published under a name; undefined for any other word. */
  readonly whyNotLookedFor?: (name: string) => string | undefined;
}

/** Reads the file and looks whether the drivers that it names are there. */
export async function readMachineFile(
  file: string,
  readFile: (path: string) => Promise<string | null>,
  options: MachineFileOptions = {},
): Promise<MachineFileResult> {
  const text = await readFile(file);
  if (text === null) {
    const message = `There is no machine file \`${file}\`.`;
    return {
      description: null,
      diagnostics: [{ file, line: 1, column: 1, severity: 'error', code: 'machine/missing-file', message }],
    };
  }
  const result = parseMachineFile(file, text, options);
  const missing: Diagnostic[] = [];
  for (const { name, source } of result.description?.drivers.values() ?? []) {
    if (source !== null && (await readFile(source.path)) === null) {
      const message = `There is no file \`${source.path}\`. Create it, or correct the source of the driver \`${name}\`.`;
      missing.push({ file, ...source.place, severity: 'error', code: 'machine/missing-file', message });
    }
  }
  return missing.length === 0 ? result : { description: null, diagnostics: [...result.diagnostics, ...missing] };
}

export function parseMachineFile(file: string, text: string, options: MachineFileOptions = {}): MachineFileResult {
  const findings = new Findings(file, text);
  const errors: ParseError[] = [];
  const root = parse(findings, text, errors);
  reportSyntax(findings, errors, text);
  // After a syntax error the rest is guesswork: its findings would only hide the cause.
  const description = root === undefined || findings.hasErrors ? null : readMachine(findings, root, options);
  return { description: findings.hasErrors ? null : description, diagnostics: findings.diagnostics() };
}

function parse(findings: Findings, text: string, errors: ParseError[]): Node | undefined {
  try {
    // Node's fs and editors may leave the byte order mark in.
    return parseTree(text.replace(/^\uFEFF/, ' '), errors, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    findings.error({ offset: 0, length: 1 }, 'too-deep', () => 'Lists and objects are nested too deep in this file.');
    return undefined;
  }
}

const SYNTAX_TEXT: Readonly<Record<string, string>> = {
  InvalidSymbol: 'This is no JSON. Put texts in double quotes.',
  InvalidNumberFormat: 'This is no number.',
  PropertyNameExpected: 'A property name in double quotes is expected here.',
  ValueExpected: 'A value is expected here.',
  ColonExpected: 'A colon `:` is expected before this.',
  CommaExpected: 'A comma `,` is missing before this.',
  CloseBraceExpected: 'A closing brace `}` is missing.',
  CloseBracketExpected: 'A closing bracket `]` is missing.',
  EndOfFileExpected: 'The machine ends before this: nothing may follow it.',
  UnexpectedEndOfComment: 'This comment is not closed: `*/` is missing.',
  UnexpectedEndOfString: 'This text is not closed: a double quote is missing.',
  UnexpectedEndOfNumber: 'This number is cut off.',
  InvalidUnicode: 'Four hexadecimal digits are expected after `\\u`.',
  InvalidEscapeCharacter: 'This escape is not known in JSON. Write a backslash twice: `\\\\`.',
  InvalidCharacter: 'This character may not stand in a text. Write it as an escape such as `\\n`.',
};

/** One slip makes the parser stumble several times: only the first of each line is told. */
function reportSyntax(findings: Findings, errors: readonly ParseError[], text: string): void {
  const lines = new Set<number>();
  if (text.trim() === '') {
    findings.error(
      { offset: 0, length: 0 },
      'syntax',
      () => 'The file is empty. A machine file starts as `{ "devices": [ … ] }`.',
    );
    return;
  }
  for (const error of errors) {
    const { line } = findings.place(error);
    if (!lines.has(line)) {
      lines.add(line);
      const name = printParseErrorCode(error.error);
      findings.error(error, 'syntax', () => SYNTAX_TEXT[name] ?? 'This is no JSON.');
    }
  }
}

function readMachine(findings: Findings, root: Node, options: MachineFileOptions): MachineDescription | null {
  const fields = readObject(findings, root, SHAPE.machine, 'A machine', ['devices']);
  if (fields === null) {
    return null;
  }
  const drivers = readDrivers(findings, fields.drivers);
  const reader: DeviceReader = { findings, drivers, ids: new Set(), used: new Set() };
  const devices = readDevices(reader, fields.devices);
  const dumpFilters = readDumpFilters(reader, fields.dumpFilters);
  reportUnused(reader, fields.drivers);
  const memory = { least: 2 ** 22, most: 2 ** 31, powerOfTwo: true };
  return {
    file: findings.file,
    name:
      readString(findings, fields.name, '"name"') ?? fileName(findings.file).replace(/\.machine\.json$|\.json$/, ''),
    seed: readInteger(findings, fields.seed, '"seed"', [0, 0xffff_ffff]) ?? DEFAULTS.seed,
    memoryBytes: readSize(findings, fields.memory, '"memory"', memory) ?? DEFAULTS.memoryBytes,
    pep: readWord(findings, fields.pep, '"pep"', PEP_KINDS) ?? 'default',
    isPepStrict: readFlag(findings, fields.pepStrict, '"pepStrict"'),
    power: readSystemPower(findings, fields.power),
    verifier: readVerifier(findings, fields.verifier, {
      rules: options.rules,
      whyNotLookedFor: options.whyNotLookedFor,
      drivers: [...drivers.keys(), ...INBOX_DRIVERS.keys()],
    }),
    drivers,
    devices,
    specialFiles: readSpecialFiles(reader, fields.specialFiles),
    dumpFilters,
    ...readCrashControl(findings, fields.crashDump, fields.crashControl),
  };
}

function reportUnused(reader: DeviceReader, node: Node | undefined): void {
  if (reader.findings.hasErrors) {
    return; // perhaps the device that uses it could not be read
  }
  for (const { children } of node?.children ?? []) {
    const key = children?.[0];
    const driver = reader.drivers.get(String(key?.value));
    if (key !== undefined && driver !== undefined && driver.source !== null && !reader.used.has(driver.name)) {
      reader.findings.warning(key, 'unused-driver', () => `No device uses the driver \`${driver.name}\`.`);
    }
  }
}

/** A dump file that is too small for any dump is worth a try. */
const FILE_LIMITS = { least: 2 ** 12, most: 2 ** 40, multipleOf: 2 ** 12 };

function readSpecialFiles(reader: DeviceReader, node: Node | undefined): SpecialFileDescription[] {
  const { findings, ids } = reader;
  return readList(findings, node, '"specialFiles"').flatMap((item) => {
    const fields = readObject(findings, item, SHAPE.specialFile, 'A special file', ['device', 'type']);
    const type = readWord(findings, fields?.type, '"type"', USAGE_TYPES);
    const device = readString(findings, fields?.device, '"device"');
    if (fields?.device === undefined || device === null || type === null) {
      return [];
    }
    if (!ids.has(device)) {
      const text = `There is no device \`${device}\`.`;
      findings.error(fields.device, 'unknown-device', () => text + hint(device, [...ids]));
      return [];
    }
    const sizeBytes = readSize(findings, fields.size, 'The size of a special file', FILE_LIMITS);
    return [{ device, type, sizeBytes, place: findings.place(fields.device) }];
  });
}
