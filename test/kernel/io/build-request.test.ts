/** Requests that the I/O manager builds and finishes: who frees what, and what the sender gets to know. */
import { describe, expect, test } from 'vitest';
import { DO_BUFFERED_IO, DO_DIRECT_IO } from '../../../src/abi/device-flags.ts';
import { IRP_MJ_READ, IRP_MJ_WRITE } from '../../../src/abi/irp-codes.ts';
import {
  STATUS_BUFFER_OVERFLOW,
  STATUS_MORE_PROCESSING_REQUIRED,
  STATUS_PENDING,
  STATUS_SUCCESS,
  STATUS_UNSUCCESSFUL,
} from '../../../src/abi/ntstatus.ts';
import type { DRIVER_DISPATCH } from '../../../src/abi/roles.ts';
import { type DEVICE_OBJECT, IO_STATUS_BLOCK, type IRP } from '../../../src/abi/structs/io.ts';
import type { KEVENT } from '../../../src/abi/structs/ke.ts';
import {
  IoBuildAsynchronousFsdRequest,
  IoBuildDeviceIoControlRequest,
  IoBuildSynchronousFsdRequest,
} from '../../../src/kernel/io/build-request.ts';
import { IoCallDriver } from '../../../src/kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoFreeIrp } from '../../../src/kernel/io/irp.ts';
import { IoMarkIrpPending, IoSetCompletionRoutine } from '../../../src/kernel/io/stack-location.ts';
import { buildStack } from '../../support/nt.ts';
import { Lab, milliseconds } from '../ke/support/lab.ts';

const UNTOUCHED = 0x12345678;

interface Bench {
  readonly lab: Lab;
  readonly device: DEVICE_OBJECT;
  readonly event: KEVENT;
  readonly iosb: IO_STATUS_BLOCK;
  readonly buffer: number;
}

interface Answer {
  readonly status: number;
  readonly information?: number;
  /** Milliseconds; at once without. */
  readonly pends?: number;
  /** Done to the IRP before it is completed. */
  readonly act?: (lab: Lab, irp: IRP) => void;
}

/** One device that answers every request in the same way. */
function bench({ status, information = 0, pends, act = () => {} }: Answer, flags = 0): Bench {
  const lab = new Lab();
  const complete = (irp: IRP): void => {
    act(lab, irp);
    irp.IoStatus.Status = status;
    irp.IoStatus.Information = information;
    void IoCompleteRequest(lab.nt.io, irp, 0);
  };
  const dispatch: DRIVER_DISPATCH = (_device, irp) => {
    if (pends === undefined) {
      complete(irp);
      return status;
    }
    IoMarkIrpPending(lab.nt.io, irp);
    lab.nt.dpcs.setTimer(
      lab.timer(),
      milliseconds(pends),
      0,
      lab.dpc(() => complete(irp)),
    );
    return STATUS_PENDING;
  };
  const [device] = buildStack(lab.nt, [{ name: 'answers', dispatch }]);
  if (device === undefined) throw new Error('no device');
  device.Flags |= flags;
  const iosb = lab.make(IO_STATUS_BLOCK);
  iosb.Status = UNTOUCHED;
  const buffer = lab.nt.kernel.pool.allocate(64, 0x31474154, 0, true);
  return { lab, device, event: lab.event('notification'), iosb, buffer };
}

/** Sends a synchronous read and waits as a driver must: only when it is pending. @returns what the sender sees */
async function read({ lab, device, event, iosb, buffer }: Bench): Promise<object> {
  let returned = 0;
  lab.thread('sender', async () => {
    const irp = IoBuildSynchronousFsdRequest(lab.nt.io, IRP_MJ_READ, device, buffer, 16, 0n, event, iosb);
    if (irp === null) throw new Error('no IRP');
    returned = await IoCallDriver(lab.nt.io, device, irp);
    if (returned === STATUS_PENDING) await lab.wait(event);
  });
  await lab.run();
  return { returned, status: iosb.Status, information: iosb.Information, isSet: lab.state(event) === 1 };
}

function isClean({ lab }: Bench): boolean {
  const left = lab.nt.kernel.pool.ownedBy(0).filter(({ tag }) => ['Irp ', 'IoSB', 'Mdl '].includes(tag));
  return lab.nt.io.irps.size === 0 && left.length === 0 && lab.crash === null;
}

