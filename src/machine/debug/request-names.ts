/** Requests and the routines that take them, by name. */
import type { Nt } from '../../kernel/assemble.ts';

export { requestName } from '../steering.ts';

const DEVICE_DRIVER_OBJECT = 8;
const DRIVER_OBJECT_MAJOR_FUNCTION = 56;

/** What a driver calls its routine for a request; empty where that has no name. */
export function dispatchName({ kernel }: Nt, device: number, code: number): string {
  const { memory, sim } = kernel;
  const address = sim.directory.devices[device]?.address ?? 0;
  const driver = memory.u32[(address + DEVICE_DRIVER_OBJECT) >>> 2] ?? 0;
  const slot = driver + DRIVER_OBJECT_MAJOR_FUNCTION + (code >>> 8) * 4;
  return memory.routine(memory.u32[slot >>> 2] ?? 0)?.name ?? '';
}
