/** What a miniport asks of the power framework, through Storport (STOR-65). */
import { DISPATCH_LEVEL } from '../../abi/enums.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { PO_FX_FLAG_ASYNC_ONLY } from '../../abi/pofx-constants.ts';
import { STOR_ADDR_BTL8_ADDRESS_LENGTH, STOR_ADDRESS_TYPE_BTL8 } from '../../abi/srb-constants.ts';
import {
  ScsiUnitPoFxPowerSetFState,
  STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD,
  STOR_STATUS_BUSY,
  STOR_STATUS_INVALID_DEVICE_REQUEST,
  STOR_STATUS_INVALID_IRQL,
  STOR_STATUS_INVALID_PARAMETER,
  STOR_STATUS_NOT_IMPLEMENTED,
  STOR_STATUS_SUCCESS,
  STOR_STATUS_UNSUCCESSFUL,
} from '../../abi/storport-constants.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { STOR_ADDR_BTL8 } from '../../abi/structs/storport-requests.ts';
import { milliseconds } from '../../base/time.ts';
import { PoFxActivateComponent, PoFxIdleComponent, setHints } from '../fx/component-requests.ts';
import type { PoFxDevice } from '../fx/device.ts';
import { PoFxSetDeviceIdleTimeout } from '../fx/device-requests.ts';
import type { PowerControlRequest } from '../fx/platform-extension.ts';
import { sendPowerControl } from '../fx/power-control.ts';
import type { PowerFramework } from '../fx/power-framework.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Adapter } from './adapter.ts';
import type { MiniportInstance } from './instance.ts';
import { readStorPoFx, type StorPoFx } from './pofx.ts';
import type { Storport } from './storport.ts';
import { isForbidden } from './support.ts';
import type { Unit } from './unit.ts';

/** What the routines work on. */
export interface StorPower {
  readonly storport: Storport;
  readonly fx: PowerFramework;
}

/** Whose power it is about: an adapter's, or that of a unit behind it. */
interface Target {
  readonly adapter: Adapter;
  readonly instance: MiniportInstance;
  readonly unit: Unit | null;
  readonly pofx: StorPoFx;
  readonly devnode: Devnode | undefined;
}

/** @param unit - null: of the adapter itself. @returns undefined for a unit that nobody has reported yet */
export function poweredDevnode({ kernel, pnp }: Storport, adapter: Adapter, unit: Unit | null): Devnode | undefined {
  if (unit === null) return pnp.byId(adapter.node.id);
  return unit.pdo === 0 ? undefined : pnp.devnodeOf(kernel.memory.view(DEVICE_OBJECT, unit.pdo));
}

/** @param extension - HwDeviceExtension. @param address - a STOR_ADDRESS; 0 = the adapter */
function targetOf({ storport }: StorPower, extension: number, address: number): Target | undefined {
  const known = storport.instanceAt(extension);
  const adapter = known?.adapter ?? null;
  if (known === undefined || adapter === null) return undefined;
  const { instance } = known;
  if (address === 0)
    return { adapter, instance, unit: null, pofx: adapter.pofx, devnode: poweredDevnode(storport, adapter, null) };
  const asked = storport.kernel.memory.view(STOR_ADDR_BTL8, address);
  if (asked.Type !== STOR_ADDRESS_TYPE_BTL8 || asked.AddressLength !== STOR_ADDR_BTL8_ADDRESS_LENGTH) return undefined;
  const unit = adapter.unitAt({ path: asked.Path, target: asked.Target, lun: asked.Lun });
  if (unit === undefined || unit.isGone) return undefined;
  return { adapter, instance, unit, pofx: unit.pofx, devnode: poweredDevnode(storport, adapter, unit) };
}

/**
 * Describes an adapter or a unit. The port registers it with the power framework when it is started.
 *
 * @param address - of a STOR_POFX_DEVICE of any version
 * @returns STOR_STATUS_SUCCESS; STOR_STATUS_INVALID_PARAMETER for a description that is wrong;
 *   STOR_STATUS_UNSUCCESSFUL for a second one, and for one that comes at another time than the port asks for it
 * @source nf-storport-storportinitializepofxpower
 */
