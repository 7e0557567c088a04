import type { MachineState } from '../protocol/state.ts';
import type { MachineSessions } from './machine/machine-sessions.ts';
import type { DevicesView } from './views/devices-view.ts';

export interface MachineInfo {
  /** URI of the machine file. */
  readonly uri: string;
  readonly status: string;
  /** Process id of its sandbox; null when it has none. */
  readonly pid: number | null;
  /** Why its sandbox process was lost; null unless it was. */
  readonly loss: string | null;
  /** null unless it is live. */
  readonly state: MachineState | null;
}

/** A row of the Devices view, as it is shown. */
export interface DeviceRow {
  readonly depth: number;
  readonly label: string;
  readonly description: string;
}

/** What other extensions get from this one. */
export interface DriverSandboxApi {
  readonly version: 1;
  machines(): readonly MachineInfo[];
  shown(): MachineInfo | null;
  /** Every row, whether it is unfolded or not. */
  deviceRows(): readonly DeviceRow[];
}

export function createApi(machines: MachineSessions, devices: DevicesView): DriverSandboxApi {
  const info = (session: MachineSessions['all'][number]): MachineInfo => ({
    uri: session.uri,
    status: session.status,
    pid: session.pid,
    loss: session.loss?.message ?? null,
    state: session.model?.state() ?? null,
  });
  return {
    version: 1,
    machines: () => machines.all.map(info),
    shown: () => (machines.shown === null ? null : info(machines.shown)),
    deviceRows: () => rowsBelow(devices, undefined, 0),
  };
}

function rowsBelow(
  devices: DevicesView,
  parent: Parameters<DevicesView['getChildren']>[0],
  depth: number,
): DeviceRow[] {
  return devices.getChildren(parent).flatMap((node) => {
    const { label, description } = devices.getTreeItem(node);
    const row = { depth, label: String(label), description: String(description ?? '') };
    return [row, ...rowsBelow(devices, node, depth + 1)];
  });
}
