import { DevicePowerState, PowerSystemWorking, SystemPowerState } from '../../abi/enums.ts';
import { IRP_MN_QUERY_POWER, IRP_MN_SET_POWER } from '../../abi/irp-codes.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Place } from './rule.ts';

/** Of an IO_STACK_LOCATION for IRP_MN_SET_POWER or IRP_MN_QUERY_POWER. */
const TYPE = 8;
const STATE = 12;
const SHUTDOWN_TYPE = 16;

/** What a power IRP asks for. */
export interface PowerFacts {
  readonly minor: number;
  /** POWER_STATE_TYPE */
  readonly type: number;
  /** SYSTEM_POWER_STATE or DEVICE_POWER_STATE */
  readonly state: number;
  /** POWER_ACTION */
  readonly shutdownType: number;
}

export function powerFactsAt(u32: Uint32Array, location: number, minor: number): PowerFacts {
  const word = (offset: number): number => u32[(location + offset) >>> 2] ?? 0;
  return { minor, type: word(TYPE), state: word(STATE), shutdownType: word(SHUTDOWN_TYPE) };
}

/** One power IRP at one device object. */
export class PowerVisit implements Place, PowerFacts {
  /** The driver has reported the state that this request is for. */
  hasReported = false;
  readonly irp: number;
  readonly device: number;
  readonly driver: number;
  /** Major << 8 | minor, as it came. */
  readonly code: number;
  readonly minor: number;
  readonly type: number;
  readonly state: number;
  readonly shutdownType: number;
  /** null: its stack is not in the device tree. */
  readonly devnode: Devnode | null;
  readonly isBottom: boolean;
  /** Name of the dispatch routine. */
  readonly routine: string;
  readonly isRunning = false;
  /** Where the driver last did something with the IRP. */
  site: Error | null = null;
  /** From which routine it has asked for a device state because of the IRP. */
  asksFrom: 'dispatch' | 'completion' | null = null;
  /** An injected fault stands in for the driver. */
  isFaulted = false;

  constructor(
    facts: PowerFacts & Pick<PowerVisit, 'irp' | 'device' | 'driver' | 'code' | 'devnode' | 'isBottom' | 'routine'>,
  ) {
    this.irp = facts.irp;
    this.device = facts.device;
    this.driver = facts.driver;
    this.code = facts.code;
    this.minor = facts.minor;
    this.type = facts.type;
    this.state = facts.state;
    this.shutdownType = facts.shutdownType;
    this.devnode = facts.devnode;
    this.isBottom = facts.isBottom;
    this.routine = facts.routine;
  }

  get isSystemSet(): boolean {
    return this.minor === IRP_MN_SET_POWER && this.type === SystemPowerState;
  }

  get isDeviceSet(): boolean {
    return this.minor === IRP_MN_SET_POWER && this.type === DevicePowerState;
  }

  get isSystemQuery(): boolean {
    return this.minor === IRP_MN_QUERY_POWER && this.type === SystemPowerState;
  }

  /** The system goes to sleep, or off. */
  get isSystemDown(): boolean {
    return this.isSystemSet && this.state > PowerSystemWorking;
  }
}