export function initializePoFxPower(
  power: StorPower,
  extension: number,
  unit: number,
  address: number,
  d3Cold: { value: unknown } | null,
): number {
  if (isForbidden(power.storport, 'StorPortInitializePoFxPower')) return STOR_STATUS_NOT_IMPLEMENTED;
  const target = address === 0 ? undefined : targetOf(power, extension, unit);
  if (target === undefined) return STOR_STATUS_INVALID_PARAMETER;
  const { instance, pofx, adapter, devnode } = target;
  const isAdapter = target.unit === null;
  const isAsked = isAdapter ? instance.isInside('HwStorPassiveInitializeRoutine') : pofx.isAsked;
  if (!isAsked) {
    const where = isAdapter ? 'HwStorPassiveInitializeRoutine' : 'ScsiUnitPoFxPowerInfo with IdlePowerEnabled';
    instance.mistake(
      'pofxPlace',
      `StorPortInitializePoFxPower was called for ${isAdapter ? 'the adapter' : 'a unit'} outside of ${where}`,
    );
    return STOR_STATUS_UNSUCCESSFUL;
  }
  if (pofx.description !== null) return STOR_STATUS_UNSUCCESSFUL;
  const read = readStorPoFx(power.storport.kernel, address, isAdapter);
  if (typeof read === 'string') {
    instance.mistake(
      'pofxDescription',
      `StorPortInitializePoFxPower was given a STOR_POFX_DEVICE that cannot be: ${read}`,
    );
    return STOR_STATUS_INVALID_PARAMETER;
  }
  pofx.description = read;
  const canSetFState = isAdapter || adapter.controls?.unitTypes.has(ScsiUnitPoFxPowerSetFState) === true;
  if (read.states.length > 1 && !canSetFState)
    instance.mistake(
      'pofxDescription',
      `a unit with ${read.states.length} F states was described, and HwStorUnitControl does not support ScsiUnitPoFxPowerSetFState`,
    );
  if (d3Cold !== null) d3Cold.value = isAdapter && enableD3Cold(power.storport, devnode, read.flags);
  return STOR_STATUS_SUCCESS;
}

/** @returns whether the adapter may lose its power in D3 */
function enableD3Cold({ power }: Storport, devnode: Devnode | undefined, flags: number): boolean {
  if (devnode?.hardware.power.hasD3Cold !== true || (flags & STOR_POFX_DEVICE_FLAG_ENABLE_D3_COLD) === 0) return false;
  power.rails.enable(devnode, true);
  return true;
}

/**
 * @param type - an activation, or its end
 * @param srb - address of the request that it is for; 0 = none
 * @returns STOR_STATUS_BUSY: counted, and the component is not active yet, or not idle yet
 * @source nf-storport-storportpofxactivatecomponent, nf-storport-storportpofxidlecomponent
 */
export function changeReference(
  power: StorPower,
  type: 'StorPortPoFxActivateComponent' | 'StorPortPoFxIdleComponent',
  extension: number,
  unit: number,
  srb: number,
  component: number,
  flags: number,
): number {
  const found = findDescribed(power, type, extension, unit, component);
  if (typeof found === 'number') return found;
  const { pofx, instance } = found;
  if (flags !== 0 || (srb !== 0 && instance.owner.srbAt(srb) === undefined && !pofx.references.has(srb)))
    return STOR_STATUS_INVALID_PARAMETER;
  const isUp = type === 'StorPortPoFxActivateComponent';
  const count = pofx.references.get(srb) ?? 0;
  if (!isUp && count === 0) {
    instance.mistake(
      'pofxUnbalanced',
      `${type} was called without an activation${srb === 0 ? '' : ' for that request'}`,
    );
    return STOR_STATUS_INVALID_DEVICE_REQUEST;
  }
  if (isUp) pofx.references.set(srb, count + 1);
  else if (count === 1) pofx.references.delete(srb);
  else pofx.references.set(srb, count - 1);
  const device = power.fx.ofDevnode(found.devnode);
  if (device === undefined) {
    // Until the power framework has the device, its component is active.
    pofx.early += isUp ? 1 : -1;
    return isUp || pofx.early > 0 ? STOR_STATUS_SUCCESS : STOR_STATUS_BUSY;
  }
  // The miniport runs, perhaps with a lock: what follows from the change is done elsewhere.
  if (isUp) void PoFxActivateComponent(power.fx, device, 0, PO_FX_FLAG_ASYNC_ONLY);
  else void PoFxIdleComponent(power.fx, device, 0, PO_FX_FLAG_ASYNC_ONLY);
  return isIn(device, isUp) ? STOR_STATUS_SUCCESS : STOR_STATUS_BUSY;
}

