/** What a dump run starts from: saved while the system works, because after a bug check nobody can be asked. */
import {
  SRB_FUNCTION_DUMP_POINTERS,
  SRB_FUNCTION_FREE_DUMP_POINTERS,
  SRB_STATUS,
  SRB_STATUS_SUCCESS,
} from '../../abi/srb-constants.ts';
import { DUMP_MINIPORT_VERSION, STOR_FEATURE_DUMP_POINTERS } from '../../abi/storport-constants.ts';
import { MINIPORT_DUMP_POINTERS } from '../../abi/structs/storport.ts';
import type { Kernel } from '../kernel.ts';
import { poolTag } from '../mm/pool.ts';
import type { Adapter } from './adapter.ts';
import type { InterruptFacts } from './configuration.ts';
import type { HostAdapter } from './host-adapter.ts';
import type { RegisterRange } from './instance.ts';
import { type InstanceMemory, scsiCommand, type UnitAddress } from './srb.ts';
import type { Unit } from './unit.ts';

const TAG = poolTag('Dump');
const PAGE = 4096;
/** Extension, uncached extension and requests of the dump instance. */
const BLOCK_BYTES = 0x1_4000;
/** The common buffer: DUMP-04. */
const BUFFER_BYTES = 0x1_0000;

export interface Block {
  readonly start: number;
  readonly length: number;
}

export interface DumpSource {
  /** Name of the miniport, by which a fresh copy of it is made. */
  readonly miniport: string;
  /** Index of the run-time driver, which findings name. */
  readonly driver: number;
  /** Index of the adapter's device object. */
  readonly device: number;
  readonly hardware: HostAdapter;
  readonly registers: readonly RegisterRange[];
  readonly interrupt: InterruptFacts;
  readonly slot: number;
  readonly unit: UnitAddress;
  /** MiniportPrivateDumpData; 0: the miniport does not hand over any. */
  readonly miniportDumpData: number;
  /** Bytes. */
  readonly maximumTransfer: number;
  /** The miniport can read a hibernation image back: STOR_FEATURE_DUMP_RESUME_CAPABLE. */
  readonly features: number;
  /** Memory for the instance, page aligned. */
  readonly block: Block;
  /** Address of the common buffer: BUFFER_BYTES, page aligned. */
  readonly buffer: number;
  readonly bufferLength: number;
  /** Pool to give back. */
  readonly memory: number;
  /** Address of the MINIPORT_DUMP_POINTERS; 0: there is none. */
  readonly pointers: number;
}

/** null: it failed, with the reason. */
export type Saved = { readonly source: DumpSource } | { readonly source: null; readonly why: string };

/** DUMP-04, steps 4 and 5: at PASSIVE_LEVEL. `done` comes when the miniport has answered SRB_FUNCTION_DUMP_POINTERS. */
export function saveDumpSource(adapter: Adapter, unit: Unit, done: (saved: Saved) => void): void {
  const { kernel } = adapter.storport;
  const { pool, memory } = kernel;
  const { instance, registration, transport } = adapter;
  const block = pool.allocate(BLOCK_BYTES + BUFFER_BYTES + PAGE, TAG, 0, true);
  const pointers = pool.allocate(MINIPORT_DUMP_POINTERS.size, TAG, 0, true);
  if (instance === null || transport === null || block === 0 || pointers === 0) {
    for (const address of [block, pointers]) if (address !== 0) pool.free(address);
    done({ source: null, why: instance === null ? 'the adapter is not started' : 'there is no memory for it' });
    return;
  }
  const start = Math.ceil(block / PAGE) * PAGE;
  const base = {
    miniport: kernel.sim.directory.driverName(registration.driver),
    driver: registration.driver,
    device: adapter.device,
    hardware: adapter.hardware,
    registers: instance.registers,
    interrupt: { level: instance.config.BusInterruptLevel, vector: instance.config.BusInterruptVector },
    slot: adapter.node.number,
    unit: { path: unit.path, target: unit.target, lun: unit.lun },
    features: registration.features,
    block: { start, length: BLOCK_BYTES },
    buffer: start + BLOCK_BYTES,
    bufferLength: BUFFER_BYTES,
    memory: block,
  };
  const maximum = instance.config.MaximumTransferLength;
  if ((registration.features & STOR_FEATURE_DUMP_POINTERS) === 0) {
    pool.free(pointers);
    done({ source: { ...base, miniportDumpData: 0, maximumTransfer: maximum, pointers: 0 } });
    return;
  }
  const command = scsiCommand([], null, {
    function: SRB_FUNCTION_DUMP_POINTERS,
    buffer: pointers,
    length: MINIPORT_DUMP_POINTERS.size,
  });
  transport.submit(unit, {
    command,
    busyTries: 0,
    done: ({ status }) => {
      const answer = memory.view(MINIPORT_DUMP_POINTERS, pointers);
      if (SRB_STATUS(status) !== SRB_STATUS_SUCCESS || answer.Version !== DUMP_MINIPORT_VERSION) {
        for (const address of [block, pointers]) pool.free(address);
        done({ source: null, why: `SRB_FUNCTION_DUMP_POINTERS ended with status 0x${status.toString(16)}` });
        return;
      }
      const own = answer.MaximumTransferLength;
      const maximumTransfer = own === 0 ? maximum : Math.min(own, maximum);
      done({ source: { ...base, miniportDumpData: answer.MiniportPrivateDumpData, maximumTransfer, pointers } });
    },
  });
}

/** DUMP-06: the stack is unloaded, or the device goes. */
export function releaseDumpSource(adapter: Adapter, unit: Unit, source: DumpSource): void {
  const { pool } = adapter.storport.kernel;
  const free = (): void => {
    for (const address of [source.memory, source.pointers]) if (address !== 0) pool.free(address);
  };
  if (source.pointers === 0 || adapter.transport === null) {
    free();
    return;
  }
  const command = scsiCommand([], null, {
    function: SRB_FUNCTION_FREE_DUMP_POINTERS,
    buffer: source.pointers,
    length: MINIPORT_DUMP_POINTERS.size,
  });
  // The miniport gives back pool, and the adapter may be off, or gone.
  adapter.transport.submitNow(unit, { command, busyTries: 0, done: free });
}

const ALIGN = 16;

/** Memory of one run: what is taken last is given back first. Zeroed when it is handed out. */
export function dumpMemoryOver(kernel: Kernel, block: Block): InstanceMemory {
  let next = block.start;
  const before: number[] = [];
  return {
    allocate: (size) => {
      const address = next;
      const end = Math.ceil((next + size) / ALIGN) * ALIGN;
      if (end > block.start + block.length) return 0;
      before.push(address);
      next = end;
      kernel.memory.u8.fill(0, address, end);
      return address;
    },
    free: (address) => {
      if (before.at(-1) !== address) return;
      before.pop();
      next = address;
    },
  };
}
