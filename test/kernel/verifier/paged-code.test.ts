import { describe, expect, test } from 'vitest';
import { IRP_MJ_POWER } from '../../../src/abi/irp-codes.ts';
import type { CodeSection } from '../../../src/kernel/mm/code-sections.ts';
import type { Machine } from '../../../src/machine/machine.ts';
import { injectAll } from '../../support/machine.ts';
import { makeNt } from '../../support/nt.ts';
import { bootPaged, FLUSH, GIVE_BACK, LOCK, UNLOCK, usage } from './paged-code-filter.ts';
import { found } from './support.ts';

const boot = bootPaged;

/** The section of the filter's routine. */
function sectionOf(machine: Machine, routine: string): CodeSection | undefined {
  const { code, memory } = machine.nt.kernel;
  const driver = machine.nt.io.drivers.find(({ entry }) => entry.name === 'flt');
  const address = memory.u32[((driver?.object.address ?? 0) + 56 + IRP_MJ_POWER * 4) >>> 2] ?? 0;
  expect(memory.routine(address)?.name).toBe(routine);
  return code.of(address);
}

describe('USE-30 USE-V14 code in the path of a special file', () => {
  test.each(['paging', 'hibernation', 'dump'] as const)(
    'USE-V14 that is not locked when a %s file comes is found where the driver completes the notification',
    async (type) => {
      const { machine, lineOf } = await boot({});
      await machine.inject(usage(true, type));
      expect(found(machine)).toEqual([`USE-V14 flt flt.ts:${lineOf('/* end */')}`]);
      expect(machine.state().violations[0]?.message).toContain('DispatchPower in PAGEPOWR');
    },
  );

  test('that is locked on the way down is not, through two files and their end', async () => {
    const { machine } = await boot({ down: LOCK, up: UNLOCK, refused: GIVE_BACK });
    await injectAll(machine, [usage(true), FLUSH, usage(true), usage(false), FLUSH, usage(false)]);
    expect([found(machine), machine.state().bugcheck, sectionOf(machine, 'DispatchPower')?.lockCount]).toEqual([
      [],
      null,
      0,
    ]);
  });

  test('USE-V14 that is unlocked while a file is there is found at that line', async () => {
    const { machine, lineOf } = await boot({
      down: LOCK,
      up: `if (!inPath) MmUnlockPagableImageSection(section); ${'/* early */'}\nif (!inPath && AllCounts(extension) > 0) MmUnlockPagableImageSection(section); /* twice */`,
    });
    await injectAll(machine, [usage(true), usage(true), usage(false)]);
    expect(found(machine)).toEqual([`USE-V14 flt flt.ts:${lineOf('/* twice */')}`]);
  });

  test('a boot device needs no locked code, and a refused file leaves none locked', async () => {
    const { machine } = await boot({ down: LOCK, up: UNLOCK, refused: GIVE_BACK });
    await machine.inject({
      op: 'fault',
      device: 'disk0',
      driver: 'disk',
      at: 'IRP_MN_DEVICE_USAGE_NOTIFICATION',
      status: 'STATUS_UNSUCCESSFUL',
    });
    await machine.inject(usage(true));
    expect(found(machine)).toEqual([]);
    const { machine: other } = await boot({});
    await other.inject(usage(true, 'boot'));
    expect(found(other)).toEqual([]);
    const section = sectionOf(machine, 'DispatchPower');
    expect([section?.name, section?.lockCount]).toEqual(['PAGEPOWR', 0]);
  });

  test('USE-57 0xD3 a power request at DISPATCH_LEVEL meets code that is not locked', async () => {
    const { machine } = await boot({});
    await injectAll(machine, [usage(true), FLUSH]);
    expect(machine.state().bugcheck).toMatchObject({
      code: 0xd3,
      name: 'DRIVER_PORTION_MUST_BE_NONPAGED',
      driver: 'flt',
    });
    const { crash } = machine.nt.kernel.sim;
    const [routine = 0, irql, read, again] = crash?.parameters ?? [];
    expect([machine.nt.kernel.memory.routine(routine)?.name, irql, read, again]).toEqual([
      'DispatchPower',
      2,
      0,
      routine,
    ]);
  });
});

describe('C9/0x227 completion routines', () => {
  test('C9/0x227 IRP-45 one in code that may be paged out is found where the IRP is passed down', async () => {
    const { machine, lineOf } = await boot({ placed: 'Pass', down: '', up: '' });
    await machine.inject(FLUSH);
    expect(found(machine)).toEqual([`C9/0x227 flt flt.ts:${lineOf('/* flush */')}`]);
  });
});

test('USE-30 a section is locked as often as it is asked for, with all routines in it; other code is always there', () => {
  const nt = makeNt();
  const { code, memory } = nt.kernel;
  const call = (name: string, ...parameters: unknown[]): unknown =>
    (nt.wdm[name] as (...given: unknown[]) => unknown)(...parameters);
  const [one, two, other] = [(): void => {}, (): void => {}, (): void => {}].map((routine) =>
    memory.addressOfRoutine(routine),
  );
  for (const [routine, section] of [
    [one, 'PAGE'],
    [two, 'PAGE'],
  ] as const)
    code.place(7, section, routine ?? 0, 'routine');
  const resident = (): readonly boolean[] => [one, two, other].map((address) => code.isResident(address ?? 0));
  expect(resident()).toEqual([false, false, true]);
  const handle = call('MmLockPagableCodeSection', one);
  call('MmLockPagableSectionByHandle', handle);
  expect([resident(), code.of(two ?? 0)?.lockCount]).toEqual([[true, true, true], 2]);
  call('MmUnlockPagableImageSection', handle);
  expect(resident()).toEqual([true, true, true]);
  call('MmUnlockPagableImageSection', handle);
  expect(resident()).toEqual([false, false, true]);
  expect(call('MmLockPagableCodeSection', other)).toBe(0);
  code.forget(7);
  expect(resident()).toEqual([true, true, true]);
});
