import type { Node } from 'jsonc-parser';
import { resolveFrom } from '../../base/file-path.ts';
import type { DriverDescription, Registry, RegistryValue } from './description.ts';
import type { Findings } from './findings.ts';
import { INBOX_DRIVERS } from './inbox-names.ts';
import { readEntries, readObject, readString, readStrings, typeText } from './read-values.ts';
import { ID_PATTERN, SHAPE } from './shape.ts';

/** What the trace calls the system itself. */
const SYSTEM_NAMES: ReadonlySet<string> = new Set(['nt', 'PnpManager']);

export function readDrivers(findings: Findings, node: Node | undefined): Map<string, DriverDescription> {
  const drivers = new Map<string, DriverDescription>();
  if (node === undefined) {
    return drivers;
  }
  for (const [name, value, key] of readEntries(findings, node, '"drivers"') ?? []) {
    if (!ID_PATTERN.test(name)) {
      findings.error(key, 'bad-name', () => badName('driver', name));
    }
    const driver = readDriver(findings, name, value, key);
    if (driver !== null) {
      drivers.set(name, driver);
    }
  }
  return drivers;
}

export function badName(what: string, name: string): string {
  return `\`${name}\` is no name for a ${what}: use letters, digits, _ and -, and start with a letter.`;
}

function readDriver(findings: Findings, name: string, node: Node, key: Node): DriverDescription | null {
  const inbox = INBOX_DRIVERS.has(name);
  if (SYSTEM_NAMES.has(name)) {
    findings.error(
      key,
      'reserved-name',
      () => `\`${name}\` is a part of the emulated system. Give yours another name.`,
    );
  }
  const fields = readObject(findings, node, SHAPE.driver, `The driver \`${name}\``, inbox ? [] : ['source']);
  if (fields === null) {
    return null;
  }
  if (inbox && fields.source !== undefined) {
    findings.error(key, 'reserved-name', () => `\`${name}\` is an in-box driver. Give yours another name.`);
  }
  const includes = readStrings(findings, fields.includes, '"includes"').map((folder) =>
    resolveFrom(findings.file, folder),
  );
  const defines = readDefines(findings, fields.defines);
  const registry = readRegistry(findings, fields.registry);
  const place = findings.place(key);
  const source = fields.source === undefined ? null : readSource(findings, fields.source);
  return { name, source, includes, defines, registry, place };
}

function readSource(findings: Findings, node: Node): DriverDescription['source'] {
  const [first, second] = node.type === 'array' ? (node.children ?? []) : [node];
  if (first === undefined) {
    findings.error(node, 'bad-source', () => '"source" must name the file that exports DriverEntry.');
    return null;
  }
  const written = readString(findings, first, '"source"');
  if (written === null) {
    return null;
  }
  if (!/\.(?:[cm]?[tj]s|c)$/i.test(written)) {
    findings.error(first, 'bad-source', () => `"source" must name a .ts, .js or .c file, not \`${written}\`.`);
  } else if (second !== undefined) {
    const verb = /\.c$/i.test(written) ? '#include' : 'import';
    findings.error(
      second,
      'bad-source',
      () => `A driver has one source file, which can ${verb} others. Do that in \`${written}\`.`,
    );
  }
  return { written, path: resolveFrom(findings.file, written), place: findings.place(first) };
}

function readDefines(findings: Findings, node: Node | undefined): Record<string, string> {
  const defines: Record<string, string> = {};
  for (const [name, value, key] of node === undefined ? [] : (readEntries(findings, node, '"defines"') ?? [])) {
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      findings.error(key, 'bad-define', () => `\`${name}\` is no name of a macro in C.`);
    } else if (typeof value.value === 'string' || typeof value.value === 'number') {
      defines[name] = String(value.value);
    } else {
      findings.error(
        value,
        'bad-define',
        () => `The macro \`${name}\` must be a text or a number, not ${typeText(value)}.`,
      );
    }
  }
  return defines;
}

export function readRegistry(findings: Findings, node: Node | undefined): Registry {
  const values: Record<string, RegistryValue> = {};
  for (const [name, value] of node === undefined ? [] : (readEntries(findings, node, '"registry"') ?? [])) {
    const read = readRegistryValue(findings, name, value);
    if (read !== null) {
      values[name] = read;
    }
  }
  return values;
}

function readRegistryValue(findings: Findings, name: string, node: Node): RegistryValue | null {
  const value: unknown = node.value;
  if (typeof value === 'string' || typeof value === 'boolean') {
    return value;
  }
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0xffff_ffff) {
    return value;
  }
  if (node.type === 'array') {
    return readStrings(findings, node, `the registry value \`${name}\``);
  }
  const found = typeof value === 'number' ? String(value) : typeText(node);
  findings.error(
    node,
    'bad-registry-value',
    () =>
      `The registry value \`${name}\` must be a text, a list of texts, true or false, or a whole number from 0 to 4294967295, not ${found}.`,
  );
  return null;
}
