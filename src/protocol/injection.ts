/** What a user can do to a running machine: one JSON object each. */

export const USAGE_TYPES = ['paging', 'hibernation', 'dump', 'boot', 'postDisplay', 'guestAssigned'] as const;
export type UsageType = (typeof USAGE_TYPES)[number];

export const PNP_REQUESTS = [
  'start',
  'queryStop',
  'stop',
  'cancelStop',
  'queryRemove',
  'remove',
  'cancelRemove',
  'surpriseRemove',
  'disable',
  'enable',
  'eject',
  'lock',
  'unlock',
  'rebalance',
  'rescan',
  'plugIn',
  'unplug',
] as const;
export type PnpRequest = (typeof PNP_REQUESTS)[number];

export interface UsageInjection {
  readonly op: 'usage';
  readonly device: string;
  readonly type: UsageType;
  /** true: the file is created on the device; false: it was removed. */
  readonly inPath: boolean;
  /** Send the removal of a file although there is none on the device. */
  readonly force?: boolean;
}

export interface PnpInjection {
  readonly op: 'pnp';
  readonly device: string;
  readonly request: PnpRequest;
  /** Send a raw request although it is illegal in the device's state. */
  readonly force?: boolean;
}

export interface BugcheckInjection {
  readonly op: 'bugcheck';
  /** A number, or a documented name such as `MANUALLY_INITIATED_CRASH`. */
  readonly code: number | string;
  readonly parameters?: readonly (number | string)[];
  /** Not now, but this many steps later; a step is a request that enters a driver or comes back from one. */
  readonly after?: number;
}

export interface FaultInjection {
  readonly op: 'fault';
  /** One of the two: where it strikes. */
  readonly device?: string;
  readonly driver?: string;
  /** An IRP minor or major by name (`IRP_MN_START_DEVICE`, `IRP_MJ_READ`), or a routine (`IoCreateDevice`). */
  readonly at: string;
  /** An NTSTATUS by name or number, `drop`, or `delay`. */
  readonly status: string | number;
  /** With `delay`: virtual time, such as `5s`, `20ms`. */
  readonly by?: string;
  /** How often; 1 unless told. */
  readonly times?: number;
  /** How many matches pass first; 0 unless told. */
  readonly after?: number;
}

export interface AdvanceInjection {
  readonly op: 'advance';
  /** A duration: `100ns`, `5us`, `20ms`, `5s`, `2min`. */
  readonly by: string;
}

export interface RunInjection {
  readonly op: 'run';
  /** `idle`, or an event pattern: `{ "kind": "irpDone", "device": "disk0" }`. */
  readonly until?: 'idle' | Readonly<Record<string, string | number | boolean>>;
}

export interface ExpectInjection {
  readonly op: 'expect';
  /** Where in the state: `devices.disk0.specialFiles.paging`, `violations.length`. */
  readonly path: string;
  readonly equals: unknown;
}

/** `open` and `close`: a program opens a handle to the device, or closes the oldest that it has. */
export const IO_REQUESTS = ['read', 'write', 'flush', 'ioctl', 'open', 'close'] as const;
export type IoRequest = (typeof IO_REQUESTS)[number];

export interface IoInjection {
  readonly op: 'io';
  readonly device: string;
  readonly request: IoRequest;
  readonly offset?: number;
  readonly length?: number;
  /** With `write`: text, or bytes as hex behind `hex:`. */
  readonly data?: string;
  /** With `ioctl`: the control code. */
  readonly code?: number;
  /** false: the program goes on without the answer, which counts in `userIo` when it comes. */
  readonly wait?: boolean;
}

/** The system needs a page from the page file on a device. */
export interface PageInInjection {
  readonly op: 'pageIn';
  readonly device: string;
}

export const SYSTEM_POWER_REQUESTS = [
  'sleep',
  'hibernate',
  'hybridSleep',
  'hybridShutdown',
  'shutdown',
  'powerOff',
  'restart',
  'lowBattery',
  'thermalShutdown',
] as const;
export type SystemPowerRequest = (typeof SYSTEM_POWER_REQUESTS)[number];

/** Power settings that a driver can register for (PoRegisterPowerSettingCallback). */
export const POWER_SETTING_NAMES = [
  'GUID_ACDC_POWER_SOURCE',
  'GUID_BATTERY_PERCENTAGE_REMAINING',
  'GUID_CONSOLE_DISPLAY_STATE',
  'GUID_GLOBAL_USER_PRESENCE',
  'GUID_LIDSWITCH_STATE_CHANGE',
  'GUID_LOW_POWER_EPOCH',
  'GUID_MONITOR_POWER_ON',
  'GUID_POWER_SAVING_STATUS',
  'GUID_SYSTEM_AWAYMODE',
] as const;
export type PowerSettingName = (typeof POWER_SETTING_NAMES)[number];

