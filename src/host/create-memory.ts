const PAGE = 2 ** 16;

interface FixedMemory {
  readonly buffer: ArrayBuffer;
}

/** Node's types leave it out; the DOM's, which have it, would let far more pass than this process has. */
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: { Memory: new (size: { initial: number; maximum: number }) => FixedMemory };
};

/** Memory that drivers in other languages can use too. It cannot grow, so its buffer never detaches. */
export function createMemory(bytes: number): FixedMemory {
  const pages = Math.ceil(bytes / PAGE);
  return new WebAssembly.Memory({ initial: pages, maximum: pages });
}
