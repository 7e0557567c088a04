/**
 * 200 devices through 1,000 random system and device power transitions, each request late by a random time, at each
 * device; meanwhile those that the power framework looks after become active and idle, go to D3 and come back. `POWER_WALK_SEED` repeats one; `POWER_WALK_STEPS` says how many transitions.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PowerDeviceD0, PowerDeviceD3 } from '../../src/abi/enums.ts';
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../src/abi/irp-codes.ts';
import { STATUS_PENDING } from '../../src/abi/ntstatus.ts';
import { requestPowerIrp } from '../../src/kernel/po/device-requests.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { PowerInjection } from '../../src/protocol/injection.ts';
import { withImports } from '../machine/support/driver-text.ts';
import { bootMachine, ROOT } from '../support/machine.ts';
import { PowerWatch } from './support/power-watch.ts';

const STEPS = Number(process.env['POWER_WALK_STEPS'] ?? 1_000);
const SEED = Number(process.env['POWER_WALK_SEED'] ?? 20_261_121);
const BUSES = 8;
const PER_BUS = 24;
/** More of each bus, with the driver of samples/power: two components each, and an idle time-out of 10 ms. */
const SENSORS_PER_BUS = 2;
const FOLDER = join(ROOT, 'samples', 'power').replaceAll('\\', '/');

/** A filter below the function driver that lets each request go down at once and holds it for a while on its way up. */
const LATE = withImports(`
class SLOT extends struct('SLOT', { Timer: KTIMER, Dpc: KDPC, Irp: PIRP }) {}
class EXTENSION extends struct('EXTENSION', { Lower: PDEVICE_OBJECT, System: SLOT, Device: SLOT }) {}
let last = ${SEED >>> 0};
function Random(below) {
  last = (Math.imul(last, 1103515245) + 12345) & 0x7fffffff;
  return (last >>> 8) % below;
}
export function DriverEntry(driverObject) {
  for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driverObject.MajorFunction.set(major, PassDown);
  driverObject.MajorFunction.set(IRP_MJ_PNP, DispatchPnp);
  driverObject.MajorFunction.set(IRP_MJ_POWER, DispatchPower);
  driverObject.DriverExtension.AddDevice = AddDevice;
  return STATUS_SUCCESS;
}
function AddDevice(driverObject, pdo) {
  const created = out();
  const status = IoCreateDevice(driverObject, EXTENSION, NULL, pdo.DeviceType, 0, FALSE, created);
  if (!NT_SUCCESS(status)) return status;
  const self = created.value;
  const extension = cast(EXTENSION, self.DeviceExtension);
  extension.Lower = IoAttachDeviceToDeviceStack(self, pdo);
  for (const slot of [extension.System, extension.Device]) {
    KeInitializeTimer(slot.Timer);
    KeInitializeDpc(slot.Dpc, Late, slot);
  }
  self.Flags |= extension.Lower.Flags & (DO_BUFFERED_IO | DO_DIRECT_IO | DO_POWER_PAGABLE);
  self.Flags &= ~DO_DEVICE_INITIALIZING;
  return STATUS_SUCCESS;
}
function PassDown(device, irp) {
  IoSkipCurrentIrpStackLocation(irp);
  return IoCallDriver(cast(EXTENSION, device.DeviceExtension).Lower, irp);
}
function DispatchPower(device, irp) {
  const location = IoGetCurrentIrpStackLocation(irp);
  if (location.MinorFunction === IRP_MN_WAIT_WAKE || location.MinorFunction === IRP_MN_POWER_SEQUENCE || Random(4) === 0) return PassDown(device, irp);
  const extension = cast(EXTENSION, device.DeviceExtension);
  const slot = location.Parameters.Power.Type === SystemPowerState ? extension.System : extension.Device;
  IoMarkIrpPending(irp);
  IoCopyCurrentIrpStackLocationToNext(irp);
  IoSetCompletionRoutine(irp, Hold, slot, TRUE, TRUE, TRUE);
  IoCallDriver(extension.Lower, irp);
  return STATUS_PENDING;
}
function Hold(device, irp, context) {
  const slot = cast(SLOT, context);
  slot.Irp = irp;
  KeSetTimer(slot.Timer, -BigInt(1 + Random(2000000)), slot.Dpc);
  return STATUS_MORE_PROCESSING_REQUIRED;
}
function Late(dpc, context) {
  const slot = cast(SLOT, context);
  const irp = slot.Irp;
  slot.Irp = NULL;
  IoCompleteRequest(irp, IO_NO_INCREMENT);
}
async function DispatchPnp(device, irp) {
  const { Lower: lower } = cast(EXTENSION, device.DeviceExtension);
  const { MinorFunction: minor } = IoGetCurrentIrpStackLocation(irp);
  if (minor === IRP_MN_DEVICE_USAGE_NOTIFICATION) {
    await IoForwardIrpSynchronously(lower, irp);
    device.Flags = (device.Flags & ~DO_POWER_PAGABLE) | (lower.Flags & DO_POWER_PAGABLE);
    const { Status: status } = irp.IoStatus;
    IoCompleteRequest(irp, IO_NO_INCREMENT);
    return status;
  }
  if (minor !== IRP_MN_REMOVE_DEVICE) return PassDown(device, irp);
  IoSkipCurrentIrpStackLocation(irp);
  const status = await IoCallDriver(lower, irp);
  IoDetachDevice(lower);
  IoDeleteDevice(device);
  return status;
}
`);

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);
const late = { lowerFilters: ['late'] };

