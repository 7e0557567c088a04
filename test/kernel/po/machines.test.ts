/** The machines of the power manager: each transition that a kernel takes is drawn, and each that is drawn is taken. */
import { describe, expect, test } from 'vitest';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { type DevicePowerEvent, devicePower } from '../../../src/kernel/po/device-power.machine.ts';
import { type DevnodePowerEvent, devnodePower } from '../../../src/kernel/po/devnode-power.machine.ts';
import { type SystemPowerEvent, systemPower } from '../../../src/kernel/po/system-power.machine.ts';
import { type WaitWakeEvent, waitWake } from '../../../src/kernel/po/wait-wake.machine.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootPower, type PowerMachine, power } from '../../machine/power/support/power-machine.ts';
import { changesOf, drawnBy, lineOf } from './support/drawn.ts';

const both = [true, false];
const SYSTEM_EVENTS: readonly SystemPowerEvent[] = [
  ...both.flatMap((isCritical) =>
    both.map((isPnpLockFree) => ({ type: 'TRANSITION', isCritical, isPnpLockFree }) as const),
  ),
  ...(['agreed', 'overridden', 'refused', 'deeper'] as const).map(
    (outcome) => ({ type: 'QUERY_ALL_DONE', outcome }) as const,
  ),
  ...both.map((writesImage) => ({ type: 'PHASE_DONE', writesImage }) as const),
  ...both.map((endsSystem) => ({ type: 'PLATFORM_OFF', endsSystem }) as const),
  ...(['PNP_LOCK_FREE', 'PNP_LOCK_TIMEOUT', 'ALL_S_DONE', 'STEP_OK', 'WAKE', 'PLATFORM_ON'] as const).map((type) => ({
    type,
  })),
];
const DEVNODE_EVENTS: readonly DevnodePowerEvent[] = [
  ...(['SEND_QUERY', 'QUERY_POWER.succeeded', 'QUERY_POWER.failed', 'SET_POWER.completed'] as const).map((type) => ({
    type,
  })),
  ...both.map((areDependentsDown) => ({ type: 'SEND_DOWN', areDependentsDown }) as const),
  ...both.map((areProvidersUp) => ({ type: 'SEND_UP', areProvidersUp }) as const),
];
const D_STATES = ['d0', 'd1', 'd2', 'd3'] as const;
const DEVICE_EVENTS: readonly DevicePowerEvent[] = [
  ...D_STATES.flatMap((state) => [{ type: `HARDWARE.${state}` } as const, { type: `REPORTED.${state}` } as const]),
  ...both.map((hasAuxiliaryPower) => ({ type: 'PLATFORM_OFF', hasAuxiliaryPower }) as const),
  ...(
    [
      'RAIL_OFF',
      'RAIL_ON',
      'PLATFORM_ON',
      'POWERED_FOR_DUMP',
      'D_QUERY.sent',
      'D_DOWN.sent',
      'D_UP.sent',
      'D_UP.held',
      'D_QUERY.completed',
      'D_DOWN.completed',
      'D_UP.completed',
      'D_QUERY.agreed',
      'S_DOWN.sent',
      'S_UP.sent',
      'S_UP.completed',
      'IDLE_POWER_DOWN',
    ] as const
  ).map((type) => ({ type })),
];
const WAKE_EVENTS: readonly WaitWakeEvent[] = (
  ['REQUEST', 'WAKE_SIGNAL', 'COMPLETED.succeeded', 'COMPLETED.cancelled', 'COMPLETED.failed'] as const
).map((type) => ({ type }));

const MACHINES = [
  { machine: systemPower, events: SYSTEM_EVENTS },
  { machine: devnodePower, events: DEVNODE_EVENTS },
  { machine: devicePower, events: DEVICE_EVENTS },
  { machine: waitWake, events: WAKE_EVENTS },
];
const drawn = new Map(MACHINES.map(({ machine, events }) => [machine.id, drawnBy(machine, events)]));
const taken = new Set<string>();

/** Notes what the machine went through; each step begins where the one before ended. */
function hold(machine: Machine): void {
  const states = new Map<string, string>();
  for (const change of changesOf(machine)) {
    const id = change.chart.split('.')[0] ?? '';
    if (!drawn.has(id)) continue;
    const key = `${change.owner} ${change.chart}`;
    expect([key, states.get(key) ?? change.from]).toEqual([key, change.from]);
    states.set(key, change.to);
    expect([...(drawn.get(id) ?? [])]).toContain(lineOf(change));
    taken.add(lineOf(change));
  }
  for (const devnode of machine.nt.pnp.tree()) {
    const { system, device, wake, systemRequest, active, waitWakeRequest } = machine.nt.power.record(devnode);
    expect(Number(['querying', 'downInFlight', 'upInFlight'].includes(system.state))).toBe(
      Number(systemRequest !== null),
    );
    expect(device.region('deviceIrp') === 'idle').toBe(active === null);
    expect(wake.state === 'idle').toBe(waitWakeRequest === null);
  }
}

const QUERY = {
  agrees: '',
  refuses: `if (minor === IRP_MN_QUERY_POWER) { irp.IoStatus.Status = STATUS_DEVICE_BUSY; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_DEVICE_BUSY; }`,
};

