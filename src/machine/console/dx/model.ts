/** What `dx` sees of a machine: `@$cursession` and what hangs on it. */
import type { DeviceState, StackEntry } from '../../../protocol/state.ts';
import { devnodeAddress, pdoOf } from '../objects.ts';
import type { ConsoleTarget } from '../target.ts';
import { DxObject, type DxValue, fromJson } from './value.ts';

/** Events of the trace that a list holds: the last ones. */
const EVENTS = 20_000;

export function rootsOf(target: ConsoleTarget): DxObject {
  const session = new DxObject('Driver Sandbox', sessionOf(target));
  return new DxObject('roots', {
    '@$cursession': () => session,
    Debugger: () => new DxObject('Debugger', { Sessions: () => [session] }),
  });
}

function sessionOf(target: ConsoleTarget): Readonly<Record<string, () => DxValue>> {
  const state = () => target.state();
  return {
    Devices: () =>
      new DxObject('Devices', {
        DeviceTree: () =>
          state()
            .devices.filter(({ parent }) => parent === null)
            .map((device) => nodeOf(target, device)),
        DeviceNodes: () => state().devices.map((device) => nodeOf(target, device)),
      }),
    Drivers: () => target.drivers().map(({ address, name }) => driverOf(target, address, name)),
    Irps: () =>
      state().irps.map((irp) =>
        fromJson({ ...irp, address: Number(irp.address) }, `${irp.address} ${irp.minor ?? irp.major} at ${irp.at}`),
      ),
    Violations: () => state().violations.map((one) => fromJson(one, `${one.rule} by ${one.driver}: ${one.message}`)),
    Trace: () =>
      target
        .trace(EVENTS)
        .map((event) =>
          fromJson(
            event,
            [event.n, event.kind, event.device, event.minor ?? event.major ?? event.detail]
              .filter((part) => part !== undefined && part !== '')
              .join(' '),
          ),
        ),
    Attributes: () => {
      const { name, file, run, time, seed, events, systemPower, power } = state();
      return fromJson({ name, file, run, time, seed, events, systemPower, power }, name);
    },
    BugCheck: () => {
      const { bugcheck } = state();
      return bugcheck === null ? null : fromJson(bugcheck, bugcheck.name);
    },
  };
}

function nodeOf(target: ConsoleTarget, device: DeviceState): DxObject {
  const { id, instancePath, service, description, pnp, problem, power, specialFiles, children, parent, stack, pofx } =
    device;
  const byId = (one: string): DeviceState | undefined => target.state().devices.find((other) => other.id === one);
  const nodes = (ids: readonly string[]): readonly DxValue[] =>
    ids.flatMap((one) => {
      const found = byId(one);
      return found === undefined ? [] : [nodeOf(target, found)];
    });
  return new DxObject(instancePath === '' ? id : instancePath, {
    Id: () => id,
    InstancePath: () => instancePath,
    ServiceName: () => service ?? '',
    Description: () => description,
    State: () => pnp,
    Problem: () => (problem === null ? null : fromJson(problem, problem.name)),
    DeviceNodeObject: () => devnodeAddress(target, device),
    PhysicalDeviceObject: () => pdoOf(device),
    Power: () => fromJson(power, power.device),
    SpecialFiles: () => fromJson(specialFiles, 'SpecialFiles'),
    PoFx: () => (pofx === null ? null : fromJson(pofx, pofx.state)),
    DeviceStack: () => stack.map(entryOf),
    Parent: () => (parent === null ? null : (nodes([parent])[0] ?? null)),
    Children: () => nodes(children),
  });
}

function entryOf(entry: StackEntry): DxValue {
  return fromJson({ ...entry, object: Number(entry.object) }, `${entry.driver} (${entry.role})`);
}

function driverOf(target: ConsoleTarget, address: number, name: string): DxObject {
  return new DxObject(name, {
    Name: () => name,
    DriverObject: () => address,
    Devices: () =>
      target.state().devices.flatMap(({ stack }) => stack.filter(({ driver }) => driver === name).map(entryOf)),
    Routines: () =>
      target
        .symbols()
        .filter(({ driver }) => driver === name)
        .map((symbol) => fromJson(symbol, symbol.name)),
    Violations: () =>
      target
        .state()
        .violations.filter(({ driver }) => driver === name)
        .map((one) => fromJson(one, one.rule)),
  });
}
