import { applyEdits, type Edit, modify, parse } from 'jsonc-parser';

export type VerifierMode = 'standard' | 'off' | 'all';
export type RuleAction = 'off' | 'report' | 'bugcheck';

/** `verifier` of a machine file, as far as it is well formed. */
export interface VerifierChoice {
  readonly mode: VerifierMode;
  /** Rules that differ from the mode. */
  readonly rules: Readonly<Record<string, RuleAction>>;
  /** Options of Driver Verifier that are written, as they are written. */
  readonly options: Readonly<Record<string, unknown>>;
}

const MODES: readonly VerifierMode[] = ['standard', 'off', 'all'];

export function readVerifier(text: string): VerifierChoice {
  const file: unknown = parse(text, [], { allowTrailingComma: true });
  const written = memberOf(file, 'verifier');
  const { mode, rules, ...options } = isObject(written) ? written : { mode: written, rules: undefined };
  return {
    mode: MODES.find((one) => one === mode) ?? 'standard',
    rules: isObject(rules) ? (rules as Record<string, RuleAction>) : {},
    options,
  };
}

/** The file's text with one rule set; comments and layout stay. `undefined`: as the mode has it. */
export function withRule(text: string, rule: string, action: RuleAction | undefined): string {
  const opened = asObject(text);
  return changed(opened, ['verifier', 'rules', rule], action);
}

/** The file's text with these settings, in as few words as they need. */
export function withVerifier(text: string, choice: VerifierChoice): string {
  const { mode, rules, options } = choice;
  const isPlain = Object.keys(rules).length === 0 && Object.keys(options).length === 0;
  if (isPlain) return changed(text, ['verifier'], mode);
  const before = readVerifier(text);
  let result = changed(asObject(text), ['verifier', 'mode'], mode);
  // Member by member, so that comments beside those that stay are kept.
  for (const name of new Set([...Object.keys(before.options), ...Object.keys(options)]))
    result = changed(result, ['verifier', name], options[name]);
  for (const rule of new Set([...Object.keys(before.rules), ...Object.keys(rules)]))
    result = changed(result, ['verifier', 'rules', rule], rules[rule]);
  return Object.keys(rules).length === 0 ? changed(result, ['verifier', 'rules'], undefined) : result;
}

/** The text in which `verifier` is an object, as it must be to hold more than a mode. */
function asObject(text: string): string {
  const written = memberOf(parse(text, [], { allowTrailingComma: true }), 'verifier');
  if (isObject(written)) return text;
  return changed(text, ['verifier'], { mode: MODES.find((one) => one === written) ?? 'standard' });
}

function changed(text: string, path: string[], value: unknown): string {
  const tabSize = /^( +)\S/m.exec(text)?.[1]?.length ?? 2;
  const formattingOptions = { insertSpaces: !/^\t/m.test(text), tabSize, eol: text.includes('\r\n') ? '\r\n' : '\n' };
  const present = path.reduce<unknown>(memberOf, parse(text, [], { allowTrailingComma: true }));
  if (JSON.stringify(present) === JSON.stringify(value)) return text;
  const edits: Edit[] = modify(text, path, value, { formattingOptions });
  return applyEdits(text, edits);
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
