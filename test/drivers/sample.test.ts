import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../src/machine/machine.ts';
import { bootMachine, deviceOf, ROOT, STORAGE } from '../support/machine.ts';
import { findings, paths, pnp, usage } from './support.ts';

const folder = join(ROOT, 'samples', 'storage');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** The sample with some of its text replaced, each of which must be there. */
function bootChanged(name: string, ...changes: readonly (readonly [string, string])[]): Promise<Machine> {
  let text = read(name).replaceAll('\r\n', '\n');
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, to);
  }
  return bootMachine({ file: STORAGE }, { [STORAGE.replace('storage.machine.json', name)]: text });
}

describe('the storage sample', () => {
  test('boots with a paging file on the volume, counted by every driver of the disk', async () => {
    const machine = await bootMachine();
    expect(paths(machine, 'disk0', 'volC')).toMatchInlineSnapshot(`
      "disk0: auditflt 1/0/0, partmgr 1/0/0, disk 1/0/0, storport 1/0/0
      volC: volmgr 1/0/0"
    `);
    expect(findings(machine)).toEqual([]);
  });

  test('prints what it does with a file', async () => {
    const machine = await bootMachine();
    const lines: string[] = [];
    machine.onDbgPrint = ({ driver, text }) => lines.push(`${driver}: ${text.trimEnd()}`);
    await usage(machine, 'volC', 'dump', true);
    await usage(machine, 'volC', 'dump', false);
    expect(lines).toEqual([
      'auditflt: auditflt: dump file comes, passed down',
      'auditflt: auditflt: back up with status 0x0, 2 special files',
      'auditflt: auditflt: dump file goes, passed down',
      'auditflt: auditflt: back up with status 0x0, 1 special files',
    ]);
  });

  test('refuses to be stopped or removed with a file, and goes in peace without one', async () => {
    const machine = await bootMachine();
    expect(await pnp(machine, 'disk0', 'queryRemove')).toMatchObject({ ok: false, status: 'STATUS_DEVICE_BUSY' });
    expect(await pnp(machine, 'disk0', 'queryStop')).toMatchObject({ ok: false, status: 'STATUS_DEVICE_BUSY' });
    await usage(machine, 'volC', 'paging', false);
    expect(deviceOf(machine, 'disk0').stack.every(({ flags }) => flags.includes('DO_POWER_PAGABLE'))).toBe(true);
    expect((await pnp(machine, 'disk0', 'rebalance')).ok).toBe(true);
    expect((await pnp(machine, 'disk0', 'disable')).ok).toBe(true);
    expect((await pnp(machine, 'disk0', 'enable')).ok).toBe(true);
    expect((await pnp(machine, 'disk0', 'unplug')).ok).toBe(true);
    expect((await pnp(machine, 'disk0', 'plugIn')).ok).toBe(true);
    expect((await usage(machine, 'volC', 'paging', true)).ok).toBe(true);
    expect(findings(machine)).toEqual([]);
  });

  test('with FailUsage no file comes to be and nobody counts one', async () => {
    const machine = await bootChanged('storage.machine.json', ['"FailUsage": 0', '"FailUsage": 3221225626']);
    expect(paths(machine, 'disk0', 'volmgr0', 'volC')).toMatchInlineSnapshot(`
      "disk0: auditflt 0/0/0 PG, partmgr 0/0/0 PG, disk 0/0/0 PG, storport 0/0/0 PG
      volmgr0: volmgr 0/0/0 PG, root 0/0/0 PG
      volC: volmgr 0/0/0 PG"
    `);
    expect((await usage(machine, 'volC', 'paging', true)).status).toBe('STATUS_INSUFFICIENT_RESOURCES');
    expect(findings(machine)).toEqual([]);
  });

  test('counts a file that never came when its lines (A) and (B) change places, as its README says', async () => {
    const lines = read('auditflt.ts').replaceAll('\r\n', '\n').split('\n');
    const [waits = '', counts = ''] = ['(B)', '(A)'].map((mark) => lines.find((line) => line.endsWith(`// ${mark}`)));
    expect(waits).toContain('await ForwardAndWait(extension, irp);');
    const machine = await bootChanged('auditflt.ts', [counts, ''], [waits, `${counts}\n${waits}`]);
    await usage(machine, 'volC', 'paging', false);
    const at = 'IRP_MN_DEVICE_USAGE_NOTIFICATION';
    await machine.inject({ op: 'fault', driver: 'disk', at, status: 'STATUS_UNSUCCESSFUL' });
    expect((await usage(machine, 'volC', 'paging', true)).ok).toBe(false);
    expect(paths(machine, 'disk0')).toMatchInlineSnapshot(
      `"disk0: auditflt 0/0/0, partmgr 0/0/0 PG, disk 0/0/0 PG, storport 0/0/0 PG"`,
    );
  });

  test('type-checks under its own settings', () => {
    const compiler = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { status, stdout } = spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    expect(stdout).toBe('');
    expect(status).toBe(0);
  });
});
