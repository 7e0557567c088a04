/** What a thread leaves behind when it ends: the IRPs that the I/O manager made for it are cancelled and waited for. */
import type { IRP } from '../../abi/structs/io.ts';
import { hex } from '../../base/hex.ts';
import type { MaybePromise } from '../../base/maybe-promise.ts';
import { later, minutes } from '../../base/time.ts';
import type { Thread } from '../sim/thread.ts';
import { IoCancelIrp } from './cancel.ts';
import { deviceIndexAt } from './device-object.ts';
import type { IoManager } from './io-manager.ts';
import { adoptIrp } from './irp.ts';
import { CURRENT_STACK_LOCATION } from './stack-location.ts';

const LIMIT = minutes(5);
const LOCATION_DEVICE_OBJECT = 20;
const IRP_INPUT_OPERATION = 0x40;

/** Cancels the thread's IRPs and waits until they have been completed, five minutes at the most. */
export function runDownThread(io: IoManager, thread: Thread): MaybePromise<void> {
  for (const irp of pendingOf(io, thread)) if (io.irps.has(irp.address)) IoCancelIrp(io, irp);
  if (pendingOf(io, thread).length === 0) return undefined;
  const { sim } = io.kernel;
  const finish = (): void => {
    io.rundowns.delete(thread);
    sim.wake(thread, 0);
  };
  const alarm = sim.setAlarm(later(sim.now, LIMIT), finish);
  io.rundowns.set(thread, () => {
    if (pendingOf(io, thread).length === 0 && sim.clock.cancel(alarm)) finish();
  });
  return sim
    .block('its IRPs, which it cancelled at its end', 0, () => sim.clock.cancel(alarm))
    .then(() => {
      for (const irp of pendingOf(io, thread)) giveUp(io, irp);
    });
}

function pendingOf(io: IoManager, thread: Thread): readonly IRP[] {
  return [...io.irps.values()].filter((record) => record.thread === thread).map(({ irp }) => irp);
}

/** The IRP belongs to nobody from now on: when it is completed after all, it is only freed. */
function giveUp(io: IoManager, irp: IRP): void {
  const { kernel } = io;
  const location = kernel.memory.u32[(irp.address + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
  const isHeld = irp.CurrentLocation <= irp.StackCount;
  const address = isHeld ? (kernel.memory.u32[(location + LOCATION_DEVICE_OBJECT) >>> 2] ?? 0) : 0;
  const device = address === 0 ? 0 : deviceIndexAt(io, address);
  irp.Flags &= ~IRP_INPUT_OPERATION;
  adoptIrp(io, irp, { thread: null, onDone: () => {} });
  kernel.sim.report({
    rule: 'irp/outlives-its-thread',
    title: 'A cancelled IRP was not completed',
    message: `IRP ${hex(irp.address)} was cancelled when its thread ended, and five minutes later it had not been completed (IRP-53)`,
    remedy: 'give each IRP that is kept a cancel routine, or complete it in bounded time',
    driver: kernel.sim.directory.devices[device]?.driver ?? io.irps.get(irp.address)?.creator ?? 0,
    device,
    irp: irp.address,
    site: null,
  });
}
