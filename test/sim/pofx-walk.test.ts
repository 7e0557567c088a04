/**
 * A long random life of twenty devices whose driver uses the power framework as samples/power does, with all rules of
 * the verifier on and callbacks that come late. `POFX_WALK_SEED` repeats one; `POFX_WALK_STEPS` makes it longer.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PowerDeviceD0 } from '../../src/abi/enums.ts';
import { Random } from '../../src/base/random.ts';
import { milliseconds, ticks } from '../../src/base/time.ts';
import type { Machine } from '../../src/machine/machine.ts';
import type { Injection, InjectionResult } from '../../src/protocol/injection.ts';
import { bootMachine, deviceOf, ROOT, traceOf } from '../support/machine.ts';

const SEED = Number(process.env['POFX_WALK_SEED'] ?? 20_261_121);
const STEPS = Number(process.env['POFX_WALK_STEPS'] ?? 500);
const COUNT = 20;
const FILE = join(ROOT, 'samples', 'power', 'walk.machine.json').replaceAll('\\', '/');
const HISTORY = 4096;

const sensors = Array.from({ length: COUNT }, (_, index) => `sensor${index}`);

const description = {
  name: 'walk',
  memory: '32MiB',
  pep: 'soc',
  power: { holdUpForSleep: true },
  verifier: 'all',
  drivers: { sensor: { source: './sensor.ts', registry: { IdleTimeout: 10, SamplerLatency: 1000 } } },
  devices: [
    {
      id: 'pci0',
      function: 'pci',
      children: sensors.map((id) => ({ id, function: 'sensor', power: { systemWake: 'S3', deviceWake: 'D3' } })),
    },
  ],
};

class Life {
  readonly machine: Machine;
  readonly random: Random;
  /** Activations from outside, by device and component. */
  readonly held = new Map<string, number>();
  readonly disabled = new Set<string>();
  readonly counts = new Map<string, number>();
  isAsleep = false;
  isInStandby = false;

  constructor(machine: Machine, random: Random) {
    this.machine = machine;
    this.random = random;
  }

  async do(injection: Injection): Promise<InjectionResult> {
    const result = await this.machine.inject(injection);
    const name = `${injection.op} ${'request' in injection ? injection.request : ''}`.trim();
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    return result;
  }

  #sensor(): string {
    return sensors[this.random.below(COUNT)] ?? '';
  }

  async step(): Promise<void> {
    const { random } = this;
    if (this.isAsleep) {
      await this.#whileAsleep();
      return;
    }
    const device = this.#sensor();
    const component = random.below(2);
    switch (random.below(12)) {
      case 0:
      case 1:
      case 2:
        await this.do({ op: 'io', device, request: 'read', offset: component * HISTORY, length: 16, wait: false });
        return;
      case 3:
        await this.#activate(device, component);
        return;
      case 4:
        await this.#letGo(device, component);
        return;
      case 5:
        await this.do({ op: 'pofx', device, request: 'latency', component, time: `${random.below(200) + 1}us` });
        return;
      case 6:
        await this.do({ op: 'pofx', device, request: 'surprisePowerOn' });
        return;
      case 7:
        await this.#toggle(device);
        return;
      case 8:
        if (random.below(3) > 0) {
          await this.#standBy();
          return;
        }
        if (this.isInStandby) return;
        this.isAsleep = (await this.do({ op: 'power', request: 'sleep', state: 'S3' })).ok;
        return;
      default:
        await this.do({ op: 'advance', by: `${random.below(20)}ms` });
    }
  }

  /** Into standby and out of it; meanwhile everything else goes on. */
  async #standBy(): Promise<void> {
    const { ok } = await this.do({ op: 'power', request: this.isInStandby ? 'wake' : 'standby' });
    expect(ok).toBe(true);
    this.isInStandby = !this.isInStandby;
  }

  async #whileAsleep(): Promise<void> {
    if (this.random.below(2) === 0) {
      await this.do({ op: 'advance', by: '1s' });
      return;
    }
    const device = this.#sensor();
    const result = await this.do({ op: 'power', request: 'wake', ...(this.random.below(2) === 0 ? {} : { device }) });
    this.isAsleep = !result.ok;
  }

  async #activate(device: string, component: number): Promise<void> {
    const key = `${device}/${component}`;
    if ((this.held.get(key) ?? 0) > 1) return;
    const { ok } = await this.do({ op: 'pofx', device, request: 'activate', component });
    if (ok) this.held.set(key, (this.held.get(key) ?? 0) + 1);
  }

  async #letGo(device: string, component: number): Promise<void> {
    const key = `${device}/${component}`;
    const count = this.held.get(key) ?? 0;
    if (count === 0) return;
    const { ok } = await this.do({ op: 'pofx', device, request: 'idle', component });
    expect(ok).toBe(true);
    this.held.set(key, count - 1);
  }

  /** A registration takes with it what was activated from outside. */
  async #toggle(device: string): Promise<void> {
    const isDisabled = this.disabled.has(device);
    const { ok } = await this.do({ op: 'pnp', device, request: isDisabled ? 'enable' : 'disable' });
    if (!ok) return;
    if (isDisabled) this.disabled.delete(device);
    else this.disabled.add(device);
    for (const component of [0, 1]) this.held.delete(`${device}/${component}`);
  }

  /** SM-09: an active component is in F0 and its device in D0, as long as the system works. */
  check(): void {
    const { nt } = this.machine;
    const { crash, findings } = nt.kernel.sim;
    if (this.isInStandby) expect(nt.standby.lifecycle.state === 'deepest').toBe(nt.standby.blockers.length === 0);
    expect(crash, String(crash?.cause.stack)).toBe(null);
    expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    for (const device of nt.fx.devices) {
      for (const { condition, state, references } of device.components) {
        expect(references).toBeGreaterThanOrEqual(0);
        if (condition === 'active' && device.state === 'required') {
          expect(state).toBe(0);
          expect(nt.power.of(device.devnode)).toBe(PowerDeviceD0);
        }
      }
    }
  }

  /** Everything is given back, and time passes. */
  async finish(): Promise<void> {
    if (this.isAsleep) await this.do({ op: 'power', request: 'wake' });
    if (this.isInStandby) await this.#standBy();
    for (const [key, count] of this.held) {
      const [device = '', component = ''] = key.split('/');
      for (let left = count; left > 0; left -= 1)
        await this.do({ op: 'pofx', device, request: 'idle', component: Number(component) });
    }
    await this.do({ op: 'advance', by: '2s' });
  }
}

