/**
 * Reads what a crash dump of the sandbox holds beside memory. The file may have been made to mislead: only what has the
 * shape that views rely on gets past here.
 */
import type { DumpContents } from './dump-contents.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const flag: Check = (value) => typeof value === 'boolean';
const listOf =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const record =
  (item: Check): Check =>
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(item);
const shape =
  (members: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(members).every(([name, check]) => check((value as Readonly<Record<string, unknown>>)[name]));

const files = shape({ paging: number, hibernation: number, dump: number, boot: number });

const stackEntry = shape({
  driver: text,
  role: text,
  object: text,
  name: orNull(text),
  flags: listOf(text),
  specialFiles: files,
  source: orNull(text),
});

const powerRequest = shape({ minor: text, state: text, irp: text, heldBy: orNull(text), since: text });

const owed = orNull(shape({ callback: text, answer: text, since: text }));

const pofx = shape({
  handle: text,
  owner: text,
  state: text,
  powerRequired: flag,
  idleTimeout: text,
  idleTimerDue: orNull(text),
  outstanding: owed,
  targetDripsState: orNull(text),
  components: listOf(
    shape({
      condition: text,
      state: text,
      references: number,
      providers: maybe(listOf(number)),
      latency: orNull(text),
      residency: orNull(text),
      outstanding: owed,
    }),
  ),
});

const loggedIrp = shape({
  irp: text,
  request: text,
  since: text,
  drivers: listOf(text),
  completed: orNull(shape({ time: text, by: text, status: text })),
});

const device = shape({
  id: text,
  instancePath: text,
  parent: orNull(text),
  children: listOf(text),
  shownUnder: maybe(text),
  description: text,
  hardwareIds: listOf(text),
  service: orNull(text),
  pnp: text,
  lifecycles: record(text),
  previous: listOf(text),
  problem: orNull(shape({ code: number, name: text, text })),
  power: shape({ system: text, device: text, hardware: text, policy: text, requests: maybe(listOf(powerRequest)) }),
  specialFiles: files,
  resources: maybe(listOf(shape({ type: text, start: text, length: number }))),
  interfaces: maybe(listOf(shape({ link: text, class: text }))),
  pofx: orNull(pofx),
  stack: listOf(stackEntry),
  irpLog: maybe(listOf(loggedIrp)),
});

const irp = shape({
  address: text,
  major: text,
  minor: orNull(text),
  at: text,
  device: text,
  stackIndex: number,
  direction: text,
  pendingSince: orNull(text),
  heldBy: orNull(text),
  waitingFor: orNull(text),
  status: text,
  cause: orNull(text),
  args: record(() => true),
});

const violation = shape({
  rule: text,
  title: text,
  message: text,
  remedy: text,
  driver: text,
  device: orNull(text),
  file: orNull(text),
  line: orNull(number),
  event: number,
  time: text,
  document: maybe(text),
  earlier: maybe(listOf(shape({ file: text, line: number, column: number, message: text }))),
});

const dumpDevice = shape({
  id: text,
  hardware: text,
  powerOn: orNull(text),
  violations: listOf(text),
  reason: orNull(text),
});

const bugcheck = shape({
  code: number,
  name: text,
  parameters: listOf(text),
  meanings: listOf(text),
  values: maybe(listOf(text)),
  text,
  driver: orNull(text),
  file: orNull(text),
  line: orNull(number),
  event: number,
  dumpPath: maybe(
    shape({
      text,
      canBeWritten: flag,
      devices: listOf(dumpDevice),
      nested: maybe(listOf(shape({ code: text, step: text }))),
    }),
  ),
});

const contents = shape({
  state: shape({
    name: text,
    file: text,
    run: text,
    time: text,
    seed: number,
    systemPower: text,
    power: shape({
      state: text,
      source: text,
      wokenBy: listOf(text),
      standby: maybe(text),
      keptAwakeBy: maybe(listOf(text)),
    }),
    events: number,
    bugcheck: orNull(bugcheck),
    devices: listOf(device),
    irps: listOf(irp),
    violations: listOf(violation),
  }),
  analysis: orNull(text),
  trace: listOf(text),
  symbols: maybe(listOf(shape({ address: text, driver: text, name: text, file: orNull(text), line: orNull(number) }))),
});

/** @returns what is wrong, as a sentence, instead of contents that nothing can be made of */
export function readDumpContents(json: string): DumpContents | string {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return DAMAGED;
  }
  const format = (value as { readonly format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > 1) return 'The dump was written by a later version of Driver Sandbox.';
  return format === 1 && contents(value) ? (value as DumpContents) : DAMAGED;
}

const DAMAGED = 'What the sandbox has put behind the pages is damaged.';
