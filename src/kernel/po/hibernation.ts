/** The hibernation file: memory goes into it before the platform loses its power. */
import { DeviceUsageTypeHibernation } from '../../abi/enums.ts';
import { STATUS_DEVICE_NOT_READY } from '../../abi/ntstatus.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import { EVENT } from '../sim/events.ts';
import { HibernationImage } from './hibernation-image.ts';
import { isOnHibernationPath, type PowerManager } from './power-manager.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const FILE_TOO_SMALL = 0xb;
/** Progress in 0xA0/0xB: the image itself is being written. */
const WRITING_IMAGE = 6;
const IMAGE_NOT_WRITTEN = 0x10a;
/** A dump stack moves no more with one request. */
const MOST_AT_ONCE = 0x1_0000;

/** The devices that hold a hibernation file. */
export function hibernationFiles(power: PowerManager): readonly Devnode[] {
  return power.pnp.tree().filter(({ specialFiles }) => (specialFiles.get(DeviceUsageTypeHibernation) ?? 0) > 0);
}

/**
 * From here to the end of the image no driver runs: the disk is written with the machine frozen, so every device on the
 * way to it must still have power.
 *
 * @throws BugCheckError 0xA0/0x10A with STATUS_DEVICE_NOT_READY when one of them has none; 0xA0/0xB when the device that
 *   holds the file has less room than the pages in use need
 * @source irp-mn-device-usage-notification, bug-check-0xa0
 */
export function writeImage(power: PowerManager): HibernationImage {
  const { system, pnp } = power;
  const image = new HibernationImage(pnp.kernel.memory);
  system.apply({ type: 'STEP_OK' });
  requirePower(power);
  system.apply({ type: 'STEP_OK' });
  const [file] = hibernationFiles(power);
  if (file !== undefined) writeTo(power, file, image);
  system.apply({ type: 'STEP_OK' });
  return image;
}

function writeTo(power: PowerManager, file: Devnode, image: HibernationImage): void {
  const { kernel, io } = power.pnp;
  const room = Number(file.hardware.mediumSize);
  if (room > 0 && image.size > room)
    throw kernel.sim.stop(new BugCheckError(INTERNAL_POWER_ERROR, FILE_TOO_SMALL, room, WRITING_IMAGE));
  const device = deviceIndex(io, file.pdo);
  for (let offset = 0; offset < image.size; offset += MOST_AT_ONCE)
    kernel.sim.record(EVENT.dumpIo, 0, device, offset, Math.min(MOST_AT_ONCE, image.size - offset), 1);
}

function requirePower(power: PowerManager): void {
  const { pnp } = power;
  const dark = pnp.tree().find((devnode) => isOnHibernationPath(pnp, devnode) && !power.isPowered(devnode));
  if (dark !== undefined) {
    const message = `${dark.id} is in ${power.hardwareOf(dark)} while the image has to be written through it`;
    power.onMistake({ kind: 'pathPowerLost', devnode: dark, message });
    throw pnp.kernel.sim.stop(
      new BugCheckError(INTERNAL_POWER_ERROR, IMAGE_NOT_WRITTEN, 0, 0, STATUS_DEVICE_NOT_READY),
    );
  }
}
