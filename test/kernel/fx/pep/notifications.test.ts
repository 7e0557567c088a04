import { expect, test } from 'vitest';
import * as pep from '../../../../src/abi/pep-constants.ts';
import type { StructClass, StructView } from '../../../../src/abi/struct.ts';
import {
  PEP_COMPONENT_ACTIVE,
  PEP_DEVICE_POWER_STATE,
  PEP_NOTIFY_COMPONENT_IDLE_STATE,
  PEP_POWER_CONTROL_REQUEST,
  PEP_PREPARE_DEVICE,
  PEP_REGISTER_DEVICE_V2,
} from '../../../../src/abi/structs/pep.ts';
import { PO_FX_COMPONENT_IDLE_STATE } from '../../../../src/abi/structs/pofx.ts';
import { PlugInLab } from './support.ts';

const OWN_HANDLE = 0x55;

/** A plug-in that takes the device, with what `more` does to each notification; it notes number and IRQL of each. */
function takingPlugIn(
  lab: PlugInLab,
  more: (number: number, data: <V extends StructView>(type: StructClass<V>) => V) => boolean | undefined,
): { readonly numbers: string[]; readonly accept: (number: number, data: number) => boolean } {
  const numbers: string[] = [];
  const { memory, sim } = lab.nt.kernel;
  return {
    numbers,
    accept: (number, data) => {
      numbers.push(`0x${number.toString(16)} at ${sim.current.irql}`);
      const read = <V extends StructView>(type: StructClass<V>): V => memory.view(type, data);
      const answer = more(number, read);
      if (answer !== undefined) return answer;
      if (number === pep.PEP_DPM_PREPARE_DEVICE) read(PEP_PREPARE_DEVICE).DeviceAccepted = true;
      if (number === pep.PEP_DPM_REGISTER_DEVICE) {
        read(PEP_REGISTER_DEVICE_V2).DeviceAccepted = pep.PepDeviceAccepted;
        read(PEP_REGISTER_DEVICE_V2).DeviceHandle = OWN_HANDLE;
      }
      return true;
    },
  };
}

test('PEP-10 PEP-11 PEP-12 PEP-13 PEP-28 SM-09: the life of a device, each notification at its IRQL', async () => {
  const lab = new PlugInLab();
  const { numbers, accept } = takingPlugIn(lab, () => undefined);
  const plugIn = lab.plugIn(accept);
  const { device } = lab;
  await lab.run(async () => {
    await plugIn.prepareDevice(device.devnode);
    await plugIn.registerDevice(device);
    await plugIn.registerCrashdumpDevice(device);
    plugIn.deviceStarted(device);
    plugIn.componentActive(device, 0, false);
    plugIn.idleState(device, 0, 1, false);
    await plugIn.devicePowerState(device, 4, false);
    await plugIn.devicePowerState(device, 4, true);
    await plugIn.unregisterDevice(device);
    await plugIn.abandonDevice(device.devnode);
  });
  expect(numbers).toEqual([
    '0x1 at 0',
    '0x3 at 0',
    '0x19 at 0',
    '0x12 at 2',
    '0x7 at 2',
    '0x13 at 2',
    '0x5 at 0',
    '0x5 at 0',
    '0x4 at 0',
    '0x2 at 0',
  ]);
  expect(lab.nt.kernel.sim.crash).toBeNull();
});

test('PEP-10 PEP-12: the device goes by its instance path, and its components are described while it registers', async () => {
  const lab = new PlugInLab();
  const { memory } = lab.nt.kernel;
  const seen: unknown[] = [];
  const { accept } = takingPlugIn(lab, (number, data) => {
    if (number === pep.PEP_DPM_PREPARE_DEVICE) {
      const id = data(PEP_PREPARE_DEVICE).DeviceId;
      seen.push(memory.readWide(id?.Buffer ?? 0, id?.Length ?? 0));
    }
    if (number === pep.PEP_DPM_REGISTER_DEVICE) {
      const { KernelHandle, Register } = data(PEP_REGISTER_DEVICE_V2);
      const second = Register?.Components.get(1);
      const f1 = (second?.IdleStates?.address ?? 0) + PO_FX_COMPONENT_IDLE_STATE.size;
      const { TransitionLatency, ResidencyRequirement } = memory.view(PO_FX_COMPONENT_IDLE_STATE, f1);
      seen.push([KernelHandle, Register?.ComponentCount, second?.IdleStateCount]);
      seen.push([TransitionLatency, ResidencyRequirement]);
      seen.push([Register?.Components.get(0)?.Flags, second?.Id.Data4.get(7)]);
    }
    return undefined;
  });
  const plugIn = lab.plugIn(accept);
  const { blocks } = lab.nt.kernel.pool;
  await lab.run(async () => {
    await plugIn.prepareDevice(lab.device.devnode);
    await plugIn.registerDevice(lab.device);
  });
  expect(seen).toEqual(['PCI\\VEN_1B36&DEV_0010\\disk', [0x7000, 2, 2], [100n, 0xffff_ffff_ffff_ffffn], [1n, 2]]);
  expect(plugIn.handleOf(lab.device)).toBe(OWN_HANDLE);
  // Of what was made for the plug-in only the name is kept, until it abandons the device.
  expect(lab.nt.kernel.pool.blocks).toBe(blocks + 1);
  await lab.run(() => plugIn.abandonDevice(lab.device.devnode));
  expect(lab.nt.kernel.pool.blocks).toBe(blocks);
});