function isIn({ components: [component] }: PoFxDevice, isUp: boolean): boolean {
  return isUp ? component?.condition === 'active' : component?.references === 0;
}

/** The target of a routine that wants one that is described, or why it gets none. */
function findDescribed(
  power: StorPower,
  routine: string,
  extension: number,
  unit: number,
  component: number,
): Target | number {
  if (isForbidden(power.storport, routine)) return STOR_STATUS_NOT_IMPLEMENTED;
  if (power.storport.kernel.sim.current.irql > DISPATCH_LEVEL) return STOR_STATUS_INVALID_IRQL;
  const target = targetOf(power, extension, unit);
  if (target === undefined || component !== 0) return STOR_STATUS_INVALID_PARAMETER;
  return target.pofx.description === null ? STOR_STATUS_INVALID_DEVICE_REQUEST : target;
}

/** @param value - 100 ns units. @source nf-storport-storportpofxsetcomponentlatency, nf-storport-storportpofxsetcomponentresidency */
export function setComponentHint(
  power: StorPower,
  routine: 'StorPortPoFxSetComponentLatency' | 'StorPortPoFxSetComponentResidency',
  extension: number,
  unit: number,
  component: number,
  value: bigint,
): number {
  const found = findDescribed(power, routine, extension, unit, component);
  if (typeof found === 'number') return found;
  const { pofx, devnode } = found;
  if (routine === 'StorPortPoFxSetComponentLatency') {
    pofx.latency = value;
    applyLatency(power.fx, pofx, devnode);
    return STOR_STATUS_SUCCESS;
  }
  const device = power.fx.ofDevnode(devnode);
  if (device !== undefined) setHints(power.fx, device, 0, routine, { residency: value });
  return STOR_STATUS_SUCCESS;
}

/** What the miniport tolerates and what a crash dump needs: the stricter of the two counts. */
export function applyLatency(fx: PowerFramework, pofx: StorPoFx, devnode: Devnode | undefined): void {
  const device = fx.ofDevnode(devnode);
  if (device !== undefined) setHints(fx, device, 0, 'StorPortPoFxSetComponentLatency', { latency: pofx.tolerated });
}

/** @source nf-storport-storportpofxsetidletimeout */
export function setIdleTimeout(power: StorPower, extension: number, unit: number, timeout: number): number {
  if (isForbidden(power.storport, 'StorPortPoFxSetIdleTimeout')) return STOR_STATUS_NOT_IMPLEMENTED;
  const target = unit === 0 ? targetOf(power, extension, 0) : undefined;
  if (target === undefined) return STOR_STATUS_INVALID_PARAMETER;
  const { pofx, devnode } = target;
  if (pofx.description === null) return STOR_STATUS_UNSUCCESSFUL;
  pofx.description = { ...pofx.description, idleTimeout: timeout };
  const device = power.fx.ofDevnode(devnode);
  if (device !== undefined) PoFxSetDeviceIdleTimeout(device, BigInt(milliseconds(timeout)));
  return STOR_STATUS_SUCCESS;
}

/** @returns STOR_STATUS_UNSUCCESSFUL when no plug-in of the platform has done it. @source nf-storport-storportpofxpowercontrol */
export function powerControl(
  power: StorPower,
  extension: number,
  unit: number,
  request: PowerControlRequest,
  bytesReturned: { value: unknown } | null,
): number {
  const found = findDescribed(power, 'StorPortPoFxPowerControl', extension, unit, 0);
  if (typeof found === 'number') return found;
  const device = power.fx.ofDevnode(found.devnode);
  if (device === undefined) return STOR_STATUS_INVALID_DEVICE_REQUEST;
  const result = sendPowerControl(device, request);
  if (bytesReturned !== null) bytesReturned.value = result.bytesReturned;
  return NT_SUCCESS(result.status) ? STOR_STATUS_SUCCESS : STOR_STATUS_UNSUCCESSFUL;
}
