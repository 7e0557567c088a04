/** Requests that no injection sends yet: power, create and close, system control, configuration space. */
import { describe, expect, test } from 'vitest';
import { DevicePowerState, PowerDeviceD0, PowerDeviceD3 } from '../../src/abi/enums.ts';
import {
  IRP_MJ_CLOSE,
  IRP_MJ_CREATE,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
  IRP_MJ_SYSTEM_CONTROL,
  IRP_MN_QUERY_POWER,
  IRP_MN_READ_CONFIG,
  IRP_MN_SET_POWER,
  IRP_MN_WAIT_WAKE,
} from '../../src/abi/irp-codes.ts';
import { nameOfStatus } from '../../src/abi/names.ts';
import { STATUS_NOT_SUPPORTED } from '../../src/abi/ntstatus.ts';
import type { IO_STACK_LOCATION } from '../../src/abi/structs/io.ts';
import { sendSystemIrp } from '../../src/kernel/io/build-request.ts';
import { topOf } from '../../src/kernel/io/device-object.ts';
import { IoGetNextIrpStackLocation } from '../../src/kernel/io/stack-location.ts';
import type { Machine } from '../../src/machine/machine.ts';
import { deviceOf } from '../support/machine.ts';
import { bootStorage, findings, pnp, usage } from './support.ts';

type Fill = (location: IO_STACK_LOCATION) => void;

async function send(
  machine: Machine,
  id: string,
  major: number,
  minor: number,
  fill: Fill = () => {},
): Promise<string> {
  const { io, pnp: manager } = machine.nt;
  const devnode = manager.byId(id);
  if (devnode === undefined) throw new Error(`there is no ${id}`);
  const sent = manager.perform('test', () =>
    sendSystemIrp(io, topOf(devnode.pdo), (irp) => {
      irp.IoStatus.Status = STATUS_NOT_SUPPORTED;
      const location = IoGetNextIrpStackLocation(io, irp);
      location.MajorFunction = major;
      location.MinorFunction = minor;
      fill(location);
    }),
  );
  await machine.inject({ op: 'run' });
  return nameOfStatus((await sent)?.status ?? 0xffffffff);
}

function setPower(machine: Machine, id: string, state: number): Promise<string> {
  return send(machine, id, IRP_MJ_POWER, IRP_MN_SET_POWER, ({ Parameters: { Power } }) => {
    Power.Type = DevicePowerState;
    Power.State.DeviceState = state;
  });
}

describe('power', () => {
  test.each(['acpi0', 'pci0', 'hba0', 'disk0', 'volmgr0', 'volC', 'null0'])('%s goes off and on', async (id) => {
    const machine = await bootStorage({ filter: {} });
    expect(await setPower(machine, id, PowerDeviceD3)).toBe('STATUS_SUCCESS');
    expect(deviceOf(machine, id).power.device).toBe('D3');
    expect(await setPower(machine, id, PowerDeviceD0)).toBe('STATUS_SUCCESS');
    expect(deviceOf(machine, id).power.device).toBe('D0');
    expect(findings(machine)).toEqual([]);
  });

  test('nobody refuses a query, with a special file or without', async () => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'hibernation', true);
    expect(await send(machine, 'disk0', IRP_MJ_POWER, IRP_MN_QUERY_POWER)).toBe('STATUS_SUCCESS');
  });

  test('a request that the bus does not know comes back as it was', async () => {
    const machine = await bootStorage();
    expect(await send(machine, 'disk0', IRP_MJ_POWER, IRP_MN_WAIT_WAKE)).toBe('STATUS_NOT_SUPPORTED');
  });
});

describe('create and close', () => {
  test('succeed on a started device', async () => {
    const machine = await bootStorage();
    for (const id of ['disk0', 'volC', 'hba0']) {
      expect(await send(machine, id, IRP_MJ_CREATE, 0)).toBe('STATUS_SUCCESS');
      expect(await send(machine, id, IRP_MJ_CLOSE, 0)).toBe('STATUS_SUCCESS');
    }
  });

  test('a device that is about to be removed, or was, takes no new opens; a handle can always be closed', async () => {
    const machine = await bootStorage();
    await pnp(machine, 'disk0', 'queryRemove');
    expect(await send(machine, 'disk0', IRP_MJ_CREATE, 0)).toBe('STATUS_DELETE_PENDING');
    await pnp(machine, 'disk0', 'cancelRemove');
    expect(await send(machine, 'disk0', IRP_MJ_CREATE, 0)).toBe('STATUS_SUCCESS');
    await pnp(machine, 'disk0', 'disable');
    expect(await send(machine, 'disk0', IRP_MJ_CREATE, 0)).toBe('STATUS_NO_SUCH_DEVICE');
    expect(await send(machine, 'disk0', IRP_MJ_CLOSE, 0)).toBe('STATUS_SUCCESS');
  });
});

test('system control goes down to the PDO, which leaves it as it is', async () => {
  const machine = await bootStorage({ filter: {} });
  expect(await send(machine, 'disk0', IRP_MJ_SYSTEM_CONTROL, 0)).toBe('STATUS_NOT_SUPPORTED');
});

test('configuration space says who made a PCI function', async () => {
  const machine = await bootStorage();
  const { memory, pool } = machine.nt.kernel;
  const buffer = pool.allocate(4, 0, 0, true);
  const read = (offset: number): Promise<string> =>
    send(machine, 'hba0', IRP_MJ_PNP, IRP_MN_READ_CONFIG, ({ Parameters: { ReadWriteConfig } }) => {
      ReadWriteConfig.Buffer = buffer;
      ReadWriteConfig.Offset = offset;
      ReadWriteConfig.Length = 4;
    });
  expect(await read(0)).toBe('STATUS_SUCCESS');
  expect([...memory.readBytes(buffer, 4)]).toEqual([0x36, 0x1b, 0x10, 0x00]);
  expect(await read(254)).toBe('STATUS_INVALID_PARAMETER');
});
