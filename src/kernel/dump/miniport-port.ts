/** The dump port over a second instance of the adapter's miniport: Storport's side of a dump run. */
import { isPromise } from '../../base/maybe-promise.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { DumpRun } from '../storport/dump-run.ts';
import { type DumpSource, releaseDumpSource, type Saved, saveDumpSource } from '../storport/dump-source.ts';
import type { Storport } from '../storport/storport.ts';
import type { DumpPort, PortLoad, StepFailure } from './dump-port.ts';

type Unit = NonNullable<ReturnType<Storport['units']['get']>>;

export class MiniportPort implements DumpPort {
  readonly image: string;
  readonly maximumTransfer: number;
  readonly source: DumpSource;
  readonly #storport: Storport;
  readonly #unit: Unit;
  #run: DumpRun;
  #isLoaded = false;

  /** @param mode - DUMP_MODE_* */
  constructor(storport: Storport, unit: Unit, source: DumpSource, mode: number) {
    this.#storport = storport;
    this.#unit = unit;
    this.source = source;
    this.image = `dump_${source.miniport}`;
    this.maximumTransfer = Math.max(0x1000, Math.min(source.maximumTransfer, 0x1_0000) & ~0xfff);
    this.#run = new DumpRun(storport, source, mode);
  }

  /** Whether it is the adapter's that the file lies behind. */
  isOn(adapter: Unit['adapter']): boolean {
    return this.#unit.adapter === adapter;
  }

  /** The run of the phase that is under way, or was last. */
  get run(): DumpRun {
    return this.#run;
  }

  /** A new phase: nothing of the run before is left but the miniport's own dump context and the hardware (DUMP-31). */
  begin(mode: number): void {
    this.#run.end();
    this.#run = new DumpRun(this.#storport, this.source, mode);
    this.#isLoaded = false;
  }

  driverEntry(): StepFailure {
    return this.#try(() => {
      this.#isLoaded = this.#run.load();
      return this.#isLoaded || this.#run.stage !== 'driverEntry';
    });
  }

  findAdapter(): StepFailure {
    return this.#try(() => this.#isLoaded);
  }

  initialize(): StepFailure {
    return this.#try(() => this.#run.initialize());
  }

  startUnit(): StepFailure {
    return this.#try(() => this.#run.startUnit());
  }

  write(offset: bigint, address: number, length: number): StepFailure {
    return this.#try(() => this.#run.write(offset, address, length));
  }

  read(offset: bigint, address: number, length: number): StepFailure {
    return this.#try(() => this.#run.read(offset, address, length));
  }

  flush(): StepFailure {
    return this.#try(() => this.#run.shutdown());
  }

  release(): void {
    this.#run.end();
    releaseDumpSource(this.#unit.adapter, this.#unit.unit, this.source);
  }

  #try(step: () => boolean): StepFailure {
    const run = this.#run;
    try {
      if (step()) return null;
    } catch (error) {
      const routine = run.calls.at(-1) ?? 'DriverEntry';
      return `${run.source.miniport}: ${routine} ended with ${error instanceof Error ? error.message : String(error)}`;
    }
    return `${run.source.miniport}: ${run.reason ?? `${run.stage} failed`}`;
  }
}

/** @returns null for a disk that no miniport drives */
export function loadMiniportPort(
  storport: Storport,
  disk: Devnode,
  mode: number,
): Promise<PortLoad<MiniportPort>> | PortLoad<MiniportPort> | null {
  const known = storport.units.get(disk.pdo.address);
  if (known === undefined) return null;
  const { sim } = storport.kernel;
  const thread = sim.current;
  let saved: Saved | null = null;
  let isWaiting = false;
  saveDumpSource(known.adapter, known.unit, (result) => {
    saved = result;
    if (isWaiting) sim.wake(thread, 0);
  });
  const finish = (result: Saved | null): PortLoad<MiniportPort> =>
    result?.source == null
      ? { port: null, why: result === null ? 'the miniport has not answered' : (result as { why: string }).why }
      : { port: new MiniportPort(storport, known, result.source, mode) };
  if (saved !== null) return finish(saved);
  isWaiting = true;
  const waited = sim.block('the dump pointers of a miniport', 0, () => {});
  return isPromise(waited) ? waited.then(() => finish(saved)) : finish(saved);
}
