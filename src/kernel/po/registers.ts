/** Registers of devices: the ranges of physical memory and of ports that their resources name. They answer in D0 only. */
import { CmResourceTypeMemory, CmResourceTypePort } from '../../abi/enums.ts';
import { PAGE_SIZE } from '../mm/memory.ts';
import type { AssignedResource } from '../pnp/arbiter.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { HardwareNode } from '../pnp/hardware.ts';
import type { PowerManager } from './power-manager.ts';

/** Where mapped registers are seen. Nothing else lies there, so that a driver that reads past the routines is found. */
const WINDOW = { start: 0xa000_0000, end: 0xdfff_ffff } as const;
const ALL_ONES = 0xff;

export type RegisterKind = 'memory' | 'port';

/** A driver has touched a register that it may not touch now. */
export interface RegisterMistake {
  readonly kind: 'asleep' | 'idleComponent';
  readonly devnode: Devnode;
  readonly message: string;
}

interface Mapping {
  readonly physical: number;
  readonly length: number;
  readonly base: number;
  uses: number;
}

interface Owner {
  readonly devnode: Devnode;
  readonly resource: AssignedResource;
}

const TYPE: Readonly<Record<RegisterKind, number>> = { memory: CmResourceTypeMemory, port: CmResourceTypePort };

/** `4 bytes of dev0 at offset 0x10`. */
function placeText({ devnode, resource }: Owner, at: number, size: number): string {
  return `${size} ${size === 1 ? 'byte' : 'bytes'} of ${devnode.id} at offset 0x${(at - resource.start).toString(16)}`;
}

export class Registers {
  /** Hears of accesses that a driver must not make. The verifier listens. */
  onMistake: (mistake: RegisterMistake) => void = () => {};
  /** Why no driver may touch the registers of a device that has power; null: it may. Set by the power framework. */
  whyNot: (devnode: Devnode) => string | null = () => null;
  readonly #power: PowerManager;
  readonly #mappings: Mapping[] = [];
  #next: number = WINDOW.start;
  /** What stands in the registers of a device, by the resource's place among its own. */
  readonly #contents = new WeakMap<HardwareNode, Map<number, Uint8Array>>();
  #last: Owner | null = null;

  constructor(power: PowerManager) {
    this.#power = power;
    power.onPowerLost = ({ hardware }) => void this.#contents.delete(hardware);
  }

