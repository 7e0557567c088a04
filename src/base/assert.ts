/** The emulator itself is wrong: never caught inside the kernel, kept on in releases. */
export class EmulatorBug extends Error {
  override readonly name = 'EmulatorBug';
}

export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new EmulatorBug(message);
}

export function unreachable(value: never): never {
  throw new EmulatorBug(`unexpected value ${String(value)}`);
}
