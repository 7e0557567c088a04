/** Reads injections: a JSON array, one object, or one object a line; comments are allowed. */
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { nearestSpelling } from '../base/nearest-spelling.ts';
import { Findings, hint } from '../machine/file/findings.ts';
import { readInteger, readObject, readString, readWord, typeText } from '../machine/file/read-values.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import {
  type Injection,
  IO_REQUESTS,
  PNP_REQUESTS,
  POFX_REQUESTS,
  USAGE_TYPES,
  WMI_REQUESTS,
} from '../protocol/injection.ts';

export interface PlacedInjection {
  readonly injection: Injection;
  /** Names a device that the machine must have; null with the others. */
  readonly device: string | null;
  readonly line: number;
  readonly column: number;
}

export interface InjectionsResult {
  readonly injections: readonly PlacedInjection[];
  readonly diagnostics: readonly Diagnostic[];
}

const SHAPES = {
  usage: ['op', 'device', 'type', 'inPath'],
  pnp: ['op', 'device', 'request', 'force'],
  bugcheck: ['op', 'code', 'parameters', 'after'],
  fault: ['op', 'device', 'driver', 'at', 'status', 'by', 'times', 'after'],
  advance: ['op', 'by'],
  run: ['op', 'until'],
  expect: ['op', 'path', 'equals'],
  io: ['op', 'device', 'request', 'offset', 'length', 'data', 'code', 'wait'],
  pageIn: ['op', 'device'],
  hardwareProfileChange: ['op', 'cancel'],
  wmi: ['op', 'device', 'request', 'guid', 'instance', 'item', 'method', 'data'],
  pofx: ['op', 'device', 'request', 'component', 'time', 'wake'],
  power: ['op', 'request', 'state', 'device', 'critical', 'powerLost'],
} as const;

const REQUIRED: { readonly [O in Injection['op']]: readonly string[] } = {
  usage: ['device', 'type', 'inPath'],
  pnp: ['device', 'request'],
  bugcheck: ['code'],
  fault: ['at', 'status'],
  advance: ['by'],
  run: [],
  expect: ['path', 'equals'],
  io: ['device', 'request'],
  pageIn: ['device'],
  hardwareProfileChange: [],
  wmi: ['device', 'request', 'guid'],
  pofx: ['device', 'request'],
  power: ['request'],
};

const OPS = Object.keys(SHAPES) as Injection['op'][];

export function readInjections(file: string, text: string): InjectionsResult {
  const findings = new Findings(file, text);
  const injections = readNodes(findings, text).flatMap((node) => readInjection(findings, node) ?? []);
  return { injections: findings.hasErrors ? [] : injections, diagnostics: findings.diagnostics() };
}

/** After the machine has started: its devices are known only then. */
export function checkDevices(
  file: string,
  injections: readonly PlacedInjection[],
  devices: readonly string[],
): Diagnostic[] {
  const known = new Set(devices);
  return injections.flatMap(({ device, line, column }): Diagnostic[] => {
    if (device === null || known.has(device)) {
      return [];
    }
    const near = nearestSpelling(device, devices);
    const message = `There is no device \`${device}\`.${near === null ? ` The machine has: ${devices.join(', ')}.` : ` Did you mean \`${near}\`?`}`;
    return [{ file, line, column, severity: 'error', code: 'injection/unknown-device', message }];
  });
}

function readNodes(findings: Findings, text: string): Node[] {
  const errors: ParseError[] = [];
  const whole = parseTree(text, errors, { allowTrailingComma: true });
  if (errors.length === 0) {
    return whole === undefined ? [] : whole.type === 'array' ? (whole.children ?? []) : [whole];
  }
  const nodes: Node[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    nodes.push(...readLine(findings, line, offset));
    offset += line.length + 1;
  }
  return nodes;
}

function readLine(findings: Findings, line: string, offset: number): Node[] {
  const errors: ParseError[] = [];
  const node = parseTree(line, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const [first] = errors;
  if (first !== undefined) {
    const place = { offset: offset + first.offset, length: first.length };
    findings.error(place, 'syntax', () => 'This is no JSON. Injections stand in one JSON array, or one object a line.');
    return [];
  }
  if (node === undefined) {
    return [];
  }
  return [moved(node, offset)];
}

function moved(node: Node, by: number): Node {
  const rest = node.children === undefined ? {} : { children: node.children.map((child) => moved(child, by)) };
  return { ...node, ...rest, offset: node.offset + by };
}

function readInjection(findings: Findings, node: Node): PlacedInjection | null {
  if (node.type !== 'object') {
    findings.error(node, 'wrong-type', () => `An injection must be an object { … }, not ${typeText(node)}.`);
    return null;
  }
  const opNode = node.children?.find(({ children }) => children?.[0]?.value === 'op')?.children?.[1];
  if (opNode === undefined) {
    findings.error(
      { offset: node.offset, length: 1 },
      'missing-property',
      () => `An injection needs the property \`op\`.${hint('', OPS, 'It is one of')}`,
    );
    return null;
  }
  const op = readWord(findings, opNode, '"op"', OPS);
  if (op === null) {
    return null;
  }
  const what = `The injection \`${op}\``;
  const fields: Readonly<Record<string, Node | undefined>> | null = readObject<string>(
    findings,
    node,
    SHAPES[op],
    what,
    REQUIRED[op],
  );
  if (fields === null) {
    return null;
  }
  checkFields(findings, op, fields);
  if (op === 'fault' && fields['device'] === undefined && fields['driver'] === undefined) {
    findings.error(node, 'missing-property', () => `${what} needs \`device\` or \`driver\`: where it strikes.`);
  }
  const injection = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value && toValue(value)]));
  const { line, column } = findings.place(fields['device'] ?? node);
  const device = fields['device']?.value;
  return {
    injection: injection as unknown as Injection,
    device: typeof device === 'string' ? device : null,
    line,
    column,
  };
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  'usage.type': USAGE_TYPES,
  'pnp.request': PNP_REQUESTS,
  'io.request': IO_REQUESTS,
  'wmi.request': WMI_REQUESTS,
  'pofx.request': POFX_REQUESTS,
};
const TEXTS = new Set(['device', 'driver', 'at', 'by', 'path', 'data', 'guid', 'time']);
const COUNTS = new Set(['times', 'after', 'offset', 'length', 'instance', 'item', 'method', 'component']);
const FLAGS = new Set(['inPath', 'force', 'cancel', 'wake']);

function checkFields(findings: Findings, op: string, fields: Readonly<Record<string, Node | undefined>>): void {
  for (const [name, node] of Object.entries(fields)) {
    const words = WORDS[`${op}.${name}`];
    if (node === undefined) {
      continue;
    }
    if (words !== undefined) {
      readWord(findings, node, `"${name}"`, words);
    } else if (TEXTS.has(name)) {
      readString(findings, node, `"${name}"`);
    } else if (COUNTS.has(name)) {
      readInteger(findings, node, `"${name}"`, [0, Number.MAX_SAFE_INTEGER]);
    } else if (FLAGS.has(name) && typeof node.value !== 'boolean') {
      findings.error(node, 'wrong-type', () => `"${name}" must be true or false, not ${typeText(node)}.`);
    }
  }
}

function toValue(node: Node): unknown {
  if (node.type === 'array') {
    return (node.children ?? []).map(toValue);
  }
  if (node.type === 'object') {
    return Object.fromEntries(
      (node.children ?? []).map(({ children }) => [
        String(children?.[0]?.value),
        children?.[1] && toValue(children[1]),
      ]),
    );
  }
  return node.value;
}