  /** @returns the address at which the driver sees it; 0: nothing to map, or no room. @source nf-wdm-mmmapiospace */
  map(physical: number, length: number): number {
    if (length === 0) return 0;
    const same = this.#mappings.find((one) => one.physical === physical && one.length === length && one.uses > 0);
    if (same !== undefined) {
      same.uses += 1;
      return same.base;
    }
    const inPage = physical % PAGE_SIZE;
    const pages = Math.ceil((inPage + length) / PAGE_SIZE) * PAGE_SIZE;
    if (this.#next + pages > WINDOW.end) return 0;
    const base = this.#next + inPage;
    this.#next += pages;
    this.#mappings.push({ physical, length, base, uses: 1 });
    return base;
  }

  /** @returns false when nothing is mapped there with that length. @source nf-wdm-mmunmapiospace */
  unmap(base: number, length: number): boolean {
    const found = this.#mappings.find((one) => one.base === base && one.length === length && one.uses > 0);
    if (found === undefined) return false;
    found.uses -= 1;
    return true;
  }

  /** @param address - as MmMapIoSpace gave it, or the number of a port. @param size - 1, 2 or 4 */
  read(kind: RegisterKind, address: number, size: number): number {
    const at = this.#physical(kind, address, size, false);
    if (at === null) return this.#readMemory(address, size);
    const bytes = this.#bytesAt(kind, at, size, 'reads');
    let value = 0;
    for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (bytes?.[index] ?? ALL_ONES);
    return value;
  }

  /** Dropped where nobody answers. */
  write(kind: RegisterKind, address: number, size: number, value: number): void {
    const at = this.#physical(kind, address, size, true);
    if (at === null) {
      this.#writeMemory(address, size, value);
      return;
    }
    const bytes = this.#bytesAt(kind, at, size, 'writes');
    for (let index = 0; index < size && bytes !== null; index += 1) bytes[index] = (value >>> (index * 8)) & 0xff;
  }

  /** @returns null: it is memory, which drivers may hand in as well; a port is its own number */
  #physical(kind: RegisterKind, address: number, size: number, write: boolean): number | null {
    if (kind === 'port') return address;
    const { memory } = this.#power.pnp.kernel;
    const found = this.#mappings.find(
      ({ base, length, uses }) => uses > 0 && address >= base && address + size <= base + length,
    );
    if (found !== undefined) return found.physical + (address - found.base);
    // Memory that the driver may touch, or the bug check that an access to anything else is.
    memory.touch(address, size, write);
    return null;
  }

  #readMemory(address: number, size: number): number {
    const { u8 } = this.#power.pnp.kernel.memory;
    let value = 0;
    for (let index = size - 1; index >= 0; index -= 1) value = value * 256 + (u8[address + index] ?? 0);
    return value;
  }

  #writeMemory(address: number, size: number, value: number): void {
    const { u8 } = this.#power.pnp.kernel.memory;
    for (let index = 0; index < size; index += 1) u8[address + index] = (value >>> (index * 8)) & 0xff;
  }

  /** @returns null: nobody answers, as on PCI */
  #bytesAt(kind: RegisterKind, at: number, size: number, verb: string): Uint8Array | null {
    const owner = this.#ownerOf(TYPE[kind], at, size);
    if (owner === null || !this.#answers(owner, at, size, verb)) return null;
    const { devnode, resource } = owner;
    let contents = this.#contents.get(devnode.hardware);
    if (contents === undefined) {
      contents = new Map();
      this.#contents.set(devnode.hardware, contents);
    }
    const index = this.#power.pnp.arbiter.ownedBy(devnode).indexOf(resource);
    let bytes = contents.get(index);
    if (bytes === undefined) {
      bytes = new Uint8Array(resource.length);
      contents.set(index, bytes);
    }
    return bytes.subarray(at - resource.start, at - resource.start + size);
  }

  #answers(owner: Owner, at: number, size: number, verb: string): boolean {
    const { devnode } = owner;
    // That is how a driver learns that its device has gone.
    if (!devnode.hardware.present) return false;
    const what = `${verb} ${placeText(owner, at, size)}`;
    for (let above: Devnode | null = devnode; above !== null; above = above.parent) {
      if (this.#power.isPowered(above)) continue;
      const whose = above === devnode ? 'the device' : `${above.id} above it`;
      const message = `${what} while ${whose} is in ${this.#power.hardwareOf(above)}`;
      this.#tell({ kind: 'asleep', devnode, message });
      return false;
    }
    const reason = this.whyNot(devnode);
    if (reason !== null) this.#tell({ kind: 'idleComponent', devnode, message: `${what} while ${reason}` });
    return true;
  }

  #tell(mistake: RegisterMistake): void {
    if (this.#power.pnp.kernel.sim.crash === null) this.onMistake(mistake);
  }

  #ownerOf(type: number, at: number, size: number): Owner | null {
    const { arbiter } = this.#power.pnp;
    const holds = (resource: AssignedResource): boolean =>
      resource.type === type && at >= resource.start && at + size <= resource.start + resource.length;
    const last = this.#last;
    // A driver touches the same range again and again.
    if (last !== null && holds(last.resource) && arbiter.ownedBy(last.devnode).includes(last.resource)) return last;
    for (const devnode of this.#power.pnp.tree()) {
      const resource = arbiter.ownedBy(devnode).find(holds);
      if (resource === undefined) continue;
      this.#last = { devnode, resource };
      return this.#last;
    }
    return null;
  }
}
