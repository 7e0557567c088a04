/** What drivers answer and ask for as far as the whole device is concerned. */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import type { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { COMPLETION, notOutstanding } from './component-requests.ts';
import type { PoFxDevice } from './device.ts';
import { SYSTEM_POWER_UP } from './driver-calls.ts';
import type { PowerFramework } from './power-framework.ts';

const DRIVER_POWER_STATE_FAILURE = 0x9f;
const DIRECTED_FAILED = 6;
const DIRECTED = { down: 1, up: 0 } as const;

/** @throws BugCheckError 0xA0/0x613 when it was not asked for. @source nf-wdm-pofxcompletedevicepowernotrequired */
export function PoFxCompleteDevicePowerNotRequired(fx: PowerFramework, device: PoFxDevice): void {
  if (!device.answer('COMPLETE_NOT_REQUIRED')) notOutstanding(fx, device, 0, COMPLETION.notRequired);
  device.queue.advance(false);
}

/**
 * The device is in D0 again. Owed after DevicePowerRequired, after a directed power-up, and whenever the system is
 * back in S0.
 *
 * @throws BugCheckError 0xA0/0x613 when it is not owed; 0x9F/6 after a directed power-up that has not led to D0
 * @source nf-wdm-pofxreportdevicepoweredon
 */
export function PoFxReportDevicePoweredOn(fx: PowerFramework, device: PoFxDevice): void {
  const isDirected = device.outstanding?.callback === 'DirectedPowerUpCallback';
  const wasForSystem = device.outstanding?.callback === SYSTEM_POWER_UP;
  if (isDirected && fx.power.of(device.devnode) !== PowerDeviceD0)
    fx.io.kernel.bugCheck(DRIVER_POWER_STATE_FAILURE, DIRECTED_FAILED, device.handle, DIRECTED.up);
  if (!device.answer('REPORT_POWERED_ON')) notOutstanding(fx, device, 0, COMPLETION.poweredOn);
  if (isDirected) device.directed();
  // What DevicePowerRequired asked for while the system goes down is not the end of its sleep.
  if (wasForSystem) fx.onReported(device);
  device.queue.advance(false);
}

/**
 * The device is in its low-power state, as DirectedPowerDown has asked.
 *
 * @throws BugCheckError 0x9F/6 when it is still in D0, 0xA0/0x613 when it was not asked for
 * @source nf-wdm-pofxcompletedirectedpowerdown
 */
export function PoFxCompleteDirectedPowerDown(fx: PowerFramework, device: PoFxDevice): void {
  if (device.state === 'directedDownReported' && fx.power.of(device.devnode) === PowerDeviceD0)
    fx.io.kernel.bugCheck(DRIVER_POWER_STATE_FAILURE, DIRECTED_FAILED, device.handle, DIRECTED.down);
  if (!device.answer('COMPLETE_DIRECTED_DOWN')) notOutstanding(fx, device, 0, COMPLETION.notRequired);
  device.onDirected();
  device.queue.advance(false);
}

/** 100 ns units. It holds for the idle period that runs, too. @source nf-wdm-pofxsetdeviceidletimeout */
export function PoFxSetDeviceIdleTimeout(device: PoFxDevice, timeout: bigint): void {
  device.idleTimeout = timeout;
  device.restartIdleTimer();
}

/**
 * A bus has found a device of its own powered on that should sleep: the driver brings it up, so that it can go down
 * again in an orderly way. A device that is not registered, or not in a low-power state, is left alone (POFX-46).
 *
 * @source nf-wdm-pofxnotifysurprisepoweron
 */
export function PoFxNotifySurprisePowerOn(fx: PowerFramework, pdo: DEVICE_OBJECT): void {
  const device = fx.ofPdo(pdo);
  if (device?.apply('SURPRISE_POWER_ON') === true) device.queue.advance(false);
}
