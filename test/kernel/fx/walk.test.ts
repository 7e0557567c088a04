/** Random requests to a registered device, whose driver answers when it likes: the invariants hold at every step. */
import { expect, test } from 'vitest';
import { PowerDeviceD0, PowerDeviceD3, PowerSystemSleeping3 } from '../../../src/abi/enums.ts';
import { PO_FX_FLAG_ASYNC_ONLY } from '../../../src/abi/pofx-constants.ts';
import { Random } from '../../../src/base/random.ts';
import { later, milliseconds } from '../../../src/base/time.ts';
import { FxBench, MS, S0 } from './support/fx-device.ts';
import { RecordingPlugIn } from './support/recording-plug-in.ts';

const COMPONENTS = 4;
const STEPS = 1000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

class Walk {
  readonly random: Random;
  readonly bench: FxBench;
  /** Activations that the driver has not given back. */
  readonly held = Array.from({ length: COMPONENTS }, () => 0);
  /** Answers that are still to come. */
  readonly owed: (() => void)[] = [];
  /** What the driver was told last of each component's condition. */
  readonly told = Array.from({ length: COMPONENTS }, () => 'active');
  readonly power: string[] = [];
  isAsleep = false;
  isOn = true;

  constructor(seed: number, bench: FxBench) {
    this.random = new Random(seed);
    this.bench = bench;
    const { behaviour } = bench;
    behaviour.idleCondition = (component) => {
      expect(this.told[component]).toBe('active');
      this.told[component] = 'idle';
      this.#answer(() => bench.fx('PoFxCompleteIdleCondition', component));
    };
    behaviour.active = (component) => {
      expect(this.told[component]).toBe('idle');
      this.told[component] = 'active';
      expect(bench.device.components[component]?.state).toBe(0);
      expect(this.isOn).toBe(true);
    };
    behaviour.idleState = (component) => {
      expect(this.isOn).toBe(true);
      this.#answer(() => bench.fx('PoFxCompleteIdleState', component));
    };
    behaviour.notRequired = () => {
      this.power.push('not required');
      this.#answer(() => bench.fx('PoFxCompleteDevicePowerNotRequired'));
    };
    behaviour.required = () => {
      this.power.push('required');
      this.#answer(() => this.#powerUp());
    };
  }

  #powerUp(): void {
    this.bench.later(async () => {
      if (!this.isOn) await this.#setPower(PowerDeviceD0);
      this.bench.fx('PoFxReportDevicePoweredOn');
    });
  }

  async #setPower(state: number): Promise<void> {
    await this.bench.setDevicePower(state);
    this.isOn = state === PowerDeviceD0;
  }

  #answer(answer: () => void): void {
    if (this.random.below(3) === 0) this.owed.push(answer);
    else answer();
  }

  async step(): Promise<void> {
    const { bench, random } = this;
    const component = random.below(COMPONENTS);
    const flags = random.below(3) === 0 ? PO_FX_FLAG_ASYNC_ONLY : 0;
    switch (random.below(12)) {
      case 0:
      case 1:
        if ((this.held[component] ?? 0) > 1) return;
        this.held[component] = (this.held[component] ?? 0) + 1;
        return bench.run(() => bench.fx('PoFxActivateComponent', component, flags));
      case 2:
      case 3:
      case 8:
      case 9:
        if (this.held[component] === 0) return;
        this.held[component] = (this.held[component] ?? 0) - 1;
        return bench.run(() => bench.fx('PoFxIdleComponent', component, flags));
      case 4:
        return bench.run(() => bench.fx('PoFxSetComponentLatency', component, BigInt(random.below(40))));
      case 5:
        return bench.pass(random.below(8));
      case 6:
        return this.#down();
      case 10:
        return this.isAsleep ? this.#system() : this.payOne();
      case 7:
        return this.#system();
      default:
        return this.payOne();
    }
  }

  /** The driver goes to D3 while power is not required. */
  async #down(): Promise<void> {
    const { state } = this.bench.device;
    if (state === 'notRequiredD0' && this.isOn) await this.bench.run(() => this.#setPower(PowerDeviceD3));
  }

  async #system(): Promise<void> {
    if (this.owed.length > 0 || (!this.isAsleep && this.random.below(4) > 0)) return;
    if (!this.isAsleep) {
      if (this.bench.device.owesReport) return;
      this.isAsleep = true;
      return this.bench.system(PowerSystemSleeping3);
    }
    await this.#wake();
  }

  /** S0, and DevicePowerRequired before it, are one debt. */
  async #wake(): Promise<void> {
    this.isAsleep = false;
    await this.bench.system(S0);
    if (this.bench.device.outstanding?.callback !== 'DevicePowerRequiredCallback')
      this.owed.push(() => this.#powerUp());
  }

  async payOne(): Promise<void> {
    const answer = this.owed.shift();
    if (answer !== undefined) await this.bench.run(answer);
  }

  check(): void {
    const { device, nt } = this.bench;
    expect(this.bench.crash(), String(nt.kernel.sim.crash?.cause)).toBe('');
    for (const component of device.components) {
      // SM-09 (3), and more: nobody else takes what the driver holds.
      expect(component.references).toBeGreaterThanOrEqual(this.held[component.index] ?? 0);
      // SM-09 (1): outside of sleep an active component is in F0, and its device in D0.
      if (component.condition === 'active' && !this.isAsleep && device.state === 'required') {
        expect(component.state).toBe(0);
        expect(this.isOn).toBe(true);
      }
    }
  }

  /** Everything is given back and answered. */
  async finish(): Promise<void> {
    if (this.isAsleep) await this.#wake();
    for (const [component, count] of this.held.entries())
      for (let left = count; left > 0; left -= 1)
        await this.bench.run(() => this.bench.fx('PoFxIdleComponent', component, 0));
    this.held.fill(0);
    for (let round = 0; round < 10; round += 1) {
      while (this.owed.length > 0) await this.payOne();
      await this.bench.pass(20);
    }
  }
}

