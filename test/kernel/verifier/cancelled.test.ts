/** How long a driver may hold an IRP that somebody has asked it to give up. */
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import { handoverExamples } from './handover-examples.ts';
import { bootExample, found } from './support.ts';

async function cancelOne(part: 'bad' | 'good'): Promise<Machine> {
  const example = handoverExamples.find(({ rule }) => rule === 'C4/0x135');
  if (example === undefined) throw new Error('there is no example');
  const machine = await bootExample(example, example[part], 'all');
  await machine.inject({ op: 'io', device: 'dev0', request: 'read', offset: 0, length: 512 });
  return machine;
}

test('IRP-53 an IRP that was cancelled has five minutes; then the driver that holds it is named, once', async () => {
  const machine = await cancelOne('bad');
  await machine.inject({ op: 'advance', by: '4min' });
  expect(found(machine)).toEqual([]);
  await machine.inject({ op: 'advance', by: '2min' });
  expect(machine.state().violations).toMatchObject([{ rule: 'C4/0x135', driver: 'flt', device: 'dev0' }]);
  await machine.inject({ op: 'advance', by: '30min' });
  expect(found(machine)).toHaveLength(1);
});

test('IRP-53 one that its cancel routine completes leaves nothing behind that time would wait for', async () => {
  const machine = await cancelOne('good');
  const { clock } = machine.nt.kernel.sim;
  expect([clock.pending, machine.nt.io.irps.size, found(machine)]).toEqual([0, 0, []]);
});
