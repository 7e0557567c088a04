/** Power settings: values that the power manager knows, and that drivers want to hear of when they change. */
import {
  GUID_ACDC_POWER_SOURCE,
  GUID_BATTERY_PERCENTAGE_REMAINING,
  GUID_CONSOLE_DISPLAY_STATE,
  GUID_GLOBAL_USER_PRESENCE,
  GUID_LIDSWITCH_STATE_CHANGE,
  GUID_LOW_POWER_EPOCH,
  GUID_MONITOR_POWER_ON,
  GUID_POWER_SAVING_STATUS,
  GUID_SYSTEM_AWAYMODE,
} from '../../abi/guids.ts';
import { STATUS_INSUFFICIENT_RESOURCES, STATUS_INVALID_PARAMETER, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import type { Routine } from '../../abi/struct.ts';
import type { POWER_SETTING_CALLBACK } from '../../abi/structs/power.ts';
import { GUID } from '../../abi/structs/rtl.ts';
import type { NTSTATUS } from '../../abi/types.ts';
import { assert } from '../../base/assert.ts';
import { chain, type MaybePromise } from '../../base/maybe-promise.ts';
import { writeGuid } from '../io/guid.ts';
import { callDriverRoutine } from '../ke/driver-frame.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import { EVENT } from '../sim/events.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const IRQL_CHANGED = 0x900;
const TAG = poolTag('PoSe');
const HANDLE_SIZE = 8;
const WORD = 4;

/** One value of one setting. */
export interface SettingChange {
  readonly guid: string;
  readonly value: number;
}

/** The settings that exist, all of one ULONG, with their values when the machine starts. */
export const POWER_SETTINGS = {
  GUID_ACDC_POWER_SOURCE: { guid: GUID_ACDC_POWER_SOURCE, value: 0 },
  GUID_BATTERY_PERCENTAGE_REMAINING: { guid: GUID_BATTERY_PERCENTAGE_REMAINING, value: 100 },
  GUID_CONSOLE_DISPLAY_STATE: { guid: GUID_CONSOLE_DISPLAY_STATE, value: 1 },
  GUID_GLOBAL_USER_PRESENCE: { guid: GUID_GLOBAL_USER_PRESENCE, value: 0 },
  GUID_LIDSWITCH_STATE_CHANGE: { guid: GUID_LIDSWITCH_STATE_CHANGE, value: 1 },
  GUID_LOW_POWER_EPOCH: { guid: GUID_LOW_POWER_EPOCH, value: 0 },
  GUID_MONITOR_POWER_ON: { guid: GUID_MONITOR_POWER_ON, value: 1 },
  GUID_POWER_SAVING_STATUS: { guid: GUID_POWER_SAVING_STATUS, value: 0 },
  GUID_SYSTEM_AWAYMODE: { guid: GUID_SYSTEM_AWAYMODE, value: 0 },
} as const satisfies Readonly<Record<string, SettingChange>>;

/** `GUID_LIDSWITCH_STATE_CHANGE`, or the identifier itself. */
export function settingName(guid: string): string {
  return Object.entries(POWER_SETTINGS).find(([, known]) => known.guid === guid)?.[0] ?? guid;
}

interface Registration {
  /** Canonical text. */
  readonly guid: string;
  readonly callback: POWER_SETTING_CALLBACK;
  readonly context: number;
  /** Indices of the driver and of its device object. */
  readonly driver: number;
  readonly device: number;
  /** Where it was registered, when somebody looks. */
  readonly site: Error | null;
}

export class PowerSettings {
  /** Set by the verifier. */
  siteOf: (driver: number) => Error | null = () => null;
  readonly #kernel: Kernel;
  readonly #values = new Map<string, number>(Object.values(POWER_SETTINGS).map(({ guid, value }) => [guid, value]));
  readonly #registrations = new Map<number, Registration>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** @param guid - canonical text. @returns undefined: there is no such setting */
  valueOf(guid: string): number | undefined {
    return this.#values.get(guid);
  }

  /**
   * The callback gets the present value before this returns. A setting that does not exist never changes.
   *
   * @returns handle 0 where the status is a failure
   * @source nf-wdm-poregisterpowersettingcallback
   */
  register(given: Omit<Registration, 'site'>): MaybePromise<{ readonly status: NTSTATUS; readonly handle: number }> {
    const handle = this.#kernel.pool.allocate(HANDLE_SIZE, TAG, 0, true);
    if (handle === 0) return { status: STATUS_INSUFFICIENT_RESOURCES, handle };
    const registration = { ...given, site: this.siteOf(given.driver) };
    this.#registrations.set(handle, registration);
    const value = this.#values.get(registration.guid);
    const called = value === undefined ? undefined : this.#call(registration, value);
    return chain(called, () => ({ status: STATUS_SUCCESS, handle }));
  }

  /** @source nf-wdm-pounregisterpowersettingcallback */
  unregister(handle: number): NTSTATUS {
    if (!this.#registrations.delete(handle)) return STATUS_INVALID_PARAMETER;
    this.#kernel.pool.free(handle);
    return STATUS_SUCCESS;
  }

  /** What a driver has registered for and not taken back. @param driver - its index */
  ofDriver(driver: number): readonly Registration[] {
    return [...this.#registrations.values()].filter((one) => one.driver === driver);
  }

  /** Tells everybody who has registered, one after the other, in the thread that runs. @returns false: it is that already */
  async set({ guid, value }: SettingChange): Promise<boolean> {
    if (this.#values.get(guid) === value) return false;
    this.#values.set(guid, value);
    this.#kernel.sim.hooks.onChange();
    for (const [handle, registration] of [...this.#registrations])
      if (registration.guid === guid && this.#registrations.has(handle)) await this.#call(registration, value);
    return true;
  }

  #call({ guid, callback, context, driver, device }: Registration, value: number): MaybePromise<void> {
    const { memory, pool, sim } = this.#kernel;
    const address = pool.allocate(GUID.size + WORD, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    const id = memory.view(GUID, address);
    writeGuid(id, guid);
    memory.u32[(address + GUID.size) >>> 2] = value;
    sim.record(
      EVENT.call,
      0,
      device,
      sim.recorder.intern(`PowerSettingCallback(${settingName(guid)} = ${value})`),
      0,
      0,
    );
    const before = sim.current.irql;
    const called = callDriverRoutine(this.#kernel, driver, device, () =>
      callback(id, address + GUID.size, WORD, context),
    );
    return chain(called, () => {
      const after = sim.current.irql;
      const routine = memory.addressOfRoutine(callback as Routine);
      if (after !== before) this.#kernel.bugCheck(INTERNAL_POWER_ERROR, IRQL_CHANGED, routine, before, after);
      pool.free(address);
    });
  }
}
