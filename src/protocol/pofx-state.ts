/** A device of the power framework as everyone outside the host sees it. */

/** A callback that its driver has got and has not answered yet. */
export interface OutstandingCallback {
  /** Field of the PO_FX_DEVICE; `IRP_MN_SET_POWER for S0` for what is owed after a return to S0. */
  readonly callback: string;
  /** Routine that is awaited. */
  readonly answer: string;
  /** Virtual time as text, as in all of the state. */
  readonly since: string;
}

export interface PoFxComponentState {
  /** A state of the machine `pofx-component.condition`. */
  readonly condition: string;
  /** Its registers may be touched. */
  readonly active: boolean;
  /** `F0`, `F1`, … */
  readonly state: string;
  /** The F state to which it changes; left out while nothing changes. */
  readonly changesTo?: string;
  readonly references: number;
  /** Components of the device that must be active while this one is. Left out: none. */
  readonly providers?: readonly number[];
  /** What the driver said with PoFxSetComponentLatency and PoFxSetComponentResidency, in 100 ns; null: nothing. */
  readonly latency: string | null;
  readonly residency: string | null;
  readonly wake: boolean;
  readonly outstanding: OutstandingCallback | null;
}

export interface PoFxState {
  /** POHANDLE, as text. */
  readonly handle: string;
  /** Name of the plug-in that owns the device. */
  readonly owner: string;
  /** A state of the machine `pofx-device`. */
  readonly state: string;
  /** The driver has been told, or may assume, that the device must be in D0. */
  readonly powerRequired: boolean;
  /** PoFxReportDevicePoweredOn is owed. */
  readonly owesReport: boolean;
  /** In 100 ns. */
  readonly idleTimeout: string;
  /** When the idle timer is due; null: it does not run. */
  readonly idleTimerDue: string | null;
  readonly outstanding: OutstandingCallback | null;
  /** D state that the driver aims at in the deepest idle state of the platform; null: any. */
  readonly targetDripsState: string | null;
  readonly components: readonly PoFxComponentState[];
  /** Its plug-in can power it on for a crash dump. */
  readonly crashdumpDevice: boolean;
}
