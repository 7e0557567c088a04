/** What a run did, as text for people. */
import type { Injection, InjectionResult } from '../../protocol/injection.ts';
import type { Paint } from './paint.ts';

/** One line an injection, and the difference where an expectation failed. */
export function injectionText(number: number, injection: Injection, result: InjectionResult, paint: Paint): string {
  const mark = result.ok ? paint('good', 'ok') : failureMark(injection.op, paint);
  const [first, end] = result.events;
  const span = end > first ? paint('quiet', `  events ${first} to ${end - 1}`) : '';
  const status = result.status === '' ? '' : ` ${result.status}`;
  const line = `${String(number).padStart(3)}  ${describe(injection)}: ${mark}${status}${span}\n`;
  const message = result.message === '' ? '' : `     ${result.message}\n`;
  return line + message + differenceText(result, paint);
}

/** Only an expectation fails a run; a veto or an I/O error is what the machine answers. */
function failureMark(op: Injection['op'], paint: Paint): string {
  return op === 'expect' ? paint('bad', 'FAILED') : paint('warn', op === 'io' || op === 'run' ? 'failed' : 'refused');
}

function differenceText({ difference }: InjectionResult, paint: Paint): string {
  if (difference === undefined) {
    return '';
  }
  const expected = paint('good', `- ${JSON.stringify(difference.expected)}`);
  const actual = paint('bad', `+ ${JSON.stringify(difference.actual) ?? 'nothing there'}`);
  return `     ${difference.path}\n     ${expected}\n     ${actual}\n`;
}

export function describe(injection: Injection): string {
  switch (injection.op) {
    case 'usage':
      return `${injection.inPath ? 'create' : 'remove'} ${injection.type} file on ${injection.device}`;
    case 'pnp':
      return `${injection.request} ${injection.device}${injection.force === true ? ' (forced)' : ''}`;
    case 'bugcheck':
      return `bugcheck ${injection.code}`;
    case 'fault': {
      const how = injection.status === 'delay' ? `delay ${injection.by ?? ''}`.trimEnd() : String(injection.status);
      return `fault ${how} at ${injection.at} in ${injection.driver ?? injection.device ?? 'the machine'}`;
    }
    case 'advance':
      return `advance ${injection.by}`;
    case 'run':
      return `run until ${typeof injection.until === 'object' ? JSON.stringify(injection.until) : (injection.until ?? 'idle')}`;
    case 'expect':
      return `expect ${injection.path} to be ${JSON.stringify(injection.equals)}`;
    case 'io':
      return `${injection.request} ${injection.device}`;
    case 'wmi':
      return `WMI ${injection.request} of ${injection.guid} on ${injection.device}`;
    case 'hardwareProfileChange':
      return `${injection.cancel === true ? 'call off a' : 'a'} change of the hardware profile`;
    case 'pageIn':
      return `page in from ${injection.device}`;
    case 'pofx':
      return [`${injection.request} component ${injection.component ?? 0} of ${injection.device}`, injection.time]
        .filter((word) => word !== undefined)
        .join(' ');
    case 'power':
      return ['power', injection.request, injection.state, injection.device]
        .filter((word) => word !== undefined)
        .join(' ');
  }
}
