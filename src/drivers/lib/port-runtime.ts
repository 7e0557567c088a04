/**
 * Run-time power of an adapter and of its units. A miniport describes them with StorPortInitializePoFxPower and hears what
 * the power framework says as control types; without a description the registry of the port driver decides.
 */
import {
  addressOf,
  type DEVICE_OBJECT,
  InterlockedExchange,
  IRP_MN_SET_POWER,
  NULL,
  PoRequestPowerIrp,
  PowerDeviceD0,
  PowerDeviceD3,
  SandboxPortForgetPoFx,
  SandboxPortLimitFState,
  SandboxPortPowerActive,
  SandboxPortPowerControl,
  SandboxPortPowerRequired,
  SandboxPortQueryPoFx,
  SandboxPortReadFStates,
  SandboxPortRegisteredPoFx,
  SandboxPortSetFState,
  SandboxQueryRegistry,
  STATUS_PENDING,
  STOR_POFX_DEVICE_FLAG_DUMP_ALWAYS_POWER_ON,
  STOR_POFX_DEVICE_FLAG_NO_D0,
  STOR_POFX_DEVICE_FLAG_NO_D3,
  STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE,
  type ULONG,
} from 'wdm';
import { CommonExtension } from './common.ts';
import { AdapterExtension, LunExtension } from './port-extensions.ts';
import { HasFollowedUnits, PowerDown } from './port-power.ts';
import { DescribeByRegistry } from './runtime-device.ts';
import { BeginUse, EndUse, IDLE_TIMEOUT, type PoweredDevice, type RuntimePower } from './runtime-power.ts';

const TICKS_PER_MILLISECOND = 10_000n;

/** What the port driver does when an adapter, or a unit, may be used again. */
export type BecameActive = (device: DEVICE_OBJECT) => void;

export function AdapterRuntime(becameActive: BecameActive): RuntimePower {
  const of: RuntimePower['of'] = (adapter) => AdapterExtension(adapter).Runtime;
  const told = ToldMiniport(of, becameActive);
  return {
    ...told,
    of,
    describe: (adapter) => {
      // Without a plug-in of the platform there is nobody who could power it on then.
      const canDump = CanBeDumpedTo(adapter) ? undefined : false;
      return Describe(adapter, CommonExtension(adapter).Pdo, canDump) ?? DescribeByRegistry(adapter);
    },
    // While its units go down it has not been asked to leave D0 itself.
    asksForD0: (adapter) => AdapterExtension(adapter).IsFollowing === 0 && told.asksForD0?.(adapter) !== false,
    mayGoNow: HasFollowedUnits,
    powerDown: (adapter) => {
      if (!HasFlag(adapter, STOR_POFX_DEVICE_FLAG_NO_D3)) {
        PowerDown(adapter);
      }
    },
  };
}

/** A unit that has power keeps its adapter in use. */
export function UnitRuntime(becameActive: BecameActive): RuntimePower {
  const of: RuntimePower['of'] = (pdo) => LunExtension(pdo).Runtime;
  const told = ToldMiniport(of, becameActive);
  return {
    ...told,
    of,
    describe: (pdo) => {
      // It is started by whoever starts its adapter.
      const { ParentFdo: adapter } = LunExtension(pdo).Bus;
      const canDump = adapter !== NULL && AdapterExtension(adapter).Runtime.CanDump && CanBeDumpedTo(pdo);
      return Describe(pdo, pdo, canDump);
    },
    registered: (pdo) => {
      HoldAdapter(pdo);
      told.registered?.(pdo);
    },
    unregistering: (pdo) => {
      ReleaseAdapter(pdo);
      told.unregistering?.(pdo);
    },
    required: (pdo, isRequired) => {
      if (isRequired) {
        HoldAdapter(pdo);
      }
      told.required?.(pdo, isRequired);
    },
    powerDown: (pdo) => UnitDown(pdo),
  };
}

