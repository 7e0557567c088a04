/** Findings and the bug check as clients see them, each at its line. */

import { describeBugCheck } from '../../abi/bug-check-table.ts';
import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Finding } from '../../kernel/sim/finding.ts';
import type { Diagnostic } from '../../protocol/diagnostic.ts';
import type { BugcheckState, ViolationState } from '../../protocol/state.ts';
import { violationLevel } from '../../protocol/violation-level.ts';
import { exceptionDiagnostic } from '../../toolchain/exception-diagnostic.ts';
import { type DriverFrame, firstDriverFrame } from '../../toolchain/stack-lines.ts';
import type { DriverPrograms } from '../driver-programs.ts';
import { dumpPathState } from './dump-view.ts';
import { parameterValues } from './parameter-values.ts';

interface Place {
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

const NOWHERE: Place = { file: null, line: null, column: null };

function driverOfFile(programs: DriverPrograms, file: string | null): string | undefined {
  return programs.users.find(({ program }) => program.modules.some((module) => module.path === file))?.name;
}

/** Where a driver declares a routine. */
export function declarationOf(programs: DriverPrograms, driver: string, routine: string): Place | null {
  const inScript = new RegExp(`\\b(?:function|const|let|var)\\s+${routine}\\b`);
  const inC = new RegExp(`^\\w[\\w\\s*]*\\b${routine}\\s*\\([^;]*$`);
  for (const { path, text } of programs.programOf(driver)?.modules ?? []) {
    const line = text.split('\n').findIndex((one) => inScript.test(one) || inC.test(one));
    if (line >= 0) return { file: path, line: line + 1, column: 1 };
  }
  return null;
}

/** A column of running TypeScript counts in code without types: there the whole line is meant. */
export function placeOfFrame({ users }: DriverPrograms, { file, line, column }: DriverFrame) {
  const modules = users.flatMap(({ program }) => program.modules);
  const text = /\.[cm]?ts$/i.test(file) ? modules.find(({ path }) => path === file)?.text : undefined;
  const start = text?.split('\n')[line - 1]?.search(/\S/) ?? -1;
  return { file, line, column: start < 0 ? column : start + 1 };
}

function placeOf(programs: DriverPrograms, site: Error | null, driver: string, routine: string): Place {
  const frame = site === null ? null : firstDriverFrame(programs.stackOf(site), programs.files());
  if (frame !== null) return placeOfFrame(programs, frame);
  const declared = /^\w+$/.test(routine) ? declarationOf(programs, driver, routine) : null;
  if (declared !== null) return declared;
  const source = programs.programOf(driver)?.entry;
  return source === undefined ? NOWHERE : { file: source, line: 1, column: 1 };
}

/** `file:line` of the driver's innermost frame; empty where none is on the stack. */
export function driverLine(programs: DriverPrograms, site: Error): string {
  const frame = firstDriverFrame(programs.stackOf(site), programs.files());
  return frame === null ? '' : `${frame.file}:${frame.line}`;
}

export function violationState(nt: Nt, programs: DriverPrograms, finding: Finding): ViolationState {
  const { directory } = nt.kernel.sim;
  const blamed = directory.driverName(finding.driver);
  const place = placeOf(programs, finding.site, blamed, finding.routine ?? '');
  // A wait that a driver below began was not awaited by whoever's line stands in the stack.
  const driver = driverOfFile(programs, place.file) ?? blamed;
  return {
    rule: finding.rule,
    title: finding.title,
    message: finding.message,
    remedy: finding.remedy,
    driver,
    device: finding.device === 0 ? null : directory.deviceId(finding.device),
    ...place,
    irp: finding.irp === 0 ? null : hex(finding.irp),
    time: formatInstant(finding.time as Instant),
    event: finding.event,
    ...verdictOf(programs, finding),
  };
}

type VerdictState = Pick<ViolationState, 'bugcheck' | 'level' | 'why' | 'document' | 'published' | 'earlier'>;

function verdictOf(programs: DriverPrograms, { verdict }: Finding): VerdictState {
  if (verdict === undefined) return { bugcheck: null };
  const { level, why, document, published, bugCheck } = verdict;
  const earlier = verdict.earlier.flatMap(({ text, site }) => {
    const frame = firstDriverFrame(programs.stackOf(site), programs.files());
    return frame === null ? [] : [{ ...placeOfFrame(programs, frame), message: text }];
  });
  const bugcheck = bugCheck === null ? null : hex(bugCheck[0] ?? 0);
  return {
    bugcheck,
    level,
    why,
    document,
    ...(published.length === 0 ? {} : { published }),
    ...(earlier.length === 0 ? {} : { earlier }),
  };
}

/** null for a violation of a driver without a source of the user's. */
export function violationDiagnostic(violation: ViolationState): Diagnostic | null {
  if (violation.file === null) return null;
  return {
    file: violation.file,
    line: violation.line ?? 1,
    column: violation.column ?? 1,
    severity: violationLevel(violation),
    code: violation.rule,
    message: `${violation.title}: ${violation.message}. ${capitalized(violation.remedy)}.`,
    ...(violation.earlier === undefined ? {} : { related: violation.earlier }),
  };
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function bugcheckState(nt: Nt, programs: DriverPrograms): BugcheckState | null {
  const { crash, directory } = nt.kernel.sim;
  if (crash === null) return null;
  const info = describeBugCheck(crash.code, crash.parameters[0]);
  const frame = firstDriverFrame(programs.stackOf(crash.cause), programs.files());
  const blamed = driverOfFile(programs, frame?.file ?? null);
  const driver = blamed ?? (crash.driver === 0 ? null : directory.driverName(crash.driver));
  const [p1, p2, p3, p4] = crash.parameters;
  const [m1 = '', m2 = '', m3 = '', m4 = ''] = info.parameters;
  const dumpPath = dumpPathState(nt);
  return {
    code: crash.code,
    name: info.name,
    parameters: [hex(p1), hex(p2), hex(p3), hex(p4)],
    meanings: [m1, m2, m3, m4],
    values: parameterValues(nt, crash.parameters, info.parameters),
    text: crash.detail === null ? info.text : `${info.text} ${crash.detail}`,
    driver,
    file: frame?.file ?? null,
    line: frame?.line ?? null,
    event: crash.event,
    dump: dumpPath?.run?.stage === 'done' ? dumpPath.run.file : null,
    ...(dumpPath === undefined ? {} : { dumpPath }),
  };
}

/** The line at which a driver brought the machine down; null when no user's driver stood there. */
export function crashDiagnostic(nt: Nt, programs: DriverPrograms): Diagnostic | null {
  const { crash } = nt.kernel.sim;
  const state = bugcheckState(nt, programs);
  if (crash === null || state?.file === null || state === null) return null;
  const user = programs.users.find(({ name }) => name === state.driver);
  // C has no exceptions of its own: what stopped it is told as a bug check.
  if (crash.detail !== null && user !== undefined && user.image === null)
    return exceptionDiagnostic(crash.cause, user.program, `and the machine stopped with bug check ${state.name}`);
  return {
    file: state.file,
    line: state.line ?? 1,
    column: 1,
    severity: 'error',
    code: `bugcheck/${state.name}`,
    message: `The machine stopped here with bug check ${state.name} (${state.parameters.join(', ')}): ${state.text}`,
  };
}
