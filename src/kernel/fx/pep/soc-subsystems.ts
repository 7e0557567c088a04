/** Parts of the chip that a plug-in keeps accounts of: what keeps the platform out of an idle state (PEP-39). */
import * as numbers from '../../../abi/pep-constants.ts';
import {
  PEP_QUERY_SOC_SUBSYSTEM,
  PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME,
  PEP_QUERY_SOC_SUBSYSTEM_COUNT,
  PEP_QUERY_SOC_SUBSYSTEM_METADATA,
  PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING,
  PEP_SOC_SUBSYSTEM_METADATA,
} from '../../../abi/structs/pep-platform.ts';
import { UNICODE_STRING } from '../../../abi/structs/rtl.ts';
import { assert } from '../../../base/assert.ts';
import type { Kernel } from '../../kernel.ts';
import { poolTag } from '../../mm/pool.ts';
import type { SubsystemReport } from '../platform-extension.ts';
import type { Notifier } from './notification.ts';

const TAG = poolTag('PepB');
const NAME_BYTES = 128;
const POINTER = 4;
const TICKS_PER_MS = 10_000n;
/** Of subsystems, and of facts about one: more is not meant. */
const MOST = 256;

interface Subsystem {
  readonly name: string;
  readonly parent: string;
  readonly handle: number;
  readonly metadata: number;
}

export class SocSubsystems {
  readonly #kernel: Kernel;
  readonly #notifier: Notifier;
  readonly #byState = new Map<number, readonly Subsystem[]>();

  constructor(kernel: Kernel, notifier: Notifier) {
    this.#kernel = kernel;
    this.#notifier = notifier;
  }

