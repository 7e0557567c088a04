/** What an adapter needs of Storport as a whole. */
import type { IoManager } from '../io/io-manager.ts';
import type { DpcQueue } from '../ke/dpc.ts';
import type { Kernel } from '../kernel.ts';
import type { HardwareNode } from '../pnp/hardware.ts';
import type { PnpManager } from '../pnp/pnp-manager.ts';
import type { HostAdapter } from './host-adapter.ts';
import type { MiniportInstance } from './instance.ts';
import type { StorportMistake } from './mistakes.ts';

/** An instance of a miniport, found by its device extension. */
export interface Known<Adapter> {
  readonly instance: MiniportInstance;
  /** null: it belongs to a dump run. */
  readonly adapter: Adapter | null;
}

export interface PortContext<Adapter> {
  readonly kernel: Kernel;
  readonly io: IoManager;
  readonly dpcs: DpcQueue;
  readonly pnp: PnpManager;
  /** By address of the device extension. */
  readonly instances: Map<number, Known<Adapter>>;
  /** The instance whose code runs now. */
  currentInstance: MiniportInstance | null;
  readonly onMistake: (mistake: StorportMistake) => void;
  hardwareOf(node: HardwareNode): HostAdapter;
}
