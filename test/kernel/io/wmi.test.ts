import { expect, test } from 'vitest';
import {
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MN_ENABLE_EVENTS,
  IRP_MN_EXECUTE_METHOD,
  IRP_MN_QUERY_ALL_DATA,
  IRP_MN_REGINFO_EX,
  IrpForward,
  IrpNotCompleted,
  IrpNotWmi,
  IrpProcessed,
  WMIREG_ACTION_DEREGISTER,
  WMIREG_ACTION_REGISTER,
  WMIREG_ACTION_UPDATE_GUIDS,
} from '../../../src/abi/irp-codes.ts';
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
  STATUS_WMI_GUID_NOT_FOUND,
  STATUS_WMI_TRY_AGAIN,
} from '../../../src/abi/ntstatus.ts';
import type { DEVICE_OBJECT, IRP } from '../../../src/abi/structs/io.ts';
import { GUID } from '../../../src/abi/structs/rtl.ts';
import { WMIGUIDREGINFO, WMILIB_CONTEXT, WNODE_METHOD_ITEM } from '../../../src/abi/structs/wmi.ts';
import { Out } from '../../../src/ddi/routine.ts';
import { type RequestResult, sendSystemIrp } from '../../../src/kernel/io/build-request.ts';
import { IoCompleteRequest } from '../../../src/kernel/io/complete-request.ts';
import { IoGetNextIrpStackLocation } from '../../../src/kernel/io/stack-location.ts';
import { buildStack, runThread } from '../../support/nt.ts';
import { Lab } from '../ke/support/lab.ts';

type Call = (...parameters: unknown[]) => number;

interface Request {
  readonly minor: number;
  readonly bufferSize?: number;
  /** Whose request it is: this device's, unless it says otherwise. */
  readonly provider?: number;
  /** Data1 of the identifier that is asked for. */
  readonly identifier?: number;
}

/** A device with two data blocks, 0x11 and 0x22, that answers with the WMI library. */
class Provider {
  readonly lab = new Lab();
  readonly device: DEVICE_OBJECT;
  readonly buffer: number;
  disposition = -1;

  constructor() {
    const { wdm, io } = this.lab.nt;
    const context = this.lab.make(WMILIB_CONTEXT);
    const list = this.lab.nt.kernel.pool.allocate(2 * WMIGUIDREGINFO.size, 1, 0, true);
    for (const [index, identifier] of [0x11, 0x22].entries()) {
      const block = this.lab.nt.kernel.memory.view(WMIGUIDREGINFO, list + index * WMIGUIDREGINFO.size);
      block.Guid = this.#guid(identifier);
      block.InstanceCount = index + 1;
      block.Flags = identifier;
      if (index === 0) context.GuidList = block;
    }
    context.GuidCount = 2;
    context.QueryWmiRegInfo = (_device, flags) => {
      flags.value = 0;
      return STATUS_SUCCESS;
    };
    context.QueryWmiDataBlock = (_device, irp, _block, _instance, _count, _lengths, available) =>
      (wdm['WmiCompleteRequest'] as Call)(_device, irp, STATUS_WMI_TRY_AGAIN, available, 0);
    const [device] = buildStack(this.lab.nt, [
      {
        name: 'provider',
        dispatch: (given, irp) => {
          const disposition = new Out(-1);
          const status = (wdm['WmiSystemControl'] as Call)(context, given, irp, disposition);
          this.disposition = disposition.value;
          if (disposition.value === IrpProcessed) return status;
          if (disposition.value !== IrpNotCompleted) irp.IoStatus.Status = STATUS_SUCCESS;
          void IoCompleteRequest(io, irp, 0);
          return disposition.value === IrpNotCompleted ? status : STATUS_SUCCESS;
        },
      },
    ]);
    if (device === undefined) throw new Error('no device');
    this.device = device;
    this.buffer = this.lab.nt.kernel.pool.allocate(128, 1, 0, true);
  }

  #guid(identifier: number): GUID {
    const guid = this.lab.make(GUID);
    guid.Data1 = identifier;
    return guid;
  }

  async ask(request: Request): Promise<RequestResult | undefined> {
    const result = await runThread(this.lab.nt, () =>
      sendSystemIrp(this.lab.nt.io, this.device, (irp: IRP) => {
        const next = IoGetNextIrpStackLocation(this.lab.nt.io, irp);
        next.MajorFunction = IRP_MJ_SYSTEM_CONTROL;
        next.MinorFunction = request.minor;
        next.Parameters.WMI.ProviderId = request.provider ?? this.device.address;
        next.Parameters.WMI.Buffer = this.buffer;
        next.Parameters.WMI.BufferSize = request.bufferSize ?? 128;
        next.Parameters.WMI.DataPath = this.#guid(request.identifier ?? 0).address;
      }),
    );
    expect(this.lab.crash).toBeNull();
    return result;
  }

  words(...indices: number[]): (number | undefined)[] {
    return indices.map((index) => this.lab.nt.kernel.memory.u32[(this.buffer >>> 2) + index]);
  }
}

