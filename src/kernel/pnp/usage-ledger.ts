import {
  DeviceUsageTypeBoot,
  DeviceUsageTypeDumpFile,
  DeviceUsageTypeHibernation,
  DeviceUsageTypePaging,
} from '../../abi/enums.ts';

/** Special files on one device object, as the system counts them. */
export interface UsageCounts {
  paging: number;
  hibernation: number;
  dump: number;
  boot: number;
}

const FIELD: Readonly<Record<number, keyof UsageCounts>> = {
  [DeviceUsageTypePaging]: 'paging',
  [DeviceUsageTypeHibernation]: 'hibernation',
  [DeviceUsageTypeDumpFile]: 'dump',
  [DeviceUsageTypeBoot]: 'boot',
};

const NONE: Readonly<UsageCounts> = { paging: 0, hibernation: 0, dump: 0, boot: 0 };

/**
 * Counts for each device object the usage notifications that left it upward with success (USE-65). Drivers keep their
 * own counts; this one is what theirs are held against.
 */
export class UsageLedger {
  readonly #counts = new Map<number, UsageCounts>();

  /** @param device - index of the device object */
  left(device: number, type: number, inPath: boolean, succeeded: boolean): void {
    const field = FIELD[type];
    if (!succeeded || field === undefined || device === 0) return;
    let counts = this.#counts.get(device);
    if (counts === undefined) {
      counts = { ...NONE };
      this.#counts.set(device, counts);
    }
    counts[field] = Math.max(0, counts[field] + (inPath ? 1 : -1));
  }

  of(device: number): Readonly<UsageCounts> {
    return this.#counts.get(device) ?? NONE;
  }
}
