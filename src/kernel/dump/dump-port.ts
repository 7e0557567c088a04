/** The dump port driver with a miniport in dump mode behind it, as the dump stack needs them. Each step is polled. */
import type { KernelMemory } from '../mm/memory.ts';
import type { HardwareNode } from '../pnp/hardware.ts';

/** Why a step failed, in words that follow "the dump was not written: "; null: it has not. */
export type StepFailure = string | null;

export interface DumpPort {
  /** Of the second image, as the dump stack loads it: `dump_storport`. */
  readonly image: string;
  /** Bytes that one request moves at the most. */
  readonly maximumTransfer: number;
  driverEntry(): StepFailure;
  findAdapter(): StepFailure;
  initialize(): StepFailure;
  /** INQUIRY, TEST UNIT READY, READ CAPACITY of the unit with the file. */
  startUnit(): StepFailure;
  /**
   * @param offset - bytes from the beginning of the disk
   * @param address - of the data in memory
   */
  write(offset: bigint, address: number, length: number): StepFailure;
  read(offset: bigint, address: number, length: number): StepFailure;
  /** SYNCHRONIZE CACHE, then SHUTDOWN. */
  flush(): StepFailure;
  /** The stack is unloaded. */
  release(): void;
}

/** A port that is ready to be used after a bug check, or why there is none. */
export type PortLoad<P extends DumpPort = DumpPort> =
  | { readonly port: P }
  | { readonly port: null; readonly why: string };

/** For an adapter that has no miniport: its medium is written to directly, as the adapter does while the system works. */
export class MediumPort implements DumpPort {
  readonly image: string;
  readonly maximumTransfer = 0x1_0000;
  readonly #memory: KernelMemory;
  readonly #disk: HardwareNode;

  constructor(memory: KernelMemory, disk: HardwareNode) {
    this.#memory = memory;
    this.#disk = disk;
    this.image = `dump_${disk.parent?.functionDriver ?? disk.kind}`;
  }

  driverEntry(): StepFailure {
    return null;
  }

  findAdapter(): StepFailure {
    return this.#isThere();
  }

  initialize(): StepFailure {
    return null;
  }

  startUnit(): StepFailure {
    return this.#isThere();
  }

  write(offset: bigint, address: number, length: number): StepFailure {
    const isInside = this.#disk.medium?.write(offset, this.#memory.u8.subarray(address, address + length)) === true;
    return this.#isThere() ?? (isInside ? null : `a write at ${offset} is beyond the end of ${this.#disk.id}`);
  }

  read(offset: bigint, address: number, length: number): StepFailure {
    const isInside = this.#disk.medium?.read(offset, this.#memory.u8.subarray(address, address + length)) === true;
    return this.#isThere() ?? (isInside ? null : `a read at ${offset} is beyond the end of ${this.#disk.id}`);
  }

  flush(): StepFailure {
    return this.#isThere();
  }

  release(): void {}

  #isThere(): StepFailure {
    for (let node: HardwareNode | null = this.#disk; node !== null; node = node.parent)
      if (!node.present) return `${node.id} is not there any more`;
    return null;
  }
}
