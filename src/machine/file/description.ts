/** A machine file, read and checked. */
import type { HardwarePower } from '../../kernel/pnp/hardware.ts';
import type { PowerOptions } from '../../kernel/po/power-manager.ts';
import type { VerifierSettings } from '../../kernel/verifier/settings.ts';
import type { UsageType } from '../../protocol/injection.ts';
import type { CRASH_DUMPS, ResourceType } from './shape.ts';

export type CrashDump = (typeof CRASH_DUMPS)[number];

/** Where something stands in the machine file; lines and columns count from 1. */
export interface SourcePlace {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type RegistryValue = number | string | boolean | readonly string[];
export type Registry = Readonly<Record<string, RegistryValue>>;

/** A driver by its name in the file, where a device names it. */
export interface DriverUse {
  readonly driver: string;
  readonly place: SourcePlace;
}

export interface DriverDescription {
  readonly name: string;
  /** null: an in-box driver that only gets settings. */
  readonly source: {
    /** As in the file: `./auditflt.ts`. */
    readonly written: string;
    /** Resolved against the machine file's own path. */
    readonly path: string;
    readonly place: SourcePlace;
  } | null;
  /** For a driver in C: folders with its headers, resolved against the machine file's own path. */
  readonly includes: readonly string[];
  /** For a driver in C: macros by name, with their text. */
  readonly defines: Readonly<Record<string, string>>;
  readonly registry: Registry;
  readonly place: SourcePlace;
}

export interface VolumeDescription {
  readonly id: string;
  readonly sizeBytes: number;
  readonly upperFilters: readonly DriverUse[];
  readonly lowerFilters: readonly DriverUse[];
  readonly place: SourcePlace;
}

/** What a device needs of the machine. */
export interface ResourceDescription {
  readonly type: ResourceType;
  /** Bytes or ports; 1 for an interrupt. */
  readonly length: number;
  /** Where it may be, best first; empty: anywhere. */
  readonly places: readonly number[];
  readonly isShared: boolean;
}

export interface DeviceDescription {
  readonly id: string;
  /** null: what its function driver suggests. */
  readonly description: string | null;
  /** Empty: what its function driver suggests. */
  readonly hardwareIds: readonly string[];
  readonly functionDriver: DriverUse;
  /** With the function driver `storport` only; `ramdisk` unless told. */
  readonly miniport: DriverUse | null;
  /** Nearest to the function driver first, as in the registry's UpperFilters. */
  readonly upperFilters: readonly DriverUse[];
  readonly lowerFilters: readonly DriverUse[];
  readonly registry: Registry;
  readonly resources: readonly ResourceDescription[];
  /** It may be taken out while the system runs; so may every device that is ejectable. */
  readonly isRemovable: boolean;
  /** Its slot can let it go by itself, and can hold it. */
  readonly isEjectable: boolean;
  readonly power: HardwarePower;
  /** With the function driver `disk` only. */
  readonly disk: { readonly sizeBytes: number; readonly volumes: readonly VolumeDescription[] } | null;
  readonly children: readonly DeviceDescription[];
  /** Of its id. */
  readonly place: SourcePlace;
}

export interface SpecialFileDescription {
  /** Id of a device or a volume. */
  readonly device: string;
  readonly type: UsageType;
  /** Bytes; null: not told. */
  readonly sizeBytes: number | null;
  readonly place: SourcePlace;
}

/** Where dumps go at the next boot, and whether that comes by itself: values of the registry key CrashControl. */
export interface CrashControl {
  readonly dumpFile: string;
  readonly minidumpDir: string;
  /** How many small dumps are kept. */
  readonly minidumpsCount: number;
  /** A dump takes the place of an older one; otherwise it is lost. */
  readonly overwrites: boolean;
  readonly autoReboot: boolean;
}

export interface MachineDescription {
  /** Path of the machine file, as it was given. */
  readonly file: string;
  readonly name: string;
  readonly seed: number;
  readonly memoryBytes: number;
  readonly pep: 'default' | 'none' | 'soc';
  /** A plug-in must take device notifications, and handle those that it must: see PEP-04 and PEP-23. */
  readonly isPepStrict: boolean;
  /** Of the power manager: only what the file says. */
  readonly power: Partial<PowerOptions>;
  readonly verifier: VerifierSettings;
  /** By name: every user's driver, and in-box drivers that have settings. */
  readonly drivers: ReadonlyMap<string, DriverDescription>;
  /** Children of the root. */
  readonly devices: readonly DeviceDescription[];
  readonly specialFiles: readonly SpecialFileDescription[];
  /** In the order in which they are called. */
  readonly dumpFilters: readonly DriverUse[];
  readonly crashDump: CrashDump;
  readonly crashControl: CrashControl;
}
