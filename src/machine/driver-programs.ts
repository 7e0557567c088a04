/** Reads, compiles and evaluates the drivers that a machine file names. */
import { inboxModules } from 'virtual:inbox-drivers';
import { DumpTypeHibernation } from '../abi/dump-filter-constants.ts';
import type { DRIVER_INITIALIZE } from '../abi/roles.ts';
import { makeWdm, type Wdm } from '../ddi/wdm.ts';
import type { Nt } from '../kernel/assemble.ts';
import { NULL_REGION_SIZE } from '../kernel/mm/memory.ts';
import type { DriverStore } from '../kernel/pnp/pnp-manager.ts';
import type { Thread } from '../kernel/sim/thread.ts';
import type { Diagnostic } from '../protocol/diagnostic.ts';
import { CFrames } from '../toolchain/c/c-frames.ts';
import { evaluateDriver } from '../toolchain/evaluate-driver.ts';
import { type DriverProgram, loadDriver } from '../toolchain/load-driver.ts';
import { CRuntime } from './c/c-runtime.ts';
import { CImages, isC, type LoadableImage } from './c/images.ts';
import type { MachineEnvironment, MachineMemory } from './environment.ts';
import type { DeviceDescription, MachineDescription } from './file/description.ts';

export interface UserDriver {
  readonly name: string;
  readonly program: DriverProgram;
  /** null: it is not in C, or could not be compiled. */
  readonly image: LoadableImage | null;
  /** Of a miniport or dump filter in C: the same at other places in memory, for the dump stacks. */
  readonly copies?: readonly LoadableImage[];
}

function miniportsOf(devices: readonly DeviceDescription[]): readonly string[] {
  return devices.flatMap(({ miniport, children }) => [
    ...(miniport === null ? [] : [miniport.driver]),
    ...miniportsOf(children),
  ]);
}

/** A miniport runs once more in a dump; of a dump filter the crash and the hibernation stack have one each. */
function copiesOf({ devices, dumpFilters }: MachineDescription, name: string): number {
  if (dumpFilters.some(({ driver }) => driver === name)) return DumpTypeHibernation + 1;
  return miniportsOf(devices).includes(name) ? 1 : 0;
}

/** Reads and compiles every user's driver; nothing of them runs. */
export async function readPrograms(
  description: MachineDescription,
  environment: MachineEnvironment,
): Promise<readonly UserDriver[]> {
  const found: UserDriver[] = [];
  const images = new CImages(environment, description.memoryBytes);
  for (const { name, source, includes, defines } of description.drivers.values()) {
    if (source === null) continue;
    if (isC(source.path)) {
      const compiled = await images.compile({ entry: source.path, includes, defines });
      const copies: LoadableImage[] = [];
      for (let left = compiled.image === null ? 0 : copiesOf(description, name); left > 0; left -= 1) {
        const { image } = await images.compile({ entry: source.path, includes, defines });
        if (image !== null) copies.push(image);
      }
      found.push({ name, ...compiled, copies });
    } else
      found.push({ name, image: null, program: await loadDriver(source.path, (path) => environment.readFile(path)) });
  }
  return found;
}

interface Entry {
  readonly driverEntry: DRIVER_INITIALIZE;
  readonly source: string | null;
}

/** The drivers of one machine. They are evaluated once the machine's API exists, each in its own compartment. */
export class DriverPrograms implements DriverStore {
  readonly users: readonly UserDriver[];
  readonly diagnostics: Diagnostic[] = [];
  readonly #environment: MachineEnvironment;
  readonly #frames: CFrames;
  readonly #entries = new Map<string, Entry>();
  readonly #inboxExports = new Map<string, Record<string, unknown>>();
  #wdm: Wdm = {};
  #runtime: { readonly runtime: CRuntime; readonly nt: Nt } | null = null;
  /** Names of all drivers so far, by the index that the watchdog sees. */
  #loaded: () => readonly string[] = () => [];

  constructor(users: readonly UserDriver[], environment: MachineEnvironment) {
    this.users = users;
    // Copies for the dump stacks too: what goes wrong in a dump has a line.
    const images = users.flatMap(({ image, copies = [] }) => (image === null ? [] : [image, ...copies]));
    this.#frames = new CFrames(images.map(({ image }) => image));
    this.#environment = environment;
  }

