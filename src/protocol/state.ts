/** The machine as everyone outside the host sees it. Additions are fine; renames break users' scripts. */

import type { DumpStackState } from './dump-stack-state.ts';
import type { PoFxState } from './pofx-state.ts';
import type { LoggedIrpState, VerificationState } from './verification.ts';

/** An address or another 32-bit quantity, as text: `0x` and lower-case hex digits. */
export type Hex = string;

/** Virtual time as text, in seconds with seven decimals: `0.0012300s`. */
export type TimeText = string;

export type RunState = 'starting' | 'running' | 'idle' | 'paused' | 'crashed' | 'stopped';

export interface SpecialFileCounts {
  readonly paging: number;
  readonly hibernation: number;
  readonly dump: number;
  readonly boot: number;
}

export interface ProblemState {
  /** A CM_PROB_ code, as Device Manager shows it. */
  readonly code: number;
  readonly name: string;
  /** One sentence for people. */
  readonly text: string;
}

export interface ResourceState {
  readonly type: 'memory' | 'port' | 'interrupt';
  /** First address or port, or the interrupt. */
  readonly start: Hex;
  /** Bytes or ports; 1 for an interrupt. */
  readonly length: number;
  readonly shared: boolean;
}

export type StackRole = 'upperFilter' | 'function' | 'lowerFilter' | 'bus';

/** One device object of a stack. */
export interface StackEntry {
  readonly driver: string;
  readonly role: StackRole;
  readonly object: Hex;
  readonly name: string | null;
  /** DEVICE_OBJECT.Flags by name, in bit order. */
  readonly flags: readonly string[];
  /** Its driver has deleted it, and others still stand on it or refer to it. */
  readonly deleted?: true;
  /** Special-file counts that left this object's dispatch routine upward with success. */
  readonly pagingPathCount: number;
  readonly specialFiles: SpecialFileCounts;
  /** The driver's own source, when it is a user's: path as in the machine file. */
  readonly source: string | null;
}

/** A power IRP that is in a device's stack, or waits for its turn. */
export interface PowerRequestState {
  /** `IRP_MN_SET_POWER`, `IRP_MN_QUERY_POWER` or `IRP_MN_WAIT_WAKE`. */
  readonly minor: string;
  /** `S3`, `D0`. */
  readonly state: string;
  readonly irp: Hex;
  /** Name of the driver in whose stack location it stands; null while it waits for its turn. */
  readonly heldBy: string | null;
  readonly since: TimeText;
}

export interface DevicePowerView {
  /** `S0` to `S5`: the system state that its stack was told last. */
  readonly system: string;
  /** What its bus driver has reported: `D0` to `D3`. */
  readonly device: string;
  /** What the device itself is in: `d0`, `d0Uninit`, `d1`, `d2`, `d3hot`, `d3cold`. */
  readonly hardware: string;
  /** What its power policy owner is about: a state of the machine `device-power.policy`. */
  readonly policy: string;
  /** Its drivers may be paged out: DO_POWER_PAGABLE of its PDO. */
  readonly pageable: boolean;
  /** In the stack first, then waiting. Left out when there are none. */
  readonly requests?: readonly PowerRequestState[];
}

/** The system's own power. */
export interface SystemPowerState {
  /** A state of the machine `system-power`. */
  readonly state: string;
  /** `battery` or `mains`. */
  readonly source: 'battery' | 'mains';
  /** Devices that woke the system last. */
  readonly wokenBy: readonly string[];
  /** A state of the machine `standby`; left out while the system is not in standby. */
  readonly standby?: string;
  /** Device objects whose drivers keep the system from sleeping by itself (PoSetPowerRequest); left out when there are none. */
  readonly keptAwakeBy?: readonly string[];
}

export interface DeviceState {
  readonly id: string;
  readonly instancePath: string;
  /** null for the root only. */
  readonly parent: string | null;
  readonly children: readonly string[];
  /** Where a view by connection shows it, when that is not its parent: a volume under the disk on which it lies. */
  readonly shownUnder?: string;
  /** The other side of it: devices that a view by connection shows below this one beside its children. */
  readonly shownHere?: readonly string[];
  /** `root`, `acpi`, `pci`, `storport`, `disk`, `partition`, `volume`, `null`, or the name of a user's function driver. */
  readonly kind: string;
  readonly description: string;
  readonly hardwareIds: readonly string[];
  readonly service: string | null;
  /** The device PnP machine's state. */
  readonly pnp: string;
  /**
   * The states that its other lifecycles are in, by the id of the chart that draws them. A component of the power
   * framework after the first has its index behind: `pofx-component.condition/1`.
   */
  readonly lifecycles: Readonly<Record<string, string>>;
  /** Newest first. */
  readonly previous: readonly string[];
  readonly problem: ProblemState | null;
  readonly power: DevicePowerView;
  readonly specialFiles: SpecialFileCounts;
  readonly notDisableable: boolean;
  /** Its drivers have reported PNP_DEVICE_DONT_DISPLAY_IN_UI: Device Manager hides it. */
  readonly hidden?: true;
  /** Files open on the device; left out when there are none. */
  readonly openHandles?: number;
  /** What the PnP manager has given to it; left out when it has nothing. */
  readonly resources?: readonly ResourceState[];
  /** Device interfaces that its drivers have registered; left out when there are none. */
  readonly interfaces?: readonly { readonly link: string; readonly class: string; readonly enabled: boolean }[];
  /** Reported present by its bus. A device that was unplugged stays listed until its last handle is closed. */
  readonly present: boolean;
  /** How it can leave its slot while the system runs; left out: not at all. */
  readonly slot?: 'removable' | 'ejectable' | 'locked';
  /** null: its driver has not registered it with the power framework. */
  readonly pofx: PoFxState | null;
  /** Top first; the last entry is the PDO. */
  readonly stack: readonly StackEntry[];
  /** The last requests, oldest first; left out unless IRP logging is on. */
  readonly irpLog?: readonly LoggedIrpState[];
  /** Violations recorded against this device's drivers. */
  readonly violations: number;
}

