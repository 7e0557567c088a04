import { expect, test } from 'vitest';
import * as bugChecks from '../../../src/abi/bug-check-table.ts';
import * as constants from '../../../src/abi/pep-constants.ts';
import { offsetOf, structByName } from '../../../src/abi/struct.ts';
import '../../../src/abi/wdm-structs.ts';

/** Where fields stand with 32-bit pointers. */
function offsets(name: string): Readonly<Record<string, number>> {
  const type = structByName(name);
  if (type === undefined) throw new Error(`there is no structure ${name}`);
  return Object.fromEntries([
    ...type.fields.map((field) => [field.name, offsetOf(type, field.name) ?? -1]),
    ['(size)', type.size],
  ]);
}

test('PEP-02 PEP-03: a plug-in gives three routines and gets ten, behind the handle that stands for it', () => {
  expect(offsets('PEP_INFORMATION')).toEqual({
    Version: 0,
    Size: 2,
    AcceptDeviceNotification: 4,
    AcceptProcessorNotification: 8,
    AcceptAcpiNotification: 12,
    '(size)': 16,
  });
  const services = offsets('PEP_KERNEL_INFORMATION');
  expect(services).toMatchObject({ Version: 0, Size: 2, Plugin: 4, RequestWorker: 8, TransitionCriticalResource: 24 });
  expect(services).toMatchObject({ UpdatePlatformIdleState: 40, RequestCommon: 44, '(size)': 48 });
});

test('PEP-12 PEP-14 PEP-15 PEP-20: what notifications carry', () => {
  expect(offsets('PEP_REGISTER_DEVICE_V2')).toEqual({
    DeviceId: 0,
    KernelHandle: 4,
    Register: 8,
    DeviceHandle: 12,
    DeviceAccepted: 16,
    '(size)': 20,
  });
  expect(offsets('PEP_DEVICE_REGISTER_V2')).toMatchObject({ Flags: 0, ComponentCount: 8, Components: 12 });
  expect(offsets('PEP_DEVICE_POWER_STATE')).toMatchObject({ DevicePowerState: 4, Complete: 8, SystemTransition: 9 });
  expect(offsets('PEP_COMPONENT_ACTIVE')).toMatchObject({ Component: 4, Active: 8, WorkInformation: 12, NeedWork: 16 });
  expect(offsets('PEP_NOTIFY_COMPONENT_IDLE_STATE')).toMatchObject({ IdleState: 8, DriverNotified: 12, Completed: 13 });
});

test('PEP-30 PEP-31: the routine that powers a device on comes back first; its own argument is handle and context', () => {
  expect(offsets('PEP_REGISTER_CRASHDUMP_DEVICE')).toEqual({
    PowerOnDumpDeviceCallback: 0,
    DeviceHandle: 4,
    '(size)': 8,
  });
  expect(offsets('PEP_CRASHDUMP_INFORMATION')).toEqual({ DeviceHandle: 0, DeviceContext: 4, '(size)': 8 });
});

test('PEP-37 PEP-38: performance states, with an index over the low half of a value', () => {
  expect(offsets('PEP_QUERY_COMPONENT_PERF_CAPABILITIES')).toMatchObject({ Component: 4, SetCount: 8, '(size)': 12 });
  expect(offsets('PEP_QUERY_COMPONENT_PERF_SET')).toMatchObject({ Set: 8, Flags: 16, Unit: 24, Type: 28, Range: 32 });
  expect(offsets('PEP_QUERY_COMPONENT_PERF_SET')).toMatchObject({ Discrete: 32, '(size)': 48 });
  expect(offsets('PEP_QUERY_COMPONENT_PERF_SET_NAME')).toMatchObject({ Set: 8, NameSize: 12, Name: 16, '(size)': 20 });
  expect(offsets('PEP_REGISTER_COMPONENT_PERF_STATES')).toMatchObject({ Flags: 8, PerfStateInfo: 16 });
  expect(offsets('PEP_REQUEST_COMPONENT_PERF_STATE')).toEqual({
    DeviceHandle: 0,
    Component: 4,
    Completed: 8,
    Succeeded: 9,
    PerfRequestsCount: 12,
    PerfRequests: 16,
    '(size)': 20,
  });
  expect(offsets('PEP_QUERY_CURRENT_COMPONENT_PERF_STATE')).toMatchObject({ Set: 8, StateValue: 16, StateIndex: 16 });
  expect(offsets('PEP_COMPONENT_PERF_SET')).toEqual(offsets('PO_FX_COMPONENT_PERF_SET'));
});

test('PEP-22 PEP-26: yes is 2, and retired kinds of work have left their numbers', () => {
  expect([constants.PepDeviceNotAccepted, constants.PepDeviceAccepted]).toEqual([0, 2]);
  expect([constants.PepWorkRequestPowerControl, constants.PepWorkCompleteIdleState]).toEqual([3, 5]);
  expect(offsets('PEP_WORK_INFORMATION')).toMatchObject({ PowerControl: 4, CompleteIdleState: 4, '(size)': 32 });
});

test.each([0x603, 0x605, 0x606, 0x609, 0x610, 0x611, 0x612, 0x615, 0x616, 0x617, 0x61a])(
  'BC-03: bug check 0xA0 says what 0x%x means',
  (p1) => {
    const info = bugChecks.describeBugCheck(0xa0, p1);
    expect(info.text).not.toBe(bugChecks.describeBugCheck(0xa0).text);
    expect(info.parameters[1]).not.toBe('');
  },
);
