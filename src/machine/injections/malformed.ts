/** What an injection must look like. A file of a user's, or another program, may send anything. */
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import { parseDuration } from '../../base/time.ts';
import {
  IO_REQUESTS,
  PNP_REQUESTS,
  POFX_REQUESTS,
  POWER_REQUESTS,
  POWER_SETTING_NAMES,
  POWER_STATES,
  USAGE_TYPES,
  WMI_REQUESTS,
} from '../../protocol/injection.ts';

/** What is wrong with a member's value; null when nothing is. */
type Check = (value: unknown, member: string) => string | null;
type Members = Readonly<Record<string, unknown>>;

/** Members of events that a pattern may name. */
const EVENT_MEMBERS = [
  'n',
  't',
  'kind',
  'thread',
  'irp',
  'device',
  'driver',
  'major',
  'minor',
  'status',
  'machine',
  'from',
  'event',
  'to',
  'detail',
];

/** What one request may move: more than any test needs, less than would fill memory. */
const MOST_BYTES = 16 * 1024 * 1024;

function shown(value: unknown): string {
  return `\`${typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing')}\``;
}

function oneOf(words: readonly string[], what: string): Check {
  return (value) => {
    if (typeof value === 'string' && words.includes(value)) return null;
    const near = typeof value === 'string' ? nearestSpelling(value, words) : null;
    return `${shown(value)} is no ${what}.${near === null ? ` Known: ${words.join(', ')}.` : ` Did you mean \`${near}\`?`}`;
  };
}

const text: Check = (value, member) =>
  typeof value === 'string' ? null : `\`${member}\` must be a text, and is ${shown(value)}.`;
const deviceId: Check = (value) => (typeof value === 'string' ? null : '`device` must be there: the id of a device.');
const truth: Check = (value, member) =>
  typeof value === 'boolean' ? null : `\`${member}\` must be true or false, and is ${shown(value)}.`;
const codeOrName: Check = (value) =>
  typeof value === 'string' || typeof value === 'number'
    ? null
    : `${shown(value)} is no bug check code. Give a number or a documented name.`;

function whole(least: number, most: number): Check {
  return (value, member) =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most
      ? null
      : `\`${member}\` must be a whole number from ${least} to ${most}, and is ${shown(value)}.`;
}

const duration: Check = (value, member) =>
  typeof value === 'string' && parseDuration(value) !== undefined
    ? null
    : `\`${member}\`: ${shown(value)} is no duration. Write it as 20ms, 5s or 2min.`;

const bytes: Check = (value, member) => {
  if (typeof value !== 'string') return text(value, member);
  if (!value.startsWith('hex:') || /^hex:(?:[0-9a-f]{2})*$/i.test(value)) return null;
  return `\`data\`: what follows \`hex:\` must be pairs of hex digits, and is ${shown(value.slice(4))}.`;
};

const guid: Check = (value, member) =>
  typeof value === 'string' && /^\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\}$/i.test(value)
    ? null
    : `\`${member}\` must be an identifier such as {12345678-1234-1234-1234-123456789abc}, and is ${shown(value)}.`;

const parameterList: Check = (value) =>
  Array.isArray(value) && value.every((one) => typeof one === 'number' || typeof one === 'string')
    ? null
    : `\`parameters\` must be a list of numbers or texts, and is ${shown(value)}.`;

const pattern: Check = (value, member) => {
  if (value === 'idle') return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `\`${member}\` must be "idle" or a pattern such as { "kind": "irpDone" }, and is ${shown(value)}.`;
  }
  const wrong = Object.keys(value).find((key) => !EVENT_MEMBERS.includes(key));
  return wrong === undefined ? null : oneOf(EVENT_MEMBERS, 'member of an event')(wrong, member);
};

const statusOrWord: Check = (value, member) =>
  typeof value === 'string' || typeof value === 'number'
    ? null
    : `\`${member}\` must be an NTSTATUS by name or number, \`drop\` or \`delay\`, and is ${shown(value)}.`;