function description(workers: number): object {
  return {
    name: 'two hundred',
    memory: '32MiB',
    verifier: 'off',
    power: { workers },
    drivers: {
      late: { source: './late.ts' },
      sensor: { source: './sensor.ts', registry: { IdleTimeout: 10, SamplerLatency: 1000 } },
    },
    devices: range(BUSES).map((bus) => ({
      id: `bus${bus}`,
      function: 'pci',
      ...late,
      children: [
        ...range(PER_BUS).map((index) => ({
          id: `dev${bus}_${index}`,
          function: 'null',
          ...late,
          power: { d1: true, d2: true, inrush: index % 5 === 0 },
        })),
        ...range(SENSORS_PER_BUS).map((index) => ({ id: `sensor${bus}_${index}`, function: 'sensor', ...late })),
        ...(bus === 0
          ? [
              {
                id: 'hba',
                function: 'storport',
                ...late,
                children: [{ id: 'disk', function: 'disk', size: '16MiB', ...late }],
              },
            ]
          : []),
      ],
    })),
    specialFiles: ['paging', 'hibernation'].map((type) => ({ device: 'disk', type })),
  };
}

type Step =
  | {
      readonly kind: 'devices';
      readonly asked: readonly { readonly device: number; readonly minor: number; readonly state: number }[];
    }
  | {
      readonly kind: 'pofx';
      readonly bus: number;
      readonly index: number;
      readonly component: number;
      readonly request: 'activate' | 'idle' | 'surprisePowerOn';
      readonly wait: number;
    }
  | { readonly kind: 'system'; readonly request: PowerInjection['request']; readonly state: 'S1' | 'S2' | 'S3' };

const asked = fc.record({
  device: fc.nat(BUSES * PER_BUS - 1),
  minor: fc.constantFrom(IRP_MN_SET_POWER, IRP_MN_SET_POWER, IRP_MN_SET_POWER, IRP_MN_QUERY_POWER),
  state: fc.integer({ min: PowerDeviceD0, max: PowerDeviceD3 }),
});
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant('devices' as const),
      asked: fc.array(asked, { minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('pofx' as const),
      bus: fc.nat(BUSES - 1),
      index: fc.nat(SENSORS_PER_BUS - 1),
      component: fc.nat(1),
      request: fc.constantFrom('activate' as const, 'idle' as const, 'surprisePowerOn' as const),
      wait: fc.nat(40),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('system' as const),
      request: fc.constantFrom('sleep' as const, 'hibernate' as const, 'hybridSleep' as const, 'lowBattery' as const),
      state: fc.constantFrom('S1' as const, 'S2' as const, 'S3' as const),
    }),
  },
);

class Requests {
  accepted = 0;
  readonly ended: number[] = [];

  /** Asks for all at once, without waiting for any. */
  ask(machine: Machine, step: Extract<Step, { kind: 'devices' }>): void {
    const { nt } = machine;
    for (const { device, minor, state } of step.asked) {
      const devnode = nt.pnp.byId(`dev${device % BUSES}_${Math.floor(device / BUSES)}`);
      if (devnode === undefined) throw new Error(`there is no device ${device}`);
      const index = this.accepted;
      const { status } = requestPowerIrp(nt.power, devnode, {
        minor,
        state,
        requester: 0,
        completion: () => {
          this.ended[index] = (this.ended[index] ?? 0) + 1;
        },
      });
      expect(status).toBe(STATUS_PENDING);
      this.accepted += 1;
    }
  }
}

/** Components of the power framework that somebody uses for a while. */
class Activity {
  readonly #held = new Map<string, number>();
  /** Injections that have done something. */
  done = 0;

