/** What a data breakpoint on a variable or an expression would watch. */
import type { DebugVariable } from '../protocol/debug.ts';
import type { DapArguments } from './dap.ts';
import type { DebugTarget } from './target.ts';

export type AskHost = DebugTarget['request'];
type Asked = DapArguments['dataBreakpointInfo'];

export interface DataInfo {
  /** `{ address, size, name }` as JSON; null: it cannot be watched. */
  readonly dataId: string | null;
  readonly description: string;
  readonly accessTypes?: readonly ['write'];
}

/** Bytes: a field, or a structure of a few. */
const MOST_WATCHED = 8;

export async function dataInfo(request: AskHost, asked: Asked): Promise<DataInfo> {
  const { name } = asked;
  const variable = await variableOf(request, asked);
  if (variable?.location === undefined || variable.location.size > MOST_WATCHED)
    return { dataId: null, description: `${name} is not one value in the machine's memory: open it and take a field.` };
  const shown = variable.path === '' ? name : variable.path;
  return { dataId: JSON.stringify({ ...variable.location, name: shown }), description: shown, accessTypes: ['write'] };
}

async function variableOf(
  request: AskHost,
  { name, variablesReference: reference = 0, frameId }: Asked,
): Promise<DebugVariable | undefined> {
  if (reference === 0)
    return await request('debug/evaluate', { expression: name, ...(frameId === undefined ? {} : { frame: frameId }) });
  const { variables } = await request('debug/variables', { reference });
  return variables.find((one) => one.name === name);
}
