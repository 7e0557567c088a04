/** What a driver's text says of its routines: found by their shape, in TypeScript and in C, while it is being written. */

export interface RoutineText {
  readonly name: string;
  /** What the driver registers it for: `IRP_MJ_PNP`, `AddDevice`; in the order of the text. */
  readonly roles: readonly string[];
  /** Minor codes that it names, without their prefix. */
  readonly minors: readonly string[];
  /** From 0: of its declaration, and of its closing brace. */
  readonly line: number;
  readonly endLine: number;
}

/** What a name in a routine stands for, as the debugger calls it. */
export type Meaning = 'Irp' | 'IrpSp' | 'DeviceObject' | 'DeviceExtension' | 'DriverObject';

const DRIVER = /from\s+['"]wdm['"]|#\s*include\s*[<"](?:wdm|ntddk|storport|pepfx)\.h[>"]/;
const DECLARATION =
  /^(?:export\s+)?(?:async\s+)?function\s+(\w+)\s*\(|^(?:export\s+)?const\s+(\w+)\s*=\s*(?:async\s*)?\(|^(?:static\s+|_\w+_\s*(?:\([^)]*\)\s*)?|extern\s+)*(?:NTSTATUS|VOID|void)\s+(?:NTAPI\s+)?(\w+)\s*\(/gm;
/** Each with the role first and the routine's name second, or the name alone. */
const REGISTRATIONS: readonly (readonly [
  RegExp,
  (match: RegExpMatchArray) => readonly [role: string, name: string],
])[] = [
  [/MajorFunction\.set\(\s*(\w+)\s*,\s*(\w+)\s*\)/g, ([, role = '', name = '']) => [majorOf(role), name]],
  [/MajorFunction\[\s*(\w+)\s*\]\s*=\s*(\w+)/g, ([, role = '', name = '']) => [majorOf(role), name]],
  [/(?:\.|->)(AddDevice|DriverUnload|DriverStartIo)\s*=\s*(\w+)/g, ([, role = '', name = '']) => [role, name]],
  [/\bIoSetCompletionRoutine\(\s*\w+\s*,\s*(\w+)\s*,/g, ([, name = '']) => [COMPLETION, name]],
  [/\bIoSetCompletionRoutineEx\(\s*\w+\s*,\s*\w+\s*,\s*(\w+)\s*,/g, ([, name = '']) => [COMPLETION, name]],
];
export const COMPLETION = 'completion routine';
/** A loop over all major codes. */
const EVERY_OTHER = 'every other request';

function majorOf(word: string): string {
  return word.startsWith('IRP_MJ_') ? word : EVERY_OTHER;
}

/** Whether a text is a driver's: only those get lenses. */
export function isDriverText(text: string): boolean {
  return DRIVER.test(text);
}

/** Blanks in place of comments and texts: what is in them opens no brace and names no routine. Lines stay. */
export function bare(text: string): string {
  return text.replaceAll(
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g,
    (part) => part.replaceAll(/[^\n]/g, ' '),
  );
}

interface Range {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Offset behind the bracket that closes the one at `open`; the end of the text where none does. */
function closing(text: string, open: number, brackets: string): number {
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === brackets[0]) depth += 1;
    else if (text[at] === brackets[1]) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** Routines with a body, in the order of the text. */
function routinesOf(text: string): readonly Range[] {
  const found: Range[] = [];
  for (const match of text.matchAll(DECLARATION)) {
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    const behind = closing(text, match.index + match[0].length - 1, '()');
    // A type, or `=>`, may stand between; a prototype ends with a semicolon.
    const brace = /^[^;{]*\{/.exec(text.slice(behind));
    if (brace === null) continue;
    found.push({ name, start: match.index, end: closing(text, behind + brace[0].length - 1, '{}') });
  }
  return found;
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** What each routine is registered for. */
function rolesIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const roles = new Map<string, Set<string>>();
  for (const [pattern, read] of REGISTRATIONS) {
    for (const match of text.matchAll(pattern)) {
      const [role, name] = read(match);
      const known = roles.get(name) ?? new Set();
      roles.set(name, known.add(role));
    }
  }
  return roles;
}

/** The routines that a driver registers with the system, in the order of the text. */
export function registeredRoutines(source: string): readonly RoutineText[] {
  if (!isDriverText(source)) return [];
  const text = bare(source);
  const roles = rolesIn(text);
  return routinesOf(text).flatMap(({ name, start, end }) => {
    const own = roles.get(name);
    if (own === undefined) return [];
    const minors = new Set([...text.slice(start, end).matchAll(/\bIRP_MN_(\w+)/g)].map(([, minor = '']) => minor));
    return [{ name, roles: [...own], minors: [...minors], line: lineOf(text, start), endLine: lineOf(text, end) }];
  });
}

const PARAMETERS: readonly (readonly [RegExp, Meaning])[] = [
  [/^(?:PIRP|IRP)$/, 'Irp'],
  [/^(?:PDEVICE_OBJECT|DEVICE_OBJECT)$/, 'DeviceObject'],
  [/^(?:PDRIVER_OBJECT|DRIVER_OBJECT)$/, 'DriverObject'],
];
/** What a variable is made from. */
const SOURCES: readonly (readonly [RegExp, Meaning])[] = [
  [/\bIoGetCurrentIrpStackLocation\s*\(/, 'IrpSp'],
  [/(?:\.|->)DeviceExtension\b/, 'DeviceExtension'],
];

/**
 * Names in the dispatch routine around an offset that the debugger knows under another one. Other routines have none:
 * what they are given may be any device and any request.
 */
export function meaningsAt(source: string, offset: number): ReadonlyMap<string, Meaning> {
  const meanings = new Map<string, Meaning>();
  if (!isDriverText(source)) return meanings;
  const text = bare(source);
  const routine = routinesOf(text).findLast(({ start, end }) => start <= offset && offset < end);
  if (routine === undefined || !isDispatch(rolesIn(text).get(routine.name))) return meanings;
  const body = text.slice(routine.start, routine.end);
  const open = body.indexOf('(');
  for (const parameter of body.slice(open + 1, closing(body, open, '()') - 1).split(',')) {
    const known = parameterMeaning(parameter);
    if (known !== null) meanings.set(...known);
  }
  for (const [, name = '', value = ''] of body.matchAll(/\b(\w+)\s*=(?![=>])\s*([^;\n]*)/g)) {
    const meaning = SOURCES.find(([pattern]) => pattern.test(value))?.[1];
    if (meaning !== undefined) meanings.set(name, meaning);
  }
  return meanings;
}

function isDispatch(roles: ReadonlySet<string> | undefined): boolean {
  return [...(roles ?? [])].some((role) => role === EVERY_OTHER || role.startsWith('IRP_MJ_'));
}

/** `irp: IRP` and `PIRP Irp`; the usual names without a type in JavaScript. */
function parameterMeaning(text: string): readonly [string, Meaning] | null {
  const typed = /^\s*(\w+)\s*:\s*(\w+)/.exec(text);
  const declared = /(\w+)\s*\**\s*\b(\w+)\s*$/.exec(text);
  const [name, type] = typed !== null ? [typed[1], typed[2]] : [declared?.[2], declared?.[1]];
  const meaning = PARAMETERS.find(([pattern]) => pattern.test(type ?? ''))?.[1];
  return name === undefined || meaning === undefined ? null : [name, meaning];
}

/** The chain of members up to the word at a column: `irp->IoStatus.Status`, with where it begins and ends. */
export function chainAt(line: string, column: number): { readonly start: number; readonly end: number } | null {
  for (const match of line.matchAll(/[A-Za-z_]\w*(?:\s*(?:\.|->)\s*[A-Za-z_]\w*|\[\d+\])*/g)) {
    const { index } = match;
    if (column < index || column > index + match[0].length) continue;
    const word = /^\w*/.exec(line.slice(column))?.[0].length ?? 0;
    const end = Math.min(index + match[0].length, column + word);
    return { start: index, end: Math.max(end, index + 1) };
  }
  return null;
}

/** What the debugger is asked for a chain: `extension->Lower` is DeviceExtension->Lower. */
export function expressionOf(chain: string, meanings: ReadonlyMap<string, Meaning>): string {
  return chain.replaceAll(/\s+/g, '').replace(/^\w+/, (name) => meanings.get(name) ?? name);
}
