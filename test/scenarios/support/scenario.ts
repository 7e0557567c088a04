/** A scenario: a machine, and what is done to it, as a golden text. */
import { expect } from 'vitest';
import type { Machine } from '../../../src/machine/machine.ts';
import type { Injection, InjectionResult } from '../../../src/protocol/injection.ts';
import { ledgerOf, Observer } from './observe.ts';

export class Scenario {
  readonly machine: Machine;
  readonly results: InjectionResult[] = [];
  readonly #observer: Observer;
  #text = '';

  constructor(machine: Machine) {
    this.machine = machine;
    this.#observer = new Observer(machine);
    this.#text = `${ledgerOf(machine)}\n`;
  }

  /** Injects, and writes down all that happens until it has ended. */
  async play(injection: Injection): Promise<InjectionResult> {
    const result = await this.machine.inject(injection);
    this.results.push(result);
    const { ok, status, message, vetoedBy, violations } = result;
    const veto = vetoedBy === undefined ? '' : `, vetoed by ${vetoedBy}`;
    const broken = violations.length === 0 ? '' : `, violations ${violations.join(' ')}`;
    this.#text += `> ${JSON.stringify(injection)}\n${this.#observer.take()}< ${ok ? 'ok' : 'failed'} ${status}${veto}${broken}: ${message}\n\n`;
    return result;
  }

  /** Compares the whole with the golden file, and checks what must hold after any scenario: nothing is left over. */
  async matches(name: string): Promise<void> {
    expect(leftOvers(this.machine)).toEqual([]);
    await expect(`${this.#text}${ledgerOf(this.machine)}`).toMatchFileSnapshot(`./golden/${name}.txt`);
  }
}

/** IRPs, references and devices that nobody will ever give back, in words. */
export function leftOvers(machine: Machine): readonly string[] {
  const { nt } = machine;
  const { directory } = nt.kernel.sim;
  const found: string[] = [];
  for (const [address] of nt.io.irps) found.push(`IRP 0x${address.toString(16)}`);
  const inTree = new Set(machine.state().devices.flatMap(({ stack }) => stack.map(({ object }) => Number(object))));
  for (const { address, index, deleted } of directory.devices) {
    if (address !== 0 && !deleted && !inTree.has(address))
      found.push(`device object 0x${address.toString(16)} of ${directory.driverOfDevice(index)}`);
  }
  const deleted = new Set(directory.devices.filter((entry) => entry.deleted).map(({ address }) => address));
  const alive = new Set(directory.devices.filter((entry) => !entry.deleted).map(({ address }) => address));
  for (const address of nt.io.references.keys()) {
    if (deleted.has(address) && !alive.has(address))
      found.push(`reference to deleted object 0x${address.toString(16)}`);
  }
  return found;
}
