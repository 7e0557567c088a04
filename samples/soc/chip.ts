/** What the plug-in knows of one device. */
import { BOOLEAN, KDPC, KTIMER, LONG, POHANDLE, struct, ULONGLONG } from 'wdm';

/** One device of the soc. Its address is what the plug-in gives the framework as its own handle (PEPHANDLE). */
export class SOC_DEVICE extends struct('SOC_DEVICE', {
  /** What the framework calls the device (POHANDLE): work that is handed to it carries this one, never the other. */
  KernelHandle: POHANDLE,
  IsRailOn: BOOLEAN,
  IsClockOn: BOOLEAN,
  /** Whether a crash dump may need it. */
  IsDumpDevice: BOOLEAN,
  /** Whether the chip idles deeply only when it is in D3. */
  SleepsInStandby: BOOLEAN,
  /** Virtual time at which the rail was switched on. */
  SwitchedAt: ULONGLONG,
  /** A component whose clock is on its way, plus one; 0 = none. */
  PendingComponent: LONG,
  Timer: KTIMER,
  Dpc: KDPC,
}) {}
