/** A miniport that describes its adapter, its units or both for run-time power management. */
import type { Injection } from '../../../src/protocol/injection.ts';
import { bootManual, type ManualParts } from './manual.ts';

export const IDLE: Injection = { op: 'advance', by: '3s' };
export const READ: Injection = { op: 'io', device: 'disk0', request: 'read', offset: 0, length: 512 };

const ADAPTER_TYPES = [
  'ScsiAdapterPower',
  'ScsiAdapterPoFxPowerRequired',
  'ScsiAdapterPoFxPowerActive',
  'ScsiAdapterPoFxPowerSetFState',
  'ScsiAdapterPoFxPowerControl',
];
const UNIT_TYPES = [
  'ScsiUnitPower',
  'ScsiUnitPoFxPowerInfo',
  'ScsiUnitPoFxPowerRequired',
  'ScsiUnitPoFxPowerActive',
  'ScsiUnitPoFxPowerSetFState',
  'ScsiUnitPoFxPowerControl',
];

export interface Described {
  /** Names of STOR_POFX_DEVICE_FLAG_ bits, joined by |. */
  readonly flags?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly cycle?: number;
  readonly states?: number;
  /** DeepestCrashDumpReadyFState, with STOR_POFX_COMPONENT_V2. */
  readonly crashReady?: number;
  /** STOR_POFX_DEVICE_VERSION_*. */
  readonly version?: 1 | 2 | 3;
  /** Statements before StorPortInitializePoFxPower; `device`, `component` and `states` are in reach. */
  readonly wrong?: string;
}

/** Text of a call of StorPortInitializePoFxPower, whose result is noted. @param address - an expression; NULL = the adapter */
function callOf(described: Described, address: string): string {
  const { flags = '', timeout = 0, cycle = 0, states = 2, crashReady, version = 3, wrong = '' } = described;
  const component = crashReady === undefined ? 'STOR_POFX_COMPONENT' : 'STOR_POFX_COMPONENT_V2';
  const names = [timeout === 0 ? '' : 'STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT', flags].filter((name) => name !== '');
  const offset = version === 1 ? 16 : 24;
  return `{
    const memory = local(ROOM);
    const device = cast(STOR_POFX_DEVICE_V3, memory.address);
    const component = cast(${component}, memory.address + ${offset});
    device.Version = ${version};
    device.Size = ${version === 1 ? 'STOR_POFX_DEVICE_SIZE' : 'STOR_POFX_DEVICE_V3_SIZE'};
    device.ComponentCount = 1;
    device.Flags = ${names.length === 0 ? '0' : names.join(' | ')};
    ${version === 1 ? '' : `device.AdapterIdleTimeoutInMS = ${timeout};`}
    ${version === 3 ? `device.MinimumPowerCyclePeriodInMS = ${cycle};` : ''}
    component.Version = ${crashReady === undefined ? 1 : 2};
    component.Size = ${component}_SIZE;
    component.FStateCount = ${states};
    ${crashReady === undefined ? '' : `component.DeepestCrashDumpReadyFState = ${crashReady};`}
    const states = component.FStates;
    for (let index = 0; index < ${states}; index += 1) {
      const state = states.get(index);
      state.Version = STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1;
      state.Size = STOR_POFX_COMPONENT_IDLE_STATE_SIZE;
      state.TransitionLatency = BigInt(index) * 1000n;
      state.ResidencyRequirement = BigInt(index) * 10000n;
      state.NominalPower = STOR_POFX_UNKNOWN_POWER;
    }
    ${wrong}
    const isCold = out();
    const status = StorPortInitializePoFxPower(extension, ${address}, cast(STOR_POFX_DEVICE, memory.address), isCold);
    manual.seen.push([status, Boolean(isCold.value)]);
  }`;
}

export interface Parts extends Omit<ManualParts, 'initialize' | 'unitControl'> {
  readonly adapter?: Described;
  readonly unit?: Described;
  /** Statements in the passive routine, before the adapter is described. */
  readonly passive?: string;
}

const ROOM = "class ROOM extends struct('ROOM', { Words: array(ULONGLONG, 64) }) {}";
const ENABLED = 'type === ScsiUnitPoFxPowerInfo && cast(STOR_POFX_UNIT_POWER_INFO, parameters).IdlePowerEnabled';

export function bootPoFx(parts: Parts = {}, more: object = {}): ReturnType<typeof bootManual> {
  const { adapter, unit, passive = '', ...others } = parts;
  const before = adapter === undefined ? '' : callOf(adapter, 'NULL');
  const ofUnit = unit === undefined ? '' : callOf(unit, 'cast(STOR_POFX_UNIT_POWER_INFO, parameters).Header.Address');
  return bootManual(
    {
      adapterTypes: ADAPTER_TYPES.join(', '),
      unitTypes: UNIT_TYPES.join(', '),
      ...others,
      more: `${ROOM}\n${others.more ?? ''}`,
      initialize: `StorPortEnablePassiveInitialization(extension, (ext) => { const extension = ext; ${passive} ${before} return TRUE; });`,
      unitControl: `if (${ENABLED}) ${ofUnit === '' ? '{}' : ofUnit}`,
    },
    more,
  );
}

/** The calls of a miniport from `from` on, without their IRQL and without requests. */
export function controlsOf(calls: readonly string[], from = 0): readonly string[] {
  return calls
    .slice(from)
    .filter((call) => /^(?:Adapter|Unit) /.test(call))
    .map((call) => call.replace(/@.*/, ''));
}
