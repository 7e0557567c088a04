import { poolTag } from '../../src/kernel/mm/pool.ts';
import type { Machine } from '../../src/machine/machine.ts';

/**
 * Lets one allocation of an IRP fail while something is done.
 *
 * @param index - which one, from 0
 * @returns whether there were that many
 */
export async function withoutIrp(machine: Machine, index: number, act: () => Promise<unknown>): Promise<boolean> {
  const { pool } = machine.nt.kernel;
  const allocate = pool.allocate.bind(pool);
  const tag = poolTag('Irp ');
  let seen = -1;
  pool.allocate = (...parameters) => {
    if (parameters[1] !== tag) return allocate(...parameters);
    seen += 1;
    return seen === index ? 0 : allocate(...parameters);
  };
  await act();
  pool.allocate = allocate;
  return seen >= index;
}