interface Shape {
  readonly must: Readonly<Record<string, Check>>;
  readonly may?: Readonly<Record<string, Check>>;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  usage: { must: { device: deviceId, type: oneOf(USAGE_TYPES, 'usage type'), inPath: truth }, may: { force: truth } },
  pnp: { must: { device: deviceId, request: oneOf(PNP_REQUESTS, 'PnP request') }, may: { force: truth } },
  io: {
    must: { device: deviceId, request: oneOf(IO_REQUESTS, 'I/O request') },
    may: {
      offset: whole(0, Number.MAX_SAFE_INTEGER),
      length: whole(0, MOST_BYTES),
      data: bytes,
      code: whole(0, 0xffff_ffff),
      wait: truth,
    },
  },
  pageIn: { must: { device: deviceId } },
  wmi: {
    must: { device: deviceId, request: oneOf(WMI_REQUESTS, 'WMI request'), guid },
    may: { instance: whole(0, 0xffff_ffff), item: whole(0, 0xffff_ffff), method: whole(0, 0xffff_ffff), data: bytes },
  },
  hardwareProfileChange: { must: {}, may: { cancel: truth } },
  power: {
    must: { request: oneOf(POWER_REQUESTS, 'power request') },
    may: {
      state: oneOf(POWER_STATES, 'power state'),
      device: text,
      critical: truth,
      powerLost: truth,
      setting: oneOf(POWER_SETTING_NAMES, 'power setting'),
      value: whole(0, 0xffff_ffff),
      time: duration,
    },
  },
  pofx: {
    must: { device: deviceId, request: oneOf(POFX_REQUESTS, 'request of the power framework') },
    may: { component: whole(0, 0xffff), time: duration, wake: truth },
  },
  bugcheck: { must: { code: codeOrName }, may: { parameters: parameterList, after: whole(0, 1_000_000) } },
  fault: {
    must: { at: text, status: statusOrWord },
    may: { device: text, driver: text, by: duration, times: whole(1, 1_000_000), after: whole(0, 1_000_000) },
  },
  advance: { must: { by: duration } },
  run: { must: {}, may: { until: pattern } },
  expect: { must: { path: text } },
};

/** Why an injection cannot be what it says it is; null when it can. */
export function whyMalformed(injection: object): string | null {
  const members = injection as Members;
  const op = members['op'];
  const shape = typeof op === 'string' ? SHAPES[op] : undefined;
  if (shape === undefined) return `\`op\`: ${oneOf(Object.keys(SHAPES), 'injection')(op, 'op') ?? ''}`;
  for (const [member, check] of Object.entries(shape.must)) {
    const wrong = check(members[member], member);
    if (wrong !== null) return wrong;
  }
  for (const [member, check] of Object.entries(shape.may ?? {})) {
    const wrong = members[member] === undefined ? null : check(members[member], member);
    if (wrong !== null) return wrong;
  }
  if (op === 'pofx') return whyMalformedPoFx(members);
  return op === 'power' ? whyMalformedPower(members) : null;
}

function whyMalformedPoFx({ request, time }: Members): string | null {
  const takesTime = ['latency', 'residency', 'idleTimeout'].includes(String(request));
  if (takesTime === (time !== undefined)) return null;
  return takesTime
    ? `\`${String(request)}\` needs \`time\`: a duration such as 10ms.`
    : `\`time\` goes with latency, residency and idleTimeout only.`;
}

/** Which members go together depends on the request. */
function whyMalformedPower({ request, state, device }: Members): string | null {
  const isForDevice = request === 'setDevice' || request === 'queryDevice';
  if (isForDevice && (device === undefined || state === undefined))
    return `\`${request}\` needs \`device\` and \`state\`: D0 to D3.`;
  if (state === undefined) return null;
  if (!isForDevice && request !== 'sleep') return `\`state\` goes with sleep, setDevice and queryDevice only.`;
  const kind = isForDevice ? 'D' : 'S';
  return String(state).startsWith(kind)
    ? null
    : `\`${request}\` takes a state ${kind === 'D' ? 'D0 to D3' : 'S1 to S3'}, not ${String(state)}.`;
}
