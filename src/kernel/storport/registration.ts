/** StorPortInitialize: what a miniport says of itself in its DriverEntry. */
import { STATUS_INVALID_PARAMETER, STATUS_REVISION_MISMATCH, STATUS_SUCCESS } from '../../abi/ntstatus.ts';
import { STOR_FEATURE_VIRTUAL_MINIPORT } from '../../abi/storport-constants.ts';
import type { Routine } from '../../abi/struct.ts';
import { HW_INITIALIZATION_DATA } from '../../abi/structs/storport.ts';
import type {
  HW_ADAPTER_CONTROL,
  HW_BUILDIO,
  HW_COMPLETE_SERVICE_IRP,
  HW_FIND_ADAPTER,
  HW_FREE_ADAPTER_RESOURCES,
  HW_INITIALIZE,
  HW_INTERRUPT,
  HW_PROCESS_SERVICE_REQUEST,
  HW_RESET_BUS,
  HW_STARTIO,
  HW_UNIT_CONTROL,
  VIRTUAL_HW_FIND_ADAPTER,
} from '../../abi/structs/storport-roles.ts';
import type { NTSTATUS } from '../../abi/types.ts';

/** Up to HwFreeAdapterResources: what was all before Windows 8. */
const SMALLEST_SIZE = 0x54;

/** A copy of HW_INITIALIZATION_DATA: the driver's own lies on its stack. */
export interface MiniportRegistration {
  /** Index of the driver. */
  readonly driver: number;
  readonly interfaceType: number;
  readonly extensionSize: number;
  readonly unitExtensionSize: number;
  readonly srbExtensionSize: number;
  readonly mapBuffers: number;
  readonly features: number;
  readonly srbTypes: number;
  readonly initialize: HW_INITIALIZE;
  readonly startIo: HW_STARTIO;
  readonly findAdapter: HW_FIND_ADAPTER | VIRTUAL_HW_FIND_ADAPTER;
  readonly resetBus: HW_RESET_BUS;
  readonly adapterControl: HW_ADAPTER_CONTROL;
  readonly interrupt: HW_INTERRUPT | null;
  readonly buildIo: HW_BUILDIO | null;
  readonly unitControl: HW_UNIT_CONTROL | null;
  /** It has no hardware: no interrupts, no locks of the port. */
  readonly isVirtual: boolean;
  readonly freeAdapterResources: HW_FREE_ADAPTER_RESOURCES | null;
  readonly processServiceRequest: HW_PROCESS_SERVICE_REQUEST | null;
  readonly completeServiceIrp: HW_COMPLETE_SERVICE_IRP | null;
}

export type Registered =
  | { readonly status: typeof STATUS_SUCCESS; readonly registration: MiniportRegistration }
  | { readonly status: NTSTATUS; readonly registration: null; readonly why: string };

/** STOR-11, STOR-12: the first reason counts. */
export function readRegistration(data: HW_INITIALIZATION_DATA, driver: number): Registered {
  const size = data.HwInitializationDataSize;
  if (size > HW_INITIALIZATION_DATA.size || size < SMALLEST_SIZE) {
    const why = `HwInitializationDataSize is ${size}, and the structure has ${HW_INITIALIZATION_DATA.size} bytes`;
    return { status: STATUS_REVISION_MISMATCH, registration: null, why };
  }
  const why = missingRoutine(data) ?? wrongField(data);
  if (why !== null) return { status: STATUS_INVALID_PARAMETER, registration: null, why };
  const isVirtual = isVirtualMiniport(data);
  const hasUnitControl = size >= HW_INITIALIZATION_DATA.size;
  return {
    status: STATUS_SUCCESS,
    registration: {
      driver,
      interfaceType: data.AdapterInterfaceType,
      extensionSize: data.DeviceExtensionSize,
      unitExtensionSize: data.SpecificLuExtensionSize,
      srbExtensionSize: data.SrbExtensionSize,
      mapBuffers: data.MapBuffers,
      features: data.FeatureSupport,
      srbTypes: data.SrbTypeFlags,
      initialize: data.HwInitialize as HW_INITIALIZE,
      startIo: data.HwStartIo as HW_STARTIO,
      findAdapter: data.HwFindAdapter as HW_FIND_ADAPTER,
      resetBus: data.HwResetBus as HW_RESET_BUS,
      adapterControl: data.HwAdapterControl as HW_ADAPTER_CONTROL,
      interrupt: data.HwInterrupt,
      // A request to a virtual miniport begins with HwStorStartIo.
      buildIo: isVirtual ? null : data.HwBuildIo,
      unitControl: hasUnitControl ? data.HwUnitControl : null,
      isVirtual,
      freeAdapterResources: data.HwFreeAdapterResources,
      processServiceRequest: data.HwProcessServiceRequest,
      completeServiceIrp: data.HwCompleteServiceIrp,
    },
  };
}

function isVirtualMiniport({ FeatureSupport: features }: HW_INITIALIZATION_DATA): boolean {
  return (features & STOR_FEATURE_VIRTUAL_MINIPORT) !== 0;
}

function missingRoutine(data: HW_INITIALIZATION_DATA): string | null {
  const isVirtual = isVirtualMiniport(data);
  const required: readonly (readonly [string, Routine | null])[] = [
    ['HwInitialize', data.HwInitialize],
    ['HwStartIo', data.HwStartIo],
    ['HwFindAdapter', data.HwFindAdapter],
    ['HwResetBus', data.HwResetBus],
    ['HwAdapterControl', data.HwAdapterControl],
    ...(isVirtual
      ? ([['HwFreeAdapterResources', data.HwFreeAdapterResources]] as const)
      : ([['HwInterrupt', data.HwInterrupt]] as const)),
  ];
  const missing = required.find(([, routine]) => routine === null);
  return missing === undefined ? null : `${missing[0]} is NULL, and Storport cannot do without it`;
}

function wrongField(data: HW_INITIALIZATION_DATA): string | null {
  if (data.HwDmaStarted !== null) return 'HwDmaStarted is set: it must be NULL';
  if (data.HwAdapterState !== null) return 'HwAdapterState is set: it must be NULL';
  const isVirtual = isVirtualMiniport(data);
  const flags = [
    ['NeedPhysicalAddresses', data.NeedPhysicalAddresses || isVirtual],
    ['TaggedQueuing', data.TaggedQueuing],
    ['AutoRequestSense', data.AutoRequestSense],
    ['MultipleRequestPerLu', data.MultipleRequestPerLu],
  ] as const;
  const wrong = flags.find(([, isSet]) => !isSet);
  return wrong === undefined ? null : `${wrong[0]} is FALSE: Storport needs it to be TRUE`;
}

/** The miniport's own function for one of the documented routines. */
export function handlerOf(registration: MiniportRegistration, routine: string): Routine | null {
  switch (routine) {
    case 'HwStorFindAdapter':
      return registration.findAdapter;
    case 'HwStorInitialize':
      return registration.initialize;
    case 'HwStorBuildIo':
      return registration.buildIo;
    case 'HwStorStartIo':
      return registration.startIo;
    case 'HwStorInterrupt':
      return registration.interrupt;
    case 'HwStorResetBus':
      return registration.resetBus;
    case 'HwStorAdapterControl':
      return registration.adapterControl;
    case 'HwStorUnitControl':
      return registration.unitControl;
    default:
      return null;
  }
}
