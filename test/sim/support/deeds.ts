/** Random things to do to a machine, and what must hold whatever they were. */
import fc from 'fast-check';
import type { Machine } from '../../../src/machine/machine.ts';
import type {
  Injection,
  InjectionResult,
  IoInjection,
  PnpInjection,
  UsageInjection,
} from '../../../src/protocol/injection.ts';
import { leftOvers } from '../../scenarios/support/scenario.ts';

/** Which devices of the machine take part. */
export interface Cast {
  readonly pnp: readonly string[];
  readonly usage: readonly string[];
  readonly io: readonly string[];
  readonly drivers: readonly string[];
}

export interface Deeds {
  readonly usage: fc.Arbitrary<UsageInjection>;
  readonly pnp: fc.Arbitrary<PnpInjection>;
  readonly io: fc.Arbitrary<IoInjection>;
  /** One of all kinds. */
  readonly any: fc.Arbitrary<Injection>;
}

export function deeds(cast: Cast): Deeds {
  const usage = fc.record({
    op: fc.constant('usage' as const),
    device: fc.constantFrom(...cast.usage),
    type: fc.constantFrom('paging' as const, 'hibernation' as const, 'dump' as const, 'boot' as const),
    inPath: fc.boolean(),
  });

  const pnp = fc.record({
    op: fc.constant('pnp' as const),
    device: fc.constantFrom(...cast.pnp),
    request: fc.constantFrom(
      'queryStop' as const,
      'stop' as const,
      'start' as const,
      'cancelStop' as const,
      'queryRemove' as const,
      'remove' as const,
      'cancelRemove' as const,
      'surpriseRemove' as const,
      'disable' as const,
      'enable' as const,
      'eject' as const,
      'lock' as const,
      'unlock' as const,
      'rebalance' as const,
      'rescan' as const,
      'plugIn' as const,
      'unplug' as const,
    ),
  });

  const fault = fc.record({
    op: fc.constant('fault' as const),
    driver: fc.constantFrom(...cast.drivers),
    at: fc.constantFrom(
      'IRP_MN_START_DEVICE',
      'IRP_MN_QUERY_STOP_DEVICE',
      'IRP_MN_QUERY_REMOVE_DEVICE',
      'IRP_MJ_READ',
      'IRP_MN_DEVICE_USAGE_NOTIFICATION',
    ),
    status: fc.constantFrom('STATUS_DEVICE_BUSY', 'STATUS_INSUFFICIENT_RESOURCES'),
  });

  const io = fc.record({
    op: fc.constant('io' as const),
    device: fc.constantFrom(...cast.io),
    request: fc.constantFrom('read' as const, 'write' as const, 'flush' as const),
  });

  const any = fc.oneof({ weight: 3, arbitrary: usage }, { weight: 5, arbitrary: pnp }, fault, io);
  return { usage, pnp, io, any };
}

/** What must hold whenever nothing runs. */
export function broken(machine: Machine): readonly string[] {
  const { devices, bugcheck, run, violations } = machine.state();
  // A device that waits for the second half of a stop holds what is sent to it until then.
  const isHolding = devices.some(({ pnp }) => pnp === 'queryStopped' || pnp === 'stopped');
  const found = leftOvers(machine).filter((text) => !isHolding || !text.startsWith('IRP '));
  if (bugcheck !== null) found.push(`bug check ${bugcheck.name} by ${bugcheck.driver}: ${bugcheck.text}`);
  if (run === 'running' || run === 'paused') found.push(`it is ${run}`);
  for (const { rule, driver, message } of violations)
    if (rule !== 'USE-64') found.push(`${rule} by ${driver}: ${message}`);
  // A device that was lost with a file on it counts that file on, and the new stack above it has never heard of it.
  const lost = new Set(violations.filter(({ rule }) => rule === 'USE-64').map(({ device }) => device));
  for (const { id, pnp: state, stack } of devices) {
    if (!['started', 'queryStopped', 'stopped', 'queryRemoved', 'removed'].includes(state))
      found.push(`${id} rests in ${state}`);
    // USE-51: a driver that may be called at DISPATCH_LEVEL does not stand on one that may not.
    for (const [index, { driver, flags }] of stack.entries()) {
      const lower = stack[index + 1];
      const isUnsafe =
        !lost.has(id) && !flags.includes('DO_POWER_PAGABLE') && lower?.flags.includes('DO_POWER_PAGABLE') === true;
      if (isUnsafe) found.push(`${id}: ${driver} is not pagable above ${lower.driver}, which is`);
    }
  }
  return found;
}

/** One deed, and whatever it has set going. */
export async function act(machine: Machine, injection: Injection): Promise<InjectionResult> {
  const result = await machine.inject(injection);
  await machine.inject({ op: 'run', until: 'idle' });
  return result;
}