export const POWER_REQUESTS = [
  ...SYSTEM_POWER_REQUESTS,
  'standby',
  'wake',
  'setting',
  'latency',
  'setDevice',
  'queryDevice',
  'battery',
  'mains',
] as const;
export type PowerRequestName = (typeof POWER_REQUESTS)[number];
export const POWER_STATES = ['S1', 'S2', 'S3', 'D0', 'D1', 'D2', 'D3'] as const;

/** The system, or one device, goes to another power state. */
export interface PowerInjection {
  readonly op: 'power';
  readonly request: PowerRequestName;
  /** With `sleep`: `S1` to `S3`, S3 unless told. With `setDevice` and `queryDevice`: `D0` to `D3`. */
  readonly state?: (typeof POWER_STATES)[number];
  /** With `setDevice` and `queryDevice`. With `wake`: the device whose hardware signals; a user wakes unless told. */
  readonly device?: string;
  /** A system request that nobody is asked about first: IRP_MN_QUERY_POWER is left out. */
  readonly critical?: boolean;
  /** With `setting`: which one, and its new value. */
  readonly setting?: PowerSettingName;
  readonly value?: number;
  /** With `latency`: how long the system tolerates to wait for a component, a duration such as `10ms`. */
  readonly time?: string;
  /** With `wake`: memory has lost its power meanwhile, so the system comes back from the hibernation file. */
  readonly powerLost?: boolean;
}

export const POFX_REQUESTS = [
  'activate',
  'idle',
  'latency',
  'residency',
  'wake',
  'idleTimeout',
  'surprisePowerOn',
  'directedDown',
  'directedUp',
] as const;
export type PoFxRequest = (typeof POFX_REQUESTS)[number];

/** Something comes to a device of the power framework from outside of its driver. */
export interface PoFxInjection {
  readonly op: 'pofx';
  readonly device: string;
  readonly request: PoFxRequest;
  /** Index of the component; 0 unless told. */
  readonly component?: number;
  /** With `latency`, `residency` and `idleTimeout`: a duration such as `10ms`. */
  readonly time?: string;
  /** With `wake`: whether the component may have to wake; true unless told. */
  readonly wake?: boolean;
}

/** The machine is docked or undocked: its hardware profile changes. */
export interface HardwareProfileInjection {
  readonly op: 'hardwareProfileChange';
  /** Called off after the drivers have been asked. */
  readonly cancel?: boolean;
}

export const WMI_REQUESTS = [
  'query',
  'set',
  'execute',
  'enableEvents',
  'disableEvents',
  'enableCollection',
  'disableCollection',
] as const;
export type WmiRequest = (typeof WMI_REQUESTS)[number];

/** A management program uses a data block that a driver has registered with WMI. */
export interface WmiInjection {
  readonly op: 'wmi';
  readonly device: string;
  readonly request: WmiRequest;
  /** Of the block: `{12345678-…}`. */
  readonly guid: string;
  /** 0 unless told; a query without it asks for all. */
  readonly instance?: number;
  /** With `set`: one item of the instance alone. */
  readonly item?: number;
  /** With `execute`. */
  readonly method?: number;
  /** With `set` and `execute`: text, or bytes as hex behind `hex:`. */
  readonly data?: string;
}

export type Injection =
  | UsageInjection
  | PnpInjection
  | BugcheckInjection
  | FaultInjection
  | AdvanceInjection
  | RunInjection
  | ExpectInjection
  | IoInjection
  | PageInInjection
  | HardwareProfileInjection
  | WmiInjection
  | PoFxInjection
  | PowerInjection;

export interface InjectionResult {
  /** false: refused or failed; `message` says why. */
  readonly ok: boolean;
  readonly status: string;
  /** One or two sentences for people: what happened and what it changed. */
  readonly message: string;
  /** It has not ended, and never will: something that it waits for does not come. Left out where it has. */
  readonly unfinished?: boolean;
  /** Who said no, where somebody did: `disk0/auditflt`. */
  readonly vetoedBy?: string;
  /** Events that it caused: first and one past the last. */
  readonly events: readonly [number, number];
  /** Devices whose state changed. */
  readonly changed: readonly string[];
  readonly violations: readonly string[];
  /** With `expect`: what was found when it differed. */
  readonly difference?: { readonly path: string; readonly expected: unknown; readonly actual: unknown };
}
