import { expect, test } from 'vitest';
import * as pep from '../../../../src/abi/pep-constants.ts';
import { PEP_REGISTER_DEVICE_V2, PEP_WORK, type PEP_WORK_INFORMATION } from '../../../../src/abi/structs/pep.ts';
import { PlugInLab, type PlugInLabOptions } from './support.ts';

const OWN_HANDLE = 0x55;

/** A plug-in that has the device; it asks for work `times` and fills what it is given. */
async function work(
  fill: (information: PEP_WORK_INFORMATION, lab: PlugInLab) => void,
  options: PlugInLabOptions = {},
  times = 1,
): Promise<PlugInLab> {
  const lab = new PlugInLab(options);
  const { memory } = lab.nt.kernel;
  const plugIn = lab.plugIn((number, data) => {
    if (number === pep.PEP_DPM_REGISTER_DEVICE) {
      memory.view(PEP_REGISTER_DEVICE_V2, data).DeviceAccepted = pep.PepDeviceAccepted;
      memory.view(PEP_REGISTER_DEVICE_V2, data).DeviceHandle = OWN_HANDLE;
    }
    if (number === pep.PEP_DPM_WORK) {
      const { WorkInformation } = memory.view(PEP_WORK, data);
      if (WorkInformation === null) throw new Error('there is no room for work');
      fill(WorkInformation, lab);
      memory.view(PEP_WORK, data).NeedWork = true;
    }
    return true;
  });
  await lab.run(async () => {
    await plugIn.registerDevice(lab.device);
    for (let asked = 0; asked < times; asked += 1) lab.services.RequestWorker?.(lab.services.Plugin);
  });
  return lab;
}

function idleState(handle: number, component: number): (information: PEP_WORK_INFORMATION) => void {
  return (information) => {
    information.WorkType = pep.PepWorkCompleteIdleState;
    information.CompleteIdleState.DeviceHandle = handle;
    information.CompleteIdleState.Component = component;
  };
}

test('PEP-16 PEP-26: each RequestWorker is one notification', async () => {
  const lab = await work(idleState(0x7000, 1), {}, 3);
  expect(lab.told.slice(1)).toEqual(Array.from({ length: 3 }, () => 'idle state of 1 completed'));
  expect([lab.crash, lab.mistakes]).toEqual([null, []]);
});

test('PEP-26: work without NeedWork is none', async () => {
  const lab = new PlugInLab();
  lab.plugIn(() => true);
  await lab.run(() => lab.services.RequestWorker?.(lab.services.Plugin));
  expect([lab.told.slice(1), lab.crash]).toEqual([[], null]);
});

test('PEP-26 POFX-45: the other kinds of work', async () => {
  const perf = await work((information) => {
    information.WorkType = pep.PepWorkCompletePerfState;
    information.CompletePerfState.DeviceHandle = 0x7000;
    information.CompletePerfState.Component = 1;
    information.CompletePerfState.Succeeded = true;
  });
  expect(perf.told.slice(1)).toEqual(['perf state of 1: true']);
  const control = await work((information) => {
    information.WorkType = pep.PepWorkRequestPowerControl;
    Object.assign(information.PowerControl, { DeviceHandle: 0x7000, RequestContext: 9, InBuffer: 16, InBufferSize: 4 });
  });
  expect(control.told.slice(1)).toEqual([
    'power control {"code":0,"inBuffer":16,"inSize":4,"outBuffer":0,"outSize":0} for 9',
  ]);
  const acpi = await work((information) => {
    information.WorkType = pep.PepWorkAcpiNotify;
  });
  expect([acpi.told.slice(1), acpi.crash]).toEqual([[], null]);
});

test.each([
  ['0x603 an unknown kind of work', (one: PEP_WORK_INFORMATION) => Object.assign(one, { WorkType: 4 }), {}, [0x603, 4]],
  ['0x611 a component that there is not', idleState(0x7000, 2), {}, [0x611, 0x7000, 2]],
  ['0x616 an idle state change that nobody began', idleState(0x7000, 1), { awaitsIdleState: false }, [0x616, 1, 0]],
] as const)('PEP-26 BC-03: %s', async (_what, fill, options, [code, ...rest]) => {
  const lab = await work(fill, options);
  expect(lab.crash?.slice(0, 3 + rest.length)).toEqual([0xa0, code, lab.services.Plugin, ...rest]);
});

test('PEP-03 PEP-27 BC-03: TransitionCriticalResource takes the framework’s handle, and a component that there is', async () => {
  const change = async (handle: number, component: number): Promise<PlugInLab> => {
    const lab = await work(idleState(0x7000, 0));
    await lab.run(() => lab.services.TransitionCriticalResource?.(handle, component, true));
    return lab;
  };
  expect((await change(0x7000, 0)).told.at(-1)).toBe('critical 0: true');
  expect((await change(0x7000, 1)).crash).toEqual([0xa0, 0x606, 1, 0, 1]);
  expect((await change(0x7000, 2)).crash?.slice(0, 2)).toEqual([0xa0, 0x611]);
  expect((await change(OWN_HANDLE, 0)).mistakes[0]).toContain("the plug-in's own handle");
});

test('PEP-27: the two kinds of handle are told apart', async () => {
  const own = await work(idleState(OWN_HANDLE, 0));
  expect(own.mistakes).toEqual([
    "pepHandle: work for disk carries 0x55, the plug-in's own handle, where the framework's, 0x7000, belongs",
  ]);
  const foreign = await work(idleState(0x1234, 0));
  expect(foreign.mistakes).toEqual(['unknown: work was handed over for 0x1234, which is no device of this plug-in']);
  expect([own.told.slice(1), foreign.told.slice(1)]).toEqual([[], []]);
});

test('PEP-26 DIS-12: RequestWorker takes the handle of the plug-in', async () => {
  const lab = new PlugInLab();
  const numbers: number[] = [];
  lab.plugIn((number) => numbers.push(number) > 0);
  await lab.run(() => lab.services.RequestWorker?.(lab.device.handle));
  expect(numbers).toEqual([]);
  expect(lab.mistakes[0]).toMatch(/^unknown: RequestWorker was called with 0x7000; the plug-in's handle is 0x/);
});

test('PEP-26 BC-03: a worker that does not come back stops the machine with 0xA0/0x618', async () => {
  const lab = new PlugInLab();
  const { sim } = lab.nt.kernel;
  lab.plugIn(() => sim.block('nothing', 0, () => {}).then(() => true));
  await lab.run(() => lab.services.RequestWorker?.(lab.services.Plugin));
  expect(lab.crash?.slice(0, 2)).toEqual([0xa0, 0x618]);
  expect(sim.now).toBe(1_200_000_000);
});
