/** What one change costs in a machine of ten thousand devices: from the injection to the message that carries it. */
import type { MachineDelta } from '../../src/protocol/state.ts';
import { bootDescription } from '../support/machine.ts';

export interface TreeResult {
  readonly devices: number;
  /** Milliseconds. */
  readonly boot: number;
  readonly update: number;
  /** Building the whole state once, for comparison. */
  readonly wholeState: number;
  /** Bytes of the message. */
  readonly message: number;
}

export async function benchTree(devices = 10_000): Promise<TreeResult> {
  const children = Array.from({ length: devices }, (_unused, index) => ({ id: `n${index}`, function: 'null' }));
  const start = performance.now();
  const machine = await bootDescription({
    name: 'many',
    memory: '256MiB',
    devices: [{ id: 'pci0', function: 'pci', children }],
  });
  const boot = performance.now() - start;
  machine.state();
  const before = machine.revision;
  await machine.inject({ op: 'pnp', device: 'n7', request: 'queryStop' });
  const changed = performance.now();
  const delta: MachineDelta = machine.delta(before);
  const message = JSON.stringify(delta).length;
  const update = performance.now() - changed;
  const whole = performance.now();
  JSON.stringify(machine.state());
  const wholeState = performance.now() - whole;
  if (delta.devices?.length !== 1)
    throw new Error(`${delta.devices?.length} devices in the message, expected the one that changed`);
  return { devices, boot, update, wholeState, message };
}
