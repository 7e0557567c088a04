/** The report of a bug check, in the layout that `!analyze -v` has made familiar. */
import type { Nt } from '../../kernel/assemble.ts';
import { decodeEvent } from '../../kernel/trace/decode.ts';
import { documentUrl } from '../../protocol/document-url.ts';
import type { BugcheckState, ViolationState } from '../../protocol/state.ts';
import { parseFrames } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import { dumpPathLines } from './dump-view.ts';
import { failureBucket, failureHash } from './failure-bucket.ts';

const LINE = '*'.repeat(79);
/** The flight recorder's last events of the device that are shown. */
const LAST_EVENTS = 24;
const SEARCHED_EVENTS = 20_000;
/** Before and behind the guilty line. */
const SOURCE_LINES = 4;

function boxed(text: string): string {
  const left = Math.floor((77 - text.length) / 2);
  return `*${' '.repeat(left)}${text}${' '.repeat(77 - text.length - left)}*`;
}

/** 32-bit values widened as a debugger for 64-bit dumps shows them. */
function wide(value: string): string {
  return value.replace(/^0x/, '').padStart(16, '0');
}

function lastEvents(nt: Nt, bugcheck: BugcheckState): readonly string[] {
  const { recorder, crash } = nt.kernel.sim;
  const device = crash === null ? '' : decodeEvent(nt.kernel.sim, recorder.read(crash.event)).device;
  const lines: string[] = [];
  const oldest = Math.max(recorder.oldest, bugcheck.event - SEARCHED_EVENTS);
  for (let n = bugcheck.event - 1; n >= oldest && lines.length < LAST_EVENTS; n -= 1) {
    const event = decodeEvent(nt.kernel.sim, recorder.read(n));
    if (device !== undefined && device !== '' && event.device !== device) continue;
    const where = [event.device, event.driver].filter((part) => part !== undefined && part !== '').join('/');
    const what = [event.minor ?? event.major, event.detail, event.status]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
    lines.push(
      `${String(event.n).padStart(8)} ${event.t.padStart(12)} ${event.kind.padEnd(18)} ${where.padEnd(20)} ${what}`.trimEnd(),
    );
  }
  const whose = device === undefined || device === '' ? 'the machine' : device;
  return [`LAST_EVENTS:  of ${whose}, newest last`, ...lines.reverse()];
}

/** `early!HandleUsageNotification [early.ts @ 57]`, innermost first. */
function stackText(nt: Nt, programs: DriverPrograms, blamed: string): readonly string[] {
  const { crash } = nt.kernel.sim;
  if (crash === null) return [];
  // A module that several drivers share is the blamed one's here.
  const users = [...programs.users].sort((one, other) => Number(other.name === blamed) - Number(one.name === blamed));
  const driverOf = (file: string): string | undefined =>
    users.find(({ program }) => program.modules.some(({ path }) => path === file))?.name;
  return parseFrames(programs.stackOf(crash.cause)).flatMap(({ routine, file, line }) => {
    const driver = driverOf(file);
    return driver === undefined ? [] : [`${driver}!${routine ?? 'module'} [${file} @ ${line}]`];
  });
}

/** The lines around the fault, the guilty one marked. */
function sourceText(programs: DriverPrograms, { file, line }: BugcheckState): readonly string[] {
  if (file === null || line === null) return [];
  const modules = programs.users.flatMap(({ program }) => program.modules);
  const lines = modules.find(({ path }) => path === file)?.text.split('\n');
  if (lines === undefined) return [];
  const first = Math.max(1, line - SOURCE_LINES);
  const shown = lines.slice(first - 1, line + SOURCE_LINES);
  return [
    'FAULTING_SOURCE_CODE:',
    ...shown.map((text, index) => {
      const at = first + index;
      return `${at === line ? '>' : ' '}${String(at).padStart(5)}: ${text.trimEnd()}`.trimEnd();
    }),
    '',
  ];
}

/** What the verifier says when it was its rule that stopped the machine. */
function ruleText(bugcheck: BugcheckState, violations: readonly ViolationState[]): readonly string[] {
  const broken = violations.findLast(
    (one) => Number(one.bugcheck ?? bugcheck.code) === bugcheck.code && one.event >= bugcheck.event - 1,
  );
  if (broken === undefined) return [];
  const { rule, title, message, why, document } = broken;
  return [
    `DV_VIOLATED_CONDITION:  ${title}: ${message}.`,
    ...(why === undefined ? [] : [`DV_RULE_EXPLANATION:  ${why}`]),
    ...(document === undefined ? [] : [`DV_MSDN_LINK: ${documentUrl(document)}`]),
    `DV_RULE_INFO: ${rule}`,
    '',
  ];
}

