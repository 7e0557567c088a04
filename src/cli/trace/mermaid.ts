/** A Mermaid sequence diagram: who called whom with which IRP, and what came back. */
import type { TraceEvent } from '../../protocol/trace.ts';
import type { TraceFormat } from './trace-format.ts';

export function mermaidTrace(): TraceFormat {
  const participants = new Map<string, string>();
  const calls = new Map<string, string[]>();

  function participant(name: string): { id: string; text: string } {
    const known = participants.get(name);
    if (known !== undefined) {
      return { id: known, text: '' };
    }
    const id = `p${participants.size + 1}`;
    participants.set(name, id);
    return { id, text: `  participant ${id} as ${label(name)}\n` };
  }

  function stackOf(thread: string): string[] {
    const known = calls.get(thread) ?? [];
    calls.set(thread, known);
    return known;
  }

  function call(event: TraceEvent): string {
    const stack = stackOf(event.thread);
    const from = participant(stack.at(-1) ?? `thread ${event.thread}`);
    const to = participant(placeOf(event));
    stack.push(placeOf(event));
    return `${from.text}${to.text}  ${from.id}->>${to.id}: ${label(`${event.minor ?? event.major ?? 'IRP'} ${event.irp ?? ''}`)}\n`;
  }

  function back(event: TraceEvent): string {
    const stack = stackOf(event.thread);
    const from = participant(stack.pop() ?? placeOf(event));
    const to = participant(stack.at(-1) ?? `thread ${event.thread}`);
    return `${from.text}${to.text}  ${from.id}-->>${to.id}: ${label(event.status ?? 'returned')}\n`;
  }

  function note(event: TraceEvent, text: string): string {
    const over = participant(event.device === undefined ? `thread ${event.thread}` : placeOf(event));
    return `${over.text}  Note over ${over.id}: ${label(text)}\n`;
  }

  return {
    start: 'sequenceDiagram\n',
    event(event) {
      switch (event.kind) {
        case 'callDriver':
          return call(event);
        case 'dispatchReturn':
          return back(event);
        case 'state':
          return note(event, `${event.machine ?? 'state'}: ${event.from} to ${event.to}`);
        case 'irpDone':
          return note(event, `IRP ${event.irp ?? ''} done: ${event.status ?? ''}`);
        case 'notification':
          return note(event, `${event.driver ?? ''} is told ${event.event ?? ''}: ${event.status ?? ''}`);
        case 'violation':
        case 'bugcheck':
        case 'injection':
          return note(event, `${event.kind} ${event.detail ?? ''}`);
        default:
          return '';
      }
    },
    end: () => '',
  };
}

function placeOf({ device, driver }: TraceEvent): string {
  return device === undefined ? (driver ?? 'system') : driver === undefined ? device : `${device}/${driver}`;
}

/** `;` and `#` mean something to Mermaid. */
function label(text: string): string {
  return text
    .replaceAll(/[#;]/g, (found) => (found === '#' ? '#35;' : '#59;'))
    .replaceAll(/\s+/g, ' ')
    .trim();
}
