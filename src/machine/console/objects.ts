/** Finds what a user means: a device, a device object, a driver, a request. By name first, by address then. */

import { DEVICE_OBJECT, DEVOBJ_EXTENSION, DRIVER_OBJECT, IRP } from '../../abi/structs/io.ts';
import { nearestSpelling } from '../../base/nearest-spelling.ts';
import type { DeviceState, StackEntry } from '../../protocol/state.ts';
import { evaluateExpression } from './expression.ts';
import { address as addressText } from './format.ts';
import { ConsoleError } from './page.ts';
import { Peek, wideText } from './peek.ts';
import type { ConsoleTarget } from './target.ts';

const IO_TYPE_DEVICE = 3;
const IO_TYPE_DRIVER = 4;
const IO_TYPE_IRP = 6;

/** A devnode is no object of memory that drivers can see: it has an address here that leads nowhere. */
const FIRST_DEVNODE = 0xd000_0000;
const DEVNODE_STEP = 0x400;

/** A device object with the stack in which it stands. */
export interface FoundDeviceObject {
  readonly peek: Peek;
  readonly devnode: DeviceState | null;
  readonly entry: StackEntry | null;
}

export function devnodeAddress(target: ConsoleTarget, { stack }: DeviceState): number {
  const pdo = Number(stack.at(-1)?.object ?? 0);
  const extension = Peek.at(target.memory, DEVICE_OBJECT, pdo)?.number('DeviceObjectExtension') ?? 0;
  const index = Peek.at(target.memory, DEVOBJ_EXTENSION, extension)?.number('SandboxIndex') ?? 0;
  return FIRST_DEVNODE + index * DEVNODE_STEP;
}

export function pdoOf({ stack }: DeviceState): number {
  return Number(stack.at(-1)?.object ?? 0);
}

/** By id, instance path, the devnode's address, or that of a device object of its stack. */
export function findDevnode(target: ConsoleTarget, word: string): DeviceState {
  const { devices } = target.state();
  const wanted = word.replaceAll('"', '').toLowerCase();
  const named = devices.find(({ id, instancePath }) =>
    [id, instancePath].some((name) => name.toLowerCase() === wanted),
  );
  if (named !== undefined) return named;
  const at = evaluateExpression(target, word);
  const found = devices.find((device) => devnodeAddress(target, device) === at || ownsObject(device, at));
  if (found !== undefined) return found;
  throw new ConsoleError(`No device node is at ${addressText(at)}. !devnode 0 1 lists them all.`);
}

function ownsObject({ stack }: DeviceState, at: number): boolean {
  return stack.some(({ object }) => Number(object) === at);
}

/** @param prefix - `\Device\` is put in front of names that have none */
export function findDeviceObject(target: ConsoleTarget, word: string): FoundDeviceObject {
  const at = namedDeviceObject(target, word) ?? evaluateExpression(target, word);
  const found = deviceObjectAt(target, at);
  if (found !== null) return found;
  throw new ConsoleError(
    `${addressText(at)} is no device object${whatIsThere(target, at)}. !devnode 0 1 and !drvobj list what there is.`,
  );
}

export function deviceObjectAt(target: ConsoleTarget, at: number): FoundDeviceObject | null {
  const peek = Peek.at(target.memory, DEVICE_OBJECT, at);
  if (at === 0 || peek === null || peek.number('Type') !== IO_TYPE_DEVICE) return null;
  const devnode = target.state().devices.find((device) => ownsObject(device, at)) ?? null;
  const entry = devnode?.stack.find(({ object }) => Number(object) === at) ?? null;
  // A freed block still says what it was, until it is used again.
  return driverAt(target, peek.number('DriverObject')) === null && entry === null ? null : { peek, devnode, entry };
}

/** `disk0`: its PDO; `disk0/disk`; `\Device\NAME` or NAME alone. */
function namedDeviceObject(target: ConsoleTarget, word: string): number | undefined {
  const wanted = word.replaceAll('"', '').toLowerCase();
  const [id, driver] = wanted.split('/');
  const device = target.state().devices.find((one) => one.id.toLowerCase() === id);
  if (device !== undefined) {
    if (driver === undefined) return pdoOf(device);
    const entry = device.stack.find((one) => one.driver.toLowerCase() === driver);
    if (entry !== undefined) return Number(entry.object);
    const near = nearestSpelling(
      driver,
      device.stack.map((one) => one.driver),
    );
    const hint =
      near === null ? `It has ${device.stack.map((one) => one.driver).join(', ')}.` : `Did you mean \`${near}\`?`;
    throw new ConsoleError(`No driver \`${driver}\` stands on ${device.id}. ${hint}`);
  }
  const name = wanted.startsWith('\\') ? wanted : `\\device\\${wanted}`;
  return target.deviceNames().find((one) => one.name.toLowerCase() === name)?.address;
}

/** By name, with or without `\Driver\`, or by address. */
export function findDriver(target: ConsoleTarget, word: string): Peek {
  const wanted = word
    .replaceAll('"', '')
    .toLowerCase()
    .replace(/^\\driver\\/, '');
  const named = target.drivers().find(({ name }) => name.toLowerCase() === wanted);
  const at =
    named?.address ??
    evaluateExpression(
      target,
      word,
      target.drivers().map(({ name }) => name),
    );
  const found = driverAt(target, at);
  if (found !== null) return found;
  throw new ConsoleError(`${addressText(at)} is no driver object${whatIsThere(target, at)}. lm lists the drivers.`);
}

export function driverAt(target: ConsoleTarget, at: number): Peek | null {
  const peek = Peek.at(target.memory, DRIVER_OBJECT, at);
  return at === 0 || peek === null || peek.number('Type') !== IO_TYPE_DRIVER ? null : peek;
}

/** `\Driver\disk`; empty where there is none. */
export function driverNameAt(target: ConsoleTarget, at: number): string {
  const driver = driverAt(target, at);
  return driver === null ? '' : wideText(target.memory, driver.addressOf('DriverName'));
}

/** `\Driver\disk`, of the driver whose device object it is; empty where there is none. */
export function driverPath(target: ConsoleTarget, device: number): string {
  const object = device === 0 ? null : Peek.at(target.memory, DEVICE_OBJECT, device);
  return object === null ? '' : driverNameAt(target, object.number('DriverObject'));
}

/** The same without its folder. */
export function driverOfDevice(target: ConsoleTarget, device: number): string {
  return driverPath(target, device).replace(/^\\Driver\\/i, '');
}

/** `\Device\NAME` without its folder; empty for a device object that has no name. */
export function deviceName(target: ConsoleTarget, device: number): string {
  return (
    target
      .deviceNames()
      .find(({ address }) => address === device)
      ?.name.replace(/^\\Device\\/i, '') ?? ''
  );
}

export function findIrp(target: ConsoleTarget, word: string): Peek {
  const at = evaluateExpression(target, word);
  const peek = Peek.at(target.memory, IRP, at);
  if (at !== 0 && peek !== null && peek.number('Type') === IO_TYPE_IRP) return peek;
  throw new ConsoleError(`${addressText(at)} is no IRP${whatIsThere(target, at)}. !irpfind lists those in flight.`);
}

/** `: it lies in a freed block with tag Irp`; empty where nothing is known. */
function whatIsThere(target: ConsoleTarget, at: number): string {
  const block = target.live?.nt.kernel.pool.find(at);
  if (block === undefined) return '';
  return `: it lies in ${block.freed ? 'a freed block' : 'a block'} of pool with tag ${block.tag.trim()}`;
}