function irpStack(nt: Nt): readonly string[] {
  const { current, directory } = nt.kernel.sim;
  const lines: string[] = [];
  for (let depth = current.depth - 1; depth >= 0; depth -= 1) {
    const device = current.frameDevice[depth] ?? 0;
    lines.push(`${directory.driverName(current.frameDriver[depth] ?? 0)}!${directory.deviceId(device) || 'driver'}`);
  }
  return lines;
}

/** The box, what happened, and what the parameters are. */
function headLines({ name, code, text, parameters, meanings, values }: BugcheckState): readonly string[] {
  return [
    LINE,
    boxed(''),
    boxed('Bugcheck Analysis'),
    boxed(''),
    LINE,
    '',
    `${name} (${code.toString(16)})`,
    text,
    'Arguments:',
    ...parameters.map((value, index) =>
      [`Arg${index + 1}: ${wide(value)}`, meanings[index], values?.[index]].filter(Boolean).join(', '),
    ),
    '',
  ];
}

function keyLines(values: readonly (readonly [key: string, value: string])[]): readonly string[] {
  return [
    'KEY_VALUES_STRING: 1',
    '',
    ...values.flatMap(([key, value]) => [`    Key  : ${key}`, `    Value: ${value}`, '']),
  ];
}

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const BLOCKED_IRP = 3;

/** What is told of a power request that somebody holds: the commands that lead on take these. */
function powerLines({ code, parameters: [p1, p2, , p4] }: BugcheckState): readonly string[] {
  if (code !== DRIVER_POWER_STATE_FAILURE) return [];
  const blocked = [`DEVICE_OBJECT: ${wide(p2)}`, `IRP_ADDRESS: ${wide(p4)}`];
  return [
    `DRVPOWERSTATE_SUBCODE:  ${p1.replace(/^0x/, '')}`,
    '',
    ...(Number(p1) === BLOCKED_IRP ? [...blocked, ''] : []),
  ];
}

/** @param bugcheck - what the state says of the crash */
export function analyzeText(
  nt: Nt,
  programs: DriverPrograms,
  bugcheck: BugcheckState,
  violations: readonly ViolationState[],
): string {
  const { code, parameters, driver, file, line } = bugcheck;
  const code16 = code.toString(16);
  const blamed = driver ?? 'nt';
  const source = stackText(nt, programs, blamed);
  const stack = source.length > 0 ? source : irpStack(nt);
  const symbol = source[0]?.replace(/ .*$/, '') ?? null;
  const bucket = failureBucket(bugcheck, symbol);
  const hash = failureHash(bucket);
  const parts = [
    ...headLines(bugcheck),
    ...ruleText(bugcheck, violations),
    'Debugging Details:',
    '------------------',
    '',
    ...keyLines([
      ['Bugcheck.Code.Target', `0x${code16}`],
      ['Failure.Bucket', bucket],
      ['Failure.Hash', hash],
    ]),
    `BUGCHECK_CODE:  ${code16}`,
    ...parameters.map((value, index) => `BUGCHECK_P${index + 1}: ${value.replace(/^0x/, '')}`),
    '',
    ...powerLines(bugcheck),
    'PROCESS_NAME:  System',
    `CURRENT_IRQL:  ${nt.kernel.sim.current.irql}`,
    `MODULE_NAME: ${blamed}`,
    `IMAGE_NAME:  ${driver === null ? 'ntoskrnl.exe' : `${driver}.sys`}`,
    ...(file === null ? [] : [`FAULTING_SOURCE_LINE:  ${file}`, `FAULTING_SOURCE_LINE_NUMBER:  ${line ?? 1}`]),
    ...(symbol === null ? [] : [`SYMBOL_NAME:  ${symbol}`]),
    '',
    ...sourceText(programs, bugcheck),
    'STACK_TEXT:',
    ...(stack.length === 0 ? ['(no driver was running)'] : stack),
    '',
    ...lastEvents(nt, bugcheck),
    '',
    ...(bugcheck.dumpPath === undefined ? [] : [...dumpPathLines(bugcheck.dumpPath), '']),
    `FAILURE_BUCKET_ID:  ${bucket}`,
    `FAILURE_ID_HASH:  ${hash}`,
    `Followup:     ${driver === null ? 'nobody is blamed' : driver}`,
    '---------',
    '',
  ];
  return parts.join('\n');
}
