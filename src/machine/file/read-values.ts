/** Readers for the values in a machine file: each gives the value, or reports what is wrong and gives null. */
import type { Node } from 'jsonc-parser';
import { type Findings, hint } from './findings.ts';
import { parseSize, sizeText, suggestSize } from './size.ts';

export type Fields<P extends string> = { readonly [N in P]?: Node };

/**
 * @param known - the properties that it may have
 * @param what - names the object in messages: `A device`
 */
export function readObject<P extends string>(
  findings: Findings,
  node: Node,
  known: readonly P[],
  what: string,
  required: readonly P[],
): Fields<P> | null {
  const entries = readEntries(findings, node, what);
  if (entries === null) {
    return null;
  }
  const fields: Record<string, Node> = {};
  for (const [name, value, key] of entries) {
    if (known.some((property) => property === name)) {
      fields[name] = value;
    } else {
      findings.error(key, 'unknown-property', () => `${what} has no property \`${name}\`.${hint(name, known)}`);
    }
  }
  for (const name of required) {
    if (fields[name] === undefined) {
      const brace = { offset: node.offset, length: 1 };
      findings.error(brace, 'missing-property', () => `${what} needs the property \`${name}\`.`);
    }
  }
  return fields as Fields<P>;
}

/** The properties of an object whose names are the user's: name, value, and the name's own node. */
export function readEntries(findings: Findings, node: Node, what: string): [string, Node, Node][] | null {
  if (node.type !== 'object') {
    findings.error(node, 'wrong-type', () => `${what} must be an object { … }, not ${typeText(node)}.`);
    return null;
  }
  const entries: [string, Node, Node][] = [];
  const seen = new Set<string>();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key === undefined || value === undefined) {
      continue; // a syntax error, reported as such
    }
    const name = String(key.value);
    if (seen.has(name)) {
      findings.error(key, 'duplicate-property', () => `\`${name}\` stands here twice. Remove one.`);
    } else {
      seen.add(name);
      entries.push([name, value, key]);
    }
  }
  return entries;
}

export function readList(findings: Findings, node: Node | undefined, what: string): readonly Node[] {
  if (node === undefined) {
    return [];
  }
  if (node.type !== 'array') {
    findings.error(node, 'wrong-type', () => `${what} must be a list [ … ], not ${typeText(node)}.`);
    return [];
  }
  return node.children ?? [];
}

export function readString(findings: Findings, node: Node | undefined, what: string): string | null {
  if (node === undefined) {
    return null;
  }
  if (node.type !== 'string' || node.value === '') {
    const found = node.value === '' ? 'empty' : typeText(node);
    findings.error(node, 'wrong-type', () => `${what} must be a text in quotes, not ${found}.`);
    return null;
  }
  return String(node.value);
}

export function readStrings(findings: Findings, node: Node | undefined, what: string): string[] {
  return readList(findings, node, what).flatMap((item) => readString(findings, item, `Each item of ${what}`) ?? []);
}

export function readWord<W extends string>(
  findings: Findings,
  node: Node | undefined,
  what: string,
  words: readonly W[],
): W | null {
  if (node === undefined) {
    return null;
  }
  const found = words.find((word) => word === node.value);
  if (found === undefined) {
    const written = typeof node.value === 'string' ? `\`${node.value}\`` : typeText(node);
    findings.error(
      node,
      'unknown-value',
      () => `${what} cannot be ${written}.${hint(String(node.value ?? ''), words, 'It is one of')}`,
    );
    return null;
  }
  return found;
}

export function readInteger(
  findings: Findings,
  node: Node | undefined,
  what: string,
  [least, most]: readonly [number, number],
): number | null {
  if (node === undefined) {
    return null;
  }
  const value: unknown = node.value;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    const found = typeof value === 'number' ? String(value) : typeText(node);
    findings.error(node, 'bad-number', () => `${what} must be a whole number from ${least} to ${most}, not ${found}.`);
    return null;
  }
  return value;
}

/** @returns false where there is none */
export function readFlag(findings: Findings, node: Node | undefined, what: string): boolean {
  if (node !== undefined && typeof node.value !== 'boolean') {
    findings.error(node, 'wrong-type', () => `${what} must be true or false, not ${typeText(node)}.`);
  }
  return node?.value === true;
}

export interface SizeLimits {
  readonly least: number;
  readonly most: number;
  /** Every size is a multiple of this. */
  readonly multipleOf?: number;
  readonly powerOfTwo?: boolean;
}

export function readSize(findings: Findings, node: Node | undefined, what: string, limits: SizeLimits): number | null {
  if (node === undefined) {
    return null;
  }
  const bytes = typeof node.value === 'number' ? node.value : parseSize(String(node.value));
  if (bytes === null || !Number.isInteger(bytes)) {
    const meant = suggestSize(String(node.value));
    const example = meant === null ? 'Write it as `64MiB`.' : `Did you mean \`${meant}\`?`;
    findings.error(node, 'bad-size', () => `${what} must be a size in bytes, KiB, MiB, GiB or TiB. ${example}`);
    return null;
  }
  const complaint = sizeComplaint(bytes, limits);
  if (complaint !== null) {
    findings.error(node, 'bad-size', () => `${what} must be ${complaint}, not ${sizeText(bytes)}.`);
    return null;
  }
  return bytes;
}

function sizeComplaint(bytes: number, { least, most, multipleOf = 1, powerOfTwo = false }: SizeLimits): string | null {
  if (bytes < least || bytes > most) {
    return `from ${sizeText(least)} to ${sizeText(most)}`;
  }
  if (powerOfTwo && !Number.isInteger(Math.log2(bytes))) {
    return `a power of two, such as ${sizeText(2 ** Math.ceil(Math.log2(bytes)))}`;
  }
  return bytes % multipleOf === 0 ? null : `a multiple of ${multipleOf} bytes`;
}

export function typeText(node: Node): string {
  const names: Record<string, string> = { array: 'a list', object: 'an object', null: 'null', string: 'a text' };
  return names[node.type] ?? `a ${node.type}`;
}
