/** A device of the power framework in words, line by line. */
import { formatDuration } from '../base/time.ts';
import type { OutstandingCallback, PoFxComponentState, PoFxState } from './pofx-state.ts';

export function pofxLines(pofx: PoFxState): readonly string[] {
  const facts = [
    `power framework: ${pofx.state}, owned by ${pofx.owner}`,
    `power ${pofx.powerRequired ? 'required' : 'not required'}`,
    pofx.owesReport ? 'owes PoFxReportDevicePoweredOn' : '',
    pofx.idleTimerDue === null ? '' : `idle timer due at ${pofx.idleTimerDue}`,
    pofx.targetDripsState === null ? '' : `${pofx.targetDripsState} for the deepest idle state`,
    pofx.crashdumpDevice ? 'in the crash-dump chain' : '',
    outstandingText(pofx.outstanding),
  ];
  return [joined(facts), ...pofx.components.map(componentLine)];
}

function componentLine(component: PoFxComponentState, index: number): string {
  const { condition, state, changesTo, references, providers, latency, residency, wake, outstanding } = component;
  return `  ${joined([
    `component ${index}: ${condition}, ${state}${changesTo === undefined ? '' : ` changing to ${changesTo}`}`,
    `${references} references`,
    providers === undefined ? '' : `needs ${providers.join(', ')}`,
    latency === null ? '' : `latency ${durationText(latency)}`,
    residency === null ? '' : `residency ${durationText(residency)}`,
    wake ? 'may wake' : '',
    outstandingText(outstanding),
  ])}`;
}

/** From 100 ns, in which drivers give it. A driver may say anything, more than fits into a safe number too. */
export function durationText(ticks: string): string {
  const count = Number(ticks);
  return Number.isSafeInteger(count) ? formatDuration(count) : `${ticks} × 100ns`;
}

function outstandingText(outstanding: OutstandingCallback | null): string {
  return outstanding === null ? '' : `${outstanding.answer} awaited since ${outstanding.since}`;
}

function joined(facts: readonly string[]): string {
  return facts.filter((fact) => fact !== '').join(' · ');
}
