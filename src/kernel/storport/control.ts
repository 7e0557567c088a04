/** HwStorAdapterControl and HwStorUnitControl: which types a miniport knows, and the calls of them. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../../abi/enums.ts';
import { STOR_ADDR_BTL8_ADDRESS_LENGTH, STOR_ADDRESS_TYPE_BTL8 } from '../../abi/srb-constants.ts';
import {
  ScsiAdapterControlSuccess,
  ScsiAdapterNvmeofOperation,
  ScsiAdapterPower,
  ScsiAdapterSurpriseRemoval,
  ScsiQuerySupportedControlTypes,
  ScsiQuerySupportedUnitControlTypes,
  ScsiRestartAdapter,
  ScsiStopAdapter,
  ScsiUnitControlSuccess,
  ScsiUnitNvmeIceInformation,
  ScsiUnitPower,
  ScsiUnitUsage,
} from '../../abi/storport-constants.ts';
import { SCSI_SUPPORTED_CONTROL_TYPE_LIST } from '../../abi/structs/storport.ts';
import {
  STOR_ADAPTER_CONTROL_POWER,
  STOR_ADDR_BTL8,
  STOR_ADDRESS,
  STOR_UC_DEVICE_USAGE,
  STOR_UNIT_CONTROL_POWER,
} from '../../abi/structs/storport-requests.ts';
import { poolTag } from '../mm/pool.ts';
import { DEVICE_IRQL, type MiniportInstance } from './instance.ts';
import type { UnitAddress } from './srb.ts';

const TAG = poolTag('StCt');

export class Controls {
  readonly #instance: MiniportInstance;
  adapterTypes: ReadonlySet<number> = new Set();
  unitTypes: ReadonlySet<number> = new Set();

  constructor(instance: MiniportInstance) {
    this.#instance = instance;
  }

  /** STOR-20, step 8. */
  query(): void {
    this.adapterTypes = this.#list(ScsiAdapterNvmeofOperation, (address) =>
      this.#adapter(ScsiQuerySupportedControlTypes, address),
    );
    if (this.#instance.registration.unitControl === null) return;
    this.unitTypes = this.#list(ScsiUnitNvmeIceInformation, (address) =>
      this.#unit(ScsiQuerySupportedUnitControlTypes, address),
    );
  }

  #list(last: number, ask: (address: number) => boolean): ReadonlySet<number> {
    const { kernel } = this.#instance;
    const types = new Set<number>();
    this.#withMemory(SCSI_SUPPORTED_CONTROL_TYPE_LIST.size + last, (address) => {
      const list = kernel.memory.view(SCSI_SUPPORTED_CONTROL_TYPE_LIST, address);
      list.MaxControlType = last + 1;
      ask(address);
      for (let type = 0; type <= last; type += 1) if (list.SupportedTypeList.get(type)) types.add(type);
    });
    return types;
  }

  #withMemory(size: number, use: (address: number) => void): void {
    const { pool } = this.#instance.kernel;
    const address = pool.allocate(size, TAG, 0, true);
    if (address === 0) return;
    use(address);
    pool.free(address);
  }

  /** STOR-06, SDIS-01: ScsiStopAdapter and ScsiRestartAdapter at DIRQL with the interrupt lock. */
  #adapter(type: number, parameters: number): boolean {
    const { registration, extension } = this.#instance;
    const isHigh = type === ScsiStopAdapter || type === ScsiRestartAdapter;
    const status = this.#instance.call(
      'HwStorAdapterControl',
      isHigh ? DEVICE_IRQL : type === ScsiAdapterPower ? DISPATCH_LEVEL : PASSIVE_LEVEL,
      isHigh ? ['interrupt'] : [],
      [type, parameters],
      () => registration.adapterControl(extension, type, parameters),
    );
    return status === ScsiAdapterControlSuccess;
  }

  #unit(type: number, parameters: number): boolean {
    const { registration, extension } = this.#instance;
    const { unitControl } = registration;
    if (unitControl === null) return false;
    const status = this.#instance.call(
      'HwStorUnitControl',
      type === ScsiUnitPower ? DISPATCH_LEVEL : PASSIVE_LEVEL,
      [],
      [type, parameters],
      () => unitControl(extension, type, parameters),
    );
    return status === ScsiUnitControlSuccess;
  }

  /** @returns undefined when the miniport does not know the type */
  adapter(type: number): boolean | undefined {
    return this.adapterTypes.has(type) ? this.#adapter(type, 0) : undefined;
  }

  /** @param state - DEVICE_POWER_STATE, which has the same numbers as STOR_DEVICE_POWER_STATE */
  adapterPower(state: number, action: number): boolean | undefined {
    if (!this.adapterTypes.has(ScsiAdapterPower)) return undefined;
    let succeeded = false;
    this.#withMemory(STOR_ADAPTER_CONTROL_POWER.size, (address) => {
      const power = this.#instance.kernel.memory.view(STOR_ADAPTER_CONTROL_POWER, address);
      power.Header.Version = 1;
      power.Header.Size = STOR_ADAPTER_CONTROL_POWER.size;
      power.PowerAction = action;
      power.PowerState = state;
      succeeded = this.#adapter(ScsiAdapterPower, address);
    });
    return succeeded;
  }

  get knowsAdapterPower(): boolean {
    return this.adapterTypes.has(ScsiAdapterPower);
  }

  surpriseRemoval(): boolean | undefined {
    return this.adapter(ScsiAdapterSurpriseRemoval);
  }

  /** ScsiUnitStart, ScsiUnitRemove, ScsiUnitSurpriseRemoval: the parameter is the unit's address. */
  unit(type: number, unit: UnitAddress): boolean | undefined {
    if (!this.unitTypes.has(type)) return undefined;
    let succeeded = false;
    this.#withMemory(STOR_ADDR_BTL8.size, (address) => {
      this.#writeAddress(address, unit);
      succeeded = this.#unit(type, address);
    });
    return succeeded;
  }

  unitPower(unit: UnitAddress, state: number, action: number): boolean | undefined {
    if (!this.unitTypes.has(ScsiUnitPower)) return undefined;
    let succeeded = false;
    this.#withMemory(STOR_UNIT_CONTROL_POWER.size + STOR_ADDR_BTL8.size, (address) => {
      const power = this.#instance.kernel.memory.view(STOR_UNIT_CONTROL_POWER, address);
      power.Address = this.#writeAddress(address + STOR_UNIT_CONTROL_POWER.size, unit);
      power.PowerAction = action;
      power.PowerState = state;
      succeeded = this.#unit(ScsiUnitPower, address);
    });
    return succeeded;
  }

  /** STOR-71, step 1. @param type - STOR_DEVICE_USAGE_TYPE */
  unitUsage(unit: UnitAddress, type: number, isInUse: boolean): boolean | undefined {
    if (!this.unitTypes.has(ScsiUnitUsage)) return undefined;
    let succeeded = false;
    this.#withMemory(STOR_UC_DEVICE_USAGE.size + STOR_ADDR_BTL8.size, (address) => {
      const usage = this.#instance.kernel.memory.view(STOR_UC_DEVICE_USAGE, address);
      usage.Address = this.#writeAddress(address + STOR_UC_DEVICE_USAGE.size, unit);
      usage.UsageType = type;
      usage.InUse = isInUse;
      succeeded = this.#unit(ScsiUnitUsage, address);
    });
    return succeeded;
  }

  #writeAddress(at: number, unit: UnitAddress): STOR_ADDRESS {
    const { memory } = this.#instance.kernel;
    const address = memory.view(STOR_ADDR_BTL8, at);
    address.Type = STOR_ADDRESS_TYPE_BTL8;
    address.AddressLength = STOR_ADDR_BTL8_ADDRESS_LENGTH;
    address.Path = unit.path;
    address.Target = unit.target;
    address.Lun = unit.lun;
    return memory.view(STOR_ADDRESS, at);
  }
}
