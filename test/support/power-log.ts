/** What each power IRP looks like where it enters a driver, read out of the IRP itself. */
import { DevicePowerState, PowerDeviceD0 } from '../../src/abi/enums.ts';
import { IRP_MJ_POWER, IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../src/abi/irp-codes.ts';
import { IO_STACK_LOCATION, IRP } from '../../src/abi/structs/io.ts';
import { EVENT } from '../../src/kernel/sim/events.ts';
import type { Machine } from '../../src/machine/machine.ts';

export interface PowerEntry {
  /** `disk0/partmgr` */
  readonly where: string;
  /** `set D3`, `query S4`; `wait/wake` and the like as `minor 0`. */
  readonly what: string;
  /** POWER_ACTION */
  readonly shutdownType: number;
  readonly irql: number;
  /** DO_POWER_PAGABLE of the device object that it enters. */
  readonly isPagable: boolean;
}

const PAGABLE = 0x2000;

/** From now on each power IRP is noted where it enters a driver. */
export function logPower(machine: Machine): readonly PowerEntry[] {
  const entries: PowerEntry[] = [];
  const { kernel } = machine.nt;
  const { sim, memory } = kernel;
  const add = sim.recorder.add.bind(sim.recorder);
  sim.recorder.add = (code, thread, irp, device, a, b, c) => {
    add(code, thread, irp, device, a, b, c);
    if (code !== EVENT.callDriver || a >>> 8 !== IRP_MJ_POWER) return;
    const location = memory.view(IRP, irp).Tail.Overlay.CurrentStackLocation ?? memory.view(IO_STACK_LOCATION, 0);
    const { Type, State, ShutdownType } = location.Parameters.Power;
    const { directory } = sim;
    entries.push({
      where: `${directory.deviceId(device)}/${directory.driverOfDevice(device)}`,
      what: wordsOf(location.MinorFunction, Type, State.DeviceState),
      shutdownType: ShutdownType,
      irql: sim.current.irql,
      isPagable: ((location.DeviceObject?.Flags ?? 0) & PAGABLE) !== 0,
    });
  };
  return entries;
}

function wordsOf(minor: number, type: number, state: number): string {
  const to = type === DevicePowerState ? `D${state - PowerDeviceD0}` : `S${state - 1}`;
  if (minor === IRP_MN_SET_POWER) return `set ${to}`;
  return minor === IRP_MN_QUERY_POWER ? `query ${to}` : `minor ${minor}`;
}
