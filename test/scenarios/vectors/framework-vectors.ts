/** TV-14 to TV-28: the power framework. One device, whose driver has one component with F0 and F1. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootDescription, deviceOf } from '../../support/machine.ts';
import {
  ACTIVATE,
  ACTIVATE_BLOCKING_AT_DISPATCH,
  IDLE,
  type RuntimeParts,
  runtimeDriver,
  TOUCH,
} from '../support/runtime-driver.ts';
import type { Run, Vector } from './vector.ts';

const ioctl = (code: number): Injection => ({ op: 'io', device: 'dev0', request: 'ioctl', code });
const wait = (by: string): Injection => ({ op: 'advance', by });
const pnp = (request: 'disable' | 'enable' | 'rebalance'): Injection => ({ op: 'pnp', device: 'dev0', request });

function boot(parts: RuntimeParts, more: object = {}): () => Promise<Machine> {
  return () =>
    bootDescription(
      {
        name: 'vector',
        memory: '8MiB',
        verifier: 'standard',
        drivers: { runtime: { source: './runtime.ts' } },
        devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime' }] }],
        ...more,
      },
      { 'runtime.ts': runtimeDriver(parts) },
    );
}

function one(parts: RuntimeParts, steps: readonly Injection[], more: Partial<Run> = {}): readonly Run[] {
  return [{ boot: boot(parts), steps, ...more }];
}

function started(machine: Machine): readonly string[] {
  const { pnp: state, problem } = deviceOf(machine, 'dev0');
  return [`dev0 is ${state}${problem === null ? '' : `, ${problem.name}`}`];
}

function components(machine: Machine): readonly string[] {
  return machine.nt.fx.devices.flatMap(({ devnode, components: all }) =>
    all.map(({ index, description }) => {
      const { idleStates, deepestWakeableIdleState: deepest } = description;
      return `${devnode.id} component ${index}: ${idleStates.length} F states, wakes from F${deepest}`;
    }),
  );
}

const SECOND_VERSION = `class SPEC extends struct('SPEC', { Device: PO_FX_DEVICE_V2, More: array(PO_FX_COMPONENT_V2, 5) }) {}
function Components(count, edges) {
  const spec = local(SPEC);
  const device = spec.Device;
  device.Version = PO_FX_VERSION_V2;
  device.ComponentCount = count;
  const states = local(STATES);
  for (let index = 0; index < count; index += 1) {
    const component = device.Components.get(index);
    component.IdleStateCount = 1;
    component.IdleStates = states.Items[0];
    const provider = edges[index];
    if (provider === undefined) continue;
    const list = cast(PROVIDER, ExAllocatePool2(POOL_FLAG_NON_PAGED, 4, 'xFoP'));
    list.Index = provider;
    component.ProviderCount = 1;
    component.Providers = list.address;
  }
  return device;
}
class PROVIDER extends struct('PROVIDER', { Index: ULONG }) {}`;

const tries = (edges: string, count: number): string =>
  `{ const tried = out(); DbgPrint('%x', await PoFxRegisterDevice(extension.Pdo, Components(${count}, ${edges}), tried)); }`;

const registration: readonly Vector[] = [
  {
    id: 'TV-14',
    input: 'version 1 and version 2 of the structure, which have two fields the other way round',
    expected: 'Version decides which layout is read: 2 F states, wakes from F1, both times',
    runs: [
      {
        what: 'version 1',
        boot: boot({ described: 'component.DeepestWakeableIdleState = 1;' }),
        steps: [],
        shows: components,
      },
      {
        what: 'version 2',
        boot: boot({
          more: SECOND_VERSION,
          described: `const second = Components(1, []);
  second.Components.get(0).IdleStateCount = 2;
  second.Components.get(0).DeepestWakeableIdleState = 1;
  second.Components.get(0).IdleStates = states.Items[0];
  for (const name of ['ComponentActiveConditionCallback', 'ComponentIdleConditionCallback', 'ComponentIdleStateCallback', 'DeviceContext']) second[name] = device[name];
  const handle2 = out();
  const done = await PoFxRegisterDevice(extension.Pdo, second, handle2);
  extension.Handle = handle2.value;
  return done;`,
        }),
        steps: [],
        shows: components,
      },
    ],
  },
  {
    id: 'TV-15',
    input: 'the same PDO is registered twice: at once, and again after STOP and START',
    expected: '0xA0/0x600',
    runs: [
      {
        what: 'at once',
        boot: boot({ registered: 'const again = out(); await PoFxRegisterDevice(extension.Pdo, device, again);' }),
        steps: [],
        fromBoot: true,
      },
      { what: 'after STOP and START', boot: boot({}), steps: [pnp('rebalance')] },
    ],
  },
  {
    id: 'TV-16',
    input: 'two F states, and no ComponentIdleStateCallback',
    expected: 'STATUS_INVALID_PARAMETER: the device does not start',
    runs: one({ described: 'device.ComponentIdleStateCallback = NULL;' }, [], { shows: started }),
  },
  {
    id: 'TV-17',
    input: 'components that depend on each other in a circle, and five deep',
    expected: 'STATUS_INVALID_PARAMETER, twice; four deep is accepted',
    runs: one(
      {
        more: SECOND_VERSION,
        touch: `{ const { Pdo } = cast(EXTENSION, device.DeviceExtension); const extension = { Pdo };
        await PoFxUnregisterDevice(Handle);
        ${tries('[1, 0]', 2)} ${tries('[1, 2, 3, 4, 5]', 6)} ${tries('[1, 2, 3]', 4)}
        cast(EXTENSION, device.DeviceExtension).Handle = 0; }`,
      },
      [ioctl(TOUCH)],
    ),
  },
  {
    id: 'TV-18',
    input: 'PoFxIdleComponent without PoFxActivateComponent',
    expected: '0xA0/0x608',
    runs: one({}, [ioctl(IDLE), ioctl(IDLE)]),
  },
  {
    id: 'TV-19',
    input: 'PoFxActivateComponent with both flags; BLOCKING at DISPATCH_LEVEL; a component that there is not',
    expected: '0xA0/0x614 with 1, 0 and 2',
    runs: [
      {
        what: 'both flags',
        boot: boot({ touch: 'await PoFxActivateComponent(Handle, 0, PO_FX_FLAG_BLOCKING | PO_FX_FLAG_ASYNC_ONLY);' }),
        steps: [ioctl(TOUCH)],
      },
      { what: 'BLOCKING at DISPATCH_LEVEL', boot: boot({}), steps: [ioctl(ACTIVATE_BLOCKING_AT_DISPATCH)] },
      {
        what: 'component 1 of 1',
        boot: boot({ touch: 'await PoFxActivateComponent(Handle, 1, 0);' }),
        steps: [ioctl(TOUCH)],
      },
    ],
  },
];

const runtime: readonly Vector[] = [
  {
    id: 'TV-20',
    input: 'PoFxReportDevicePoweredOn that nobody has asked for',
    expected: '0xA0/0x613 with 1',
    runs: one({ touch: 'PoFxReportDevicePoweredOn(Handle);' }, [ioctl(TOUCH)]),
  },
  {
    id: 'TV-21',
    input: 'in F2 the tolerated latency changes so that F1 is the best',
    expected: 'ComponentIdleStateCallback for F0, then for F1, and not at once',
    runs: one(
      {
        more: "class THREE extends struct('THREE', { Items: array(PO_FX_COMPONENT_IDLE_STATE, 3) }) {}",
        described: `const three = local(THREE);
  for (const index of [1, 2]) { three.Items[index].TransitionLatency = BigInt(index) * 1000n; three.Items[index].ResidencyRequirement = 1n; }
  component.IdleStateCount = 3;
  component.IdleStates = three.Items[0];`,
        touch: 'PoFxSetComponentLatency(Handle, 0, 1500n);',
      },
      [ioctl(IDLE), ioctl(TOUCH), wait('1ms')],
    ),
  },
  {
    id: 'TV-22',
    input: 'S3 and back of a registered device; its driver reports, or does not',
    expected: 'one report is owed; the missing one is a finding',
    runs: [
      {
        what: 'reported',
        boot: boot({}),
        steps: [{ op: 'power', request: 'sleep' }, { op: 'power', request: 'wake' }, wait('11min')],
      },
      {
        what: 'not reported',
        boot: boot({ systemUp: '' }),
        steps: [{ op: 'power', request: 'sleep' }, { op: 'power', request: 'wake' }, wait('11min')],
      },
    ],
  },
  {
    id: 'TV-23',
    input: 'activity one tick before the idle time-out of 10 ms, and none',
    expected: 'no DevicePowerNotRequiredCallback; then one',
    runs: one({}, [ioctl(IDLE), wait('9999us'), ioctl(ACTIVATE), wait('20ms'), ioctl(IDLE), wait('10ms')]),
  },
  {
    id: 'TV-27',
    input: 'PoFxUnregisterDevice in a callback of the framework',
    expected: 'the finding pofx/unregister-in-callback',
    runs: one({ idleCondition: 'PoFxUnregisterDevice(Handle);' }, [ioctl(IDLE)]),
  },
];

const SOC: object = { pep: 'soc' };
const POWER_CONTROL = `{ const bytes = out(); DbgPrint('%x', PoFxPowerControl(Handle, '{00000001-0002-0003-0405-060708090a0b}', 0, 0, 0, 0, bytes)); }`;

const plugIns: readonly Vector[] = [
  {
    id: 'TV-25',
    input: 'PoFxPowerControl without a plug-in of the platform, and with one that does not know the request',
    expected: 'STATUS_NOT_SUPPORTED (c00000bb), STATUS_NOT_IMPLEMENTED (c0000002)',
    runs: [
      { what: 'without', boot: boot({ touch: POWER_CONTROL }), steps: [ioctl(TOUCH)] },
      { what: 'with', boot: boot({ touch: POWER_CONTROL }, SOC), steps: [ioctl(TOUCH)] },
    ],
  },
];

export const frameworkVectors: readonly Vector[] = [...registration, ...runtime, ...plugIns];
