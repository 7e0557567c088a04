/** A driver of the power framework with one mistake each, and as it is. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';
import {
  ACTIVATE as ACTIVATE_CODE,
  GO_DOWN,
  IDLE,
  type RuntimeParts,
  runtimeDriver,
  TOUCH,
} from '../../scenarios/support/runtime-driver.ts';
import { bootDescription, injectAll } from '../../support/machine.ts';
import { found, MARK } from './support.ts';

interface FrameworkTrial {
  readonly rule: string;
  readonly name: string;
  readonly bad: () => Promise<{ readonly found: readonly string[]; readonly expected: string }>;
  readonly good: () => Promise<readonly string[]>;
}

interface Mistake {
  readonly rule: string;
  readonly bad: RuntimeParts;
  /** Left out: the driver as it is. */
  readonly good?: RuntimeParts;
  /** What stands in the line of the finding; left out: the mark. */
  readonly at?: string;
  readonly steps: readonly Injection[];
  /** Where the driver that is right needs others. */
  readonly goodSteps?: readonly Injection[];
}

const ioctl = (code: number): Injection => ({ op: 'io', device: 'dev0', request: 'ioctl', code });
const ACTIVATE = 'await PoFxActivateComponent(extension.Handle, 0, 0);';
const COMPLETE = 'PoFxCompleteIdleCondition(Handle, component);';
/** The device's registers, where the machine file puts them. */
const READ_REGISTER = `READ_REGISTER_ULONG(MmMapIoSpace(0xe0001000n, 4096, MmNonCached) + 4); ${MARK}`;
const TARGET = 'PoFxSetTargetDripsDevicePowerState(extension.Handle, PowerDeviceD3);';
const STANDBY: Injection = { op: 'power', request: 'standby' };
const SLEEP: Injection = { op: 'power', request: 'sleep' };
const WAKE: Injection = { op: 'power', request: 'wake' };
const DISABLE: Injection = { op: 'pnp', device: 'dev0', request: 'disable' };

const mistakes: readonly Mistake[] = [
  {
    rule: 'pofx/bad-handle',
    bad: { registered: `${ACTIVATE}\n  PoFxSetDeviceIdleTimeout(extension.Handle + 4, 1n); ${MARK}` },
    steps: [],
  },
  {
    rule: 'pofx/bad-component',
    bad: { registered: `${ACTIVATE}\n  PoFxSetComponentWake(extension.Handle, 1, TRUE); ${MARK}` },
    steps: [],
  },
  {
    rule: 'pofx/leaked-registration',
    bad: { unregister: '' },
    at: 'function DispatchPnp',
    steps: [DISABLE],
  },
  {
    rule: 'pofx/unregister-in-callback',
    bad: { idleCondition: `PoFxUnregisterDevice(Handle); ${MARK}` },
    steps: [ioctl(IDLE)],
  },
  {
    rule: 'pofx/self-deadlock',
    bad: { idleCondition: `PoFxActivateComponent(Handle, component, PO_FX_FLAG_BLOCKING); ${MARK}\n  ${COMPLETE}` },
    steps: [ioctl(IDLE)],
  },
  {
    rule: 'pofx/s0-report-missing',
    bad: { systemUp: '' },
    at: 'function DispatchPower',
    steps: [SLEEP, WAKE, SLEEP, WAKE],
  },
  {
    rule: 'pofx/completion-missing',
    bad: { notRequired: '' },
    at: 'function OnPowerNotRequired',
    steps: [ioctl(IDLE), { op: 'advance', by: '11min' }],
  },
  {
    rule: 'pofx/platform-kept-awake',
    bad: { registered: `${ACTIVATE}\n  ${TARGET}` },
    good: { registered: `${ACTIVATE}\n  ${TARGET}` },
    at: 'function OnIdleCondition',
    steps: [STANDBY, { op: 'advance', by: '6min' }, WAKE],
    goodSteps: [ioctl(IDLE), STANDBY, { op: 'advance', by: '6min' }, WAKE],
  },
  {
    rule: 'pofx/registers-while-idle',
    bad: { touch: READ_REGISTER },
    good: { touch: READ_REGISTER },
    steps: [ioctl(IDLE), ioctl(TOUCH)],
    goodSteps: [ioctl(IDLE), ioctl(ACTIVATE_CODE), ioctl(TOUCH)],
  },
  {
    rule: 'power/registers-in-dx',
    bad: { touch: READ_REGISTER },
    good: { touch: READ_REGISTER },
    steps: [ioctl(IDLE), { op: 'advance', by: '20ms' }, ioctl(TOUCH)],
    goodSteps: [ioctl(TOUCH), ioctl(IDLE), { op: 'advance', by: '20ms' }],
  },
  {
    rule: 'pofx/dx-while-required',
    bad: {},
    at: '/* down */',
    steps: [ioctl(GO_DOWN)],
    goodSteps: [ioctl(IDLE), { op: 'advance', by: '20ms' }],
  },
];

const REGISTERS = { type: 'memory', size: '4KiB', at: '0xe0001000' };

async function play(parts: RuntimeParts, steps: readonly Injection[]): Promise<Machine> {
  const machine = await bootDescription(
    {
      name: 'runtime power',
      memory: '4MiB',
      verifier: 'all',
      drivers: { runtime: { source: './runtime.ts' } },
      devices: [
        { id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'runtime', resources: [REGISTERS] }] },
      ],
    },
    { 'runtime.ts': runtimeDriver(parts) },
  );
  await injectAll(machine, steps);
  return machine;
}

export const frameworkTrials: readonly FrameworkTrial[] = mistakes.map(({ rule, bad, good, at, steps, goodSteps }) => ({
  rule,
  name: `${rule} in a driver of the power framework`,
  bad: async () => {
    const lines = runtimeDriver(bad).split('\n');
    const line = lines.findIndex((one) => one.includes(at ?? MARK)) + 1;
    return { found: found(await play(bad, steps)), expected: `${rule} runtime runtime.ts:${line}` };
  },
  good: async () => {
    const machine = await play(good ?? {}, goodSteps ?? steps);
    const { bugcheck } = machine.state();
    return [...found(machine), ...(bugcheck === null ? [] : [bugcheck.name])];
  },
}));
