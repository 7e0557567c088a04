/** Power request objects: as long as a driver needs the system, it does not go to sleep by itself. */
import { PowerRequestSystemRequired } from '../../abi/enums.ts';
import {
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_NOT_SUPPORTED,
  STATUS_SUCCESS,
} from '../../abi/ntstatus.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';

const OBJECT_SIZE = 16;
const TAG = poolTag('PoRe');

interface Requests {
  /** Index of the device object on whose behalf the driver asks. */
  readonly device: number;
  count: number;
}

export class PowerRequests {
  readonly #kernel: Kernel;
  /** By the address of the object. */
  readonly #objects = new Map<number, Requests>();
  /** Called when the last request has ended. */
  onReleased: () => void = () => {};

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Indices of the device objects whose drivers need the system now. */
  get holders(): readonly number[] {
    return [...this.#objects.values()].filter(({ count }) => count > 0).map(({ device }) => device);
  }

  /** @param device - index of the device object, 0 = none. @source nf-wdm-pocreatepowerrequest */
  create(device: number): { readonly status: NTSTATUS; readonly object: number } {
    if (device === 0) return { status: STATUS_INVALID_PARAMETER, object: 0 };
    const object = this.#kernel.pool.allocate(OBJECT_SIZE, TAG, 0, true);
    if (object === 0) return { status: STATUS_INSUFFICIENT_RESOURCES, object };
    this.#objects.set(object, { device, count: 0 });
    return { status: STATUS_SUCCESS, object };
  }

  /** @param by - 1: a request begins, -1: it ends. @source nf-wdm-posetpowerrequest, nf-wdm-poclearpowerrequest */
  change(object: number, type: number, by: 1 | -1): NTSTATUS {
    const requests = this.#objects.get(object);
    if (requests === undefined) return STATUS_INVALID_PARAMETER;
    if (type !== PowerRequestSystemRequired) return STATUS_NOT_SUPPORTED;
    // One that was never set cannot be taken back.
    if (requests.count + by < 0) return STATUS_SUCCESS;
    requests.count += by;
    this.#kernel.sim.hooks.onChange();
    if (this.holders.length === 0) this.onReleased();
    return STATUS_SUCCESS;
  }

  /** What it still asks for ends with it. @returns false when there is no such object. @source nf-wdm-podeletepowerrequest */
  remove(object: number): boolean {
    if (!this.#objects.delete(object)) return false;
    this.#kernel.pool.free(object);
    if (this.holders.length === 0) this.onReleased();
    return true;
  }
}
