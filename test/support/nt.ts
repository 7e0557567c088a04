/** A kernel without a machine file: for tests that bring their own drivers and stacks. */

import { DO_BUS_ENUMERATED_DEVICE, DO_DEVICE_INITIALIZING } from '../../src/abi/device-flags.ts';
import { IRP_MJ_MAXIMUM_FUNCTION } from '../../src/abi/irp-codes.ts';
import type { DRIVER_DISPATCH } from '../../src/abi/roles.ts';
import type { DEVICE_OBJECT } from '../../src/abi/structs/io.ts';
import type { MaybePromise } from '../../src/base/maybe-promise.ts';
import { later, seconds } from '../../src/base/time.ts';
import { makeWdm, type Wdm } from '../../src/ddi/wdm.ts';
import { assemble, type Nt } from '../../src/kernel/assemble.ts';
import { createDevice, IoAttachDeviceToDeviceStack } from '../../src/kernel/io/device-object.ts';
import { createDriverObject } from '../../src/kernel/io/driver-object.ts';
import { Hardware, type HardwareNode, NO_POWER_FACTS } from '../../src/kernel/pnp/hardware.ts';
import type { VerifierSettings } from '../../src/kernel/verifier/rule.ts';

const ROOT: HardwareNode = {
  id: 'root',
  number: 0,
  present: true,
  parent: null,
  children: [],
  kind: 'root',
  deviceId: 'HTREE\\ROOT',
  instanceId: '0',
  hardwareIds: [],
  compatibleIds: [],
  description: 'root',
  location: '',
  functionDriver: null,
  upperFilters: [],
  lowerFilters: [],
  resources: [],
  isRemovable: false,
  isEjectable: false,
  power: NO_POWER_FACTS,
  mediumSize: 0n,
  medium: null,
  members: [],
  shownUnder: null,
};

export interface TestKernel extends Nt {
  readonly printed: string[];
  readonly wdm: Wdm;
}

export function makeNt(
  seed = 1,
  memoryBytes = 4 * 1024 * 1024,
  verifier: VerifierSettings['mode'] = 'off',
): TestKernel {
  const printed: string[] = [];
  const nt = assemble({
    memory: new ArrayBuffer(memoryBytes),
    seed,
    hardware: new Hardware({ ...ROOT, children: [] }),
    drivers: { find: () => null },
    registry: new Map(),
    verifier: { mode: verifier, rules: {} },
    hooks: {
      onCrash: () => {},
      onFinding: () => {},
      onChange: () => {},
      onDbgPrint: (text) => printed.push(text),
      breathe: () => undefined,
    },
  });
  return { ...nt, printed, wdm: makeWdm(nt) };
}

/** Runs a body in a kernel thread until it ends, or nothing can run any more. Rethrows nothing: look at `sim.crash`. */
export async function runThread<T>(nt: Nt, body: () => MaybePromise<T>): Promise<T | undefined> {
  let result: T | undefined;
  nt.kernel.sim.createThread('test', async () => {
    result = await body();
  });
  await nt.kernel.sim.run(later(nt.kernel.sim.now, seconds(600)), () => false);
  return result;
}

export interface StackDriver {
  readonly name: string;
  readonly dispatch: DRIVER_DISPATCH;
}

/** A stack of device objects, bottom first; each driver handles every major function with one routine. */
export function buildStack(nt: Nt, drivers: readonly StackDriver[]): readonly DEVICE_OBJECT[] {
  const stack: DEVICE_OBJECT[] = [];
  for (const { name, dispatch } of drivers) {
    const driver = createDriverObject(nt.io, name, null);
    if (driver === null) throw new Error('memory is too small for the test');
    for (let major = 0; major <= IRP_MJ_MAXIMUM_FUNCTION; major += 1) driver.object.MajorFunction.set(major, dispatch);
    const { device } = createDevice(nt.io, driver.object, {
      extensionSize: 16,
      name: null,
      type: 7,
      characteristics: 0,
      exclusive: false,
    });
    if (device === null) throw new Error('memory is too small for the test');
    const [bottom] = stack;
    if (bottom === undefined) device.Flags |= DO_BUS_ENUMERATED_DEVICE;
    else IoAttachDeviceToDeviceStack(nt.io, device, bottom);
    device.Flags &= ~DO_DEVICE_INITIALIZING;
    stack.push(device);
  }
  return stack;
}

/** The device below, as a driver would have kept it from IoAttachDeviceToDeviceStack. */
export function below(stack: readonly DEVICE_OBJECT[], device: DEVICE_OBJECT): DEVICE_OBJECT {
  const lower = stack[stack.indexOf(device) - 1];
  if (lower === undefined) throw new Error('there is nothing below the bottom device');
  return lower;
}
