/** Runs C drivers in a machine: gives them the kernel's routines, and the kernel theirs. */
import type { DRIVER_DISPATCH, DRIVER_INITIALIZE } from '../../abi/roles.ts';
import { type Routine, type StructView, toAddress } from '../../abi/struct.ts';
import { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import { EmulatorBug } from '../../base/assert.ts';
import { isPromise, type MaybePromise } from '../../base/maybe-promise.ts';
import { accessChecks } from '../../ddi/c/access-checks.ts';
import { isForC } from '../../ddi/c/c-types.ts';
import { type CCall, type CResult, callFromC } from '../../ddi/c/call-from-c.ts';
import { routines } from '../../ddi/table.ts';
import type { Wdm } from '../../ddi/wdm.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { beginCall, endCall } from '../../kernel/io/call-driver.ts';
import { IoCompleteRequest } from '../../kernel/io/complete-request.ts';
import { mayWait } from '../../kernel/ke/irql.ts';
import { SHADOW } from '../../kernel/mm/memory.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { CImage } from '../../toolchain/c/compile-driver.ts';
import { type ImportedRoutine, signatureOf, type TableRoutine } from '../../toolchain/c/describe-module.ts';
import { STACK_POINTER } from '../../toolchain/c/share-stack-pointer.ts';
import type { MachineMemory } from '../environment.ts';
import { ThreadStacks } from './thread-stacks.ts';
import { entryName, GLOBALS, STEP, thunkModule } from './thunk-module.ts';
import { type WasmFunction, type WasmGlobal, type WasmModule, type WasmTable, wasm } from './web-assembly.ts';

const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;
const DISPATCH_SIGNATURE = 'i32 i32 -> i32';

type SharedGlobals = Readonly<Record<(typeof GLOBALS)[number], WasmGlobal>>;

/** Both ways into a driver's routine: the second can be suspended. */
interface Entry {
  readonly plain: WasmFunction;
  readonly suspendable: (...values: (number | bigint)[]) => Promise<number>;
}

export class CRuntime {
  readonly #nt: Nt;
  readonly #memory: MachineMemory;
  readonly #calls: ReadonlyMap<string, CCall>;
  /** What the driver calls in front of accesses to memory: too often, and too simple, for a thunk. */
  readonly #checks: ReadonlyMap<string, (...values: number[]) => number | undefined>;
  readonly #table: WasmTable = new wasm.Table({ element: 'anyfunc', initial: 0 });
  readonly #globals: SharedGlobals;
  readonly #stacks: ThreadStacks;
  readonly #services: Readonly<Record<string, unknown>>;
  /** Dispatch routines that the thunk can call itself, by what the kernel knows them as. */
  readonly #dispatches = new Map<Routine, number>();
  /** What the thunk is about to wait for; the result says how to go on. */
  #pending: Promise<() => void> | null = null;
  readonly #resumptions = new Map<number, () => void>();
  #nextToken = 1;
  #result = 0;
  /** The driver's routine that has returned last: its token and value. */
  #left = 0;
  #leftValue = 0;

  constructor(nt: Nt, wdm: Wdm, memory: MachineMemory) {
    this.#nt = nt;
    this.#memory = memory;
    this.#globals = Object.fromEntries(
      GLOBALS.map((name) => [name, new wasm.Global({ value: 'i32', mutable: true }, 0)]),
    ) as SharedGlobals;
    this.#stacks = new ThreadStacks(nt.kernel, this.#globals.stackPointer, this.#globals.stackLimit);
    this.#services = this.#makeServices();
    const fault = (address: number, size: number, write: boolean): void => this.#fault(address, size, write);
    this.#checks = new Map([...accessChecks].map(([name, { make }]) => [name, make(nt.kernel.memory, fault)]));
    const known = new Map(
      routines
        .filter(isForC)
        .map((declaration) => [
          declaration.name,
          callFromC(nt.kernel.memory, declaration, wdm[declaration.name] as (...parameters: unknown[]) => unknown),
        ]),
    );
    const callDriver: CCall = (device, irp) => this.#callDriver(Number(device), Number(irp));
    const poCallDriver: CCall = (device, irp) => {
      if (Number(irp) !== 0) nt.power.legacy?.sending(nt.kernel.memory.view(IRP, Number(irp) >>> 0));
      return callDriver(device, irp);
    };
    const complete: CCall = (irp, boost) => this.#complete(Number(irp), Number(boost));
    this.#calls = new Map([
      ...known,
      ['IoCallDriver', callDriver],
      ['PoCallDriver', poCallDriver],
      ['IoCompleteRequest', complete],
    ]);
  }

  /** Puts a driver into memory and the table. */
  load(image: CImage, module: WasmModule): DRIVER_INITIALIZE {
    const { place, end, description } = image;
    const { memory } = this.#nt.kernel;
    memory.mark(place.memory, end.memory - place.memory, SHADOW.accessible);
    if (this.#table.length < end.table) this.#table.grow(end.table - this.#table.length);
    const driverEntry: TableRoutine = {
      name: 'DriverEntry',
      index: end.table - 1,
      ...(description.exports.get('DriverEntry') ?? { parameters: [], results: [] }),
    };
    const called = [...description.routines, driverEntry];
    const thunks = this.#instantiateThunks(
      description.imports.filter(({ name }) => !this.#checks.has(name)),
      called,
    );
    const imports = Object.fromEntries(
      description.imports.map(({ name }) => [name, this.#checks.get(name) ?? thunks[name]]),
    );
    const { exports } = new wasm.Instance(module, {
      env: {
        ...imports,
        memory: this.#memory,
        __indirect_function_table: this.#table,
        [STACK_POINTER]: this.#globals.stackPointer,
      },
    });
    this.#table.set(driverEntry.index, exports['DriverEntry']);
    for (const routine of called) this.#publish(routine, thunks);
    return memory.routine(driverEntry.index) as DRIVER_INITIALIZE;
  }

  #instantiateThunks(
    imports: readonly ImportedRoutine[],
    called: readonly TableRoutine[],
  ): Readonly<Record<string, WasmFunction | undefined>> {
    const kernel = Object.fromEntries(imports.map(({ name }) => [name, this.#importOf(name)]));
    return new wasm.Instance(new wasm.Module(thunkModule(imports, called)), {
      service: this.#services,
      kernel,
      shared: { table: this.#table, ...this.#globals },
    }).exports;
  }

  #importOf(name: string): (...values: (number | bigint)[]) => CResult {
    const call = this.#calls.get(name);
    if (call === undefined) throw new EmulatorBug(`a driver was linked with ${name}, which the kernel does not have`);
    return (...values) => this.#answer(call(...values));
  }

  #makeServices(): Readonly<Record<string, unknown>> {
    const { Suspending } = wasm;
    if (Suspending === undefined) throw new EmulatorBug('this runtime cannot suspend WebAssembly');
    return {
      wait: new Suspending(() => this.#wait()),
      resumed: (token: number) => this.#resumed(token),
      returned: (status: number) => this.#returned(status),
      result: () => this.#result,
      overflow: () => this.#nt.kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT),
      left: (token: number, value: number) => {
        this.#left = token;
        this.#leftValue = value;
        this.#stacks.save();
        this.#stacks.resume();
      },
    };
  }

  /** Address and bytes of what the C code of a thread has on its stack. */
  stackOf(thread: Thread): ReturnType<ThreadStacks['used']> {
    return this.#stacks.used(thread);
  }

  /** Beyond the end of the stack lies other memory; whatever it is, the stack is the reason. */
  #fault(address: number, size: number, write: boolean): void {
    if (this.#stacks.isUsedUp) this.#nt.kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT);
    this.#nt.kernel.memory.fault(address, size, write);
  }

  /** What a routine of the kernel has for the driver: now, or after a wait in the thunk. */
  #answer(value: MaybePromise<CResult>): CResult {
    if (!isPromise(value)) return value;
    this.#waitFor(value.then((settled) => () => this.#give(settled)));
    return 0;
  }

  #give(value: CResult): void {
    this.#result = Number(value ?? 0) | 0;
  }

  #waitFor(promise: Promise<() => void>): void {
    this.#pending = promise;
    this.#globals.step.value = STEP.wait;
  }

  /** Called by the thunk: its stack is suspended until the promise has settled. */
  async #wait(): Promise<number> {
    const pending = this.#pending;
    if (pending === null) throw new EmulatorBug('a C driver waits for nothing');
    this.#pending = null;
    this.#stacks.save();
    const token = this.#nextToken;
    this.#nextToken += 1;
    this.#resumptions.set(token, await pending);
    return token;
  }

  #resumed(token: number): void {
    this.#stacks.resume();
    const goOn = this.#resumptions.get(token);
    if (goOn === undefined) throw new EmulatorBug('a C driver goes on that has not waited');
    this.#resumptions.delete(token);
    goOn();
  }

  /** IoCallDriver in steps: the thunk calls the driver below itself when that is in C too. */
  #callDriver(device: number, irp: number): MaybePromise<CResult> {
    const { memory } = this.#nt.kernel;
    const deviceView = device === 0 ? null : memory.view(DEVICE_OBJECT, device >>> 0);
    const irpView = irp === 0 ? null : memory.view(IRP, irp >>> 0);
    const dispatch = beginCall(this.#nt.io, deviceView, irpView);
    if (!isPromise(dispatch)) return this.#dispatch(dispatch, device, irp);
    this.#waitFor(
      dispatch.then((routine) => () => {
        const result = this.#answer(this.#dispatch(routine, device, irp));
        this.#give(result);
      }),
    );
    return 0;
  }

  #dispatch(routine: DRIVER_DISPATCH, device: number, irp: number): MaybePromise<CResult> {
    const { kernel, io } = this.#nt;
    const target = this.#dispatches.get(routine as unknown as Routine);
    if (target !== undefined) {
      const { first, second, step } = this.#globals;
      first.value = device;
      second.value = irp;
      this.#globals.target.value = target;
      step.value = STEP.call;
      return 0;
    }
    const thread = kernel.sim.current;
    const { depth } = thread;
    const status = routine(kernel.memory.view(DEVICE_OBJECT, device >>> 0), kernel.memory.view(IRP, irp >>> 0));
    return endCall(io, thread, depth, status);
  }

  /** The driver below, in C, has returned to the thunk. */
  #returned(status: number): void {
    const thread = this.#nt.kernel.sim.current;
    this.#give(this.#answer(endCall(this.#nt.io, thread, thread.depth, status >>> 0)));
  }

  /** A completion routine that waits holds up whoever completes the IRP: in C the caller really stands there. */
  #complete(irp: number, boost: number): MaybePromise<CResult> {
    const walked = IoCompleteRequest(this.#nt.io, this.#nt.kernel.memory.view(IRP, irp >>> 0), boost);
    return isPromise(walked) ? walked.then(() => undefined) : undefined;
  }

  /** Makes a routine of the driver callable by the kernel and by TypeScript drivers. */
  #publish(routine: TableRoutine, thunks: Readonly<Record<string, WasmFunction | undefined>>): void {
    const plain = thunks[entryName(routine)];
    const { promising } = wasm;
    if (plain === undefined || promising === undefined) throw new EmulatorBug(`${routine.name} has no way in`);
    const entry: Entry = { plain, suspendable: promising(plain) };
    const call = (...parameters: unknown[]): MaybePromise<number | undefined> =>
      this.#enter(routine, entry, parameters);
    Object.defineProperty(call, 'name', { value: routine.name });
    this.#nt.kernel.memory.addTableRoutine(routine.index, call);
    if (signatureOf(routine) === DISPATCH_SIGNATURE) this.#dispatches.set(call, routine.index);
  }

  #enter(routine: TableRoutine, entry: Entry, parameters: readonly unknown[]): MaybePromise<number | undefined> {
    const values = routine.parameters.map((_, index) => toWord(parameters[index]));
    const hasResult = routine.results.length > 0;
    const token = this.#nextToken;
    this.#nextToken += 1;
    this.#stacks.load();
    if (!mayWait(this.#nt.kernel)) {
      try {
        const value = Number(entry.plain(token, routine.index, ...values));
        return hasResult ? value >>> 0 : undefined;
      } catch (error) {
        throw this.#stacks.explain(error);
      }
    }
    const ended = entry.suspendable(token, routine.index, ...values);
    // It has run up to its end or to its first wait. A routine that has not waited returns at once.
    if (this.#left === token) return hasResult ? this.#leftValue >>> 0 : undefined;
    return ended.then(
      (value) => (hasResult ? value >>> 0 : undefined),
      (error: unknown) => {
        throw this.#stacks.explain(error);
      },
    );
  }
}

function toWord(value: unknown): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return toAddress(value as StructView | number | null | undefined) | 0;
}
