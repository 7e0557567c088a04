/** A miniport without hardware that does with reads what a test tells it; everything else it completes at once. */
import type { Machine } from '../../../src/machine/machine.ts';
import { withImports } from '../../machine/support/driver-text.ts';
import { bootStorport } from './support.ts';

/** What a test and its miniport share. */
export interface Manual {
  /** Entry points in the order of their calls, with the IRQL. */
  readonly calls: string[];
  /** Reads and writes that wait, oldest first. */
  readonly held: { readonly Srb: unknown; readonly extension: number }[];
  /** Instead of holding it: completes with this SrbStatus. */
  answers: number[];
  /** Completes the oldest of `held`. */
  complete(status?: number, scsiStatus?: number): void;
  /** Routines of Storport, for a call out of the miniport's next routine. */
  during: ((wdm: Record<string, (...values: unknown[]) => unknown>, extension: number) => void) | null;
  seen: unknown[];
}

const KEY = 'sandboxManualMiniport';

export interface ManualParts {
  /** Statements in DriverEntry before StorPortInitialize; `data` is in reach. */
  readonly entry?: string;
  /** Statements at the end of HwStorFindAdapter; `config`, `extension` are in reach. */
  readonly find?: string;
  readonly initialize?: string;
  readonly resetBus?: string;
  readonly reset?: string;
  readonly startIo?: string;
  readonly adapterTypes?: string;
  readonly unitTypes?: string;
  /** Statements in HwStorAdapterControl and HwStorUnitControl; `extension`, `type`, `parameters` are in reach. */
  readonly adapterControl?: string;
  readonly unitControl?: string;
  readonly more?: string;
}