/** What is the same for both: the miniport hears of it first when it may not use something, and last when it may. */
function ToldMiniport(of: RuntimePower['of'], becameActive: BecameActive): Omit<RuntimePower, 'of' | 'describe'> {
  return {
    registered: SandboxPortRegisteredPoFx,
    unregistering: SandboxPortForgetPoFx,
    changed: (device, isActive) => {
      SandboxPortPowerActive(device, isActive);
      if (isActive) {
        becameActive(device);
        return;
      }
      const timeout = SandboxPortQueryPoFx(device, 'IdleTimeout');
      if (timeout !== 0) {
        of(device).IdleTimeout = BigInt(timeout) * TICKS_PER_MILLISECOND;
      }
    },
    setState: SandboxPortSetFState,
    required: SandboxPortPowerRequired,
    asksForD0: (device) => !HasFlag(device, STOR_POFX_DEVICE_FLAG_NO_D0),
    heldForDump: SandboxPortLimitFState,
  };
}

function HasFlag(device: DEVICE_OBJECT, flag: ULONG): boolean {
  return (SandboxPortQueryPoFx(device, 'Flags') & flag) !== 0;
}

/** Whether the dump instance of the miniport can bring the device back from where it has gone to save power. */
function CanBeDumpedTo(device: DEVICE_OBJECT): boolean {
  return (
    !HasFlag(device, STOR_POFX_DEVICE_FLAG_NO_DUMP_ACTIVE) ||
    HasFlag(device, STOR_POFX_DEVICE_FLAG_DUMP_ALWAYS_POWER_ON)
  );
}

/** What the miniport has said. @returns undefined when it has said nothing */
function Describe(
  device: DEVICE_OBJECT,
  pdo: DEVICE_OBJECT | null,
  canDump: boolean | undefined,
): PoweredDevice | undefined {
  const { DriverObject: driver } = device;
  if (pdo === NULL || driver === NULL || SandboxPortQueryPoFx(device, 'IsDescribed') === 0) {
    return undefined;
  }
  const timeout = SandboxPortQueryPoFx(device, 'IdleTimeout');
  return {
    pdo,
    stateCount: SandboxPortQueryPoFx(device, 'FStates'),
    deepestWakeable: SandboxPortQueryPoFx(device, 'DeepestWakeable'),
    fillStates: (first) => SandboxPortReadFStates(device, first),
    idleTimeout: timeout === 0 ? SandboxQueryRegistry(driver, 'IdleTimeout', IDLE_TIMEOUT) : timeout,
    minimumCycle: SandboxPortQueryPoFx(device, 'MinimumCycle'),
    canDump,
    mayIdleInD0: SandboxPortQueryPoFx(device, 'CrashDumpReady') !== 0,
    powerControl: (_context, code, inBuffer, inSize, outBuffer, outSize, bytesReturned) =>
      SandboxPortPowerControl(device, code?.address ?? 0, inBuffer, inSize, outBuffer, outSize, bytesReturned),
  };
}

/** Once, however often it is called. */
export function HoldAdapter(pdo: DEVICE_OBJECT): void {
  const { Bus: bus, Runtime: runtime } = LunExtension(pdo);
  const isNew = runtime.Handle !== 0 && InterlockedExchange(addressOf(LunExtension(pdo), 'HoldsAdapter'), 1) === 0;
  if (isNew && bus.ParentFdo !== NULL) {
    BeginUse(AdapterExtension(bus.ParentFdo).Runtime);
  }
}

function ReleaseAdapter(pdo: DEVICE_OBJECT): void {
  const { Bus: bus } = LunExtension(pdo);
  if (bus.ParentFdo !== NULL && InterlockedExchange(addressOf(LunExtension(pdo), 'HoldsAdapter'), 0) === 1) {
    EndUse(AdapterExtension(bus.ParentFdo).Runtime);
  }
}

/** The adapter follows when the unit is down; meanwhile somebody may have come who needs the unit. */
function UnitDown(pdo: DEVICE_OBJECT): void {
  const release = (): void => {
    if (LunExtension(pdo).Runtime.IsRequired === 0) {
      ReleaseAdapter(pdo);
    }
  };
  const mayAsk = CommonExtension(pdo).PowerState === PowerDeviceD0 && !HasFlag(pdo, STOR_POFX_DEVICE_FLAG_NO_D3);
  if (!mayAsk || PoRequestPowerIrp(pdo, IRP_MN_SET_POWER, PowerDeviceD3, release, NULL, NULL) !== STATUS_PENDING) {
    release();
  }
}
