/** The machines of the power manager: each transition that a kernel takes is drawn, and each that is drawn is taken. */
import { describe, expect, test } from 'vitest';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import type { Devnode } from '../../../src/kernel/pnp/devnode.ts';
import { type DevicePowerEvent, devicePower } from '../../../src/kernel/po/device-power.machine.ts';
import { type DevnodePowerEvent, devnodePower } from '../../../src/kernel/po/devnode-power.machine.ts';
import { type SystemPowerEvent, systemPower } from '../../../src/kernel/po/system-power.machine.ts';
import { type WaitWakeEvent, waitWake } from '../../../src/kernel/po/wait-wake.machine.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { bootPower, type PowerMachine, power } from '../../machine/power/support/power-machine.ts';
import { bootHiber, NO_CONTEXT } from '../dump/hiber-lab.ts';
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
  ...(
    ['PNP_LOCK_FREE', 'PNP_LOCK_TIMEOUT', 'ALL_S_DONE', 'STACK_FAILED', 'STEP_OK', 'WAKE', 'PLATFORM_ON'] as const
  ).map((type) => ({
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

  test.for(['hibernate', 'lowBattery'] as const)('DUMP-30 H1 %s without a dump stack', async (request) => {
    const machine = await bootHiber(NO_CONTEXT);
    await power(machine, request);
    hold(machine);
    expect(machine.state()).toMatchObject({ bugcheck: null, systemPower: 'S0' });
  });

  test.for(['sleep', 'lowBattery'] as const)(
    'PWR-27 BC-01 0x9F/0x4 %s while the device tree is never free',
    async (request) => {
      const machine = await bootPower({ options: { pnpLockWait: '10s' }, specialFiles: ['hibernation'] });
      const { nt } = machine;
      nt.pnp
        .perform('something endless', () => KeDelayExecutionThread(nt.dispatcher, -50_000_000_000n))
        .catch(() => {});
      await power(machine, request);
      hold(machine);
      const { name, parameters } = machine.state().bugcheck ?? {};
      expect([name, parameters?.slice(0, 2)]).toEqual(['DRIVER_POWER_STATE_FAILURE', ['0x4', '0xa']]);
    },
  );
});

const FACTS = { N: { d1: true, d2: true, systemWake: 'S4', deviceWake: 'D3', inrush: true } };

const REGISTERS_IDLE =
  'if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) PoRegisterDeviceForIdleDetection(device, 20, 60, PowerDeviceD3);';
/** The first power-up hangs at the top of the stack until the next system request comes. */
const LATE_UP = `if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === DevicePowerState && location.Parameters.Power.State.DeviceState === PowerDeviceD0 && held.length === 0) {
  IoMarkIrpPending(irp);
  held.push(irp);
  return STATUS_PENDING;
}
if (minor === IRP_MN_SET_POWER && location.Parameters.Power.Type === SystemPowerState && held.length === 1) {
  const late = held[0];
  held.push(null);
  IoSkipCurrentIrpStackLocation(late);
  IoCallDriver(extension.Lower, late);
}`;
const ARMS = {
  more: 'let waitWake = null;',
  pnp: `if (minor === IRP_MN_QUERY_PNP_DEVICE_STATE) {
    const irp = out();
    PoRequestPowerIrp(device, IRP_MN_WAIT_WAKE, PowerSystemSleeping1, NULL, NULL, irp);
    waitWake = irp.value;
  }`,
  read: 'IoCancelIrp(waitWake); irp.IoStatus.Status = STATUS_SUCCESS; IoCompleteRequest(irp, IO_NO_INCREMENT); return STATUS_SUCCESS;',
};

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
  {
    name: 'asked and not told; asked and told',
    live: async (machine) => {
      await power(machine, 'queryDevice', { device: 'N', state: 'D3' });
      await power(machine, 'setDevice', { device: 'N', state: 'D0' });
      await power(machine, 'queryDevice', { device: 'N', state: 'D2' });
      await power(machine, 'setDevice', { device: 'N', state: 'D2' });
    },
  },
  ...(['D0', 'D1', 'D2', 'D3'] as const).flatMap((state) => [
    {
      name: `S3 with the device in ${state}`,
      machine: { isFunctionDriver: true, driver: { power: '/* owns nothing */' } },
      live: async (machine: Machine) => {
        await power(machine, 'setDevice', { device: 'N', state });
        await power(machine, 'sleep');
        await power(machine, 'wake');
        await power(machine, 'sleep');
        await power(machine, 'wake');
        await power(machine, 'setDevice', { device: 'N', state });
        await power(machine, 'setDevice', { device: 'N', state: 'D0' });
      },
    },
    {
      name: `its rail goes in ${state}, and comes back; then a dump`,
      live: async (machine: Machine) => {
        const devnode = deviceNode(machine);
        const { power: manager } = machine.nt;
        await power(machine, 'setDevice', { device: 'N', state });
        manager.apply(devnode, { type: 'RAIL_OFF' });
        manager.apply(devnode, { type: 'RAIL_ON' });
        manager.apply(devnode, { type: 'RAIL_OFF' });
        manager.apply(devnode, { type: 'POWERED_FOR_DUMP' });
        await power(machine, 'setDevice', { device: 'N', state });
        manager.apply(devnode, { type: 'POWERED_FOR_DUMP' });
        await power(machine, 'setDevice', { device: 'N', state: 'D0' });
        manager.apply(devnode, { type: 'RAIL_OFF' });
      },
    },
  ]),
  {
    name: 'the policy: idle, asleep while idle, back, back again before the device is up',
    machine: { driver: { power: '/* passes on */', pnp: REGISTERS_IDLE } },
    live: async (machine) => {
      await power(machine, 'setDevice', { device: 'N', state: 'D3' });
      await power(machine, 'setDevice', { device: 'N', state: 'D0' });
      await machine.inject({ op: 'advance', by: '2min' });
      await power(machine, 'sleep');
      await power(machine, 'wake');
      await power(machine, 'sleep');
      await power(machine, 'wake');
    },
  },
  {
    name: 'the system comes back before the device is up, and goes down again',
    machine: { driver: { power: LATE_UP, more: 'const held = [];' } },
    live: async (machine) => {
      await power(machine, 'sleep');
      await power(machine, 'wake');
      await power(machine, 'sleep');
      await power(machine, 'wake');
    },
  },
  {
    name: 'one device waits for the inrush current of another',
    machine: {
      driver: { power: LATE_UP, more: 'const held = [];' },
      more: [{ id: 'A', function: 'null', power: { inrush: true } }],
    },
    live: async (machine) => {
      await power(machine, 'sleep');
      await power(machine, 'wake');
      await power(machine, 'sleep');
      await power(machine, 'wake');
    },
  },
  ...(['wake', 'cancel', 'disable', 'signal, then disable', 'signal, then cancel'] as const).map((end) => ({
    name: `armed: ${end}`,
    machine: { driver: ARMS },
    live: async (machine: Machine) => {
      if (end === 'wake') {
        await power(machine, 'sleep', { state: 'S1' });
        await power(machine, 'wake', { device: 'N' });
      }
      if (end.startsWith('signal')) {
        // The bus has not noticed yet.
        machine.nt.power.record(deviceNode(machine)).wakeRoutine = null;
        await power(machine, 'wake', { device: 'N' });
      }
      if (end.endsWith('cancel')) await machine.inject({ op: 'io', device: 'N', request: 'read', length: 512 });
      if (end.endsWith('disable')) await machine.inject({ op: 'pnp', device: 'N', request: 'disable' });
    },
  })),
];

function deviceNode(machine: Machine): Devnode {
  const devnode = machine.nt.pnp.byId('N');
  if (devnode === undefined) throw new Error('there is no N');
  return devnode;
}

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
      "device-power.reported: unspecified --REPORTED.d1--> d1",
      "device-power.reported: unspecified --REPORTED.d2--> d2",
      "device-power.reported: unspecified --REPORTED.d3--> d3",
      "wait-wake: armedPending --COMPLETED.succeeded--> idle",
    ]
  `);
});