export interface IrpState {
  readonly address: Hex;
  readonly major: string;
  readonly minor: string | null;
  /** `deviceId/driver`: where the IRP is now. */
  readonly at: string;
  readonly device: string;
  readonly driver: string;
  /** Index into that device's `stack`. */
  readonly stackIndex: number;
  readonly direction: 'down' | 'up';
  readonly pendingSince: TimeText | null;
  readonly heldBy: string | null;
  /** What the holder waits for, in words; null when it is running or queued. */
  readonly waitingFor: string | null;
  /** IoStatus.Status by name. */
  readonly status: string;
  /** The IRP that the same thread was handling when it sent this one. */
  readonly cause: Hex | null;
  /** Decoded parameters, names as in the WDK. */
  readonly args: Readonly<Record<string, string | number | boolean>>;
}

export interface ViolationState {
  readonly rule: string;
  readonly title: string;
  readonly message: string;
  readonly remedy: string;
  readonly driver: string;
  readonly device: string | null;
  readonly file: string | null;
  /** 1-based; null where no driver frame was on the stack. */
  readonly line: number | null;
  readonly column: number | null;
  readonly irp: Hex | null;
  readonly time: TimeText;
  readonly event: number;
  readonly bugcheck: Hex | null;
  /** Of a rule of the verifier. */
  readonly level?: 'error' | 'warning';
  /** What goes wrong on a real system because of it. */
  readonly why?: string;
  /** Page of the public documentation. */
  readonly document?: string;
  /** Names of the published DDI-compliance rules that this is, other than `rule`; left out where there are none. */
  readonly published?: readonly string[];
  /** Steps of the same driver that led to it, each at its line. */
  readonly earlier?: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly message: string;
  }[];
}

/** One device on the way to the dump file, when the machine stopped. */
export interface DumpDeviceState {
  readonly id: string;
  /** What its hardware was in: `d0`, `d0Uninit`, `d1`, `d2`, `d3hot`, `d3cold`. */
  readonly hardware: string;
  /** Its entry in the crash-dump chain: what PoFxRegisterCrashdumpDevice has led to. */
  readonly entry: 'absent' | 'withRoutine' | 'withoutRoutine' | 'powering' | 'on' | 'failed';
  /** What PoFxPowerOnCrashdumpDevice returned, by name; null: not called, because PoFx does not know the device. */
  readonly powerOn: string | null;
  /** It has power now. A disk behind an adapter that has need not: the adapter's dump driver starts it. */
  readonly powered: boolean;
  /** What its plug-in's routine did that it may not do after a bug check. */
  readonly violations: readonly string[];
  /** Why nothing can be written through it; null: it can. */
  readonly reason: string | null;
}

export interface DumpPathState {
  readonly canBeWritten: boolean;
  /** One sentence for people: whether, and if not which device and why. */
  readonly text: string;
  /** Parents before children. */
  readonly devices: readonly DumpDeviceState[];
  /** What the dump stack did; left out when there is none. */
  readonly run?: {
    /** The device with the dump file; null when the stack was not loaded. */
    readonly file: string | null;
    /** State of the stack in which it ended: `done` when the dump is on the disk. */
    readonly stage: string;
    /** Why it failed, and what helps; null: it has not. */
    readonly reason: string | null;
    readonly remedy: string | null;
    /** Into the file. */
    readonly bytes: number;
    /** To the disk. */
    readonly requests: number;
  };
  /** Bug checks inside of the bug check, by name: they stop nothing. */
  readonly nested: readonly { readonly code: string; readonly step: string }[];
}

/** The dump that the machine found on its disks when it booted, and has taken out: MEMORY.DMP. */
export interface MemoryDumpState {
  /** As Windows names it. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Of the bug check that it is about. */
  readonly code: number;
  readonly name: string;
  /** Name of a later bug check, whose dump is lost: the file may not be overwritten. Left out when there is none. */
  readonly dropped?: string;
}