  /**
   * Runs the modules of every user's driver once.
   *
   * @param heard - puts a debugger's ear in front of the API
   * @returns whether all of them could be linked
   */
  link(nt: Nt, memory: MachineMemory, heard: (wdm: Wdm) => Wdm = (wdm) => wdm): boolean {
    const wdm = heard(makeWdm(nt));
    this.#wdm = wdm;
    this.#loaded = () => nt.kernel.sim.directory.drivers.map(({ name }) => name);
    this.#loadImages(nt, memory);
    for (const { name, program, image } of this.users) {
      if (image !== null) continue;
      const evaluated = evaluateDriver(program, wdm, (code, sourceUrl) =>
        this.#environment.evaluate(code, sourceUrl, name),
      );
      if (evaluated.ok) {
        this.#entries.set(name, {
          driverEntry: evaluated.exports.DriverEntry as unknown as DRIVER_INITIALIZE,
          source: program.entry,
        });
      } else {
        this.diagnostics.push(...evaluated.diagnostics);
      }
    }
    return this.diagnostics.length === 0;
  }

  #loadImages(nt: Nt, memory: MachineMemory): void {
    const inC = this.users.filter(({ image }) => image !== null);
    if (inC.length === 0) return;
    const runtime = new CRuntime(nt, this.#wdm, memory);
    this.#runtime = { runtime, nt };
    for (const { name, program, image } of inC) {
      if (image !== null)
        this.#entries.set(name, { driverEntry: runtime.load(image.image, image.module), source: program.entry });
    }
  }

  /** An error's stack, with the lines of C drivers where the engine has addresses. */
  stackOf(error: Error): string {
    return this.#frames.translate(String(error.stack));
  }

  /** Where the code of a C driver's file lies; empty: it is none. */
  placesIn(path: string): ReturnType<CFrames['placesIn']> {
    return this.#frames.placesIn(path);
  }

  /** What the C code of a thread has on its stack; null: it has run none. */
  stackInUse(thread: Thread): ReturnType<CRuntime['stackOf']> {
    return this.#runtime?.runtime.stackOf(thread) ?? null;
  }

  /** Address behind the images of all C drivers. */
  get imagesEnd(): number {
    const ends = this.users.flatMap(({ image, copies = [] }) => [image?.end ?? 0, ...copies.map(({ end }) => end)]);
    return Math.max(NULL_REGION_SIZE, ...ends);
  }

  find(name: string): Entry | null {
    const entry = this.#entries.get(name) ?? this.#inbox(name);
    // The system asks for a driver right before that gets the next index.
    if (entry !== null) this.#environment.nameDrivers([...this.#loaded(), name]);
    return entry;
  }

  #inbox(name: string): Entry | null {
    const module = this.#inboxModule(`${name}.driver.ts`) ?? this.#inboxModule(`${name}.miniport.ts`);
    const { DriverEntry } = (module ?? {}) as { DriverEntry?: DRIVER_INITIALIZE };
    if (DriverEntry === undefined) return null;
    const entry = { driverEntry: DriverEntry, source: null };
    this.#entries.set(name, entry);
    return entry;
  }

  /** A second copy of a driver: its modules run again, so that its variables have their initial values. */
  instantiate(name: string, copy = 0): DRIVER_INITIALIZE | null {
    const user = this.users.find((one) => one.name === name);
    if (user === undefined) return this.#inboxCopy(name);
    this.#environment.nameDrivers(this.#loaded());
    if (user.image !== null) return this.#loadCopy(user.copies?.[copy] ?? null);
    const evaluated = evaluateDriver(user.program, this.#wdm, (code, sourceUrl) =>
      this.#environment.evaluate(code, sourceUrl, name),
    );
    return evaluated.ok ? (evaluated.exports.DriverEntry as unknown as DRIVER_INITIALIZE) : null;
  }

  /** Loaded anew each time: its data has the values that the compiler gave it, and everything else is zero. */
  #loadCopy(copy: LoadableImage | null): DRIVER_INITIALIZE | null {
    if (copy === null || this.#runtime === null) return null;
    const { runtime, nt } = this.#runtime;
    nt.kernel.memory.u8.fill(0, copy.image.place.memory, copy.end);
    return runtime.load(copy.image, copy.module);
  }

  copyAt(name: string, copy: number): { readonly start: number; readonly length: number } | null {
    const image = this.users.find((one) => one.name === name)?.copies?.[copy];
    if (image === undefined) return null;
    const { memory: start } = image.image.place;
    return { start, length: image.end - start };
  }

  #inboxCopy(name: string): DRIVER_INITIALIZE | null {
    const run = inboxModules[`${name}.miniport.ts`];
    if (run === undefined) return null;
    const module: { exports: Record<string, unknown> } = { exports: {} };
    // What it shares with others are constants and structures.
    run((wanted) => this.#inboxImport(wanted), module, module.exports);
    return (module.exports['DriverEntry'] as DRIVER_INITIALIZE | undefined) ?? null;
  }

  /** The image of a C driver that holds an address: one section. TypeScript drivers have no image in memory. */
  sectionAt(address: number): { readonly name: string; readonly start: number; readonly length: number } | null {
    for (const { name, image } of this.users) {
      if (image === null) continue;
      const { memory: start } = image.image.place;
      if (address >= start && address < image.end) return { name: `${name} .data`, start, length: image.end - start };
    }
    return null;
  }

  sectionsOf(name: string): readonly { readonly name: string; readonly start: number; readonly length: number }[] {
    const image = this.users.find((user) => user.name === name)?.image ?? null;
    const section = image === null ? null : this.sectionAt(image.image.place.memory);
    return section === null ? [] : [section];
  }

  /** In-box drivers share modules, each of which runs once in a machine. */
  #inboxModule(path: string): Record<string, unknown> | undefined {
    const known = this.#inboxExports.get(path);
    if (known !== undefined) return known;
    const run = inboxModules[path];
    if (run === undefined) return undefined;
    const module: { exports: Record<string, unknown> } = { exports: {} };
    this.#inboxExports.set(path, module.exports);
    run((name) => this.#inboxImport(name), module, module.exports);
    return module.exports;
  }

  #inboxImport(name: string): Readonly<Record<string, unknown>> | undefined {
    return name === 'wdm' ? this.#wdm : this.#inboxModule(`lib/${name.slice(name.lastIndexOf('/') + 1)}`);
  }

  /** Texts of a user's driver, for what points at its lines. */
  programOf(name: string): DriverProgram | undefined {
    return this.users.find((user) => user.name === name)?.program;
  }

  /** Every file of every user's driver. */
  files(): ReadonlySet<string> {
    return new Set(this.users.flatMap(({ program }) => program.modules.map((module) => module.path)));
  }
}
