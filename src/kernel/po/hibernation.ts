/** The hibernation file: memory goes into it before the platform loses its power. */
import { DeviceUsageTypeHibernation } from '../../abi/enums.ts';
import { STATUS_DEVICE_NOT_READY, STATUS_UNSUCCESSFUL } from '../../abi/ntstatus.ts';
import { assert } from '../../base/assert.ts';
import { deviceIndex } from '../io/device-object.ts';
import type { Devnode } from '../pnp/devnode.ts';
import { BugCheckError } from '../sim/bug-check.ts';
import { EVENT } from '../sim/events.ts';
import { HibernationImage } from './hibernation-image.ts';
import type { ImageFailure, ImageStack } from './image-stack.ts';
import { isOnHibernationPath, type PowerManager } from './power-manager.ts';

const INTERNAL_POWER_ERROR = 0xa0;
const FILE_TOO_SMALL = 0xb;
/** Progress in 0xA0/0xB: the image itself is being written. */
const WRITING_IMAGE = 6;
/** The dump stack failed to initialize. */
const STACK_FAILED = 0xc;
/** The hibernation file could not be prepared, and nothing was written yet. */
const NOT_PREPARED = 0x9;
/** The miniport has taken a write and never completed it: there is no status that could be told. */
const WRITE_LOST = 0x108;
const TRANSFER_FAILED = 0x10a;
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
 *   holds the file has less room than the pages in use need; 0xA0/0x9 when its miniport cannot mark what it needs, 0xA0/0xC
 *   when it cannot be brought up to write, 0xA0/0x108 when it never completes a write
 * @source irp-mn-device-usage-notification, bug-check-0xa0
 */
export function writeImage(power: PowerManager): HibernationImage {
  const { system, pnp } = power;
  const { imageStack } = power;
  if (imageStack?.isLoaded === true) return writeThrough(power, imageStack);
  const image = new HibernationImage(pnp.kernel.memory);
  system.apply({ type: 'STEP_OK' });
  requirePower(power);
  system.apply({ type: 'STEP_OK' });
  const [file] = hibernationFiles(power);
  if (file !== undefined) writeTo(power, file, image);
  system.apply({ type: 'STEP_OK' });
  return image;
}

/** The stack marks memory before the snapshot is taken, so a device without power is found earlier. */
function writeThrough(power: PowerManager, stack: ImageStack): HibernationImage {
  const { system, pnp } = power;
  const { kernel } = pnp;
  requirePower(power);
  system.apply({ type: 'STEP_OK' });
  system.apply({ type: 'STEP_OK' });
  let image: HibernationImage | null = null;
  const failure = stack.write(() => {
    image = new HibernationImage(kernel.memory);
    const [file] = hibernationFiles(power);
    if (file !== undefined) requireRoom(power, file, image);
    return image;
  });
  if (failure !== null) throw imageFailed(power, 'written', failure);
  assert(image !== null, 'what was written was frozen before');
  system.apply({ type: 'STEP_OK' });
  return image;
}

/**
 * Restores memory after it has lost its power, through the stack where there is one.
 *
 * @throws BugCheckError 0xA0/0xC when the miniport cannot be brought up again; 0xA0/0x10A when the file cannot be read
 * @source bug-check-0xa0
 */
export function readImage(power: PowerManager, image: HibernationImage): void {
  const { imageStack } = power;
  if (imageStack?.isLoaded !== true) {
    image.restore(power.pnp.kernel.memory);
    return;
  }
  // The platform has power: the firmware has read the beginning of the image.
  for (const devnode of power.pnp.tree()) power.apply(devnode, { type: 'PLATFORM_ON' });
  const failure = imageStack.restore();
  if (failure !== null) throw imageFailed(power, 'read', failure);
}

function imageFailed(power: PowerManager, what: 'written' | 'read', failure: ImageFailure): BugCheckError {
  const { sim } = power.pnp.kernel;
  const { cause, why, driver, device } = failure;
  const remedy =
    cause === 'room'
      ? 'give the device that holds the hibernation file more room, or the machine less memory'
      : 'let the miniport find all it needs in memory that it has marked, and work with polling alone';
  sim.report({
    rule: `dump/image-not-${what}`,
    title: `The hibernation image could not be ${what}`,
    message: what === 'read' ? `resume failed, the hibernation data is lost: ${why}` : why,
    remedy: failure.remedy ?? remedy,
    driver,
    device,
    irp: 0,
    site: null,
  });
  const error = stopFor(power, failure);
  error.blamed = driver;
  return sim.stop(error);
}

function stopFor(power: PowerManager, { cause, context }: ImageFailure): BugCheckError {
  if (cause === 'prepare') return new BugCheckError(INTERNAL_POWER_ERROR, NOT_PREPARED, STATUS_UNSUCCESSFUL);
  if (cause === 'silent') return new BugCheckError(INTERNAL_POWER_ERROR, WRITE_LOST, 0, context);
  if (cause === 'stack') return new BugCheckError(INTERNAL_POWER_ERROR, STACK_FAILED, STATUS_UNSUCCESSFUL, context);
  if (cause === 'transfer')
    return new BugCheckError(INTERNAL_POWER_ERROR, TRANSFER_FAILED, 0, context, STATUS_UNSUCCESSFUL);
  const room = Number(hibernationFiles(power)[0]?.hardware.mediumSize ?? 0);
  return new BugCheckError(INTERNAL_POWER_ERROR, FILE_TOO_SMALL, room, WRITING_IMAGE);
}

function requireRoom(power: PowerManager, file: Devnode, image: HibernationImage): void {
  const room = Number(file.hardware.mediumSize);
  if (room > 0 && image.size > room)
    throw power.pnp.kernel.sim.stop(new BugCheckError(INTERNAL_POWER_ERROR, FILE_TOO_SMALL, room, WRITING_IMAGE));
}

function writeTo(power: PowerManager, file: Devnode, image: HibernationImage): void {
  const { kernel, io } = power.pnp;
  requireRoom(power, file, image);
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
    throw pnp.kernel.sim.stop(new BugCheckError(INTERNAL_POWER_ERROR, TRANSFER_FAILED, 0, 0, STATUS_DEVICE_NOT_READY));
  }
}
