/** Answers the debugger's requests: all at once, so that they can be served while the machine stands still. */
import type { DebugRequests } from '../protocol/debug.ts';
import type { MachinePort } from './machine-port.ts';

const METHODS = [
  'debug/attach',
  'debug/detach',
  'debug/setLines',
  'debug/setFunctions',
  'debug/setData',
  'debug/setExceptions',
  'debug/pause',
  'debug/continue',
  'debug/travel',
  'debug/lastHit',
  'debug/stepBefore',
  'debug/threads',
  'debug/stack',
  'debug/scopes',
  'debug/variables',
  'debug/setVariable',
  'debug/setExpression',
  'debug/evaluate',
  'debug/readMemory',
  'debug/writeMemory',
  'debug/modules',
] as const satisfies readonly (keyof DebugRequests)[];

type Method = (typeof METHODS)[number];
type DebugHandlers = { [M in Method]: (params: DebugRequests[M][0]) => DebugRequests[M][1] };

export function debugHandlers(debug: () => NonNullable<MachinePort['debug']>): DebugHandlers {
  const entries = METHODS.map((method) => {
    const handle = (params: never): unknown => (debug().handlers[method] as (params: never) => unknown)(params);
    return [method, handle] as const;
  });
  return Object.fromEntries(entries) as unknown as DebugHandlers;
}