export interface BugcheckState {
  readonly code: number;
  readonly name: string;
  readonly parameters: readonly [Hex, Hex, Hex, Hex];
  /** What each parameter means for this code. */
  readonly meanings: readonly [string, string, string, string];
  /** What each is in this machine: a status by name, an IRP, a device object; empty where it is only a number. */
  readonly values?: readonly [string, string, string, string];
  readonly text: string;
  readonly driver: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly event: number;
  /** The device whose dump file holds the dump; null when none was written. */
  readonly dump: string | null;
  /** Whether the dump was written, and how far it came; left out when the machine has no dump file. */
  readonly dumpPath?: DumpPathState;
}

export interface PausedState {
  /** The event that would happen next. */
  readonly event: number;
  readonly reason: 'pause' | 'step' | 'breakpoint';
  /** One sentence: `IRP_MN_DEVICE_USAGE_NOTIFICATION is about to enter disk0/auditflt`. */
  readonly text: string;
  readonly device: string | null;
  readonly driver: string | null;
  readonly irp: Hex | null;
}

/** A line of a driver. */
export interface SourceLine {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Bytes of one block that share a state. */
export interface DumpMemoryRange {
  readonly start: Hex;
  /** Bytes. */
  readonly length: number;
  /**
   * `marked` with StorPortMarkDumpMemory; `byChance`: it only shares a page with what is marked; `kept` by the system;
   * `unmarked`: not there when the miniport runs in a resume; `poisoned`: it was not there in the last one.
   */
  readonly state: 'marked' | 'byChance' | 'kept' | 'unmarked' | 'poisoned';
  /** What lies there: `pool 'Ctx1'`, `device extension`, `mini .data`. */
  readonly what: string;
  /** Name of the driver; null: the system. */
  readonly owner: string | null;
  /** Of blocks that say the same and lie beside each other: how many, and their bytes. `length` is from the first to the last. */
  readonly blocks?: { readonly count: number; readonly bytes: number };
  /** The whole block, where this is a part of it. */
  readonly block?: { readonly start: Hex; readonly length: number };
  /** Where the miniport has allocated it; left out where no line is known. */
  readonly allocated?: SourceLine;
  /** Where the miniport has marked it. */
  readonly marked?: SourceLine;
  /** The miniport has used it in the resume, before it was read back. */
  readonly touched?: {
    readonly address: Hex;
    readonly isWrite: boolean;
    readonly routine: string;
    readonly at?: SourceLine;
  };
}

/** What of a miniport's memory is there when the system resumes, as it was when memory was marked last. */
export interface DumpMemoryState {
  /** Id of the adapter. */
  readonly device: string;
  /** Name of the miniport. */
  readonly driver: string;
  /** When memory was marked. */
  readonly time: TimeText;
  /** `loaded`: the loader has read the whole image, because the miniport or a filter cannot. */
  readonly phase: 'marked' | 'resuming' | 'resumed' | 'loaded';
  /** In order of addresses. */
  readonly ranges: readonly DumpMemoryRange[];
  /** Ranges that are left out, because there are too many; what was used too early is never. */
  readonly left?: number;
}

export interface MachineState {
  readonly name: string;
  /** Path of the machine file. */
  readonly file: string;
  /** Grows with every change. */
  readonly revision: number;
  readonly run: RunState;
  readonly time: TimeText;
  readonly seed: number;
  readonly verifier: string;
  /** Left out when the machine file names no option of Driver Verifier. */
  readonly verification?: VerificationState;
  /** `S0` to `S5`. */
  readonly systemPower: string;
  readonly power: SystemPowerState;
  /** Number of events recorded since boot. */
  readonly events: number;
  readonly paused: PausedState | null;
  readonly bugcheck: BugcheckState | null;
  /** Left out when the boot found none. */
  readonly memoryDump?: MemoryDumpState;
  /** After a bug check the system boots again by itself; left out: it stays where it has stopped. */
  readonly autoReboot?: boolean;
  /** Left out when no miniport has marked memory for a hibernation yet. */
  readonly dumpMemory?: readonly DumpMemoryState[];
  /** Left out when there is neither a dump file nor a hibernation under way. */
  readonly dumpStacks?: readonly DumpStackState[];
  /** Parents before children, siblings in the order in which the bus reported them. */
  readonly devices: readonly DeviceState[];
  readonly irps: readonly IrpState[];
  readonly violations: readonly ViolationState[];
  /** Requests of users' programs since boot: `io` injections. */
  readonly userIo: { readonly pending: number; readonly succeeded: number; readonly failed: number };
}

/** What changed since the revision that the client saw last. Absent members are unchanged. */
export interface MachineDelta {
  readonly revision: number;
  readonly run?: RunState;
  readonly time?: TimeText;
  readonly systemPower?: string;
  readonly power?: SystemPowerState;
  readonly userIo?: MachineState['userIo'];
  readonly events?: number;
  readonly paused?: PausedState | null;
  readonly bugcheck?: BugcheckState | null;
  readonly dumpMemory?: readonly DumpMemoryState[];
  readonly dumpStacks?: readonly DumpStackState[];
  /** New and changed devices, whole. */
  readonly devices?: readonly DeviceState[];
  /** Ids in display order; present when a device came, went or moved. */
  readonly order?: readonly string[];
  readonly irps?: readonly IrpState[];
  /** Violations added since then. */
  readonly addedViolations?: readonly ViolationState[];
}
