import { expect, test } from 'vitest';
import {
  STATUS_INVALID_PARAMETER,
  STATUS_INVALID_PEP_INFO_VERSION,
  STATUS_SUCCESS,
} from '../../../../src/abi/ntstatus.ts';
import { PlugInLab } from './support.ts';

const HANDLED = (): boolean => true;

test('PEP-01 PEP-03: a plug-in registers once; it gets a handle and a routine that asks for work', () => {
  const lab = new PlugInLab();
  expect(lab.register(HANDLED)).toBe(STATUS_SUCCESS);
  expect(lab.told).toEqual(['plug-in socpep']);
  expect(lab.services.Plugin).not.toBe(0);
  expect(lab.services.RequestWorker).toBeTypeOf('function');
  expect(lab.register(HANDLED)).toBe(STATUS_INVALID_PARAMETER);
  expect(lab.plugIns.registered.length).toBe(1);
});

test('PEP-01: flags change nothing, and are told of', () => {
  const lab = new PlugInLab();
  expect(lab.register(HANDLED, 1n)).toBe(STATUS_SUCCESS);
  expect(lab.mistakes).toEqual(['flags: flags 0x1 have no documented meaning']);
});

test.each([
  [
    'the version of PEP_INFORMATION',
    (lab: PlugInLab) => Object.assign(lab.information, { Version: 2 }),
    STATUS_INVALID_PEP_INFO_VERSION,
  ],
  [
    'the version of PEP_KERNEL_INFORMATION',
    (lab: PlugInLab) => Object.assign(lab.services, { Version: 4 }),
    STATUS_INVALID_PARAMETER,
  ],
  [
    'the size of PEP_KERNEL_INFORMATION',
    (lab: PlugInLab) => Object.assign(lab.services, { Size: 44 }),
    STATUS_INVALID_PARAMETER,
  ],
] as const)('PEP-04: %s is looked at', (_what, spoil, expected) => {
  const lab = new PlugInLab();
  spoil(lab);
  expect(lab.register(HANDLED)).toBe(expected);
  expect([lab.told, lab.services.Plugin]).toEqual([[], 0]);
});

test('PEP-04 DIS-06: a plug-in for ACPI alone registers, unless the page is taken by its word', () => {
  for (const [isStrictRegistration, expected] of [
    [false, STATUS_SUCCESS],
    [true, STATUS_INVALID_PARAMETER],
  ] as const) {
    const lab = new PlugInLab({ isStrictRegistration });
    lab.information.AcceptAcpiNotification = HANDLED;
    expect(lab.register(null)).toBe(expected);
  }
  expect(new PlugInLab().register(null), 'without any routine').toBe(STATUS_INVALID_PARAMETER);
});

test('PEP-05 PEP-23: a plug-in without a routine for devices takes none', async () => {
  const lab = new PlugInLab();
  lab.information.AcceptAcpiNotification = HANDLED;
  lab.register(null);
  const [pep] = lab.plugIns.registered;
  expect(await lab.run(() => pep?.prepareDevice(lab.device.devnode))).toBe(false);
});
