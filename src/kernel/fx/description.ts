/** What a driver says of its device when it registers it, copied out of the driver's memory. */

/** One F state. Latency and residency in 100 ns units; null = PO_FX_UNKNOWN_TIME. */
export interface IdleStateDescription {
  readonly transitionLatency: bigint | null;
  readonly residencyRequirement: bigint | null;
  /** Microwatts; null = PO_FX_UNKNOWN_POWER. */
  readonly nominalPower: number | null;
}

export interface ComponentDescription {
  /** The GUID in its text form; all zeros for most drivers. */
  readonly id: string;
  /** PO_FX_COMPONENT_FLAG_ bits; 0 in the first version of the structure. */
  readonly flags: number;
  readonly deepestWakeableIdleState: number;
  /** F0 first; never empty. */
  readonly idleStates: readonly IdleStateDescription[];
  /** Indices of the components of the same device that must be active while this one is. */
  readonly providers: readonly number[];
}

export interface DeviceDescription {
  /** PO_FX_VERSION_V1 to V3. */
  readonly version: number;
  /** PO_FX_DEVICE_FLAG_ bits. */
  readonly flags: number;
  readonly components: readonly ComponentDescription[];
}
