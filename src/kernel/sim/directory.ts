/** A driver as events and findings name it. */
export interface DriverEntry {
  readonly index: number;
  readonly name: string;
  /** Path of its source as the machine file gives it; null for in-box drivers. */
  readonly source: string | null;
}

/** A device object as events name it. Addresses are used again after a device is deleted; indices are not. */
export interface DeviceEntry {
  readonly index: number;
  readonly address: number;
  readonly driver: number;
  /** Id of the devnode in whose stack it stands; empty until it is attached or reported. */
  device: string;
  deleted: boolean;
}

/** Numbers for drivers and device objects, so that an event is a few words. Index 0 is the kernel, or none. */
export class Directory {
  readonly drivers: DriverEntry[] = [{ index: 0, name: 'nt', source: null }];
  readonly devices: DeviceEntry[] = [{ index: 0, address: 0, driver: 0, device: '', deleted: false }];

  addDriver(name: string, source: string | null): DriverEntry {
    const entry = { index: this.drivers.length, name, source };
    this.drivers.push(entry);
    return entry;
  }

  addDevice(address: number, driver: number): DeviceEntry {
    const entry = { index: this.devices.length, address, driver, device: '', deleted: false };
    this.devices.push(entry);
    return entry;
  }

  driverName(index: number): string {
    return this.drivers[index]?.name ?? 'unknown';
  }

  /** Name of the driver whose device object it is. */
  driverOfDevice(index: number): string {
    return index === 0 ? '' : this.driverName(this.devices[index]?.driver ?? 0);
  }

  deviceId(index: number): string {
    return this.devices[index]?.device ?? '';
  }
}