describe('IRP-31 what a synchronous request tells its sender', () => {
  test('success at once: status block and event', async () => {
    const one = bench({ status: STATUS_SUCCESS, information: 16 });
    expect(await read(one)).toEqual({ returned: STATUS_SUCCESS, status: STATUS_SUCCESS, information: 16, isSet: true });
    expect(isClean(one)).toBe(true);
  });

  test('success later: the same', async () => {
    const one = bench({ status: STATUS_SUCCESS, information: 16, pends: 2 });
    expect(await read(one)).toEqual({ returned: STATUS_PENDING, status: STATUS_SUCCESS, information: 16, isSet: true });
    expect([isClean(one), one.lab.nt.kernel.sim.now]).toEqual([true, 20_000]);
  });

  test('an error at once: neither; only what IoCallDriver returns says so', async () => {
    const one = bench({ status: STATUS_UNSUCCESSFUL });
    expect(await read(one)).toEqual({ returned: STATUS_UNSUCCESSFUL, status: UNTOUCHED, information: 0, isSet: false });
    expect(isClean(one)).toBe(true);
  });

  test('an error later: both', async () => {
    const one = bench({ status: STATUS_UNSUCCESSFUL, pends: 1 });
    expect(await read(one)).toEqual({
      returned: STATUS_PENDING,
      status: STATUS_UNSUCCESSFUL,
      information: 0,
      isSet: true,
    });
    expect(isClean(one)).toBe(true);
  });

  test('a warning counts as no error', async () => {
    const one = bench({ status: STATUS_BUFFER_OVERFLOW, information: 4 });
    expect(await read(one)).toMatchObject({ status: STATUS_BUFFER_OVERFLOW, information: 4, isSet: true });
  });
});

describe('buffers', () => {
  const fill =
    (value: number) =>
    (lab: Lab, irp: IRP): void => {
      lab.nt.kernel.memory.u8.fill(value, irp.AssociatedIrp.SystemBuffer, irp.AssociatedIrp.SystemBuffer + 8);
    };

  test('buffered: what the driver wrote into the system buffer is copied back, as far as Information says, unless it failed', async () => {
    for (const [status, expected] of [
      [STATUS_SUCCESS, [7, 7, 7, 7, 0]],
      [STATUS_BUFFER_OVERFLOW, [7, 7, 7, 7, 0]],
      [STATUS_UNSUCCESSFUL, [0, 0, 0, 0, 0]],
    ] as const) {
      const one = bench({ status, information: 4, act: fill(7) }, DO_BUFFERED_IO);
      await read(one);
      expect([...one.lab.nt.kernel.memory.peek(one.buffer, 5)]).toEqual(expected);
      expect(isClean(one)).toBe(true);
    }
  });

  test('direct: the driver gets an MDL over the buffer, which goes with the IRP', async () => {
    const seen: number[] = [];
    const act = (_lab: Lab, irp: IRP): void => {
      const mdl = irp.MdlAddress;
      if (mdl !== null) seen.push(mdl.StartVa + mdl.ByteOffset, mdl.ByteCount);
    };
    const one = bench({ status: STATUS_SUCCESS, act }, DO_DIRECT_IO);
    await read(one);
    expect(seen).toEqual([one.buffer, 16]);
    expect(isClean(one)).toBe(true);
  });

  test('neither: the driver gets the address itself', async () => {
    let address = 0;
    const one = bench({ status: STATUS_SUCCESS, act: (_lab, irp) => (address = irp.UserBuffer) });
    await read(one);
    expect(address).toBe(one.buffer);
  });

  test('METHOD_BUFFERED: one system buffer carries the input down and the output up', async () => {
    const act = (lab: Lab, irp: IRP): void => {
      const at = irp.AssociatedIrp.SystemBuffer;
      const bytes = lab.nt.kernel.memory.u8;
      bytes[at] = (bytes[at] ?? 0) + 1;
    };
    const { lab, device, event, iosb, buffer } = bench({ status: STATUS_SUCCESS, information: 1, act });
    const output = lab.nt.kernel.pool.allocate(8, 0x31474154, 0, true);
    lab.nt.kernel.memory.u8[buffer] = 41;
    lab.thread('sender', () => {
      const request = {
        code: 0x220000,
        device,
        input: buffer,
        inputLength: 4,
        output,
        outputLength: 8,
        internal: false,
      };
      const irp = IoBuildDeviceIoControlRequest(lab.nt.io, request, event, iosb);
      return irp === null ? undefined : IoCallDriver(lab.nt.io, device, irp);
    });
    await lab.run();
    expect([lab.nt.kernel.memory.u8[output], lab.nt.kernel.memory.u8[buffer], iosb.Information]).toEqual([42, 41, 1]);
  });
});

