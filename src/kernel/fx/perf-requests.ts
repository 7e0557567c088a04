/** Performance states of a component: told to the plug-in, requested, queried (POFX-47). */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { STATUS_INVALID_PARAMETER, STATUS_NOT_IMPLEMENTED, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import {
  PO_FX_FLAG_ASYNC_ONLY,
  PO_FX_FLAG_BLOCKING,
  PO_FX_FLAG_PERF_PEP_OPTIONAL,
  PoFxPerfStateTypeDiscrete,
} from '../../abi/pofx-constants.ts';
import type { PO_FX_COMPONENT_PERF_STATE_CALLBACK } from '../../abi/structs/pofx.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { chain, isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import type { PoFxDevice } from './device.ts';
import { PerfStates } from './perf-states.ts';
import type { PerfStateChange, PerfStateSet } from './platform-extension.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const NO_PERF_STATES = 0x61b;
const TOO_MANY_CHANGES = 0x61c;
const ANOTHER_OUTSTANDING = 0x61d;
const BAD_ARGUMENT = 0x614;

/**
 * @param given - the driver's own sets; null: it asks for those of the plug-in
 * @returns the status, and the sets in use with STATUS_SUCCESS
 * @source nf-wdm-pofxregistercomponentperfstates
 */
export function registerPerfStates(
  device: PoFxDevice,
  index: number,
  flags: number,
  callback: PO_FX_COMPONENT_PERF_STATE_CALLBACK | null,
  given: readonly PerfStateSet[] | null,
): MaybePromise<{ readonly status: NTSTATUS; readonly sets: readonly PerfStateSet[] }> {
  const component = device.components[index];
  if (component === undefined || callback === null || given?.length === 0 || device.perfStates.has(index))
    return { status: STATUS_INVALID_PARAMETER, sets: [] };
  const finish = (
    answered: readonly PerfStateSet[] | null,
  ): { readonly status: NTSTATUS; readonly sets: readonly PerfStateSet[] } => {
    const mayDoWithout = (flags & PO_FX_FLAG_PERF_PEP_OPTIONAL) !== 0 && given !== null;
    const sets = answered ?? (mayDoWithout ? given : null);
    if (sets === null) return { status: STATUS_NOT_IMPLEMENTED, sets: [] };
    device.perfStates.set(index, new PerfStates(sets, callback, answered === null));
    return { status: STATUS_SUCCESS, sets };
  };
  const answered = device.owner.registerPerfStates(device, index, flags, given);
  return isPromise(answered) ? answered.then(finish) : finish(answered);
}

/**
 * Asks the plug-in for other states. The driver's callback always comes, and says whether it worked.
 *
 * @throws BugCheckError 0xA0/0x61B without registered states, 0x61C for more changes than sets, 0x61D while another
 *   request of the component is outstanding
 * @source nf-wdm-pofxissuecomponentperfstatechangemultiple
 */
export function issuePerfStateChange(
  device: PoFxDevice,
  flags: number,
  index: number,
  changes: readonly PerfStateChange[],
  context: number,
): MaybePromise<void> {
  const { kernel } = device.io;
  const states = device.perfStates.get(index);
  const isBlocking = (flags & PO_FX_FLAG_BLOCKING) !== 0;
  if (isBlocking && kernel.sim.current.irql >= DISPATCH_LEVEL)
    kernel.bugCheck(INTERNAL_POWER_ERROR, BAD_ARGUMENT, device.handle, index, 0);
  if (states === undefined) return kernel.bugCheck(INTERNAL_POWER_ERROR, NO_PERF_STATES, device.handle, index);
  if (changes.length > states.sets.length)
    kernel.bugCheck(INTERNAL_POWER_ERROR, TOO_MANY_CHANGES, device.handle, index, 0);
  if (states.pending !== null)
    kernel.bugCheck(INTERNAL_POWER_ERROR, ANOTHER_OUTSTANDING, device.handle, index, states.pending.context);
  const request = { context, changes };
  states.pending = request;
  const isElsewhere = (flags & PO_FX_FLAG_ASYNC_ONLY) !== 0;
  device.queue.avoid(isElsewhere ? kernel.sim.current : null, () =>
    device.queue.push(() => askPlugIn(device, index, states)),
  );
  if (isBlocking && !device.queue.isInside) return device.queue.runUntil(() => states.pending !== request);
  device.queue.advance(!isElsewhere);
  return undefined;
}

function askPlugIn(device: PoFxDevice, index: number, states: PerfStates): void {
  const { pending } = states;
  if (pending === null) return;
  const answer = states.isWithoutPlugIn ? 'succeeded' : device.owner.requestPerfState(device, index, pending.changes);
  if (answer !== 'pending') endPerfRequest(device, index, states, answer === 'succeeded');
}

/** The plug-in has made the change, or has failed to. */
export function endPerfRequest(device: PoFxDevice, index: number, states: PerfStates, hasSucceeded: boolean): void {
  const { pending } = states;
  if (pending === null) return;
  states.pending = null;
  if (hasSucceeded) for (const { set, value } of pending.changes) states.current[set] = value;
  device.call('ComponentPerfStateCallback', `component ${index}, ${hasSucceeded ? 'succeeded' : 'failed'}`, () =>
    states.callback(device.context, index, hasSucceeded, pending.context),
  );
}

/** @returns null: STATUS_INVALID_PARAMETER. @source nf-wdm-pofxquerycurrentcomponentperfstate */
export function currentPerfState(device: PoFxDevice, index: number, set: number): MaybePromise<bigint | null> {
  const states = device.perfStates.get(index);
  const found = states?.sets[set];
  if (states === undefined || found === undefined) return null;
  const told = states.isWithoutPlugIn ? null : device.owner.currentPerfState(device, index, set);
  return chain(told, (answered) => answered ?? states.current[set] ?? firstOf(found));
}

/** A component that nobody has changed runs at the first of its states. */
function firstOf(set: PerfStateSet): bigint {
  return set.type === PoFxPerfStateTypeDiscrete ? 0n : set.minimum;
}
