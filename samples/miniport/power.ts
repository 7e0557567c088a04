/** What the port driver is told of the power that the adapter and its disks need, and when nobody uses them. */
import {
  array,
  cast,
  GUID,
  guid,
  local,
  NULL,
  type PSTOR_ADDRESS,
  type PVOID,
  RtlCopyMemory,
  STOR_POFX_COMPONENT_IDLE_STATE,
  STOR_POFX_COMPONENT_IDLE_STATE_SIZE,
  STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1,
  STOR_POFX_COMPONENT_SIZE,
  STOR_POFX_COMPONENT_VERSION_V1,
  STOR_POFX_DEVICE,
  STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT,
  STOR_POFX_DEVICE_V3,
  STOR_POFX_DEVICE_V3_SIZE,
  STOR_POFX_DEVICE_VERSION_V3,
  STOR_POFX_UNKNOWN_POWER,
  STOR_STATUS_SUCCESS,
  STORPORT_POFX_ADAPTER_GUID,
  STORPORT_POFX_LUN_GUID,
  StorPortInitializePoFxPower,
  sizeof,
  struct,
} from 'wdm';

/** Milliseconds: the adapter may be off soon after its disks are; a disk rather runs on than starts again. */
const ADAPTER_TIMEOUT = 500;
const UNIT_TIMEOUT = 5_000;
const TICKS_PER_MICROSECOND = 10n;

/** Room for the F states behind the first, which stands in the component itself. */
class DESCRIPTION extends struct('MYDISK_POFX', {
  Device: STOR_POFX_DEVICE_V3,
  More: array(STOR_POFX_COMPONENT_IDLE_STATE, 1),
}) {}

/** In the passive routine of the adapter: F0, and F1 in which its clock stands still. */
export function DescribeAdapter(extension: PVOID): boolean {
  return Describe(extension, NULL, 2, ADAPTER_TIMEOUT);
}

/** In ScsiUnitPoFxPowerInfo: a disk turns, or it does not. */
export function DescribeUnit(extension: PVOID, address: PSTOR_ADDRESS): boolean {
  return Describe(extension, address, 1, UNIT_TIMEOUT);
}

/** The port copies what stands here. @param address - NULL: the adapter */
function Describe(extension: PVOID, address: PSTOR_ADDRESS, states: number, timeout: number): boolean {
  const device = local(DESCRIPTION).Device;
  device.Version = STOR_POFX_DEVICE_VERSION_V3;
  device.Size = STOR_POFX_DEVICE_V3_SIZE;
  device.ComponentCount = 1;
  device.Flags = STOR_POFX_DEVICE_FLAG_IDLE_TIMEOUT;
  device.AdapterIdleTimeoutInMS = timeout;
  const component = device.Components.get(0);
  component.Version = STOR_POFX_COMPONENT_VERSION_V1;
  component.Size = STOR_POFX_COMPONENT_SIZE;
  component.FStateCount = states;
  const id = guid(address === NULL ? STORPORT_POFX_ADAPTER_GUID : STORPORT_POFX_LUN_GUID);
  RtlCopyMemory(component.Id, id, sizeof(GUID));
  for (let index = 0; index < states; index += 1) {
    const state = component.FStates.get(index);
    state.Version = STOR_POFX_COMPONENT_IDLE_STATE_VERSION_V1;
    state.Size = STOR_POFX_COMPONENT_IDLE_STATE_SIZE;
    state.TransitionLatency = BigInt(index) * 20n * TICKS_PER_MICROSECOND;
    state.ResidencyRequirement = BigInt(index) * 1_000n * TICKS_PER_MICROSECOND;
    state.NominalPower = STOR_POFX_UNKNOWN_POWER;
  }
  return (
    StorPortInitializePoFxPower(extension, address, cast(STOR_POFX_DEVICE, device.address), NULL) ===
    STOR_STATUS_SUCCESS
  );
}