  async play(machine: Machine, step: Extract<Step, { kind: 'pofx' }>): Promise<void> {
    const { component, request } = step;
    const device = `sensor${step.bus}_${step.index}`;
    const key = `${device} ${component}`;
    const held = this.#held.get(key) ?? 0;
    if (request !== 'idle' || held > 0) {
      const isOfComponent = request !== 'surprisePowerOn';
      const { ok } = await machine.inject({ op: 'pofx', device, request, ...(isOfComponent ? { component } : {}) });
      if (ok) this.done += 1;
      if (ok && isOfComponent) this.#held.set(key, held + (request === 'activate' ? 1 : -1));
    }
    await machine.inject({ op: 'advance', by: `${step.wait}ms` });
  }

  async end(machine: Machine): Promise<void> {
    for (const [key, count] of this.#held) {
      const [device = '', component] = key.split(' ');
      for (let left = count; left > 0; left -= 1)
        await machine.inject({ op: 'pofx', device, request: 'idle', component: Number(component) });
    }
  }
}

/** Devices of the framework that have not gone to D3 though nobody uses them any more. */
function awake(machine: Machine): readonly string[] {
  return machine.nt.fx.devices.flatMap(({ devnode, state, components }) => {
    const active = components.filter(({ references }) => references > 0);
    return state === 'notRequiredDx' && active.length === 0 ? [] : [`${devnode.id} ${state}, ${active.length} active`];
  });
}

/** What must hold when everything has come to rest. */
function atRest(machine: Machine, watch: PowerWatch): readonly string[] {
  const { power, pnp, io } = machine.nt;
  const found = pnp.tree().flatMap((devnode) => {
    const { active, queue, systemRequest, device } = power.record(devnode);
    const isQuiet =
      active === null && queue.length === 0 && systemRequest === null && device.region('deviceIrp') === 'idle';
    return isQuiet ? [] : [`${devnode.id} has a power request`];
  });
  for (const { irp } of io.irps.values()) found.push(`IRP 0x${irp.address.toString(16)} is left`);
  if (watch.flights.size > 0) found.push(`${watch.flights.size} requests have not ended`);
  if (power.inrush !== null || power.waitingForInrush.length > 0) found.push('somebody draws inrush current');
  return found;
}

test.for([
  { workers: 1, most: STEPS / 4 },
  { workers: 6, most: STEPS },
])(
  'SM-09 PWR-18 PWR-26 PWR-28 PWR-30 PWR-32 PWR-53 POFX-34 POFX-37 200 devices through random power transitions and uses of the power framework, $workers system requests at once',
  { timeout: 300_000 },
  async ({ workers, most }) => {
    const file = `${FOLDER}/walk.machine.json`;
    const files = { [file]: JSON.stringify(description(workers)), [`${FOLDER}/late.ts`]: LATE };
    const machine = await bootMachine({ file }, files);
    expect(machine.state().devices.length).toBeGreaterThanOrEqual(200);
    const watch = new PowerWatch(machine);
    const requests = new Requests();
    const activity = new Activity();
    let transitions = 0;
    for (const step of fc.sample(steps, { seed: SEED + workers, numRuns: most })) {
      if (transitions >= most) break;
      if (step.kind === 'devices') {
        requests.ask(machine, step);
        transitions += step.asked.length;
        // Sometimes nothing waits for them before the next step.
        if (step.asked.length > 2) await machine.inject({ op: 'advance', by: '100ms' });
        continue;
      }
      if (step.kind === 'pofx') {
        await activity.play(machine, step);
        expect([SEED, step, watch.broken, machine.state().bugcheck]).toEqual([SEED, step, [], null]);
        continue;
      }
      const { request, state } = step;
      const down = await machine.inject({ op: 'power', request, ...(request === 'sleep' ? { state } : {}) });
      const up = await machine.inject({ op: 'power', request: 'wake' });
      transitions += 2;
      expect([SEED, step, down.ok, up.ok, watch.broken, machine.state().bugcheck]).toEqual([
        SEED,
        step,
        true,
        true,
        [],
        null,
      ]);
    }
    await activity.end(machine);
    await machine.inject({ op: 'advance', by: '5min' });
    expect([SEED, watch.broken, atRest(machine, watch)]).toEqual([SEED, [], []]);
    expect(awake(machine)).toEqual([]);
    expect(activity.done).toBeGreaterThan(most / 20);
    expect(requests.ended.filter((times) => times !== 1)).toEqual([]);
    expect(requests.ended.length).toBe(requests.accepted);
    const { system, device, query } = watch.done;
    console.info(
      `power walk, seed ${SEED}, ${workers} workers: ${transitions} transitions, ${system} system, ${device} device and ${query} query requests, at most ${watch.mostAtOnce} at once, ${activity.done} times the power framework, ${machine.state().events} events`,
    );
  },
);
