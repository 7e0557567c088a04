import { UNICODE_STRING } from '../../../abi/structs/rtl.ts';
import { assert } from '../../../base/assert.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import type { Devnode } from '../../pnp/devnode.ts';

const TAG = poolTag('PepI');

/** The names of devices as a plug-in reads them. They stay where they are from PREPARE to ABANDON, so that it may keep them. */
export class DeviceIds {
  readonly #kernel: Kernel;
  readonly #strings = new Map<Devnode, UNICODE_STRING>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  of(devnode: Devnode): UNICODE_STRING {
    const known = this.#strings.get(devnode);
    if (known !== undefined) return known;
    const { memory, pool } = this.#kernel;
    const text = devnode.instancePath;
    const bytes = text.length * 2;
    const address = pool.allocate(UNICODE_STRING.size + bytes + 2, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    const string = memory.view(UNICODE_STRING, address);
    string.Length = bytes;
    string.MaximumLength = bytes + 2;
    string.Buffer = address + UNICODE_STRING.size;
    memory.writeWide(string.Buffer, text);
    this.#strings.set(devnode, string);
    return string;
  }

  forget(devnode: Devnode): void {
    const string = this.#strings.get(devnode);
    if (string === undefined) return;
    this.#strings.delete(devnode);
    this.#kernel.pool.free(string.address);
  }
}
