/** The report of a bug check, in the layout that `!analyze -v` has made familiar. */
import { hexCode } from '../../base/hex.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { decodeEvent } from '../../kernel/trace/decode.ts';
import type { BugcheckState } from '../../protocol/state.ts';
import { parseFrames } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';

const LINE = '*'.repeat(79);
/** The flight recorder's last events of the device that are shown. */
const LAST_EVENTS = 24;
const SEARCHED_EVENTS = 20_000;

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
  return lines.reverse();
}

function stackText(nt: Nt, programs: DriverPrograms): readonly string[] {
  const { crash } = nt.kernel.sim;
  if (crash === null) return [];
  const files = programs.files();
  const frames = parseFrames(String(crash.cause.stack)).filter((frame) => files.has(frame.file));
  return frames.map(({ routine, file, line }) => `${routine ?? '(module)'} [${file} @ ${line}]`);
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

/** @param bugcheck - what the state says of the crash */
export function analyzeText(nt: Nt, programs: DriverPrograms, bugcheck: BugcheckState): string {
  const { name, code, text, parameters, meanings, driver, file, line } = bugcheck;
  const code16 = code.toString(16);
  const blamed = driver ?? 'nt';
  const bucket = `${hexCode(code, 0)}_${name}_${blamed}${file === null ? '' : `!${file}:${line ?? 1}`}`;
  const source = stackText(nt, programs);
  const stack = source.length > 0 ? source : irpStack(nt);
  const parts = [
    LINE,
    boxed(''),
    boxed('Bugcheck Analysis'),
    boxed(''),
    LINE,
    '',
    `${name} (${code16})`,
    text,
    'Arguments:',
    ...parameters.map(
      (value, index) => `Arg${index + 1}: ${wide(value)}${meanings[index] === '' ? '' : `, ${meanings[index]}`}`,
    ),
    '',
    'Debugging Details:',
    '------------------',
    '',
    'KEY_VALUES_STRING: 1',
    '',
    '    Key  : Bugcheck.Code.Target',
    `    Value: 0x${code16}`,
    '',
    '    Key  : Failure.Bucket',
    `    Value: ${bucket}`,
    '',
    `BUGCHECK_CODE:  ${code16}`,
    ...parameters.map((value, index) => `BUGCHECK_P${index + 1}: ${value.replace(/^0x/, '')}`),
    '',
    'PROCESS_NAME:  System',
    `CURRENT_IRQL:  ${nt.kernel.sim.current.irql}`,
    `MODULE_NAME: ${blamed}`,
    `IMAGE_NAME:  ${file ?? `${blamed}.sys`}`,
    ...(file === null ? [] : [`FAULTING_SOURCE_LINE:  ${file}`, `FAULTING_SOURCE_LINE_NUMBER:  ${line ?? 1}`]),
    '',
    'STACK_TEXT:',
    ...(stack.length === 0 ? ['(no driver was running)'] : stack),
    '',
    'LAST_EVENTS:  of the device, newest last',
    ...lastEvents(nt, bugcheck),
    '',
    `FAILURE_BUCKET_ID:  ${bucket}`,
    `Followup:     ${driver === null ? 'nobody is blamed' : driver}`,
    '---------',
    '',
  ];
  return parts.join('\n');
}
