/** Devices as clients see them. */

import {
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
  CmResourceTypePort,
  PNP_DEVICE_DONT_DISPLAY_IN_UI,
} from '../../abi/enums.ts';
import { deviceObjectFlags, nameOfProblem } from '../../abi/names.ts';
import { textOfProblem } from '../../abi/problem-codes.ts';
import { hex } from '../../base/hex.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { openFiles } from '../../kernel/pnp/handles.ts';
import { interfacesOf } from '../../kernel/pnp/interfaces.ts';
import type { DeviceState, ResourceState, SpecialFileCounts, StackEntry, StackRole } from '../../protocol/state.ts';
import { pofxLifecycles, pofxSignature, pofxState } from './pofx-view.ts';
import { devicePowerState, powerLifecycles, powerSignature } from './power-view.ts';
import { type StackMember, stackOf } from './stack-walk.ts';
import { storportLifecycles, storportSignature } from './storport-view.ts';
import { irpLogState } from './verification-view.ts';

function roleOf(devnode: Devnode, address: number, driver: string): StackRole {
  if (address === devnode.pdo.address) return 'bus';
  const { hardware } = devnode;
  if (hardware.upperFilters.includes(driver)) return 'upperFilter';
  return hardware.lowerFilters.includes(driver) ? 'lowerFilter' : 'function';
}

function flagNames(flags: number): readonly string[] {
  return deviceObjectFlags.filter(([, bit]) => bit !== 0 && (flags & bit) === bit).map(([name]) => name);
}

function entryOf(nt: Nt, devnode: Devnode, member: StackMember): StackEntry {
  const { address, index, isDeleted, device } = member;
  const { directory } = nt.kernel.sim;
  const driver = directory.drivers[directory.devices[index]?.driver ?? 0];
  const counts = nt.pnp.ledger.of(index);
  return {
    driver: driver?.name ?? 'unknown',
    role: roleOf(devnode, address, driver?.name ?? ''),
    object: hex(address),
    name: nt.io.deviceNames.get(address) ?? null,
    flags: device === null ? [] : flagNames(device.Flags),
    ...(isDeleted ? { deleted: true as const } : {}),
    pagingPathCount: counts.paging,
    specialFiles: { ...counts },
    source: driver?.source ?? null,
  };
}

/** The files on a device: what the device objects of its stack agree on, or the most that one of them has seen. */
function countsOf(stack: readonly StackEntry[]): SpecialFileCounts {
  const most = (field: keyof SpecialFileCounts): number =>
    Math.max(0, ...stack.map((entry) => entry.specialFiles[field]));
  return { paging: most('paging'), hibernation: most('hibernation'), dump: most('dump'), boot: most('boot') };
}

/** Ids of devices with a devnode that are shown here beside the children. */
function shownHere(nt: Nt, devnode: Devnode): readonly string[] {
  const { hardware } = nt.pnp;
  return hardware
    .shownBelow(devnode.hardware)
    .filter((node) => hardware.pdoOf(node) !== 0)
    .map((node) => node.id);
}

export function deviceState(nt: Nt, devnode: Devnode, violations: number): DeviceState {
  const stack = stackOf(nt, devnode.pdo).map((member) => entryOf(nt, devnode, member));
  const { hardware, problem } = devnode;
  const shown = shownHere(nt, devnode);
  const openHandles = openFiles(nt.pnp, devnode);
  const resources = resourcesOf(nt, devnode);
  const irpLog = irpLogState(nt, devnode.id);
  const interfaces = interfacesOf(nt.pnp, devnode).map(({ link, interfaceClass, isEnabled }) => ({
    link,
    class: interfaceClass,
    enabled: isEnabled,
  }));
  return {
    id: devnode.id,
    instancePath: devnode.instancePath,
    parent: devnode.parent?.id ?? null,
    children: devnode.children.map((child) => child.id),
    ...(hardware.shownUnder === null ? {} : { shownUnder: hardware.shownUnder.id }),
    ...(shown.length === 0 ? {} : { shownHere: shown }),
    kind: hardware.kind,
    description: devnode.description,
    hardwareIds: devnode.hardwareIds,
    service: hardware.functionDriver,
    pnp: devnode.state,
    previous: [...devnode.history],
    problem:
      problem === null
        ? null
        : { code: problem.code, name: nameOfProblem(problem.code), text: problemText(problem.code, problem.status) },
    power: devicePowerState(nt, devnode),
    lifecycles: {
      ...powerLifecycles(nt, devnode),
      ...pofxLifecycles(nt, devnode),
      ...storportLifecycles(nt, devnode),
    },
    specialFiles: countsOf(stack),
    notDisableable: devnode.disableableDepends > 0,
    ...((devnode.deviceState & PNP_DEVICE_DONT_DISPLAY_IN_UI) === 0 ? {} : { hidden: true as const }),
    ...(openHandles === 0 ? {} : { openHandles }),
    ...(resources.length === 0 ? {} : { resources }),
    ...(interfaces.length === 0 ? {} : { interfaces }),
    present: devnode.present,
    ...slotState(devnode),
    pofx: pofxState(nt, devnode),
    stack,
    ...(irpLog.length === 0 ? {} : { irpLog }),
    violations,
  };
}

function slotState({ slot, isLocked }: Devnode): Pick<DeviceState, 'slot'> {
  if (isLocked) return { slot: 'locked' };
  if (slot.isEjectable) return { slot: 'ejectable' };
  return slot.isRemovable ? { slot: 'removable' } : {};
}

const RESOURCE_TYPES: Readonly<Record<number, ResourceState['type']>> = {
  [CmResourceTypePort]: 'port',
  [CmResourceTypeInterrupt]: 'interrupt',
  [CmResourceTypeMemory]: 'memory',
};

function resourcesOf(nt: Nt, devnode: Devnode): readonly ResourceState[] {
  return nt.pnp.arbiter.ownedBy(devnode).map(({ type, start, length, isShared }) => ({
    type: RESOURCE_TYPES[type] ?? 'memory',
    start: hex(start),
    length,
    shared: isShared,
  }));
}

function problemText(code: number, status: number): string {
  const text = textOfProblem(code) ?? '';
  return status === 0 ? text : `${text} (${hex(status)})`;
}

/** Changes whenever anything does that `deviceState` shows; cheap enough for ten thousand devices at each update. */
export function deviceSignature(nt: Nt, devnode: Devnode): string {
  let text = `${devnode.state}|${devnode.history.length}|${devnode.problem?.code ?? 0}|${devnode.disableableDepends}|${devnode.present}|${powerSignature(nt, devnode)}|${pofxSignature(nt, devnode)}|${storportSignature(nt, devnode)}|${devnode.children.length}|${shownHere(nt, devnode).join()}|${openFiles(nt.pnp, devnode)}|${devnode.deviceState}|${slotState(devnode).slot}`;
  const log = nt.verifier?.irpLog ?? null;
  if (log !== null) text += `|${log.changesOf(devnode.id)}`;
  for (const { start } of nt.pnp.arbiter.ownedBy(devnode)) text += `|${start}`;
  if (nt.pnp.interfaces.size > 0)
    for (const { link, isEnabled } of interfacesOf(nt.pnp, devnode)) text += `|${link}:${isEnabled}`;
  for (const { address, index, isDeleted, device } of stackOf(nt, devnode.pdo)) {
    const { paging, hibernation, dump, boot } = nt.pnp.ledger.of(index);
    text += `|${address}:${device?.Flags ?? 0}:${isDeleted}:${paging},${hibernation},${dump},${boot}`;
  }
  return text;
}
