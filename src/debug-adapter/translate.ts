/** The sandbox's words in those of the Debug Adapter Protocol. */
import type { ConsoleCompletions } from '../protocol/console.ts';
import type {
  DebugFrame,
  DebugModule,
  DebugScope,
  DebugStop,
  DebugVariable,
  ExceptionBreakpoint,
  ExceptionKind,
} from '../protocol/debug.ts';
import type { DapArguments } from './dap.ts';

const REASONS = {
  entry: 'entry',
  pause: 'pause',
  step: 'step',
  breakpoint: 'breakpoint',
  function: 'function breakpoint',
  data: 'data breakpoint',
  exception: 'exception',
  goto: 'goto',
} as const satisfies Readonly<Record<DebugStop['reason'], string>>;

/** Beside the name of the session; the debugger's own session below says where. */
const IN_JAVASCRIPT = 'paused in JavaScript';

export function stoppedBody({ reason, text, thread, breakpoints, exception, isOthers }: DebugStop): object {
  return {
    reason: REASONS[reason],
    description: isOthers === true ? IN_JAVASCRIPT : exception === undefined ? text : `Stopped: ${exception.id}`,
    text: exception === undefined ? text : exception.description,
    threadId: thread,
    allThreadsStopped: true,
    // The debugger that holds the code shows it.
    ...(isOthers === true ? { preserveFocusHint: true } : {}),
    ...(breakpoints.length === 0 ? {} : { hitBreakpointIds: breakpoints }),
  };
}

interface Options {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

/** Only what is set. */
export function plainBreakpoint({ condition, hitCondition, logMessage }: Options): Options {
  return {
    ...(condition === undefined ? {} : { condition }),
    ...(hitCondition === undefined ? {} : { hitCondition }),
    ...(logMessage === undefined ? {} : { logMessage }),
  };
}

const KINDS: ReadonlySet<string> = new Set<ExceptionKind>(['violation', 'bugcheck', 'failedStatus']);

export function exceptionBreakpoints({
  filters,
  filterOptions = [],
}: DapArguments['setExceptionBreakpoints']): readonly ExceptionBreakpoint[] {
  const asked = [...filters.map((filterId) => ({ filterId, condition: '' })), ...filterOptions];
  return asked
    .filter(({ filterId }) => KINDS.has(filterId))
    .map(({ filterId, condition = '' }) => ({ kind: filterId as ExceptionKind, only: condition }));
}

export function toScope({ name, reference, expensive }: DebugScope): object {
  const hint = name === 'Locals' ? { presentationHint: 'locals' } : {};
  return { name, variablesReference: reference, expensive, ...hint };
}

export function toFrame(frame: DebugFrame, sourceOf: (file: string) => object, lineShift: number): object {
  const { id, name, file, line, column, owner } = frame;
  // In-box drivers stay in sight: they are the way of the request.
  const hint = owner === 'kernel' ? { presentationHint: 'subtle' } : {};
  if (file === null) return { id, name, line: 0, column: 0, ...hint };
  return { id, name, source: sourceOf(file), line: line + lineShift, column: Math.max(1, column), ...hint };
}

export function toVariable({ name, value, type, reference, path, memory, writable }: DebugVariable) {
  return {
    name,
    value,
    type,
    variablesReference: reference,
    ...(path === '' ? {} : { evaluateName: path }),
    ...(memory === undefined ? {} : { memoryReference: memory }),
    ...(writable ? {} : { presentationHint: { attributes: ['readOnly'] } }),
  };
}

export function toModule({ name, source, inBox, object }: DebugModule, sourceOf: (file: string) => object): object {
  return {
    id: name,
    name: `${name}.sys`,
    isUserCode: !inBox,
    symbolStatus: inBox ? 'in-box driver' : 'source',
    addressRange: object,
    ...(source === null ? {} : { path: (sourceOf(source) as { path?: string }).path ?? source }),
  };
}

export function evaluated(variable: DebugVariable): object {
  const { value, ...rest } = toVariable(variable);
  return { result: value, ...rest };
}

/** @param column - of the cursor, from 0 @param shift - from the client's columns to ours */
export function toCompletions({ start, items }: ConsoleCompletions, column: number, shift: number): object {
  const place = { start: start - shift, length: column - start };
  return { targets: items.map(({ text: label, detail }) => ({ label, detail, ...place })) };
}

/** @throws with a message for the user */
export function addressAt(reference: string, offset: number): string {
  const address = Number(reference) + offset;
  if (!Number.isInteger(address)) throw new Error(`\`${reference}\` is no address.`);
  return `0x${Math.max(0, address).toString(16)}`;
}
