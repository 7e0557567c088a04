/**
 * Writes down what a machine does, whole: every event as one line, indented by how many drivers its thread is inside
 * of, and between the events what changed in memory without an event: flags and special-file counts of device objects.
 */
import { deviceObjectFlags } from '../../../src/abi/names.ts';
import { DEVICE_OBJECT } from '../../../src/abi/structs/io.ts';
import { type DecodedEvent, decodeEvent } from '../../../src/kernel/trace/decode.ts';
import type { Machine } from '../../../src/machine/machine.ts';

interface Seen {
  readonly flags: number;
  readonly counts: string;
}

export class Observer {
  readonly #machine: Machine;
  readonly #lines: string[] = [];
  readonly #devices = new Map<number, Seen>();
  readonly #depends = new Map<string, number>();
  #thread = '';
  #time = '';

  /** From now on every event of the machine is noted. */
  constructor(machine: Machine) {
    this.#machine = machine;
    this.#changes();
    this.#lines.length = 0;
    const { sim } = machine.nt.kernel;
    const { recorder } = sim;
    const add = recorder.add.bind(recorder);
    recorder.add = (code, thread, irp, device, a, b, c) => {
      for (const line of this.#changes()) this.#lines.push(line);
      add(code, thread, irp, device, a, b, c);
      this.#event(recorder.count - 1, sim.threads.get(thread)?.depth ?? 0);
    };
  }

  /** What was noted since the last time. */
  take(): string {
    this.#lines.push(...this.#changes());
    this.#thread = '';
    return `${this.#lines.splice(0).join('\n')}\n`;
  }

  #event(n: number, depth: number): void {
    const { sim } = this.#machine.nt.kernel;
    const event = decodeEvent(sim, sim.recorder.read(n));
    if (event.thread !== this.#thread || event.t !== this.#time) this.#lines.push(`[${event.t} ${event.thread}]`);
    this.#thread = event.thread;
    this.#time = event.t;
    this.#lines.push(`${String(n).padStart(5)} ${'. '.repeat(depth)}${wordsOf(event)}`);
  }

  #changes(): readonly string[] {
    const { nt } = this.#machine;
    const { memory, sim } = nt.kernel;
    const found: string[] = [];
    const note = (text: string): void => void found.push(`      * ${text}`);
    for (const { index, address, device, deleted } of sim.directory.devices) {
      if (address === 0) continue;
      const name = `${device}/${sim.directory.driverOfDevice(index)}`;
      if (deleted) {
        if (this.#devices.delete(index)) note(`${name} deleted`);
        continue;
      }
      const { flags, counts } = {
        flags: memory.view(DEVICE_OBJECT, address).Flags,
        counts: countsText(nt.pnp.ledger.of(index)),
      };
      const before = this.#devices.get(index);
      if (before?.flags === flags && before.counts === counts) continue;
      this.#devices.set(index, { flags, counts });
      for (const change of flagChanges(before?.flags ?? 0, flags)) note(`${name} ${change}`);
      if (counts !== (before?.counts ?? '')) note(`${name} counts ${counts === '' ? 'nothing' : counts}`);
    }
    for (const devnode of nt.pnp.tree()) {
      if ((this.#depends.get(devnode.id) ?? 0) === devnode.disableableDepends) continue;
      this.#depends.set(devnode.id, devnode.disableableDepends);
      note(`${devnode.id} DisableableDepends ${devnode.disableableDepends}`);
    }
    return found;
  }
}

function wordsOf({ kind, irp, device, driver, major, minor, status, detail }: DecodedEvent): string {
  const where = [device, driver].filter((one) => one !== undefined && one !== '').join('/');
  const request = minor ?? (major === undefined ? '' : `IRP_MJ_${major}`);
  const words = [kind, irp, where, request, status, detail].filter((word) => word !== undefined && word !== '');
  return words.join(' ').replaceAll('\n', '\\n');
}

/** The events of a boot, which no observer could have seen: without the flags and counts between them. */
export function bootText(machine: Machine): string {
  const { sim } = machine.nt.kernel;
  let text = '';
  let depth = 0;
  for (let n = 0; n < sim.recorder.count; n += 1) {
    const event = decodeEvent(sim, sim.recorder.read(n));
    if (event.kind === 'dispatchReturn') depth -= 1;
    const inside = event.kind === 'dispatchReturn' ? depth + 1 : depth;
    text += `${String(n).padStart(5)} ${event.t} ${event.thread} ${'. '.repeat(inside)}${wordsOf(event)}\n`;
    if (event.kind === 'callDriver') depth += 1;
  }
  return text;
}

function countsText(counts: object): string {
  return Object.entries(counts)
    .filter(([, count]) => count !== 0)
    .map(([type, count]) => `${type} ${String(count)}`)
    .join(', ');
}

function flagChanges(before: number, after: number): readonly string[] {
  return deviceObjectFlags
    .filter(([, bit]) => (before & bit) !== (after & bit))
    .map(([name, bit]) => `${(after & bit) === 0 ? '-' : '+'}${name}`);
}

/** Every device object's flags and counts, and every devnode's state: what a scenario starts from and ends with. */
export function ledgerOf(machine: Machine): string {
  const { nt } = machine;
  const lines: string[] = [];
  for (const { id, pnp, problem, stack } of machine.state().devices) {
    const devnode = nt.pnp.byId(id);
    lines.push(
      `${id} ${pnp}${problem === null ? '' : ` ${problem.name}`}, DisableableDepends ${devnode?.disableableDepends ?? 0}`,
    );
    for (const { driver, flags, specialFiles } of stack) {
      const power = flags.filter((flag) => flag.startsWith('DO_POWER')).join(' ') || 'no power flags';
      lines.push(`  ${driver}: ${power}; ${countsText(specialFiles) || 'no files'}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
