/** One rehearsal: a file of injections for whichever device, played on a machine, and what must hold afterwards. */
import type { HostHandle } from '../client/start-host.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import type { Injection, InjectionResult } from '../protocol/injection.ts';
import type { MachineState } from '../protocol/state.ts';
import { readInjections } from './read-injections.ts';

/** Stands in a rehearsal where the device's id goes. */
const DEVICE = '$device';

export interface Rehearsal {
  /** `01-pnp-remove-device`: the file's name without its ending. */
  readonly name: string;
  /** The first comment of the file. */
  readonly title: string;
  readonly file: string;
  readonly text: string;
}

/** States of the power policy in which a device sleeps with the system, or is on its way back. Idle is none of them. */
const BETWEEN_STATES = ['sxPending', 'sx', 's0Pending'];

export type Verdict = 'passed' | 'vetoed' | 'failed';

export interface Played {
  readonly name: string;
  readonly title: string;
  readonly device: string;
  readonly verdict: Verdict;
  /** Why, for what did not pass. */
  readonly reasons: readonly string[];
  readonly steps: number;
}

export function readRehearsal(file: string, text: string): Rehearsal {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.injections\.jsonc?$/, '');
  return { name, title: /^\s*\/\/\s*(.+)$/m.exec(text)?.[1]?.trim() ?? name, file, text };
}

/** What is wrong with the file, whichever device it is for. */
export function checkRehearsal({ file, text }: Rehearsal): readonly Diagnostic[] {
  return readInjections(file, text.replaceAll(DEVICE, 'device')).diagnostics;
}

function injectionsFor({ file, text }: Rehearsal, device: string): readonly Injection[] {
  return readInjections(file, text.replaceAll(DEVICE, device)).injections.map(({ injection }) => injection);
}

/**
 * Plays it. A device that may not be stopped or removed, because its drivers veto it, has passed what can be asked of
 * it; what is left of the rehearsal makes no sense then.
 *
 * @param hasSimpleIo - reads work on this device; if not, they are left out
 */
export async function playRehearsal(
  host: HostHandle,
  rehearsal: Rehearsal,
  device: string,
  hasSimpleIo: boolean,
): Promise<Played> {
  const before = await stateOf(host);
  const reasons: string[] = [];
  let vetoed: string | null = null;
  let steps = 0;
  for (const injection of injectionsFor(rehearsal, device)) {
    if (injection.op === 'io' && !hasSimpleIo) continue;
    const result = await host.request('machine/inject', injection);
    steps += 1;
    if (result.ok) continue;
    vetoed = vetoOf(injection, result);
    if (vetoed !== null) break;
    if (!mayFail(injection)) reasons.push(result.message);
  }
  // Hardware takes its time; what has not ended then never will.
  await host.request('machine/inject', { op: 'run' });
  const after = await stateOf(host);
  // Nothing else counts when the machine has stopped: all that comes later is because of that.
  const crash = crashText(after);
  if (crash === null) reasons.push(...whatIsWrong(before, after, device));
  else reasons.splice(0, reasons.length, crash);
  const verdict: Verdict = reasons.length > 0 ? 'failed' : vetoed === null ? 'passed' : 'vetoed';
  return {
    name: rehearsal.name,
    title: rehearsal.title,
    device,
    verdict,
    reasons: verdict === 'vetoed' && vetoed !== null ? [vetoed] : reasons,
    steps,
  };
}

/** Drivers may say no to these; a refusal of anything else is no veto. */
function vetoOf(injection: Injection, result: InjectionResult): string | null {
  const asks =
    injection.op === 'pnp' && ['queryStop', 'queryRemove', 'disable', 'rebalance', 'eject'].includes(injection.request);
  return asks && result.vetoedBy !== undefined ? result.message : null;
}

/** A start that was made to fail fails, and what is there already cannot be brought back: the end is what counts. */
function mayFail(injection: Injection): boolean {
  return injection.op === 'pnp' && ['start', 'enable', 'plugIn'].includes(injection.request);
}

function crashText({ bugcheck }: MachineState): string | null {
  if (bugcheck === null) return null;
  const { name, driver, file, line } = bugcheck;
  return `The machine stopped with ${name} in ${file === null ? (driver ?? 'the kernel') : `${file}:${line ?? '?'}`}.`;
}

/** What every rehearsal must leave behind: a device that works, no request, no broken rule. */
function whatIsWrong(before: MachineState, after: MachineState, device: string): readonly string[] {
  const reasons: string[] = [];
  for (const one of after.devices) {
    const was = before.devices.find(({ id }) => id === one.id);
    if (one.problem !== null && was?.problem?.code !== one.problem.code)
      reasons.push(`${one.id} has problem ${one.problem.code} ${one.problem.name}: ${one.problem.text}`);
  }
  const now = after.devices.find(({ id }) => id === device);
  if (now?.pnp !== 'started') reasons.push(`${device} is ${now === undefined ? 'gone' : now.pnp}, not started.`);
  if (now !== undefined && BETWEEN_STATES.includes(now.power.policy))
    reasons.push(`${device} has not come back from the system's sleep: it is in ${now.power.device}.`);
  if (after.userIo.pending > 0) reasons.push(`${after.userIo.pending} requests of programs never came back.`);
  // Some requests wait for ever by nature; what is new since the beginning has no such excuse.
  const old = new Set(before.irps.map(({ address }) => address));
  for (const irp of after.irps)
    if (!old.has(irp.address) && irp.minor?.endsWith('WAIT_WAKE') !== true)
      reasons.push(
        `${irp.minor ?? irp.major} still stands at ${irp.at}${irp.waitingFor === null ? '' : `, waiting for ${irp.waitingFor}`}.`,
      );
  for (const { rule, message, file, line, driver } of after.violations.slice(before.violations.length))
    reasons.push(`${rule} at ${file === null ? driver : `${file}:${line ?? '?'}`}: ${message}`);
  return reasons;
}

async function stateOf(host: HostHandle): Promise<MachineState> {
  const state = await host.request('machine/state', {});
  if (state === null) throw new Error('the machine is gone');
  return state;
}