test.each([
  [0, false, null],
  [pep.PepDeviceAccepted, true, null],
  [1, undefined, [0xa0, 0x617]],
] as const)('PEP-22 TV-24: acceptance %i', async (answer, expected, crash) => {
  const lab = new PlugInLab();
  const { accept } = takingPlugIn(lab, (number, data) => {
    if (number !== pep.PEP_DPM_REGISTER_DEVICE) return undefined;
    data(PEP_REGISTER_DEVICE_V2).DeviceAccepted = answer;
    return true;
  });
  const plugIn = lab.plugIn(accept);
  expect(await lab.run(() => plugIn.registerDevice(lab.device))).toBe(expected);
  expect(lab.crash?.slice(0, 2) ?? null).toEqual(crash);
});

test.each([
  ['PREPARE', false, false],
  ['REGISTER', false, false],
  ['REGISTER', true, true],
  ['ABANDON', true, true],
] as const)('PEP-23: %s that is not handled, strict %s', async (what, isStrict, stops) => {
  const lab = new PlugInLab({ isStrict });
  const plugIn = lab.plugIn(() => false);
  await lab.run(async () => {
    if (what === 'PREPARE') expect(await plugIn.prepareDevice(lab.device.devnode)).toBe(false);
    if (what === 'REGISTER') expect(await plugIn.registerDevice(lab.device)).toBe(false);
    if (what === 'ABANDON') await plugIn.abandonDevice(lab.device.devnode);
  });
  const number = what === 'REGISTER' ? pep.PEP_DPM_REGISTER_DEVICE : pep.PEP_DPM_ABANDON_DEVICE;
  expect(lab.crash).toEqual(stops ? [0xa0, 0x605, number, lab.services.Plugin, 0] : null);
});

test('PEP-20 PEP-24: what is not handled needs nothing; what is handled and not completed is pending', async () => {
  const answers = [
    [false, false],
    [true, true],
    [true, false],
  ] as const;
  const seen: string[] = [];
  for (const [isHandled, completed] of answers) {
    const lab = new PlugInLab();
    const { accept } = takingPlugIn(lab, (number, data) => {
      if (number !== pep.PEP_DPM_NOTIFY_COMPONENT_IDLE_STATE) return undefined;
      const told = data(PEP_NOTIFY_COMPONENT_IDLE_STATE);
      seen.push(`component ${told.Component} F${told.IdleState} notified ${String(told.DriverNotified)}`);
      told.Completed = completed;
      return isHandled;
    });
    const plugIn = lab.plugIn(accept);
    const progress = await lab.run(() => plugIn.idleState(lab.device, 1, 1, true));
    seen.push(progress ?? 'nothing');
  }
  const told = 'component 1 F1 notified true';
  expect(seen).toEqual([told, 'done', told, 'done', told, 'pending']);
});

test('PEP-14 PEP-25: power comes before D0 is requested and goes after Dx is complete, when the plug-in handles it', async () => {
  const lab = new PlugInLab();
  const seen: unknown[] = [];
  const { accept } = takingPlugIn(lab, (number, data) => {
    if (number !== pep.PEP_DPM_DEVICE_POWER_STATE) return undefined;
    const { DeviceHandle, DevicePowerState, Complete, SystemTransition } = data(PEP_DEVICE_POWER_STATE);
    seen.push([DeviceHandle, DevicePowerState, Complete, SystemTransition]);
    return DevicePowerState !== 2;
  });
  const plugIn = lab.plugIn(accept);
  const { device } = lab;
  await lab.run(async () => {
    await plugIn.prepareDevice(device.devnode);
    await plugIn.registerDevice(device);
    for (const state of [4, 1, 2])
      for (const isComplete of [false, true]) await plugIn.devicePowerState(device, state, isComplete);
  });
  expect(lab.power).toEqual(['disk on', 'disk off', 'disk on']);
  expect(seen.slice(0, 2)).toEqual([
    [OWN_HANDLE, 4, false, false],
    [OWN_HANDLE, 4, true, false],
  ]);
});

