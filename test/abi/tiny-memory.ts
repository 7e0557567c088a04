import type { Routine, StructClass, StructMemory, StructView } from '../../src/abi/struct.ts';
import { structByName } from '../../src/abi/struct.ts';

/** 64 KiB in which everything may be touched except what the test poisons. */
export class TinyMemory implements StructMemory {
  readonly u8 = new Uint8Array(0x1_0000);
  readonly u16 = new Uint16Array(this.u8.buffer);
  readonly u32 = new Uint32Array(this.u8.buffer);
  readonly i32 = new Int32Array(this.u8.buffer);
  readonly data = new DataView(this.u8.buffer);
  readonly shadow = new Uint8Array(0x2000);
  readonly faults: { address: number; size: number; write: boolean }[] = [];
  readonly #views = new Map<string, StructView>();
  readonly #routines: Routine[] = [];

  fault(address: number, size: number, write: boolean): void {
    this.faults.push({ address, size, write });
  }

  wrote(): void {}

  view<V extends StructView>(type: StructClass<V>, address: number): V {
    const key = `${type.structName}@${address}`;
    const view = this.#views.get(key) ?? new type(this, address);
    this.#views.set(key, view);
    return view as V;
  }

  viewByName(name: string, address: number): StructView {
    const type = structByName(name);
    if (type === undefined) throw new Error(`no structure ${name}`);
    return this.view(type, address);
  }

  routine(address: number): Routine | null {
    return this.#routines[address - 0x4000_0000] ?? null;
  }

  addressOfRoutine(routine: Routine): number {
    let index = this.#routines.indexOf(routine);
    if (index < 0) index = this.#routines.push(routine) - 1;
    return 0x4000_0000 + index;
  }
}
