/** Commands take whatever a key binding, a task, a tree row or the Stack View hands them: only what fits is taken. */
export function textOf(argument: unknown, name: string): string | undefined {
  const value = memberOf(argument, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function booleanOf(argument: unknown, name: string): boolean | undefined {
  const value = memberOf(argument, name);
  return typeof value === 'boolean' ? value : undefined;
}

export function numberOf(argument: unknown, name: string): number | undefined {
  const value = memberOf(argument, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function wordOf<W extends string>(argument: unknown, name: string, words: readonly W[]): W | undefined {
  const value = memberOf(argument, name);
  return words.find((word) => word === value);
}

export function memberOf(argument: unknown, name: string): unknown {
  if (typeof argument !== 'object' || argument === null) return undefined;
  return (argument as Readonly<Record<string, unknown>>)[name];
}

/** The URI of a file: as text, or as VS Code hands it to commands of the editor title and the explorer. */
export function uriOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (textOf(argument, 'scheme') !== undefined) return String(argument);
  return textOf(argument, 'uri') ?? textOf(argument, 'machine');
}
