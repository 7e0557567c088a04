/** What everyone outside the host sees of the power framework. */
import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Outstanding, PoFxComponent } from '../../kernel/fx/component.ts';
import { crashdumpEntry } from '../../kernel/fx/crashdump-entry.machine.ts';
import { pofxComponent } from '../../kernel/fx/pofx-component.machine.ts';
import { isPowerRequired, pofxDevice } from '../../kernel/fx/pofx-device.machine.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { powerName } from '../../kernel/po/power-manager.ts';
import type { OutstandingCallback, PoFxComponentState, PoFxState } from '../../protocol/pofx-state.ts';

/** null: the device is not registered. */
export function pofxState(nt: Nt, devnode: Devnode): PoFxState | null {
  const device = nt.fx.ofDevnode(devnode);
  if (device === undefined) return null;
  const { handle, owner, state, owesReport, idleTimeout, idleTimerDue, targetDripsState } = device;
  return {
    handle: hex(handle),
    owner: owner.name,
    state,
    powerRequired: isPowerRequired(state),
    owesReport,
    idleTimeout: String(idleTimeout),
    idleTimerDue: idleTimerDue === null ? null : formatInstant(idleTimerDue as Instant),
    outstanding: outstandingState(device.outstanding),
    targetDripsState: targetDripsState === 0 ? null : powerName(targetDripsState),
    components: device.components.map(componentState),
    crashdumpDevice: nt.crashdump.stateOf(device) !== 'absent',
  };
}

function componentState(component: PoFxComponent): PoFxComponentState {
  const { condition, state, target, isSettled, references, hints, description } = component;
  return {
    condition,
    active: condition === 'active',
    state: `F${state}`,
    ...(isSettled ? {} : { changesTo: `F${target}` }),
    references,
    ...(description.providers.length === 0 ? {} : { providers: description.providers }),
    latency: hints.latency === null ? null : String(hints.latency),
    residency: hints.residency === null ? null : String(hints.residency),
    wake: hints.mayWake,
    outstanding: outstandingState(component.outstanding),
  };
}

function outstandingState(outstanding: Outstanding | null): OutstandingCallback | null {
  if (outstanding === null) return null;
  const { callback, answer, since } = outstanding;
  return { callback, answer, since: formatInstant(since) };
}

/** Where its framework machines are, by the charts that draw them; of components after the first with their index. */
export function pofxLifecycles(nt: Nt, devnode: Devnode): Readonly<Record<string, string>> {
  const device = nt.fx.ofDevnode(devnode);
  if (device === undefined) return {};
  const entry = nt.crashdump.stateOf(device);
  const components = device.components.flatMap(({ index, condition, change }) => {
    const which = index === 0 ? '' : `/${index}`;
    return [
      [`${pofxComponent.id}.condition${which}`, condition],
      [`${pofxComponent.id}.fstate${which}`, change],
    ];
  });
  return {
    [pofxDevice.id]: device.state,
    ...Object.fromEntries(components),
    ...(entry === 'absent' ? {} : { [crashdumpEntry.id]: entry }),
  };
}

/** Changes whenever one of these does. */
export function pofxSignature(nt: Nt, devnode: Devnode): string {
  const device = nt.fx.ofDevnode(devnode);
  if (device === undefined) return '';
  let text = `${device.state}${device.owesReport}${device.idleTimerDue}${device.idleTimeout}${device.targetDripsState}${device.outstanding?.since}${nt.crashdump.stateOf(device)}`;
  for (const { condition, change, state, target, references, hints, outstanding } of device.components)
    text += `|${condition}${change}${state}${target}${references}${hints.latency}${hints.residency}${hints.mayWake}${outstanding?.since}`;
  return text;
}
