/** The stacks that C code runs on: an area of pool for each thread, because the engine switches its own stack only. */
import type { Kernel } from '../../kernel/kernel.ts';
import { poolTag } from '../../kernel/mm/pool.ts';
import type { Thread } from '../../kernel/sim/thread.ts';
import type { WasmGlobal } from './web-assembly.ts';

/** Bytes; what Windows gives a thread on x86, and a third more because unoptimized code takes more. */
const STACK_SIZE = 16 * 1024;
/** What the innermost routine may still need when it calls the kernel. */
const RESERVE = 1024;
const STACK_TAG = poolTag('Stak');
const UNEXPECTED_KERNEL_MODE_TRAP = 0x7f;
const EXCEPTION_DOUBLE_FAULT = 8;

interface Stack {
  readonly address: number;
  /** Where the thread's C code stood when it last gave the processor away. */
  pointer: number;
}

export class ThreadStacks {
  readonly pointer: WasmGlobal;
  readonly limit: WasmGlobal;
  readonly #kernel: Kernel;
  readonly #stacks = new Map<Thread, Stack>();
  readonly #spare: number[] = [];
  /** In place of the threads' own, while a dump is written or read; null: nobody has lent one. */
  #lent: Stack | null = null;
  /** Whose stack the globals point into; null: they are out of date. */
  #owner: Thread | null = null;

  constructor(kernel: Kernel, pointer: WasmGlobal, limit: WasmGlobal) {
    this.#kernel = kernel;
    this.pointer = pointer;
    this.limit = limit;
    kernel.stackInC = { size: STACK_SIZE, use: (start) => this.#lend(start) };
  }

  /** Memory that is not the dump's own may be gone: a routine must not find a stack there by accident. */
  #lend(start: number): void {
    if (this.#owner !== null) this.#stackOf(this.#owner).pointer = this.pointer.value >>> 0;
    this.#owner = null;
    this.#lent = start === 0 ? null : { address: start, pointer: start + STACK_SIZE };
  }

  /** Before C code is entered: it goes on where the C code of the same thread is. */
  load(): void {
    const { current } = this.#kernel.sim;
    if (this.#owner === current) return;
    const stack = this.#stackOf(current);
    this.pointer.value = stack.pointer;
    this.limit.value = stack.address + RESERVE;
    this.#owner = current;
  }

  /** When C code is left or suspended. */
  save(): void {
    const { current } = this.#kernel.sim;
    this.#stackOf(current).pointer = this.pointer.value >>> 0;
    this.#owner = null;
  }

  /** When C code goes on after a wait; the code itself has set the pointer already. */
  resume(): void {
    const { current } = this.#kernel.sim;
    this.limit.value = this.#stackOf(current).address + RESERVE;
    this.#owner = current;
  }

  /** What the C code of a thread has on its stack, from the pointer to the end; null: the thread has never run any. */
  used(thread: Thread): { readonly address: number; readonly size: number } | null {
    const stack = this.#stacks.get(thread);
    if (stack === undefined) return null;
    const pointer = this.#owner === thread ? this.pointer.value >>> 0 : stack.pointer;
    const end = stack.address + STACK_SIZE;
    // Beyond its end lies other memory, which is no stack.
    const address = Math.min(end, Math.max(pointer, stack.address));
    return { address, size: end - address };
  }

  /** Whether the C code that runs is beyond the end of its stack. */
  get isUsedUp(): boolean {
    const stack = this.#lent ?? this.#stacks.get(this.#kernel.sim.current);
    return stack !== undefined && this.pointer.value < stack.address;
  }

  /** What went wrong in C code: beyond the end of its stack, whatever it touched there is not the reason. */
  explain(error: unknown): unknown {
    if (!(error instanceof Error) || !this.isUsedUp) return error;
    const explained = new RangeError(`The call stack of the C code is used up: ${STACK_SIZE} bytes`);
    if (error.stack !== undefined) explained.stack = error.stack;
    return explained;
  }

  #stackOf(thread: Thread): Stack {
    if (this.#lent !== null) return this.#lent;
    const known = this.#stacks.get(thread);
    if (known !== undefined) return known;
    const address = this.#spare.pop() ?? this.#kernel.pool.allocate(STACK_SIZE, STACK_TAG, 0, true);
    if (address === 0) return this.#kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, EXCEPTION_DOUBLE_FAULT);
    const stack = { address, pointer: address + STACK_SIZE };
    this.#stacks.set(thread, stack);
    thread.onEnd.push(() => this.#release(thread, stack));
    return stack;
  }

  #release(thread: Thread, stack: Stack): void {
    this.#stacks.delete(thread);
    this.#spare.push(stack.address);
    if (this.#owner === thread) this.#owner = null;
  }
}
