/** The last step of a request, in the thread that has made it. */
import { describe, expect, test } from 'vitest';
import { APC_LEVEL } from '../../../src/abi/enums.ts';
import { STATUS_PENDING, STATUS_SUCCESS, STATUS_UNSUCCESSFUL } from '../../../src/abi/ntstatus.ts';
import { IO_STATUS_BLOCK, type IRP } from '../../../src/abi/structs/io.ts';
import { IoBuildSynchronousFsdRequest } from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCancelIrp, IoSetCancelRoutine } from '../../../src/kernel/io/cancel.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoMarkIrpPending } from '../../../src/kernel/io/stack-location.ts';
import { KeLowerIrql, KeRaiseIrql } from '../../../src/kernel/ke/irql.ts';
import { buildStack, type TestKernel } from '../../support/nt.ts';
import { Lab, milliseconds } from '../ke/support/lab.ts';
import { complete } from './support/stacks.ts';

describe('IRP-31 the last step of a request runs in the thread that made it', () => {
  /** A flush that is made and sent at an IRQL, to a driver that completes it at once. */
  async function send(
    irql: number,
    act: (nt: TestKernel, irp: IRP) => void = () => {},
  ): Promise<{ nt: TestKernel; seen: unknown[] }> {
    const lab = new Lab();
    const { nt } = lab;
    const iosb = lab.make(IO_STATUS_BLOCK);
    iosb.Status = 0x1234;
    const event = lab.event('notification');
    const [device] = buildStack(nt, [{ name: 'flushes', dispatch: complete(nt, STATUS_SUCCESS) }]);
    const seen: unknown[] = [];
    const look = (): void => void seen.push([iosb.Status, lab.state(event), nt.io.irps.size]);
    lab.thread('sender', async () => {
      if (device === undefined) throw new Error('no device');
      const old = KeRaiseIrql(nt.kernel, irql);
      const irp = IoBuildSynchronousFsdRequest(nt.io, 9, device, 0, 0, null, event, iosb);
      if (irp === null) throw new Error('no memory');
      await IoCallDriver(nt.io, device, irp);
      look();
      act(nt, irp);
      KeLowerIrql(nt.kernel, old);
      look();
    });
    await lab.run();
    return { nt, seen };
  }

  test('at PASSIVE_LEVEL at once', async () => {
    expect((await send(0)).seen).toEqual([
      [STATUS_SUCCESS, 1, 0],
      [STATUS_SUCCESS, 1, 0],
    ]);
  });

  test('at APC_LEVEL when it lowers its IRQL, and not before', async () => {
    const { nt, seen } = await send(APC_LEVEL);
    expect(seen).toEqual([
      [0x1234, 0, 1],
      [STATUS_SUCCESS, 1, 0],
    ]);
    expect(nt.kernel.sim.crash).toBeNull();
  });

  test('at APC_LEVEL a thread that waits for the event waits for ever', async () => {
    const lab = new Lab();
    const { nt } = lab;
    const iosb = lab.make(IO_STATUS_BLOCK);
    const event = lab.event('notification');
    const [device] = buildStack(nt, [
      {
        name: 'pends',
        dispatch: (_device, irp) => {
          IoMarkIrpPending(nt.io, irp);
          const dpc = lab.dpc(() => void complete(nt, STATUS_SUCCESS)(_device, irp));
          nt.dpcs.setTimer(lab.timer(), milliseconds(1), 0, dpc);
          return STATUS_PENDING;
        },
      },
    ]);
    let isThrough = false;
    lab.thread('sender', async () => {
      if (device === undefined) throw new Error('no device');
      const irp = IoBuildSynchronousFsdRequest(nt.io, 9, device, 0, 0, null, event, iosb);
      if (irp === null) throw new Error('no memory');
      KeRaiseIrql(nt.kernel, APC_LEVEL);
      await IoCallDriver(nt.io, device, irp);
      await lab.wait(event);
      isThrough = true;
    });
    await lab.run();
    expect([isThrough, nt.io.irps.size, lab.state(event), nt.kernel.sim.now > 0]).toEqual([false, 1, 0, true]);
  });

  test.each([
    ['paging I/O', 0x2],
    ['a close', 0x400],
  ])('IRP-25 %s is finished at once, wherever its sender is, and an error is told too', async (_name, flag) => {
    const lab = new Lab();
    const { nt } = lab;
    const iosb = lab.make(IO_STATUS_BLOCK);
    const event = lab.event('notification');
    const [device] = buildStack(nt, [{ name: 'refuses', dispatch: complete(nt, STATUS_UNSUCCESSFUL) }]);
    let seen: unknown[] = [];
    lab.thread('sender', async () => {
      if (device === undefined) throw new Error('no device');
      const irp = IoBuildSynchronousFsdRequest(nt.io, 9, device, 0, 0, null, event, iosb);
      if (irp === null) throw new Error('no memory');
      irp.Flags |= flag;
      const old = KeRaiseIrql(nt.kernel, APC_LEVEL);
      await IoCallDriver(nt.io, device, irp);
      seen = [iosb.Status, lab.state(event), nt.io.irps.size];
      KeLowerIrql(nt.kernel, old);
    });
    await lab.run();
    expect([seen, nt.kernel.sim.crash]).toEqual([[STATUS_UNSUCCESSFUL, 1, 0], null]);
  });

  test('IRP-20 completing it once more meanwhile stops with 0x44, and the bug check names the IRP', async () => {
    let address = 0;
    const { nt } = await send(APC_LEVEL, (one, irp) => {
      address = irp.address;
      void IoCompleteRequest(one.io, irp, 0);
    });
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0x44, parameters: [address, 0, 0, 0] });
  });

  test('IRP-50 cancelling it meanwhile, with a cancel routine that was forgotten, stops with 0x48', async () => {
    let parameters: readonly number[] = [];
    const { nt } = await send(APC_LEVEL, (one, irp) => {
      const forgotten = (): void => {};
      IoSetCancelRoutine(irp, forgotten);
      parameters = [irp.address, one.kernel.memory.addressOfRoutine(forgotten), 0, 0];
      IoCancelIrp(one.io, irp);
    });
    expect(nt.kernel.sim.crash).toMatchObject({ code: 0x48, parameters });
  });
});
