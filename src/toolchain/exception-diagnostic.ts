/** Turns what a driver threw into a diagnostic at the driver's own line. */
import type { Diagnostic } from '../protocol/diagnostic.ts';
import { explainMessage } from './kernel-globals.ts';
import { type DriverFrame, firstDriverFrame, syntaxErrorPlace } from './stack-lines.ts';

/** What is known of the driver that threw. */
export interface ThrowingDriver {
  readonly entry: string;
  readonly modules: readonly { readonly path: string; readonly text: string }[];
}

/** @param when - goes on the sentence `auditflt.ts threw an exception …`: `in DriverEntry` */
export function exceptionDiagnostic(error: unknown, driver: ThrowingDriver, when: string): Diagnostic {
  const texts = new Map(driver.modules.map(({ path, text }) => [path, text]));
  const files = new Set(texts.keys());
  const stack = stackOf(error);
  const syntax = error instanceof SyntaxError ? (syntaxErrorPlace(stack, files) ?? rejectedPlace(error, files)) : null;
  const frame = syntax ?? firstDriverFrame(stack, files);
  const routine = frame !== null && 'routine' in frame ? frame.routine : null;
  const file = frame?.file ?? driver.entry;
  const message = messageOf(error);
  return {
    ...wholeLine(file, texts.get(file) ?? '', frame?.line ?? 1),
    severity: 'error',
    code: syntax === null ? 'driver/exception' : 'driver/syntax',
    message: syntax === null ? exceptionText(error, message, routine, when) : `Syntax error: ${syntaxText(message)}`,
  };
}

/** A place that covers what stands on a line: columns of running code do not count in the source. */
export function wholeLine(
  file: string,
  text: string,
  line: number,
): Pick<Diagnostic, 'file' | 'line' | 'column' | 'endLine' | 'endColumn'> {
  const content = (text.split('\n')[line - 1] ?? '').trimEnd();
  const column = Math.max(content.search(/\S/), 0) + 1;
  return { file, line, column, endLine: line, endColumn: Math.max(content.length, column) + 1 };
}

function exceptionText(error: unknown, message: string, routine: DriverFrame['routine'], when: string): string {
  const where = routine === null ? when : `in ${routine}, ${when}`;
  const name = error instanceof Error ? error.name : 'a value that is no error';
  const explained = explainMessage(message);
  return explained === null
    ? `The driver threw ${name} ${where}: ${message.replace(/\.$/, '')}. On Windows an exception that nobody handles ends in a bugcheck; catch it, or mend its cause.`
    : `${explained} (${name} ${where})`;
}

/** SES refuses a text by its looks, comments and strings included, and names the line in its message. */
function rejectedPlace(error: SyntaxError, files: ReadonlySet<string>): { file: string; line: number } | null {
  const line = /rejected at .*:(\d+)\. \(SES_/.exec(error.message)?.[1];
  const file = [...files].find((path) => error.message.includes(encodeURI(path)));
  return line === undefined || file === undefined ? null : { file, line: Number(line) };
}

function syntaxText(message: string): string {
  const what = /Possible (.+?) rejected at/.exec(message)?.[1];
  if (what === undefined) {
    return `${message}.`;
  }
  const written: Record<string, string> = {
    'import expression': '`import(…)`',
    'direct eval expression': '`eval(…)`',
    'HTML comment': '`<!--` or `-->`',
  };
  return `${written[what] ?? what} may not stand in a driver, not even in a comment or a string.`;
}

function stackOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error.stack) : '';
  } catch {
    return ''; // a driver may throw an object whose stack throws
  }
}

function messageOf(error: unknown): string {
  try {
    return error instanceof Error ? error.message : String(error);
  } catch {
    return 'an object that cannot be shown';
  }
}