describe('asynchronous requests belong to the driver', () => {
  test('whose completion routine frees them', async () => {
    const one = bench({ status: STATUS_SUCCESS, pends: 1 });
    const { lab, device, buffer } = one;
    lab.thread('sender', async () => {
      const irp = IoBuildAsynchronousFsdRequest(lab.nt.io, IRP_MJ_WRITE, device, buffer, 16, 512n);
      if (irp === null) throw new Error('no IRP');
      IoSetCompletionRoutine(
        lab.nt.io,
        irp,
        (_device, back) => {
          lab.note(`back ${back.IoStatus.Status}`);
          IoFreeIrp(lab.nt.io, back);
          return STATUS_MORE_PROCESSING_REQUIRED;
        },
        0,
        true,
        true,
        true,
      );
      await IoCallDriver(lab.nt.io, device, irp);
    });
    expect(await lab.run()).toEqual(['0.0010000s back 0']);
    expect(isClean(one)).toBe(true);
  });

  test('IRP-25 without one, nobody can take the IRP at the top: 0x1E', async () => {
    const { lab, device, buffer } = bench({ status: STATUS_SUCCESS });
    lab.thread('sender', () => {
      const irp = IoBuildAsynchronousFsdRequest(lab.nt.io, IRP_MJ_READ, device, buffer, 16, 0n);
      return irp === null ? undefined : IoCallDriver(lab.nt.io, device, irp);
    });
    await lab.run();
    expect(lab.crash?.[0]).toBe(0x1e);
  });

  test('a threaded IRP is not the driver’s to free: 0xC9', async () => {
    const { lab, device, buffer, event, iosb } = bench({ status: STATUS_SUCCESS });
    lab.thread('sender', () => {
      const irp = IoBuildSynchronousFsdRequest(lab.nt.io, IRP_MJ_READ, device, buffer, 16, 0n, event, iosb);
      if (irp !== null) IoFreeIrp(lab.nt.io, irp);
    });
    await lab.run();
    expect(lab.crash).toEqual([0xc9, 2]);
  });

  test('used-up pool gives no IRP, and leaves nothing behind', async () => {
    const one = bench({ status: STATUS_SUCCESS }, DO_BUFFERED_IO);
    const { lab, device, buffer } = one;
    const { pool } = lab.nt.kernel;
    for (const size of [4096, 512, 16]) while (pool.allocate(size, 0x31474154, 0, false) !== 0);
    const { blocks } = pool;
    expect(IoBuildAsynchronousFsdRequest(lab.nt.io, IRP_MJ_READ, device, buffer, 16, 0n)).toBeNull();
    expect([pool.blocks, lab.nt.io.irps.size]).toEqual([blocks, 0]);
  });

  test('pool that suffices for the IRP and not for its buffer gives no IRP, and leaves nothing behind', async () => {
    const one = bench({ status: STATUS_SUCCESS }, DO_BUFFERED_IO);
    const { lab, device } = one;
    const { pool } = lab.nt.kernel;
    const { blocks } = pool;
    expect(IoBuildAsynchronousFsdRequest(lab.nt.io, IRP_MJ_READ, device, 0, 64 * 1024 * 1024, 0n)).toBeNull();
    expect([pool.blocks, lab.nt.io.irps.size]).toEqual([blocks, 0]);
  });

  test('the same for a control request', () => {
    const { lab, device, event, iosb } = bench({ status: STATUS_SUCCESS });
    const { pool } = lab.nt.kernel;
    const { blocks } = pool;
    const request = {
      code: 0x220000,
      device,
      input: 0,
      inputLength: 0,
      output: 0,
      outputLength: 64 * 1024 * 1024,
      internal: false,
    };
    expect(IoBuildDeviceIoControlRequest(lab.nt.io, request, event, iosb)).toBeNull();
    expect([pool.blocks, lab.nt.io.irps.size]).toEqual([blocks, 0]);
  });
});
