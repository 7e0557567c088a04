/**
 * The chip as a whole. It has two idle states: in the first one only the processor stops, in the second one, which
 * Windows calls DRIPS, nearly everything does. The system enters that in standby, when every device lets it.
 *
 *   1. The plug-in says how many idle states there are, and which state each device must be in for each of them.
 *   2. It counts what keeps the chip awake without the system's knowing: here the sensor hub, whose driver never says
 *      that it is idle. The system asks for the sum at the end of each standby.
 */
import {
  array,
  cast,
  FALSE,
  KeQueryInterruptTime,
  L,
  local,
  PEP_DEVICE_PLATFORM_CONSTRAINTS,
  PEP_DPM_DEVICE_IDLE_CONSTRAINTS,
  PEP_DPM_LOW_POWER_EPOCH,
  PEP_DPM_QUERY_SOC_SUBSYSTEM,
  PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME,
  PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT,
  PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA,
  PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING,
  PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES,
  PEP_PPM_QUERY_PLATFORM_STATES,
  PEP_QUERY_SOC_SUBSYSTEM,
  PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME,
  PEP_QUERY_SOC_SUBSYSTEM_COUNT,
  PEP_QUERY_SOC_SUBSYSTEM_METADATA,
  type PEPHANDLE,
  PowerDeviceD0,
  PowerDeviceD3,
  type PVOID,
  RtlCopyUnicodeString,
  RtlInitUnicodeString,
  struct,
  TRUE,
  ULONG,
  UNICODE_STRING,
} from 'wdm';
import { SOC_DEVICE } from './chip.ts';

const STATES = 2;
const DRIPS = 1;

class STATE_LIST extends struct('STATE_LIST', { Items: array(ULONG, STATES) }) {}

/** Virtual time at which the system began to count what is in the way. */
let countedFrom = 0n;

export function AcceptProcessorNotification(_handle: PEPHANDLE, notification: ULONG, data: PVOID): boolean {
  if (notification !== PEP_NOTIFY_PPM_QUERY_PLATFORM_STATES) {
    return FALSE;
  }
  cast(PEP_PPM_QUERY_PLATFORM_STATES, data).PlatformStateCount = STATES;
  return TRUE;
}

/** TRUE: handled. */
export function AcceptPlatformNotification(notification: ULONG, data: PVOID): boolean {
  switch (notification) {
    case PEP_DPM_DEVICE_IDLE_CONSTRAINTS:
      return TellConstraints(cast(PEP_DEVICE_PLATFORM_CONSTRAINTS, data));
    case PEP_DPM_LOW_POWER_EPOCH:
      return TRUE;
    case PEP_DPM_QUERY_SOC_SUBSYSTEM_COUNT:
      return CountSubsystems(cast(PEP_QUERY_SOC_SUBSYSTEM_COUNT, data));
    case PEP_DPM_QUERY_SOC_SUBSYSTEM:
      return DescribeSubsystem(cast(PEP_QUERY_SOC_SUBSYSTEM, data));
    case PEP_DPM_RESET_SOC_SUBSYSTEM_ACCOUNTING:
      countedFrom = KeQueryInterruptTime();
      return TRUE;
    case PEP_DPM_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME:
      cast(PEP_QUERY_SOC_SUBSYSTEM_BLOCKING_TIME, data).BlockingTime = KeQueryInterruptTime() - countedFrom;
      return TRUE;
    case PEP_DPM_QUERY_SOC_SUBSYSTEM_METADATA:
      return TellMetadata(cast(PEP_QUERY_SOC_SUBSYSTEM_METADATA, data));
    default:
      return FALSE;
  }
}

/** The deepest state that each idle state needs a device to be in. For a device that never matters it is left alone. */
function TellConstraints(data: PEP_DEVICE_PLATFORM_CONSTRAINTS): boolean {
  if (!cast(SOC_DEVICE, data.DeviceHandle).SleepsInStandby) {
    return FALSE;
  }
  const minimum = cast(STATE_LIST, data.MinimumDStates).Items;
  minimum.set(0, PowerDeviceD0);
  minimum.set(DRIPS, PowerDeviceD3);
  return TRUE;
}

/** A chip that counts nothing for an idle state says FALSE, and never 0. */
function CountSubsystems(data: PEP_QUERY_SOC_SUBSYSTEM_COUNT): boolean {
  data.SubsystemCount = 1;
  return data.PlatformIdleStateIndex === DRIPS;
}

function DescribeSubsystem(data: PEP_QUERY_SOC_SUBSYSTEM): boolean {
  Copy(data.ParentName, 'Chip');
  Copy(data.SubsystemName, 'SensorHub');
  data.MetadataCount = 1;
  return TRUE;
}

function TellMetadata(data: PEP_QUERY_SOC_SUBSYSTEM_METADATA): boolean {
  const fact = data.Metadata.get(0);
  if (fact === null) {
    return FALSE;
  }
  Copy(fact.Key, 'Rail');
  Copy(fact.Value, 'on');
  return TRUE;
}

/** Into the room that the system has made, and no further. */
function Copy(target: UNICODE_STRING, text: string): void {
  const source = local(UNICODE_STRING);
  RtlInitUnicodeString(source, L(text));
  RtlCopyUnicodeString(target, source);
}