test('PEP-15 PEP-26: work at once when a component becomes active; none can be asked for when it becomes idle', async () => {
  for (const isActive of [true, false]) {
    const lab = new PlugInLab();
    const { accept } = takingPlugIn(lab, (number, data) => {
      if (number !== pep.PEP_DPM_COMPONENT_ACTIVE) return undefined;
      const told = data(PEP_COMPONENT_ACTIVE);
      told.NeedWork = true;
      if (told.WorkInformation === null) return true;
      told.WorkInformation.WorkType = pep.PepWorkCompleteIdleState;
      told.WorkInformation.CompleteIdleState.DeviceHandle = lab.device.handle;
      return true;
    });
    const plugIn = lab.plugIn(accept);
    await lab.run(async () => {
      await plugIn.registerDevice(lab.device);
      plugIn.componentActive(lab.device, 0, isActive);
    });
    expect(lab.told.slice(1)).toEqual(isActive ? ['idle state of 0 completed'] : []);
    expect(lab.crash).toEqual(isActive ? null : [0xa0, 0x612, lab.services.Plugin, 0, 0]);
  }
});

test('PEP-17 TV-25: a power control request goes through as it is, and so does the answer', async () => {
  const lab = new PlugInLab();
  const { accept } = takingPlugIn(lab, (number, data) => {
    if (number !== pep.PEP_DPM_POWER_CONTROL_REQUEST) return undefined;
    const request = data(PEP_POWER_CONTROL_REQUEST);
    if (request.InBufferSize === 0) return false;
    request.BytesReturned = request.OutBufferSize + request.InBufferSize;
    request.Status = 0xc000009a;
    return true;
  });
  const plugIn = lab.plugIn(accept);
  const request = { code: 0, inBuffer: 0, inSize: 8, outBuffer: 0, outSize: 4 };
  const answer = await lab.run(() => plugIn.powerControl(lab.device, request));
  expect(answer).toEqual({ status: 0xc000009a, bytesReturned: 12 });
  expect(await lab.run(() => plugIn.powerControl(lab.device, { ...request, inSize: 0 }))).toBeNull();
});

test('PEP-29: a handler at DISPATCH_LEVEL that is asynchronous stops the machine', async () => {
  const lab = new PlugInLab();
  const plugIn = lab.plugIn(async () => true);
  await lab.run(() => plugIn.deviceStarted(lab.device));
  expect(lab.crash?.[0]).toBe(0xb8);
});

test('PEP-29: while a handler waits, no other notification about its device begins', async () => {
  const lab = new PlugInLab();
  const { sim } = lab.nt.kernel;
  let release: () => void = () => {};
  const { numbers, accept } = takingPlugIn(lab, () => undefined);
  const plugIn = lab.plugIn((number, data) => {
    const answer = accept(number, data);
    if (number !== pep.PEP_DPM_REGISTER_CRASHDUMP_DEVICE) return answer;
    const { current } = sim;
    release = () => sim.wake(current, 0);
    return sim.block('the hardware', 0, () => {}).then(() => answer);
  });
  const ended: string[] = [];
  await lab.run(() => plugIn.registerDevice(lab.device));
  numbers.length = 0;
  sim.createThread('first', async () => {
    await plugIn.registerCrashdumpDevice(lab.device);
    ended.push('first');
  });
  for (const name of ['second', 'third'])
    sim.createThread(name, async () => {
      await plugIn.devicePowerState(lab.device, 4, name === 'third');
      ended.push(name);
    });
  await sim.run(sim.now, () => false);
  expect([numbers, ended]).toEqual([['0x19 at 0'], []]);
  release();
  await sim.run(sim.now, () => false);
  expect(numbers.slice(1)).toEqual(['0x5 at 0', '0x5 at 0']);
  expect(ended).toEqual(['first', 'second', 'third']);
  expect(lab.crash).toBeNull();
});

test('PEP-29: a notification that a waiting handler itself leads to does not wait for it', async () => {
  const lab = new PlugInLab();
  const { numbers, accept } = takingPlugIn(lab, () => undefined);
  const plugIn = lab.plugIn((number, data) => {
    const answer = accept(number, data);
    if (number !== pep.PEP_DPM_REGISTER_CRASHDUMP_DEVICE) return answer;
    return Promise.resolve()
      .then(() => plugIn.devicePowerState(lab.device, 1, true))
      .then(() => answer);
  });
  await lab.run(() => plugIn.registerDevice(lab.device));
  numbers.length = 0;
  await lab.run(() => plugIn.registerCrashdumpDevice(lab.device));
  expect(numbers).toEqual(['0x19 at 0', '0x5 at 0']);
});
