import type { TraceEvent } from '../../protocol/trace.ts';
import type { TraceFormat } from './trace-format.ts';

const COLUMNS = [
  'n',
  't',
  'kind',
  'thread',
  'irp',
  'device',
  'driver',
  'major',
  'minor',
  'status',
  'machine',
  'from',
  'event',
  'to',
  'detail',
] as const satisfies readonly (keyof TraceEvent)[];

export function csvTrace(): TraceFormat {
  return {
    start: `${[...COLUMNS, 'args'].join(',')}\r\n`,
    event: (event) => {
      const args = event.args === undefined ? '' : JSON.stringify(event.args);
      return `${[...COLUMNS.map((name) => event[name] ?? ''), args].map(cell).join(',')}\r\n`;
    },
    end: () => '',
  };
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