async function live(seed: number, steps: number): Promise<Life> {
  const machine = await bootMachine({ file: FILE }, { [FILE]: JSON.stringify(description) });
  const life = new Life(machine, new Random(seed));
  const late = new Random(seed + 1);
  machine.nt.fx.chooseDelay = () => (late.below(4) === 0 ? milliseconds(late.below(5)) : ticks(0));
  for (let step = 0; step < steps; step += 1) {
    await life.step();
    life.check();
  }
  return life;
}

test('TV-30: the same seed gives the same events', async () => {
  const [first, second, other] = [await live(7, 60), await live(7, 60), await live(8, 60)];
  const trace = traceOf(first.machine);
  expect(trace.split('\n').length).toBeGreaterThan(1000);
  expect(traceOf(second.machine)).toBe(trace);
  expect(traceOf(other.machine)).not.toBe(trace);
}, 60_000);

test(`SM-09: ${STEPS} random steps of ${COUNT} devices of the power framework, seed ${SEED}`, async () => {
  const life = await live(SEED, STEPS);
  const { machine } = life;
  await life.finish();
  life.check();
  const { userIo } = machine.state();
  expect(userIo?.pending).toBe(0);
  expect(userIo?.succeeded).toBeGreaterThan(STEPS / 20);
  expect(life.counts.get('power standby')).toBeGreaterThan(2);
  const awake = sensors.filter((id) => !life.disabled.has(id));
  expect(awake.map((id) => `${id} ${deviceOf(machine, id).power.device}`)).toEqual(awake.map((id) => `${id} D3`));
  expect(machine.nt.io.irps.size).toBe(awake.length);
  console.info(`seed ${SEED}: ${[...life.counts].map(([name, count]) => `${name} ${count}`).join(', ')}`);
}, 120_000);