  /** Asks which subsystems there are. @param state - platform idle state */
  async learn(state: number): Promise<void> {
    const count = await this.#notifier.send(
      null,
      {
        number: numbers.PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT,
        type: PEP_QUERY_SOC_SUBSYSTEM_COUNT,
        fill: (data) => Object.assign(data, { PlatformIdleStateIndex: state }),
        facts: `state ${state}`,
        answer: ({ SubsystemCount }) => `${SubsystemCount} subsystems`,
      },
      (data, isHandled) => (isHandled ? Math.min(data.SubsystemCount, MOST) : 0),
    );
    const found: Subsystem[] = [];
    for (let index = 0; index < count; index += 1) {
      const one = await this.#describe(state, index);
      // Once it does not handle one, it is asked nothing more about the state.
      if (one === null) return;
      found.push(one);
    }
    this.#byState.set(state, found);
  }

  async reset(state: number): Promise<void> {
    if ((this.#byState.get(state) ?? []).length === 0) return;
    await this.#notifier.send(
      null,
      {
        number: numbers.PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING,
        type: PEP_RESET_SOC_SUBSYSTEM_ACCOUNTING,
        fill: (data) => Object.assign(data, { PlatformIdleStateIndex: state }),
        facts: `state ${state}`,
      },
      () => {},
    );
  }

  async query(state: number): Promise<readonly SubsystemReport[]> {
    const reports: SubsystemReport[] = [];
    for (const subsystem of this.#byState.get(state) ?? []) {
      const blocked = await this.#blockingTime(state, subsystem);
      const metadata = subsystem.metadata === 0 ? [] : await this.#metadata(state, subsystem);
      reports.push({ name: subsystem.name, parent: subsystem.parent, blocked, metadata });
    }
    return reports;
  }

  async #describe(state: number, index: number): Promise<Subsystem | null> {
    const room = this.#allocate(2 * NAME_BYTES);
    const name = (string: UNICODE_STRING): string => this.#kernel.memory.readWide(string.Buffer, string.Length);
    const found = await this.#notifier.send(
      null,
      {
        number: numbers.PEP_DPM_QUERY_SOC_SUBSYSTEM,
        type: PEP_QUERY_SOC_SUBSYSTEM,
        fill: (data) => {
          data.PlatformIdleStateIndex = state;
          data.SubsystemIndex = index;
          this.#makeRoom(data.ParentName, room);
          this.#makeRoom(data.SubsystemName, room + NAME_BYTES);
        },
        facts: `state ${state}, subsystem ${index}`,
        answer: (data) => name(data.SubsystemName),
      },
      (data, isHandled) =>
        isHandled
          ? {
              name: name(data.SubsystemName),
              parent: name(data.ParentName),
              handle: data.SubsystemHandle,
              metadata: Math.min(data.MetadataCount, MOST),
            }
          : null,
    );
    this.#kernel.pool.free(room);
    return found;
  }

  async #blockingTime(state: number, { name, handle }: Subsystem): Promise<bigint> {
    const string = this.#stringOf(name);
    const blocked = await this.#notifier.send(
      null,
      {
        number: numbers.PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME,
        type: PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME,
        fill: (data) =>
          Object.assign(data, { PlatformIdleStateIndex: state, SubsystemHandle: handle, SubsystemName: string }),
        facts: name,
        answer: ({ BlockingTime }) => `${BlockingTime / TICKS_PER_MS} ms`,
      },
      (data, isHandled) => (isHandled ? data.BlockingTime : 0n),
    );
    this.#kernel.pool.free(string.address);
    return blocked;
  }

  async #metadata(state: number, subsystem: Subsystem): Promise<SubsystemReport['metadata']> {
    const { memory, pool } = this.#kernel;
    const string = this.#stringOf(subsystem.name);
    const items = Array.from({ length: subsystem.metadata }, () => this.#metadataItem());
    const list = this.#allocate(PEP_QUERY_SOC_SUBSYSTEM_METADATA.size + (items.length - 1) * POINTER);
    const view = memory.view(PEP_QUERY_SOC_SUBSYSTEM_METADATA, list);
    for (const [index, item] of items.entries()) view.Metadata.set(index, item);
    const text = ({ Buffer, Length }: UNICODE_STRING): string => memory.readWide(Buffer, Length);
    const found = await this.#notifier.sendAt(
      null,
      list,
      {
        number: numbers.PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA,
        type: PEP_QUERY_SOC_SUBSYSTEM_METADATA,
        fill: (data) =>
          Object.assign(data, {
            PlatformIdleStateIndex: state,
            SubsystemHandle: subsystem.handle,
            SubsystemName: string,
            MetadataCount: items.length,
          }),
        facts: subsystem.name,
      },
      (_data, isHandled) => (isHandled ? items.map(({ Key, Value }) => [text(Key), text(Value)] as const) : []),
    );
    for (const { address } of items) pool.free(address);
    pool.free(string.address);
    return found;
  }

  #metadataItem(): PEP_SOC_SUBSYSTEM_METADATA {
    const address = this.#allocate(PEP_SOC_SUBSYSTEM_METADATA.size + 2 * NAME_BYTES);
    const item = this.#kernel.memory.view(PEP_SOC_SUBSYSTEM_METADATA, address);
    this.#makeRoom(item.Key, address + PEP_SOC_SUBSYSTEM_METADATA.size);
    this.#makeRoom(item.Value, address + PEP_SOC_SUBSYSTEM_METADATA.size + NAME_BYTES);
    return item;
  }

  #makeRoom(string: UNICODE_STRING, address: number): void {
    string.Length = 0;
    string.MaximumLength = NAME_BYTES;
    string.Buffer = address;
  }

  #stringOf(text: string): UNICODE_STRING {
    const string = this.#kernel.memory.view(UNICODE_STRING, this.#allocate(UNICODE_STRING.size + NAME_BYTES + 2));
    this.#makeRoom(string, string.address + UNICODE_STRING.size);
    string.Length = text.length * 2;
    this.#kernel.memory.writeWide(string.Buffer, text);
    return string;
  }

  #allocate(bytes: number): number {
    const address = this.#kernel.pool.allocate(bytes, TAG, 0, true);
    assert(address !== 0, 'the pool of the system is used up');
    this.#kernel.memory.u8.fill(0, address, address + bytes);
    return address;
  }
}
