/** HwStorAdapterControl and HwStorUnitControl: which types a miniport knows, and the calls of them. */
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../../abi/enums.ts';
import { STOR_ADDR_BTL8_ADDRESS_LENGTH, STOR_ADDRESS_TYPE_BTL8 } from '../../abi/srb-constants.ts';
import {
  ScsiAdapterControlSuccess,
  ScsiAdapterNvmeofOperation,
  ScsiAdapterPoFxPowerActive,
  ScsiAdapterPoFxPowerControl,
  ScsiAdapterPoFxPowerRequired,
  ScsiAdapterPoFxPowerSetFState,
  ScsiAdapterPower,
  ScsiAdapterSurpriseRemoval,
  ScsiQuerySupportedControlTypes,
  ScsiQuerySupportedUnitControlTypes,
  ScsiRestartAdapter,
  ScsiStopAdapter,
  ScsiUnitControlSuccess,
  ScsiUnitNvmeIceInformation,
  ScsiUnitPoFxPowerActive,
  ScsiUnitPoFxPowerControl,
  ScsiUnitPoFxPowerInfo,
  ScsiUnitPoFxPowerRequired,
  ScsiUnitPoFxPowerSetFState,
  ScsiUnitPower,
  ScsiUnitUsage,
} from '../../abi/storport-constants.ts';
import type { StructClass, StructView } from '../../abi/struct.ts';
import { GUID } from '../../abi/structs/rtl.ts';
import { SCSI_SUPPORTED_CONTROL_TYPE_LIST } from '../../abi/structs/storport.ts';
import {
  STOR_POFX_ACTIVE_CONTEXT,
  STOR_POFX_FSTATE_CONTEXT,
  STOR_POFX_POWER_CONTROL,
  STOR_POFX_POWER_REQUIRED_CONTEXT,
} from '../../abi/structs/storport-pofx.ts';
import {
  STOR_ADAPTER_CONTROL_POWER,
  STOR_ADDR_BTL8,
  STOR_ADDRESS,
  STOR_POFX_UNIT_POWER_INFO,
  type STOR_POWER_CONTROL_HEADER,
  STOR_UC_DEVICE_USAGE,
  STOR_UNIT_CONTROL_POWER,
} from '../../abi/structs/storport-requests.ts';
import { poolTag } from '../mm/pool.ts';
import { DEVICE_IRQL, type MiniportInstance } from './instance.ts';
import type { UnitAddress } from './srb.ts';

const TAG = poolTag('StCt');
/** The rest is called at PASSIVE_LEVEL; those of the adapter that may come higher come at the caller's IRQL. */
const UNIT_AT_DISPATCH: ReadonlySet<number> = new Set([
  ScsiUnitPower,
  ScsiUnitPoFxPowerRequired,
  ScsiUnitPoFxPowerActive,
  ScsiUnitPoFxPowerSetFState,
  ScsiUnitPoFxPowerControl,
]);

/** A request of the platform's plug-in for a miniport: addresses and lengths. */
export interface PoFxControl {
  readonly code: number;
  readonly inBuffer: number;
  readonly inSize: number;
  readonly outBuffer: number;
  readonly outSize: number;
  readonly bytesReturned: number;
}

/** One of the parameters that start with a STOR_POWER_CONTROL_HEADER. */
interface WithHeader extends StructView {
  readonly Header: STOR_POWER_CONTROL_HEADER;
}

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
      UNIT_AT_DISPATCH.has(type) ? DISPATCH_LEVEL : PASSIVE_LEVEL,
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

  /** What ScsiUnitPoFxPowerInfo asks: the miniport describes the unit while this runs, if idle power is enabled. */
  unitPowerInfo(unit: UnitAddress, isEnabled: boolean): boolean | undefined {
    return this.#poFx(null, ScsiUnitPoFxPowerInfo, unit, STOR_POFX_UNIT_POWER_INFO, (info) => {
      info.IdlePowerEnabled = isEnabled;
    });
  }

  /** @param unit - null: of the adapter, whose miniport gets the BOOLEAN alone */
  powerRequired(unit: UnitAddress | null, isRequired: boolean): boolean | undefined {
    if (unit !== null)
      return this.#poFx(null, ScsiUnitPoFxPowerRequired, unit, STOR_POFX_POWER_REQUIRED_CONTEXT, (context) => {
        context.PowerRequired = isRequired;
      });
    if (!this.adapterTypes.has(ScsiAdapterPoFxPowerRequired)) return undefined;
    let succeeded = false;
    this.#withMemory(4, (address) => {
      this.#instance.kernel.memory.data.setUint8(address, Number(isRequired));
      succeeded = this.#adapter(ScsiAdapterPoFxPowerRequired, address);
    });
    return succeeded;
  }

  powerActive(unit: UnitAddress | null, isActive: boolean): boolean | undefined {
    const types = [ScsiAdapterPoFxPowerActive, ScsiUnitPoFxPowerActive] as const;
    return this.#poFx(...types, unit, STOR_POFX_ACTIVE_CONTEXT, (context) => {
      context.ComponentIndex = 0;
      context.Active = isActive;
    });
  }

  setFState(unit: UnitAddress | null, state: number): boolean | undefined {
    const types = [ScsiAdapterPoFxPowerSetFState, ScsiUnitPoFxPowerSetFState] as const;
    return this.#poFx(...types, unit, STOR_POFX_FSTATE_CONTEXT, (context) => {
      context.ComponentIndex = 0;
      context.FState = state;
    });
  }

  powerControl(unit: UnitAddress | null, control: PoFxControl): boolean | undefined {
    const types = [ScsiAdapterPoFxPowerControl, ScsiUnitPoFxPowerControl] as const;
    const { memory } = this.#instance.kernel;
    return this.#poFx(...types, unit, STOR_POFX_POWER_CONTROL, (context) => {
      context.PowerControlCode = control.code === 0 ? null : memory.view(GUID, control.code);
      context.InBufferSize = control.inSize;
      context.OutBufferSize = control.outSize;
      context.InBuffer = control.inBuffer;
      context.OutBuffer = control.outBuffer;
      context.BytesReturned = control.bytesReturned;
    });
  }

  /** @param unit - null: it is the adapter's. @returns undefined when the miniport does not know the type */
  #poFx<V extends WithHeader>(
    adapterType: number | null,
    unitType: number,
    unit: UnitAddress | null,
    parameters: StructClass<V>,
    fill: (view: V) => void,
  ): boolean | undefined {
    const type = unit === null ? adapterType : unitType;
    const types = unit === null ? this.adapterTypes : this.unitTypes;
    if (type === null || !types.has(type)) return undefined;
    let succeeded = false;
    this.#withMemory(parameters.size + STOR_ADDR_BTL8.size, (address) => {
      const view = this.#instance.kernel.memory.view(parameters, address);
      view.Header.Version = 1;
      view.Header.Size = parameters.size;
      view.Header.Address = unit === null ? null : this.#writeAddress(address + parameters.size, unit);
      fill(view);
      succeeded = unit === null ? this.#adapter(type, address) : this.#unit(type, address);
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
