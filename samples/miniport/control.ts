/** Stop, restart, power, and the special files on a disk: the two control routines. */
import {
  cast,
  type PVOID,
  SCSI_SUPPORTED_CONTROL_TYPE_LIST,
  ScsiAdapterControlSuccess,
  ScsiAdapterControlUnsuccessful,
  ScsiAdapterPoFxPowerActive,
  ScsiAdapterPoFxPowerRequired,
  ScsiAdapterPoFxPowerSetFState,
  ScsiAdapterPower,
  ScsiAdapterSurpriseRemoval,
  ScsiQuerySupportedControlTypes,
  ScsiQuerySupportedUnitControlTypes,
  ScsiRestartAdapter,
  ScsiStopAdapter,
  ScsiUnitControlSuccess,
  ScsiUnitControlUnsuccessful,
  ScsiUnitPoFxPowerActive,
  ScsiUnitPoFxPowerInfo,
  ScsiUnitPoFxPowerRequired,
  ScsiUnitPower,
  ScsiUnitStart,
  ScsiUnitUsage,
  STOR_ADAPTER_CONTROL_POWER,
  STOR_POFX_UNIT_POWER_INFO,
  StorPowerDeviceD0,
  TRUE,
  type ULONG,
} from 'wdm';
import { ADAPTER, Disable, Enable } from './adapter.ts';
import { DescribeUnit } from './power.ts';

const ADAPTER_TYPES = [
  ScsiStopAdapter,
  ScsiRestartAdapter,
  ScsiAdapterPower,
  ScsiAdapterPoFxPowerRequired,
  ScsiAdapterPoFxPowerActive,
  ScsiAdapterPoFxPowerSetFState,
  ScsiAdapterSurpriseRemoval,
];
const UNIT_TYPES = [
  ScsiUnitStart,
  ScsiUnitPower,
  ScsiUnitUsage,
  ScsiUnitPoFxPowerInfo,
  ScsiUnitPoFxPowerRequired,
  ScsiUnitPoFxPowerActive,
];

/** HwStorAdapterControl. The extension and what stands in it outlive a stop; the registers do not. */
export function AdapterControl(extension: PVOID, type: ULONG, parameters: PVOID): ULONG {
  const adapter = cast(ADAPTER, extension);
  switch (type) {
    case ScsiQuerySupportedControlTypes:
      ListTypes(parameters, ADAPTER_TYPES);
      return ScsiAdapterControlSuccess;
    case ScsiStopAdapter:
      Disable(extension, adapter);
      return ScsiAdapterControlSuccess;
    case ScsiRestartAdapter:
      Enable(extension, adapter);
      return ScsiAdapterControlSuccess;
    case ScsiAdapterPower:
      // D3 loses all registers; who knows this type hears neither ScsiStopAdapter nor SRB_FUNCTION_POWER.
      if (cast(STOR_ADAPTER_CONTROL_POWER, parameters).PowerState === StorPowerDeviceD0) {
        Enable(extension, adapter);
      } else {
        Disable(extension, adapter);
      }
      return ScsiAdapterControlSuccess;
    case ScsiAdapterPoFxPowerRequired: // ScsiAdapterPower follows.
    case ScsiAdapterPoFxPowerActive: // The port holds requests back while the adapter is idle.
    case ScsiAdapterPoFxPowerSetFState: // Without its clock the adapter keeps its registers.
      return ScsiAdapterControlSuccess;
    case ScsiAdapterSurpriseRemoval:
      // There is no hardware any more: nothing to do, and nothing to touch.
      return ScsiAdapterControlSuccess;
    default:
      return ScsiAdapterControlUnsuccessful;
  }
}

/** HwStorUnitControl. ScsiUnitUsage says that a page, hibernation or dump file has come to a disk, or gone. */
export function UnitControl(extension: PVOID, type: ULONG, parameters: PVOID): ULONG {
  if (type === ScsiQuerySupportedUnitControlTypes) {
    ListTypes(parameters, UNIT_TYPES);
    return ScsiUnitControlSuccess;
  }
  if (type === ScsiUnitPoFxPowerInfo) {
    const { Header: header, IdlePowerEnabled: isEnabled } = cast(STOR_POFX_UNIT_POWER_INFO, parameters);
    return !isEnabled || DescribeUnit(extension, header.Address) ? ScsiUnitControlSuccess : ScsiUnitControlUnsuccessful; // (D)
  }
  return UNIT_TYPES.includes(type) ? ScsiUnitControlSuccess : ScsiUnitControlUnsuccessful;
}

/** The list has MaxControlType entries: a later port driver may know more, an earlier one fewer. */
function ListTypes(parameters: PVOID, types: readonly ULONG[]): void {
  const list = cast(SCSI_SUPPORTED_CONTROL_TYPE_LIST, parameters);
  for (const type of types) {
    if (type < list.MaxControlType) {
      list.SupportedTypeList.set(type, TRUE);
    }
  }
}
