/** Routines of drivers by name and address. */
import type { ConsoleSymbol, ConsoleTarget } from './target.ts';

/** `disk!DispatchPnp` */
export function symbolText({ driver, name }: ConsoleSymbol): string {
  return `${driver}!${name}`;
}

export function symbolAt(target: ConsoleTarget, address: number): ConsoleSymbol | undefined {
  return target.symbols().find((symbol) => symbol.address === address);
}

/**
 * The name of a routine; empty where none begins at the address.
 *
 * @param driver - whose routine it is meant to be: in-box drivers share some, which are named by whoever came first
 */
export function routineName(target: ConsoleTarget, address: number, driver?: string): string {
  const symbol = address === 0 ? undefined : symbolAt(target, address);
  if (symbol === undefined) return '';
  const isShared = driver !== undefined && symbol.file === null && symbol.driver !== 'nt';
  return symbolText(isShared ? { ...symbol, driver } : symbol);
}
