/** Components that become active without their driver asking, around the system's sleep (POFX-32). */
import { PO_FX_FLAG_ASYNC_ONLY, PO_FX_FLAG_BLOCKING } from '../../abi/pofx-constants.ts';
import type { PowerManager } from '../po/power-manager.ts';
import { PoFxActivateComponent, PoFxIdleComponent } from './component-requests.ts';
import type { PoFxDevice } from './device.ts';
import type { PowerFramework } from './power-framework.ts';

/** @source nc-wdm-po_fx_component_active_condition_callback */
export function holdUpForSleep(fx: PowerFramework, power: PowerManager): void {
  const held = new WeakSet<PoFxDevice>();
  power.beforeSystemDown = async (devnode) => {
    const device = fx.ofDevnode(devnode);
    if (device === undefined || device.state === 'registered' || held.has(device)) return;
    held.add(device);
    for (const { index } of device.components) await PoFxActivateComponent(fx, device, index, PO_FX_FLAG_BLOCKING);
  };
  fx.onReported = (device) => {
    if (!held.delete(device)) return;
    for (const { index } of device.components) void PoFxIdleComponent(fx, device, index, PO_FX_FLAG_ASYNC_ONLY);
  };
}
