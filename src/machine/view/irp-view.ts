/** IRPs in flight as clients see them. */

import { IRP_MJ_PNP, IRP_MN_DEVICE_USAGE_NOTIFICATION } from '../../abi/irp-codes.ts';
import { nameOfMajor, nameOfMinor, nameOfStatus, usageTypes } from '../../abi/names.ts';
import { IO_STACK_LOCATION, type IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import { formatInstant, type Instant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { deviceIndex } from '../../kernel/io/device-object.ts';
import type { IrpRecord } from '../../kernel/io/io-manager.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { IrpState } from '../../protocol/state.ts';
import { isThere, stackOf } from './stack-walk.ts';

const LOCATION_DEVICE_OBJECT = 20;

/** Beyond this many only the oldest are listed. */
const MOST_SHOWN = 1000;

export function irpStates(nt: Nt): readonly IrpState[] {
  const states: IrpState[] = [];
  for (const record of nt.io.irps.values()) {
    if (states.length === MOST_SHOWN) break;
    const state = irpState(nt, record);
    if (state !== null) states.push(state);
  }
  return states;
}

/** The thread that is inside of a driver with this IRP, and has not left it. */
function threadOf(nt: Nt, irp: number): Thread | null {
  for (const thread of nt.kernel.sim.threads.values()) {
    for (let depth = thread.depth - 1; depth >= 0; depth -= 1) if (thread.frameIrp[depth] === irp) return thread;
  }
  return null;
}

/** null for an IRP that no driver has seen yet. */
function irpState(nt: Nt, record: IrpRecord): IrpState | null {
  const { irp } = record;
  const { memory, sim } = nt.kernel;
  // A driver may have freed what the IRP points to, or the IRP itself; whoever only looks must not stumble over it.
  if (!isThere(nt, irp.address)) return null;
  const address = memory.u32[(irp.address + 0x60) >>> 2] ?? 0;
  if (irp.CurrentLocation > irp.StackCount) return null;
  const location = memory.view(IO_STACK_LOCATION, address);
  const device = location.DeviceObject;
  if (device === null) return null;
  const entry = sim.directory.devices[deviceIndex(nt.io, device)];
  const driver = sim.directory.driverName(entry?.driver ?? 0);
  const devnode = isThere(nt, device.address) ? nt.pnp.devnodeAbove(device) : undefined;
  const stackIndex =
    devnode === undefined ? 0 : stackOf(nt, devnode.pdo).findIndex(({ address: at }) => at === device.address);
  const thread = threadOf(nt, irp.address);
  const isPending = record.pendingSince >= 0;
  const minor = nameOfMinor(location.MajorFunction, location.MinorFunction);
  return {
    address: hex(irp.address),
    major: nameOfMajor(location.MajorFunction).replace('IRP_MJ_', ''),
    minor: minor.startsWith('IRP_MN_') ? minor.replace('IRP_MN_', '') : null,
    at: `${entry?.device ?? ''}/${driver}`,
    device: entry?.device ?? '',
    driver,
    stackIndex,
    direction: record.completing || hasComeBack(nt, irp, address) ? 'up' : 'down',
    pendingSince: isPending ? formatInstant(record.pendingSince as Instant) : null,
    heldBy: isPending || thread?.state === 'waiting' ? driver : null,
    waitingFor: thread?.wait?.what ?? null,
    status: nameOfStatus(irp.IoStatus.Status),
    cause: record.cause === 0 ? null : hex(record.cause),
    args: argumentsOf(location),
  };
}

/** Whether a driver below has had it already: the location below names a device then. */
function hasComeBack({ kernel }: Nt, irp: IRP, location: number): boolean {
  const below = location - IO_STACK_LOCATION.size + LOCATION_DEVICE_OBJECT;
  return irp.CurrentLocation > 1 && kernel.memory.u32[below >>> 2] !== 0;
}

function argumentsOf(location: IO_STACK_LOCATION): Readonly<Record<string, string | number | boolean>> {
  if (location.MajorFunction !== IRP_MJ_PNP || location.MinorFunction !== IRP_MN_DEVICE_USAGE_NOTIFICATION) return {};
  const { InPath, Type } = location.Parameters.UsageNotification;
  return { InPath, Type: usageTypes.find(([, value]) => value === Type)?.[0] ?? Type };
}
