/** Directed power (DFx): devices are taken to low power although they are in use, and back (POFX-50). */
import { PowerDeviceD0 } from '../../abi/enums.ts';
import { PO_FX_DEVICE_FLAG_DFX_DIRECT_CHILDREN_OPTIONAL, PO_FX_VERSION_V3 } from '../../abi/pofx-constants.ts';
import { type Devnode, deepestFirst } from '../pnp/devnode.ts';
import type { PoFxDevice } from './device.ts';
import type { PowerFramework } from './power-framework.ts';

/**
 * Takes a device to low power, and before it all those below it, one after the other.
 *
 * @returns why not, as the end of a sentence; null: it has begun
 */
export function directDown(fx: PowerFramework, device: PoFxDevice): string | null {
  const below = deepestFirst(device.devnode).filter((devnode) => devnode !== device.devnode);
  const refusal = whyNot(fx, device) ?? whyNotBelow(fx, device, below);
  if (refusal !== null) return refusal;
  if (!device.can('DIRECTED_DOWN')) return `it is ${device.state}`;
  const order = [...below.map((devnode) => fx.ofDevnode(devnode)), device];
  goDown(order.filter((one) => one?.can('DIRECTED_DOWN') === true) as PoFxDevice[]);
  return null;
}

/** The next begins when the one before has arrived. */
function goDown([first, ...rest]: readonly PoFxDevice[]): void {
  if (first === undefined || !first.apply('DIRECTED_DOWN')) return;
  first.onDirected = () => goDown(rest);
  first.queue.advance(false);
}

/** The device first, and those below it when it is on. @returns why not, or null */
export function directUp(fx: PowerFramework, device: PoFxDevice): string | null {
  if (!isDirectable(device)) return NO_CALLBACKS;
  if (!device.apply('DIRECTED_UP')) return `it is ${device.state}`;
  device.onDirected = () => {
    for (const child of device.devnode.children) {
      const one = fx.ofDevnode(child);
      if (one?.state === 'directedLow') directUp(fx, one);
    }
  };
  device.queue.advance(false);
  return null;
}

const NO_CALLBACKS = 'its driver has no directed callbacks (PO_FX_DEVICE_V3)';

function isDirectable({ description, callbacks }: PoFxDevice): boolean {
  return description.version >= PO_FX_VERSION_V3 && callbacks.directedDown !== null && callbacks.directedUp !== null;
}

function whyNot(fx: PowerFramework, device: PoFxDevice): string | null {
  if (!isDirectable(device)) return NO_CALLBACKS;
  if (device.devnode.hardware.power.isDebugPort) return 'a kernel debugger may talk through it';
  return hasPageFile(fx, device) ? 'it is in the path of a page file, which the framework never directs' : null;
}

/** Devices in the path of a page file are never directed (POFX-48). */
function hasPageFile(fx: PowerFramework, { devnode }: PoFxDevice): boolean {
  const entry = fx.io.kernel.sim.directory.devices.findLast(({ address }) => address === devnode.pdo.address);
  return entry !== undefined && fx.pnp.ledger.of(entry.index).paging > 0;
}

/** What is on below a device has to go first; a device can allow its children not to. */
function whyNotBelow(fx: PowerFramework, device: PoFxDevice, below: readonly Devnode[]): string | null {
  const areOptional = (device.description.flags & Number(PO_FX_DEVICE_FLAG_DFX_DIRECT_CHILDREN_OPTIONAL)) !== 0;
  for (const devnode of below) {
    const one = fx.ofDevnode(devnode);
    const isOptional = areOptional && devnode.parent === device.devnode;
    if (isOptional || !devnode.isStarted || fx.power.of(devnode) !== PowerDeviceD0) continue;
    if (one === undefined || whyNot(fx, one) !== null) return `${devnode.id} below it is on and cannot be directed`;
  }
  return null;
}