describe('SM-02 SM-03 the system and what its devices are told', () => {
  const lives = (['free', 'held'] as const).flatMap((lock) =>
    (['sleep', 'hibernate', 'powerOff', 'lowBattery', 'thermalShutdown'] as const).flatMap((request) =>
      (['proceed', 'reaffirm', 'nextState', 'agrees'] as const).map((veto) => ({ lock, request, veto })),
    ),
  );

  test.for(lives)('$request, tree $lock, $veto', async ({ lock, request, veto }) => {
    const options = veto === 'agrees' ? {} : { queryVeto: veto };
    const machine = await bootPower({
      options,
      specialFiles: ['hibernation'],
      driver: { power: veto === 'agrees' ? '/* agrees */' : QUERY.refuses },
    });
    const { nt } = machine;
    if (lock === 'held')
      void nt.pnp.perform('something long', () => KeDelayExecutionThread(nt.dispatcher, -50_000_000n));
    await power(machine, request);
    hold(machine);
    await power(machine, 'wake');
    hold(machine);
    expect(machine.state().bugcheck).toBeNull();
  });

  test.for(['sleep', 'lowBattery'] as const)('%s while the device tree is never free', async (request) => {
    const machine = await bootPower({ options: { pnpLockWait: '10s' }, specialFiles: ['hibernation'] });
    const { nt } = machine;
    nt.pnp.perform('something endless', () => KeDelayExecutionThread(nt.dispatcher, -50_000_000_000n)).catch(() => {});
    await power(machine, request);
    hold(machine);
    expect(machine.state().bugcheck).toMatchObject({ name: 'DRIVER_POWER_STATE_FAILURE' });
  });
});

const FACTS = { N: { d1: true, d2: true, systemWake: 'S4', deviceWake: 'D3', inrush: true } };

/** A device that waits for its power requests: whoever looks sees it in each state. */
const lives: readonly {
  readonly name: string;
  readonly machine?: PowerMachine;
  readonly live: (machine: Machine) => Promise<void>;
}[] = [
  {
    name: 'each device state after each other',
    live: async (machine) => {
      for (const state of ['D1', 'D0', 'D2', 'D0', 'D3', 'D0', 'D1', 'D2', 'D3', 'D2', 'D1', 'D3', 'D1', 'D0'])
        await power(machine, 'setDevice', { device: 'N', state });
    },
  },
];

describe('SM-04 SM-05 a device and its wait/wake', () => {
  test.for(lives)('$name', async ({ machine: parts, live }) => {
    const machine = await bootPower({ hardware: FACTS, ...parts });
    await live(machine);
    hold(machine);
  });
});

test('SM-01 and these transitions are those that no life here has taken', () => {
  const all = [...drawn.values()].flatMap((lines) => [...lines]);
  expect(all.filter((line) => !taken.has(line)).sort()).toMatchInlineSnapshot(`
    [
      "device-power.deviceIrp: idle --D_QUERY.sent--> queryInFlight",
      "device-power.deviceIrp: idle --D_UP.held--> waitInrush",
      "device-power.deviceIrp: queryInFlight --D_QUERY.completed--> idle",
      "device-power.deviceIrp: waitInrush --D_UP.sent--> setUp",
      "device-power.hardware: d0 --RAIL_OFF--> d3cold",
      "device-power.hardware: d0Uninit --HARDWARE.d1--> d1",
      "device-power.hardware: d0Uninit --HARDWARE.d2--> d2",
      "device-power.hardware: d0Uninit --HARDWARE.d3--> d3hot",
      "device-power.hardware: d0Uninit --PLATFORM_OFF--> d3cold",
      "device-power.hardware: d0Uninit --RAIL_OFF--> d3cold",
      "device-power.hardware: d1 --PLATFORM_OFF--> d3cold",
      "device-power.hardware: d1 --POWERED_FOR_DUMP--> d0Uninit",
      "device-power.hardware: d1 --RAIL_OFF--> d3cold",
      "device-power.hardware: d2 --PLATFORM_OFF--> d3cold",
      "device-power.hardware: d2 --POWERED_FOR_DUMP--> d0Uninit",
      "device-power.hardware: d2 --RAIL_OFF--> d3cold",
      "device-power.hardware: d3cold --POWERED_FOR_DUMP--> d0Uninit",
      "device-power.hardware: d3cold --RAIL_ON--> d0Uninit",
      "device-power.hardware: d3hot --POWERED_FOR_DUMP--> d0Uninit",
      "device-power.hardware: d3hot --RAIL_OFF--> d3cold",
      "device-power.io: open --D_QUERY.agreed--> holding",
      "device-power.policy: s0Active --IDLE_POWER_DOWN--> s0Idle",
      "device-power.policy: s0Active --S_DOWN.sent--> sxPending",
      "device-power.policy: s0Idle --S_DOWN.sent--> sxPending",
      "device-power.policy: s0Pending --S_DOWN.sent--> sxPending",
      "device-power.policy: sxPending --S_UP.sent--> s0Pending",
      "device-power.reported: unspecified --REPORTED.d1--> d1",
      "device-power.reported: unspecified --REPORTED.d2--> d2",
      "device-power.reported: unspecified --REPORTED.d3--> d3",
      "wait-wake: armedPending --COMPLETED.cancelled--> idle",
      "wait-wake: armedPending --COMPLETED.failed--> idle",
      "wait-wake: armedPending --COMPLETED.succeeded--> idle",
      "wait-wake: armedPending --WAKE_SIGNAL--> signalled",
      "wait-wake: idle --REQUEST--> armedPending",
      "wait-wake: signalled --COMPLETED.cancelled--> idle",
      "wait-wake: signalled --COMPLETED.failed--> idle",
      "wait-wake: signalled --COMPLETED.succeeded--> idle",
    ]
  `);
});
