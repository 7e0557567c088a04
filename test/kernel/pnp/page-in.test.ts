import { expect, test } from 'vitest';
import { bootStorage, events, findings, pnp, usage } from '../../drivers/support.ts';

const PAGE_IN = { op: 'pageIn', device: 'volC' } as const;

test('a page comes in from a page file by a paging read', async () => {
  const machine = await bootStorage();
  expect(await machine.inject(PAGE_IN)).toMatchObject({
    ok: false,
    message: expect.stringContaining('no page file on volC'),
  });
  await usage(machine, 'volC', 'paging', true);
  const result = await machine.inject(PAGE_IN);
  expect(result).toMatchObject({ ok: true, status: 'STATUS_SUCCESS' });
  const [first] = events(machine, result.events).filter(({ kind }) => kind === 'callDriver');
  expect(first).toMatchObject({ device: 'volC', major: 'READ' });
  expect(findings(machine)).toEqual([]);
});

test.for(['disk0', 'hba0'])(
  'USE-64 %s is pulled out with a page file on it: the next page stops the system',
  async (device) => {
    const machine = await bootStorage();
    await usage(machine, 'volC', 'paging', true);
    await pnp(machine, device, 'unplug');
    expect(machine.state().bugcheck).toBeNull();
    expect((await machine.inject(PAGE_IN)).ok).toBe(false);
    expect(machine.state().bugcheck).toMatchObject({
      code: 0x7a,
      name: 'KERNEL_DATA_INPAGE_ERROR',
      parameters: ['0xc0204000', '0xc000000e', '0x0', '0x81000000'],
    });
  },
);

test('USE-64 a disk that comes back does not bring the page file back', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'paging', true);
  await pnp(machine, 'disk0', 'unplug');
  await pnp(machine, 'disk0', 'plugIn');
  await machine.inject(PAGE_IN);
  expect(machine.state().bugcheck?.name).toBe('KERNEL_DATA_INPAGE_ERROR');
});

test('a page that the drivers cannot read stops the system with their status', async () => {
  const machine = await bootStorage();
  await usage(machine, 'volC', 'paging', true);
  await machine.inject({ op: 'fault', device: 'disk0', at: 'IRP_MJ_READ', status: 'STATUS_IO_DEVICE_ERROR' });
  await machine.inject(PAGE_IN);
  expect(machine.state().bugcheck).toMatchObject({
    code: 0x7a,
    parameters: ['0xc0204000', '0xc0000185', '0x0', '0x81000000'],
  });
});
