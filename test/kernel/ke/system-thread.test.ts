import { expect, test } from 'vitest';
import { STATUS_INVALID_HANDLE, STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from '../../../src/abi/ntstatus.ts';
import type { KSTART_ROUTINE } from '../../../src/abi/roles.ts';
import { WORK_QUEUE_ITEM } from '../../../src/abi/structs/ke.ts';
import { Out } from '../../../src/ddi/routine.ts';
import { KeDelayExecutionThread } from '../../../src/kernel/ke/dispatcher.ts';
import { KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { runThread } from '../../support/nt.ts';
import { Lab, milliseconds } from './support/lab.ts';

/** A routine as a driver in TypeScript calls it. */
function routine(lab: Lab, name: string): (...parameters: unknown[]) => unknown {
  return lab.nt.wdm[name] as (...parameters: unknown[]) => unknown;
}

/** Starts a thread and takes its object, as drivers do: the handle is closed, the reference stays. */
function start(lab: Lab, body: KSTART_ROUTINE, context = 0): number {
  const handle = new Out(0);
  const status = routine(lab, 'PsCreateSystemThread')(handle, 0, null, 0, null, body, context);
  const object = new Out(0);
  const referenced = routine(lab, 'ObReferenceObjectByHandle')(handle.value, 0, 0, 0, object, 0);
  const closed = routine(lab, 'ZwClose')(handle.value);
  expect([status, referenced, closed]).toEqual([STATUS_SUCCESS, STATUS_SUCCESS, STATUS_SUCCESS]);
  return object.value;
}

test('a thread runs after the one that started it, with its context; its object is signaled when it has ended', async () => {
  const lab = new Lab();
  lab.thread('a', async () => {
    const object = start(
      lab,
      async (context) => {
        lab.note(`begins with ${context} at ${lab.nt.kernel.sim.current.irql}`);
        await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(5));
        lab.note('ends');
      },
      7,
    );
    lab.note('started');
    for (let round = 0; round < 2; round += 1) {
      await lab.nt.dispatcher.wait([object], false, null);
      lab.note('waited');
    }
  });
  expect(await lab.run()).toEqual([
    '0.0000000s started',
    '0.0000000s begins with 7 at 0',
    '0.0050000s ends',
    '0.0050000s waited',
    '0.0050000s waited',
  ]);
});

test('PsTerminateSystemThread does not return, however deep it is called, before or after a wait', async () => {
  const lab = new Lab();
  const leave = (): unknown => routine(lab, 'PsTerminateSystemThread')(STATUS_SUCCESS);
  const bodies: KSTART_ROUTINE[] = [
    () => {
      leave();
      lab.note('too far');
    },
    async () => {
      await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
      leave();
      lab.note('too far');
    },
  ];
  lab.thread('a', async () => {
    for (const body of bodies) {
      await lab.nt.dispatcher.wait([start(lab, body)], false, null);
      lab.note('ended');
    }
  });
  expect(await lab.run()).toEqual(['0.0000000s ended', '0.0010000s ended']);
  expect([lab.crash, lab.nt.kernel.sim.findings, lab.nt.kernel.sim.threads.size]).toEqual([null, [], 0]);
});

test('a thread that no driver has started cannot be terminated', async () => {
  const lab = new Lab();
  expect(await runThread(lab.nt, () => routine(lab, 'PsTerminateSystemThread')(0) as number)).toBe(
    STATUS_INVALID_PARAMETER,
  );
});

test('an error in a thread still stops the machine', async () => {
  const lab = new Lab();
  lab.thread('a', () => {
    start(lab, () => {
      throw new RangeError('a mistake');
    });
  });
  await lab.run();
  expect(lab.crash?.[0]).toBe(0x7e);
});

test('the object goes with the last of thread, handle and reference', async () => {
  const lab = new Lab();
  const before = lab.nt.kernel.pool.blocks;
  const blocks: number[] = [];
  lab.thread('a', async () => {
    const object = start(lab, () => {});
    await lab.nt.dispatcher.wait([object], false, null);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    blocks.push(lab.nt.kernel.pool.blocks - before);
    routine(lab, 'ObDereferenceObject')(object);
    blocks.push(lab.nt.kernel.pool.blocks - before);
    const handle = new Out(0);
    routine(lab, 'PsCreateSystemThread')(handle, 0, null, 0, null, () => {}, 0);
    await KeDelayExecutionThread(lab.nt.dispatcher, milliseconds(1));
    blocks.push(lab.nt.kernel.pool.blocks - before);
    routine(lab, 'ZwClose')(handle.value);
    blocks.push(lab.nt.kernel.pool.blocks - before);
    expect(routine(lab, 'ZwClose')(handle.value)).toBe(STATUS_INVALID_HANDLE);
    expect(routine(lab, 'ObReferenceObjectByHandle')(handle.value, 0, 0, 0, new Out(0), 0)).toBe(STATUS_INVALID_HANDLE);
  });
  await lab.run();
  expect([blocks, lab.crash]).toEqual([[1, 0, 1, 0], null]);
});

test('each thread has one object: what KeGetCurrentThread gives is what others wait for', async () => {
  const lab = new Lab();
  const seen: unknown[] = [];
  lab.thread('a', async () => {
    const current = (): unknown => routine(lab, 'KeGetCurrentThread')();
    const object = start(lab, () => void seen.push(current(), routine(lab, 'PsGetCurrentThread')()));
    await lab.nt.dispatcher.wait([object], false, null);
    const mine = current();
    seen.push(object, mine === current(), mine === object);
  });
  await lab.run();
  const [first] = seen;
  expect(seen).toEqual([first, first, first, true, false]);
});

test('a work item of the executive runs once for each time it is queued; queued twice it stops the machine', async () => {
  const lab = new Lab();
  const item = lab.make(WORK_QUEUE_ITEM);
  let runs = 0;
  lab.thread('a', () => {
    const worker = (parameter: number): void => {
      runs += parameter;
      if (runs < 9) routine(lab, 'ExQueueWorkItem')(item, 1);
    };
    routine(lab, 'ExInitializeWorkItem')(item, worker, 3);
    routine(lab, 'ExQueueWorkItem')(item, 1);
  });
  await lab.run();
  expect([runs, lab.crash]).toEqual([9, null]);
  lab.thread('b', () => {
    routine(lab, 'ExQueueWorkItem')(item, 1);
    routine(lab, 'ExQueueWorkItem')(item, 1);
  });
  await lab.run();
  expect(lab.nt.kernel.sim.crash).toMatchObject({ code: 0xe4, parameters: [1, item.address, 0, 0] });
});

test('a work item that returns at a raised IRQL stops the machine', async () => {
  const lab = new Lab();
  const item = lab.make(WORK_QUEUE_ITEM);
  lab.thread('a', () => {
    const worker = (): void => void KeRaiseIrql(lab.nt.kernel, 1);
    routine(lab, 'ExInitializeWorkItem')(item, worker, 3);
    routine(lab, 'ExQueueWorkItem')(item, 1);
  });
  await lab.run();
  expect(lab.nt.kernel.sim.crash).toMatchObject({
    code: 0xe1,
    parameters: [expect.any(Number), 1, 3, item.address],
  });
});