export function manualText(parts: ManualParts): string {
  return withImports(`
const manual = globalThis.${KEY};
const IRQL = () => KeGetCurrentIrql();
const note = (name) => manual.calls.push(name + '@' + IRQL());
let globals = 0;
${parts.more ?? ''}
export function DriverEntry(driverObject, registryPath) {
  globals += 1;
  note('DriverEntry ' + globals);
  const data = local(HW_INITIALIZATION_DATA);
  data.HwInitializationDataSize = sizeof(HW_INITIALIZATION_DATA);
  data.AdapterInterfaceType = Internal;
  data.HwFindAdapter = Find; data.HwInitialize = Init; data.HwStartIo = Start; data.HwInterrupt = () => false;
  data.HwResetBus = Reset; data.HwAdapterControl = Adapter; data.HwUnitControl = Unit;
  data.DeviceExtensionSize = 64; data.SrbExtensionSize = 32; data.SpecificLuExtensionSize = 16;
  data.MapBuffers = STOR_MAP_NON_READ_WRITE_BUFFERS;
  data.NeedPhysicalAddresses = TRUE; data.TaggedQueuing = TRUE; data.AutoRequestSense = TRUE; data.MultipleRequestPerLu = TRUE;
  ${parts.entry ?? ''}
  return StorPortInitialize(driverObject, registryPath, data, NULL);
}
function Find(extension, context, bus, args, config) {
  note('Find');
  config.MaximumTransferLength = 65536; config.NumberOfPhysicalBreaks = 17; config.NumberOfBuses = 1;
  config.MaximumNumberOfTargets = 2; config.SynchronizationModel = StorSynchronizeFullDuplex;
  ${parts.find ?? ''}
  return SP_RETURN_FOUND;
}
function Init(extension) { note('Init'); ${parts.initialize ?? ''} return TRUE; }
function Done(extension, srb, status, scsi = 0) {
  srb.SrbStatus = status;
  if (srb.Function === 0) srb.ScsiStatus = scsi;
  StorPortNotification(RequestComplete, extension, srb);
}
function Start(extension, srb) {
  if (manual.during !== null) { const run = manual.during; manual.during = null; run(wdm, extension); }
  const isTransfer = srb.Function === 0 && (srb.Cdb[0] === SCSIOP_READ || srb.Cdb[0] === SCSIOP_WRITE);
  if (srb.Function === SRB_FUNCTION_RESET_LOGICAL_UNIT || srb.Function === SRB_FUNCTION_RESET_DEVICE) {
    note('Reset ' + srb.Function); ${parts.reset ?? ''}
    Done(extension, srb, SRB_STATUS_SUCCESS);
    return TRUE;
  }
  if (!isTransfer) { note('Other ' + srb.Function); Done(extension, srb, SRB_STATUS_SUCCESS); return TRUE; }
  note('Start');
  ${parts.startIo ?? ''}
  const answer = manual.answers.shift();
  if (answer !== undefined) Done(extension, srb, answer);
  else manual.held.push({ Srb: srb, extension });
  return TRUE;
}
manual.finish = ({ Srb, extension }, status, scsi) => Done(extension, Srb, status, scsi);
function Reset(extension, path) { note('ResetBus'); ${parts.resetBus ?? 'for (const one of manual.held.splice(0)) Done(extension, one.Srb, SRB_STATUS_BUS_RESET);'} return TRUE; }
function List(parameters, types) {
  const list = cast(SCSI_SUPPORTED_CONTROL_TYPE_LIST, parameters);
  for (const type of types) list.SupportedTypeList.set(type, TRUE);
}
function PoFxDetail(type, first, parameters) {
  if (type === first) return ' ' + Boolean(first === 7 ? cast(FLAG, parameters).Value : cast(STOR_POFX_POWER_REQUIRED_CONTEXT, parameters).PowerRequired);
  if (type === first + 1) return ' ' + cast(STOR_POFX_ACTIVE_CONTEXT, parameters).Active;
  return type === first + 2 ? ' F' + cast(STOR_POFX_FSTATE_CONTEXT, parameters).FState : '';
}
class FLAG extends struct('FLAG', { Value: BOOLEAN }) {}
function Adapter(extension, type, parameters) {
  if (type === 0) List(parameters, [${parts.adapterTypes ?? ''}]); else note('Adapter ' + type + PoFxDetail(type, 7, parameters));
  ${parts.adapterControl ?? ''}
  return 0;
}
function Unit(extension, type, parameters) {
  if (type === 0) { List(parameters, [${parts.unitTypes ?? ''}]); return 0; }
  const detail = type === ScsiUnitUsage ? ' ' + cast(STOR_UC_DEVICE_USAGE, parameters).UsageType + ' ' + cast(STOR_UC_DEVICE_USAGE, parameters).InUse : '';
  note('Unit ' + type + detail + PoFxDetail(type, 5, parameters));
  ${parts.unitControl ?? ''}
  return 0;
}
const wdm = { StorPortPause, StorPortResume, StorPortPauseDevice, StorPortResumeDevice, StorPortBusy, StorPortReady, StorPortDeviceBusy,
  StorPortDeviceReady, StorPortSetDeviceQueueDepth, StorPortNotification, StorPortGetLogicalUnit, StorPortStallExecution,
  StorPortCompleteRequest, StorPortAllocatePool, StorPortFreePool, StorPortMarkDumpMemory, StorPortQuerySystemTime, StorPortMoveMemory, StorPortMarkDeviceFailed, StorPortGetUncachedExtension,
  StorPortGetPhysicalAddress, StorPortGetSystemAddress, StorPortGetScatterGatherList, StorPortEnablePassiveInitialization, StorPortGetDeviceBase,
  StorPortInitializePoFxPower, StorPortPoFxActivateComponent, StorPortPoFxIdleComponent, StorPortPoFxSetComponentLatency,
  StorPortPoFxSetComponentResidency, StorPortPoFxSetIdleTimeout, StorPortPoFxPowerControl };
`);
}

/** What the next miniport of this kind shares with the test. */
export function shareManual(): Manual {
  const calls: string[] = [];
  const held: Manual['held'] = [];
  const shared = { calls, held, answers: [], during: null, seen: [], finish: (..._values: unknown[]): void => {} };
  const manual: Manual = Object.assign(shared, {
    complete: (status = 1, scsiStatus = 0) => {
      const one = held.shift();
      if (one === undefined) throw new Error('the miniport holds nothing');
      shared.finish(one, status, scsiStatus);
    },
  });
  Object.assign(globalThis, { [KEY]: manual });
  return manual;
}

export async function bootManual(
  parts: ManualParts = {},
  more: object = {},
): Promise<{ machine: Machine; manual: Manual }> {
  const manual = shareManual();
  const machine = await bootStorport(manualText(parts), more);
  return { machine, manual };
}
