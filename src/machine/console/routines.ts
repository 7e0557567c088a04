/** Writes the name of a routine into an answer, with the place in its source. */
import type { Page } from './page.ts';
import { routineName, symbolAt } from './symbols.ts';
import type { ConsoleTarget } from './target.ts';

/** @param driver - whose routine it is meant to be */
export function showRoutine(target: ConsoleTarget, page: Page, address: number, driver?: string): string {
  const name = routineName(target, address, driver);
  const symbol = name === '' ? undefined : symbolAt(target, address);
  if (symbol?.file != null) page.source({ text: name, file: symbol.file, line: symbol.line ?? 1 });
  return name;
}
