import { expect, test } from 'vitest';
import { allStructs, offsetOf, structByName } from '../../../src/abi/struct.ts';
import '../../../src/abi/wdm-structs.ts';
import * as constants from '../../../src/abi/wdm-constants.ts';

/** Where fields stand with 32-bit pointers. */
function offsets(name: string): Readonly<Record<string, number>> {
  const type = structByName(name);
  if (type === undefined) throw new Error(`there is no structure ${name}`);
  return Object.fromEntries([
    ...type.fields.map((field) => [field.name, offsetOf(type, field.name) ?? -1]),
    ['(size)', type.size],
  ]);
}

test('POFX-02: the first version counts F states before their deepest wakeable one, and has its count in front', () => {
  expect(offsets('PO_FX_COMPONENT_V1')).toEqual({
    Id: 0,
    IdleStateCount: 16,
    DeepestWakeableIdleState: 20,
    IdleStates: 24,
    '(size)': 28,
  });
  expect(offsets('PO_FX_DEVICE_V1')).toMatchObject({
    Version: 0,
    ComponentCount: 4,
    ComponentActiveConditionCallback: 8,
    ComponentIdleConditionCallback: 12,
    ComponentIdleStateCallback: 16,
    DevicePowerRequiredCallback: 20,
    DevicePowerNotRequiredCallback: 24,
    PowerControlCallback: 28,
    DeviceContext: 32,
    Components: 36,
  });
});

test('POFX-02: the second and third version have both the other way round, with flags', () => {
  expect(offsets('PO_FX_COMPONENT_V2')).toEqual({
    Id: 0,
    Flags: 16,
    DeepestWakeableIdleState: 24,
    IdleStateCount: 28,
    IdleStates: 32,
    ProviderCount: 36,
    Providers: 40,
    '(size)': 48,
  });
  const common = { Version: 0, Flags: 8, ComponentActiveConditionCallback: 16, PowerControlCallback: 36 };
  expect(offsets('PO_FX_DEVICE_V2')).toMatchObject({
    ...common,
    DeviceContext: 40,
    ComponentCount: 44,
    Components: 48,
  });
  expect(offsets('PO_FX_DEVICE_V3')).toMatchObject({
    ...common,
    DirectedPowerUpCallback: 40,
    DirectedPowerDownCallback: 44,
    DirectedFxTimeoutInSeconds: 48,
    DeviceContext: 52,
    ComponentCount: 56,
    Components: 64,
  });
});

test('POFX-02: performance states share a place, aligned for the wider of two views', () => {
  expect(offsets('PO_FX_COMPONENT_IDLE_STATE')).toEqual({
    TransitionLatency: 0,
    ResidencyRequirement: 8,
    NominalPower: 16,
    '(size)': 24,
  });
  expect(offsets('PO_FX_PERF_STATE_CHANGE')).toEqual({ Set: 0, StateValue: 8, StateIndex: 8, '(size)': 16 });
  expect(offsets('PO_FX_COMPONENT_PERF_SET')).toMatchObject({ Flags: 8, Unit: 16, Type: 20, Range: 24, Discrete: 24 });
  expect(offsets('PO_FX_COMPONENT_PERF_INFO')).toMatchObject({ PerfStateSetsCount: 0, PerfStateSets: 8 });
});

test('POFX-01: every constant has its published value', () => {
  const published = Object.entries(constants).filter(([name]) => name.startsWith('PO_FX_'));
  expect(Object.fromEntries(published)).toEqual({
    PO_FX_VERSION_V1: 1,
    PO_FX_VERSION_V2: 2,
    PO_FX_VERSION_V3: 3,
    PO_FX_UNKNOWN_POWER: 0xffffffff,
    PO_FX_UNKNOWN_TIME: 2n ** 64n - 1n,
    PO_FX_FLAG_BLOCKING: 1,
    PO_FX_FLAG_ASYNC_ONLY: 2,
    PO_FX_FLAG_PERF_PEP_OPTIONAL: 1,
    PO_FX_FLAG_PERF_QUERY_ON_F0: 2,
    PO_FX_FLAG_PERF_QUERY_ON_ALL_IDLE_STATES: 4,
    PO_FX_COMPONENT_FLAG_F0_ON_DX: 1n,
    PO_FX_COMPONENT_FLAG_NO_DEBOUNCE: 2n,
    PO_FX_DEVICE_FLAG_DFX_DIRECT_CHILDREN_OPTIONAL: 2n,
    PO_FX_DEVICE_FLAG_DFX_POWER_CHILDREN_OPTIONAL: 4n,
    PO_FX_DEVICE_FLAG_DFX_CHILDREN_OPTIONAL: 6n,
    PO_FX_DEVICE_FLAG_DISABLE_FAST_RESUME: 8n,
    PO_FX_DEVICE_FLAG_ENABLE_FAST_RESUME: 16n,
    PO_FX_DEVICE_FLAG_NO_FAULT_CALLBACKS: 32n,
    PO_FX_DIRECTED_FX_DEFAULT_IDLE_TIMEOUT: 0,
    PO_FX_DIRECTED_FX_IMMEDIATE_IDLE_TIMEOUT: 0xffffffff,
    PO_FX_DIRECTED_FX_MAX_IDLE_TIMEOUT: 600,
  });
  expect(allStructs().filter(({ structName }) => structName.startsWith('PO_FX_')).length).toBe(10);
});
