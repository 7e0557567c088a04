/** What everyone outside the host sees of power. */
import { SystemPowerState as SYSTEM_STATE } from '../../abi/enums.ts';
import { IRP_MJ_POWER, IRP_MN_WAIT_WAKE } from '../../abi/irp-codes.ts';
import { nameOfMinor } from '../../abi/names.ts';
import { hex } from '../../base/hex.ts';
import { formatInstant } from '../../base/time.ts';
import type { Nt } from '../../kernel/assemble.ts';
import type { Devnode } from '../../kernel/pnp/devnode.ts';
import { systemStateName } from '../../kernel/po/power-context.ts';
import { isPagable, powerName } from '../../kernel/po/power-manager.ts';
import type { PowerRequest } from '../../kernel/po/power-request.ts';
import { holderOf } from '../../kernel/po/watchdog.ts';
import type { DevicePowerView, PowerRequestState, SystemPowerState } from '../../protocol/state.ts';

export function systemPowerState(nt: Nt): SystemPowerState {
  const { power, standby, powerRequests } = nt;
  const { directory } = nt.kernel.sim;
  const holders = [
    ...new Set(powerRequests.holders.map((index) => `${directory.deviceId(index)}/${directory.driverOfDevice(index)}`)),
  ];
  return {
    state: power.system.state,
    source: power.isOnBattery ? 'battery' : 'mains',
    wokenBy: [...power.wakeSources],
    ...(standby.isWorking ? {} : { standby: standby.lifecycle.state }),
    ...(holders.length === 0 ? {} : { keptAwakeBy: holders }),
  };
}

export function devicePowerState(nt: Nt, devnode: Devnode): DevicePowerView {
  const record = nt.power.record(devnode);
  const { active, systemRequest, waitWakeRequest, queue } = record;
  const inStack = [systemRequest, active, waitWakeRequest].filter((request) => request !== null);
  const requests = [
    ...inStack.map((request) => requestState(nt, request, true)),
    ...queue.map((request) => requestState(nt, request, false)),
  ];
  return {
    system: systemStateName(record.toldState),
    device: powerName(nt.power.of(devnode)),
    hardware: nt.power.hardwareOf(devnode),
    policy: record.device.region('policy'),
    pageable: isPagable(devnode),
    ...(requests.length === 0 ? {} : { requests }),
  };
}

function requestState(nt: Nt, request: PowerRequest, isInStack: boolean): PowerRequestState {
  const { minor, type, state, irp, since } = request;
  const isSystem = type === SYSTEM_STATE || minor === IRP_MN_WAIT_WAKE;
  return {
    minor: nameOfMinor(IRP_MJ_POWER, minor),
    state: isSystem ? systemStateName(state) : powerName(state),
    irp: hex(irp.address),
    heldBy: isInStack ? nt.kernel.sim.directory.driverName(holderOf(nt.power, request)) : null,
    since: formatInstant(since),
  };
}

/** The states of the device's power machines, by the charts that draw them. */
export function powerLifecycles(nt: Nt, devnode: Devnode): Readonly<Record<string, string>> {
  const { system, device, wake } = nt.power.record(devnode);
  // Standby is the whole system's: it is drawn with its root.
  const standby = devnode.parent === null ? nt.standby.lifecycle.regions : {};
  return { ...system.regions, ...device.regions, ...wake.regions, ...standby };
}

/** Changes whenever one of these does. */
export function powerSignature(nt: Nt, devnode: Devnode): string {
  const { system, device, wake, active, systemRequest, waitWakeRequest, queue } = nt.power.record(devnode);
  const moving = [active, systemRequest, waitWakeRequest].map((request) =>
    request === null ? '' : `${request.irp.address}:${holderOf(nt.power, request)}`,
  );
  const standby = devnode.parent === null ? nt.standby.lifecycle.state : '';
  return `${system.state},${device.signature},${wake.state},${moving.join()},${queue.length},${standby}`;
}
