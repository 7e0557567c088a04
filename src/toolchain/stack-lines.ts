/** Finds a driver's own line in an error's stack. */

/** `file` is the path that the module was loaded from. */
export interface DriverFrame {
  readonly file: string;
  readonly line: number;
  /** Counts in the code without types: only near to the source's column. */
  readonly column: number;
  /** The driver's function, or null at the top level of a module. */
  readonly routine: string | null;
}

/** The name under which the engine knows a module: V8 cuts a source URL at a blank. */
export function sourceUrlOf(path: string): string {
  return encodeURI(path).replaceAll('(', '%28').replaceAll(')', '%29');
}

export function pathOfSourceUrl(url: string): string {
  try {
    return decodeURI(url).replaceAll('%28', '(').replaceAll('%29', ')');
  } catch {
    return url;
  }
}

/** Every frame that names a place, innermost first. */
export function parseFrames(stack: string): readonly DriverFrame[] {
  return stack
    .split('\n')
    .map(parseFrame)
    .filter((frame) => frame !== null);
}

/** The innermost frame in one of `files`. */
export function firstDriverFrame(stack: string, files: ReadonlySet<string>): DriverFrame | null {
  for (const line of stack.split('\n')) {
    const frame = parseFrame(line);
    if (frame !== null && files.has(frame.file)) {
      return frame;
    }
  }
  return null;
}

/** The engine puts `PATH:LINE` above the message of a syntax error; such an error has no frame of its own. */
export function syntaxErrorPlace(stack: string, files: ReadonlySet<string>): { file: string; line: number } | null {
  const head = /^(\S+):(\d+)\r?\n/.exec(stack);
  const file = pathOfSourceUrl(head?.[1] ?? '');
  return head !== null && files.has(file) ? { file, line: Number(head[2]) } : null;
}

function parseFrame(text: string): DriverFrame | null {
  const match = /^\s*at (.*?)(\S+):(\d+):(\d+)\)?$/.exec(text);
  if (match === null) {
    return null;
  }
  const [, before = '', place = '', line, column] = match;
  return {
    file: pathOfSourceUrl(place.replace(/^\(/, '')),
    line: Number(line),
    column: Number(column),
    routine: routineName(before),
  };
}

function routineName(before: string): string | null {
  const name = /^(?:async |new )*(\S+) /.exec(before)?.[1] ?? null;
  return name === null || name === 'eval' || name === 'Object.<anonymous>' || name === '<anonymous>'
    ? null
    : name.replace(/^(?:Object|exports|module\.exports)\./, '');
}