/** The plug-in takes its time for the way back to F0, and for going deeper. */
function finishLater(bench: FxBench, plugIn: RecordingPlugIn, random: Random): void {
  const { nt } = bench;
  const { sim } = nt.kernel;
  plugIn.slow.add('F0 before');
  plugIn.slow.add('F1 after');
  plugIn.onSlow = (component) => {
    sim.setAlarm(later(sim.now, milliseconds(random.below(2))), () => {
      sim.createThread('plug-in worker', () => {
        const [device] = nt.fx.devices;
        if (device !== undefined) nt.fx.idleStateCompleted(device, component);
      });
    });
  };
}

test.each(SEEDS)('SM-09 (1) (2) (3): %i is the seed', async (seed) => {
  const plugIn = new RecordingPlugIn();
  const bench = await FxBench.started(
    {
      version: 2,
      components: [
        {
          deeper: [
            [10n, 1n],
            [20n, 1n],
          ],
          providers: [1, 2],
        },
        { deeper: [[10n, 1n]], providers: [3] },
        { deeper: [[30n, 1n]], flags: 1n },
        {},
      ],
    },
    seed % 2 === 0 ? plugIn.plugIn : undefined,
    5n * MS,
  );
  const walk = new Walk(seed, bench);
  // Every third run has callbacks that come late, and every second one a plug-in that is done later.
  if (seed % 3 === 0) bench.nt.fx.chooseDelay = () => milliseconds(walk.random.below(3));
  if (seed % 2 === 0) finishLater(bench, plugIn, walk.random);
  walk.told.fill('idle');
  let systemTransitions = 0;
  for (let step = 0; step < STEPS; step += 1) {
    const before = walk.isAsleep;
    await walk.step();
    if (walk.isAsleep !== before) systemTransitions += 1;
    walk.check();
  }
  await walk.finish();
  walk.check();
  expect(bench.device.components.map(({ condition, references }) => `${condition} ${references}`)).toEqual(
    Array.from({ length: COMPONENTS }, () => 'idle 0'),
  );
  expect(bench.device.state).toMatch(/^notRequired/);
  expect(bench.mistakes).toEqual([]);
  // SM-09 (2): the two callbacks alternate, but for a system transition, which takes the place of one.
  const repeats = walk.power.filter((one, index) => one === walk.power[index - 1]).length;
  expect(repeats).toBeLessThanOrEqual(Math.ceil(systemTransitions / 2) + 1);
  expect(bench.lines.length).toBeGreaterThan(STEPS / 10);
});
