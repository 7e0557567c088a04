/** What a device needs of the machine. */
export interface HardwareResource {
  readonly type: 'memory' | 'port' | 'interrupt';
  /** Bytes or ports. */
  readonly length: number;
  /** Where it may be, best first; empty: anywhere in the window of its bus. */
  readonly places: readonly number[];
  readonly isShared: boolean;
}

/** A device as hardware: what is plugged in where, and which drivers the installation chose for it. */
/** What a device's hardware can do with power. */
export interface HardwarePower {
  readonly hasD1: boolean;
  readonly hasD2: boolean;
  readonly drawsInrush: boolean;
  /** SYSTEM_POWER_STATE: the deepest one from which it can wake the system; 0 = it cannot. */
  readonly systemWake: number;
  /** DEVICE_POWER_STATE: the deepest one in which it can do so; 0 = it cannot. */
  readonly deviceWake: number;
  /** Which power rail feeds it; 0 = one of its own. */
  readonly rail: number;
  /** Its power may be taken away altogether while it is in D3. */
  readonly hasD3Cold: boolean;
  /** A kernel debugger may talk through it. */
  readonly isDebugPort: boolean;
}

/** D0 and D3, as every device has them. */
export const NO_POWER_FACTS: HardwarePower = {
  hasD1: false,
  hasD2: false,
  drawsInrush: false,
  systemWake: 0,
  deviceWake: 0,
  rail: 0,
  hasD3Cold: false,
  isDebugPort: false,
};

export interface HardwareNode {
  /** The name by which everyone outside the kernel knows the device. */
  readonly id: string;
  /** What its bus sees; a new one each time that it is plugged in. */
  number: number;
  present: boolean;
  readonly parent: HardwareNode | null;
  readonly children: HardwareNode[];
  readonly kind: string;
  readonly deviceId: string;
  readonly instanceId: string;
  readonly hardwareIds: readonly string[];
  readonly compatibleIds: readonly string[];
  readonly description: string;
  readonly location: string;
  /** Name of the driver; null: the bus's own device object is all there is. */
  readonly functionDriver: string | null;
  /** Of a storage adapter: the driver that knows its registers. Left out: `ramdisk`. */
  readonly miniport?: string;
  readonly upperFilters: readonly string[];
  readonly lowerFilters: readonly string[];
  readonly resources: readonly HardwareResource[];
  /** It may be taken out while the system runs. */
  readonly isRemovable: boolean;
  /** Its slot can let it go by itself, and can hold it. */
  readonly isEjectable: boolean;
  readonly power: HardwarePower;
  /** Bytes of the medium; 0 for what has none. */
  readonly mediumSize: bigint;
  readonly medium: Medium | null;
  /** The disks on which a volume lies, with the offset of its part on each. */
  readonly members: readonly { readonly disk: HardwareNode; readonly offset: bigint }[];
  /** Where a view by connection shows it, when that is not its parent. */
  readonly shownUnder: HardwareNode | null;
}

const CHUNK = 65_536;

/** What is stored on a disk. Sectors that were never written are zero and take no memory. */
export class Medium {
  readonly size: bigint;
  readonly #chunks = new Map<number, Uint8Array>();

  constructor(size: bigint) {
    this.size = size;
  }

  /** @returns false outside of the medium */
  read(offset: bigint, into: Uint8Array): boolean {
    return this.#each(offset, into, (chunk, at, part) => {
      if (chunk === undefined) part.fill(0);
      else part.set(chunk.subarray(at, at + part.length));
    });
  }

  /** @returns false outside of the medium */
  write(offset: bigint, from: Uint8Array): boolean {
    return this.#each(offset, from, (chunk, at, part, index) => {
      const target = chunk ?? new Uint8Array(CHUNK);
      if (chunk === undefined) this.#chunks.set(index, target);
      target.set(part, at);
    });
  }

  #each(
    offset: bigint,
    bytes: Uint8Array,
    visit: (chunk: Uint8Array | undefined, at: number, part: Uint8Array, index: number) => void,
  ): boolean {
    if (offset < 0n || offset + BigInt(bytes.length) > this.size) return false;
    for (let done = 0; done < bytes.length; ) {
      const position = Number(offset) + done;
      const index = Math.floor(position / CHUNK);
      const at = position % CHUNK;
      const length = Math.min(CHUNK - at, bytes.length - done);
      visit(this.#chunks.get(index), at, bytes.subarray(done, done + length), index);
      done += length;
    }
    return true;
  }
}

/** The whole tree, with the numbers that buses see. */
export class Hardware {
  readonly root: HardwareNode;
  /** Hears of what was plugged in or pulled out, as the hardware above it does. */
  readonly onPlugged: ((node: HardwareNode) => void)[] = [];
  readonly #byId = new Map<string, HardwareNode>();
  readonly #byNumber = new Map<number, HardwareNode>();
  /** Which device object stands for which device, by its address. */
  readonly #byPdo = new Map<number, HardwareNode>();
  readonly #pdoOf = new Map<HardwareNode, number>();
  /** Present children by parent; a bus driver asks for them one by one. */
  readonly #present = new Map<HardwareNode, readonly HardwareNode[]>();
  readonly #shownBelow = new Map<HardwareNode, readonly HardwareNode[]>();
  #next = 1;

  constructor(root: HardwareNode) {
    this.root = root;
    this.#add(root);
  }

  #add(node: HardwareNode): void {
    this.#byId.set(node.id, node);
    if (node.shownUnder !== null) this.#shownBelow.set(node.shownUnder, [...this.shownBelow(node.shownUnder), node]);
    this.#number(node);
    for (const child of node.children) this.#add(child);
  }

  #number(node: HardwareNode): void {
    this.#byNumber.delete(node.number);
    node.number = this.#next;
    this.#next += 1;
    this.#byNumber.set(node.number, node);
  }

  /** Devices that a view by connection shows below this one although their parent is another. */
  shownBelow(node: HardwareNode): readonly HardwareNode[] {
    return this.#shownBelow.get(node) ?? [];
  }

  byId(id: string): HardwareNode | undefined {
    return this.#byId.get(id);
  }

  byNumber(number: number): HardwareNode | undefined {
    return this.#byNumber.get(number);
  }

  byPdo(pdo: number): HardwareNode | undefined {
    return this.#byPdo.get(pdo);
  }

  /** Address of the PDO that stands for it now, or 0. */
  pdoOf(node: HardwareNode): number {
    return this.#pdoOf.get(node) ?? 0;
  }

  bind(node: HardwareNode, pdo: number): void {
    this.#byPdo.set(pdo, node);
    this.#pdoOf.set(node, pdo);
  }

  unbind(pdo: number): void {
    const node = this.#byPdo.get(pdo);
    this.#byPdo.delete(pdo);
    if (node !== undefined && this.#pdoOf.get(node) === pdo) this.#pdoOf.delete(node);
  }

  /** Children that the bus sees now. */
  presentChildren(node: HardwareNode): readonly HardwareNode[] {
    let present = this.#present.get(node);
    if (present === undefined) {
      present = node.children.filter((child) => child.present);
      this.#present.set(node, present);
    }
    return present;
  }

  unplug(node: HardwareNode): void {
    node.present = false;
    this.#present.clear();
    for (const hear of this.onPlugged) hear(node);
  }

  /** Plugged in again it is another device to its bus: it gets a new number. */
  plugIn(node: HardwareNode): void {
    if (node.present) return;
    node.present = true;
    this.#present.clear();
    this.#number(node);
    for (const hear of this.onPlugged) hear(node);
  }
}