test('the registration request gets the identifiers, flags and instances of all blocks', async () => {
  const provider = new Provider();
  expect(await provider.ask({ minor: IRP_MN_REGINFO_EX })).toEqual({ status: STATUS_SUCCESS, information: 76 });
  // Size and number of blocks; then of each: Data1, flags, instances.
  expect(provider.words(0, 4, 5, 9, 10, 12, 16, 17)).toEqual([76, 2, 0x11, 0x11, 1, 0x22, 0x22, 2]);
  expect(provider.disposition).toBe(IrpNotCompleted);
});

test('a buffer that is too small gets the size that is needed, if it has room for that', async () => {
  const provider = new Provider();
  const small = await provider.ask({ minor: IRP_MN_REGINFO_EX, bufferSize: 75 });
  expect([small, provider.words(0, 4)]).toEqual([{ status: STATUS_BUFFER_TOO_SMALL, information: 4 }, [76, 0]]);
  const none = await provider.ask({ minor: IRP_MN_REGINFO_EX, bufferSize: 3 });
  expect(none).toEqual({ status: STATUS_BUFFER_TOO_SMALL, information: 0 });
});

test('requests for other devices and of other kinds are the driver’s to pass on', async () => {
  const provider = new Provider();
  await provider.ask({ minor: IRP_MN_REGINFO_EX, provider: 0x1234 });
  expect(provider.disposition).toBe(IrpForward);
  await provider.ask({ minor: 0x0a });
  expect(provider.disposition).toBe(IrpNotWmi);
});

test('a request for an unknown block is refused by the library, one for a known block goes to the driver', async () => {
  const provider = new Provider();
  const unknown = await provider.ask({ minor: IRP_MN_QUERY_ALL_DATA, identifier: 0x33 });
  expect([unknown?.status, provider.disposition]).toEqual([STATUS_WMI_GUID_NOT_FOUND, IrpNotCompleted]);
  const known = await provider.ask({ minor: IRP_MN_QUERY_ALL_DATA, identifier: 0x22 });
  expect([known?.status, provider.disposition]).toEqual([STATUS_WMI_TRY_AGAIN, IrpProcessed]);
});

test('a device registers before anything else, and is forgotten when it takes that back', () => {
  const provider = new Provider();
  const control = provider.lab.nt.wdm['IoWMIRegistrationControl'] as Call;
  const actions = [
    WMIREG_ACTION_UPDATE_GUIDS,
    WMIREG_ACTION_REGISTER,
    WMIREG_ACTION_UPDATE_GUIDS,
    9,
    WMIREG_ACTION_DEREGISTER,
    WMIREG_ACTION_DEREGISTER,
  ];
  expect(actions.map((action) => control(provider.device, action))).toEqual([
    STATUS_INVALID_PARAMETER,
    STATUS_SUCCESS,
    STATUS_SUCCESS,
    STATUS_INVALID_PARAMETER,
    STATUS_SUCCESS,
    STATUS_INVALID_PARAMETER,
  ]);
});

test('an event item is freed by whoever takes it, once', () => {
  const { lab } = new Provider();
  const before = lab.nt.kernel.pool.blocks;
  const item = lab.nt.kernel.pool.allocate(64, 1, 0, true);
  const write = lab.nt.wdm['IoWMIWriteEvent'] as Call;
  expect([write(item), lab.nt.kernel.pool.blocks - before]).toEqual([STATUS_SUCCESS, 0]);
  expect(() => write(item)).toThrow();
  expect(lab.crash).toEqual([0xc2, 7]);
});

test('WmiCompleteRequest says how much data went back, where data goes back', async () => {
  for (const [minor, information] of [
    [IRP_MN_EXECUTE_METHOD, 64 + 40],
    [IRP_MN_ENABLE_EVENTS, 0],
  ] as const) {
    const lab = new Lab();
    const complete = lab.nt.wdm['WmiCompleteRequest'] as Call;
    const [device] = buildStack(lab.nt, [
      { name: 'provider', dispatch: (given, irp) => complete(given, irp, STATUS_SUCCESS, 40, 0) },
    ]);
    if (device === undefined) throw new Error('no device');
    const node = lab.nt.kernel.memory.view(WNODE_METHOD_ITEM, lab.nt.kernel.pool.allocate(128, 1, 0, true));
    node.DataBlockOffset = 64;
    const result = await runThread(lab.nt, () =>
      sendSystemIrp(lab.nt.io, device, (irp) => {
        const next = IoGetNextIrpStackLocation(lab.nt.io, irp);
        next.MajorFunction = IRP_MJ_SYSTEM_CONTROL;
        next.MinorFunction = minor;
        next.Parameters.WMI.Buffer = node.address;
        next.Parameters.WMI.BufferSize = 128;
      }),
    );
    expect(result).toEqual({ status: STATUS_SUCCESS, information });
    expect(node.SizeDataBlock).toBe(minor === IRP_MN_EXECUTE_METHOD ? 40 : 0);
  }
});
