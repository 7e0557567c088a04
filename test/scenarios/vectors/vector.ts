/** A test vector as a golden text: what is put in, what should come of it, and what a machine makes of it. */
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection } from '../../../src/protocol/injection.ts';

export interface Vector {
  /** TV-01 to TV-30. */
  readonly id: string;
  readonly input: string;
  readonly expected: string;
  /** Where one machine is not enough: each with what is different in it. */
  readonly runs: readonly Run[];
}

export interface Run {
  readonly what?: string;
  readonly boot: () => Promise<Machine>;
  readonly steps: readonly Injection[];
  /** What the machine itself shows beside its events; one line each. */
  readonly shows?: (machine: Machine) => readonly string[];
  /** The machine stops while it boots: all of it counts. */
  readonly fromBoot?: boolean;
}

/** Lifecycles that are no news here: the rest says the same. */
const QUIET = /^(?:devnode|device-pnp|storport|dump|hiber|bugcheck|device-power\.(?:io|policy|reported))/;

/** Requests for power and their failures, calls of the power manager and of the framework, lifecycles of power. */
function isOfPower({
  kind,
  major,
  status,
  detail,
  machine,
}: ReturnType<Machine['readTrace']>['events'][number]): boolean {
  if (kind === 'callDriver') return major === 'POWER';
  if (kind === 'completeRequest') return major === 'POWER' && status !== 'STATUS_SUCCESS';
  if (kind === 'call') return /^(?:Po[A-Z]|IoAdjustPagingPathCount)/.test(detail ?? '');
  if (kind === 'state') return !QUIET.test(machine ?? '');
  return kind === 'pofx' || kind === 'bugcheck';
}

/** Addresses change with every driver that gets longer; what they are of stands beside them. */
function withoutAddresses(text: string): string {
  return text.replace(/0x[0-9a-f]{4,}/g, (number) =>
    number.length === 10 && number.startsWith('0xc') ? number : '0x…',
  );
}

function eventsOf(machine: Machine, from: number): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter(isOfPower)
    .map(({ t, kind, device, driver, minor, status, detail }) => {
      const where = [device, driver].filter((one) => one !== undefined && one !== '').join('/');
      const words = [kind === 'state' ? '' : kind, where, minor, status, detail].filter((word) => (word ?? '') !== '');
      return `  ${t} ${withoutAddresses(words.join(' '))}`;
    });
}

async function play({ what, boot, steps, shows, fromBoot = false }: Run): Promise<readonly string[]> {
  const said: string[] = [];
  const machine = await boot();
  machine.onDbgPrint = ({ text }) => said.push(`  says: ${text.trim()}`);
  const lines: string[] = what === undefined ? [] : [`-- ${what}`];
  let from = fromBoot ? 0 : machine.state().events;
  if (fromBoot) lines.push(...eventsOf(machine, 0).filter((line) => / pofx|PoFx|bugcheck/.test(line)));
  for (const step of steps) {
    from = machine.state().events;
    const { ok, status, message, vetoedBy } = await machine.inject(step);
    lines.push(`> ${JSON.stringify(step)}`, ...eventsOf(machine, from), ...said.splice(0));
    lines.push(
      `< ${ok ? 'ok' : 'failed'} ${status}${vetoedBy === undefined ? '' : `, vetoed by ${vetoedBy}`}: ${withoutAddresses(message)}`,
    );
  }
  const { bugcheck, violations } = machine.state();
  lines.push(...(shows?.(machine) ?? []));
  for (const { rule, message } of violations) lines.push(`finding ${rule}: ${withoutAddresses(message)}`);
  lines.push(
    bugcheck === null
      ? 'no bug check'
      : withoutAddresses(
          `bug check ${bugcheck.name} ${bugcheck.parameters.join(' ')} by ${bugcheck.driver ?? 'nobody'}`,
        ),
  );
  return lines;
}

export async function textOfVector({ id, input, expected, runs }: Vector): Promise<string> {
  const lines = [`${id}: ${input}`, `Expected: ${expected}`];
  for (const run of runs) lines.push('', ...(await play(run)));
  return `${lines.join('\n')}\n`;
}
