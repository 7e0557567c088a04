/** A JavaScript expression of the user's, made fit for a driver's code: names of the WDK are known there, slips are found. */
import { valueOfName } from '../../abi/names.ts';
import type { JavaScriptExpression } from '../environment.ts';

const NAME = /(?<![\w$.])[A-Za-z_$][\w$]*/g;
const LITERAL = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
const PARAMETERS = /(?:\(([^()]*)\)|([A-Za-z_$][\w$]*))\s*=>/g;
/** Words, and what every compartment has. */
const EVERYWHERE = new Set(
  `true false null undefined NaN Infinity typeof instanceof in of new void this delete await async function return if else
  Array ArrayBuffer BigInt Boolean DataView Error JSON Map Math Number Object Promise RangeError Reflect RegExp Set String Symbol
  TypeError Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array WeakMap WeakSet isFinite isNaN parseFloat parseInt
  globalThis`.split(/\s+/),
);

/**
 * A compartment gives `undefined` for a name that nobody knows, instead of an error.
 *
 * @param declared - names that the code itself has there
 */
export function javaScriptOf(text: string, declared: Iterable<string>): JavaScriptExpression {
  const own = new Set([...declared, ...EVERYWHERE, ...parametersOf(text)]);
  const names = new Set([...text.replace(LITERAL, "''").matchAll(NAME)].map(([name]) => name));
  const unknown: string[] = [];
  const documented: [string, number][] = [];
  for (const name of names) {
    const value = own.has(name) ? undefined : valueOfName(name);
    if (value !== undefined) documented.push([name, value]);
    else if (!own.has(name)) unknown.push(name);
  }
  const checks = unknown.map((name) => `if (typeof ${name} === 'undefined') throw new ReferenceError('${name}');`);
  const parameters = documented.map(([name]) => name).join(', ');
  const values = documented.map(([, value]) => value).join(', ');
  return { text, code: `((${parameters}) => { ${checks.join(' ')} return (${text}\n); })(${values})` };
}

function parametersOf(text: string): readonly string[] {
  return [...text.matchAll(PARAMETERS)].flatMap(([, list, one]) => (list ?? one ?? '').match(NAME) ?? []);
}
