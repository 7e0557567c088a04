/** What drivers ask for and answer for single components. */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { PO_FX_FLAG_ASYNC_ONLY, PO_FX_FLAG_BLOCKING } from '../../abi/pofx-constants.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import type { PoFxComponent } from './component.ts';
import type { PoFxDevice } from './device.ts';
import { isPowered } from './pofx-device.machine.ts';
import type { PowerFramework } from './power-framework.ts';
import type { ComponentHints } from './select-state.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const IDLED_TOO_OFTEN = 0x608;
const NOT_OUTSTANDING = 0x613;
const BAD_ARGUMENT = 0x614;
const ARGUMENT = { blockingAtDispatch: 0, bothFlags: 1, noSuchComponent: 2 } as const;
export const COMPLETION = { notRequired: 0, poweredOn: 1, idleCondition: 2, idleState: 3 } as const;

/** How often the framework itself has activated a component. */
function frameworkReferences(device: PoFxDevice): number {
  return device.state === 'registered' ? 1 : 0;
}

function checkArguments(fx: PowerFramework, device: PoFxDevice, index: number, flags: number): PoFxComponent {
  const { kernel } = fx.io;
  const stop = (reason: number): never =>
    kernel.bugCheck(INTERNAL_POWER_ERROR, BAD_ARGUMENT, device.handle, index, reason);
  const component = device.components[index];
  if (component === undefined) return stop(ARGUMENT.noSuchComponent);
  const isBlocking = (flags & PO_FX_FLAG_BLOCKING) !== 0;
  if (isBlocking && (flags & PO_FX_FLAG_ASYNC_ONLY) !== 0) return stop(ARGUMENT.bothFlags);
  if (isBlocking && kernel.sim.current.irql >= DISPATCH_LEVEL) return stop(ARGUMENT.blockingAtDispatch);
  return component;
}

/** Has the transition made that a change of the count has begun: here, in another thread, or until its end. */
function carryOut(
  fx: PowerFramework,
  device: PoFxDevice,
  flags: number,
  isDone: () => boolean,
  mayBeHere: boolean,
): MaybePromise<void> {
  const { queue } = device;
  if ((flags & PO_FX_FLAG_BLOCKING) === 0) {
    queue.advance(mayBeHere && (flags & PO_FX_FLAG_ASYNC_ONLY) === 0);
    return undefined;
  }
  if (!queue.isInside) return queue.runUntil(isDone);
  if (!isDone())
    fx.mistake('pofx-self-deadlock', device, `the callback that runs would have to end for ${device.devnode.id}`, true);
  return undefined;
}

/**
 * Takes an activation reference. The first one makes the component active, and the device too, where it sleeps.
 *
 * @throws BugCheckError 0xA0/0x614 for arguments that are not allowed
 * @source nf-wdm-pofxactivatecomponent
 */
export function PoFxActivateComponent(
  fx: PowerFramework,
  device: PoFxDevice,
  index: number,
  flags: number,
): MaybePromise<void> {
  const component = checkArguments(fx, device, index, flags);
  change(fx, device, component, 'ACTIVATE', flags);
  const isDone = (): boolean =>
    component.references === 0 || (component.condition === 'active' && component.queued === 0);
  return carryOut(fx, device, flags, isDone, isPowered(device.state));
}

/**
 * Gives an activation reference back. The last one makes the component idle.
 *
 * @throws BugCheckError 0xA0/0x608 when there is none to give back, 0xA0/0x614 for arguments that are not allowed
 * @source nf-wdm-pofxidlecomponent
 */
export function PoFxIdleComponent(
  fx: PowerFramework,
  device: PoFxDevice,
  index: number,
  flags: number,
): MaybePromise<void> {
  const component = checkArguments(fx, device, index, flags);
  if (component.references <= frameworkReferences(device))
    fx.io.kernel.bugCheck(INTERNAL_POWER_ERROR, IDLED_TOO_OFTEN, index, flags);
  change(fx, device, component, 'IDLE', flags);
  const isDone = (): boolean => !['released', 'idling', 'idleReported'].includes(component.condition);
  return carryOut(fx, device, flags, isDone, true);
}

function change(
  fx: PowerFramework,
  device: PoFxDevice,
  component: PoFxComponent,
  type: 'ACTIVATE' | 'IDLE',
  flags: number,
): void {
  const { queue } = device;
  const isElsewhere = (flags & PO_FX_FLAG_ASYNC_ONLY) !== 0;
  queue.avoid(isElsewhere ? fx.io.kernel.sim.current : null, () => {
    component.apply({ type });
    queue.settle();
  });
}

/** Answers ComponentIdleConditionCallback or ComponentIdleStateCallback. @source nf-wdm-pofxcompleteidlecondition */
export function completeForComponent(
  fx: PowerFramework,
  device: PoFxDevice,
  index: number,
  type: 'COMPLETE_IDLE_CONDITION' | 'COMPLETE_IDLE_STATE',
): void {
  const component = device.components[index];
  const reason = type === 'COMPLETE_IDLE_CONDITION' ? COMPLETION.idleCondition : COMPLETION.idleState;
  if (component === undefined || !device.answerFor(component, type)) notOutstanding(fx, device, index, reason);
  device.queue.advance(false);
}

/** @throws BugCheckError 0xA0/0x613 */
export function notOutstanding(fx: PowerFramework, device: PoFxDevice, index: number, reason: number): never {
  return fx.io.kernel.bugCheck(INTERNAL_POWER_ERROR, NOT_OUTSTANDING, device.handle, index, reason);
}

/** What a driver expects of a component: it holds until it says otherwise, and may change the F state now. */
export function setHints(
  fx: PowerFramework,
  device: PoFxDevice,
  index: number,
  routine: string,
  hints: Partial<ComponentHints>,
): void {
  const component = device.components[index];
  if (component === undefined) {
    fx.mistake('pofx-bad-component', device, `${routine} was called for component ${index}`, true);
    return;
  }
  component.hints = { ...component.hints, ...hints };
  fx.io.kernel.sim.hooks.onChange();
  device.queue.advance(false);
}
