/** A machine with one device under a PCI bus, and a driver of the test's own as an upper filter on it. */
import type { Machine } from '../../../src/machine/machine.ts';
import { bootDescription } from '../../support/machine.ts';
import { type DriverParts, driverText } from './driver-text.ts';

export const FILE = 'mydrv.ts';

export interface OneDriver {
  readonly registry?: Readonly<Record<string, number>>;
  readonly more?: object;
}

function description({ registry = {}, more = {} }: OneDriver): object {
  return {
    name: 'one',
    memory: '4MiB',
    drivers: { mydrv: { source: `./${FILE}`, registry } },
    devices: [{ id: 'pci0', function: 'pci', children: [{ id: 'dev0', function: 'null', upperFilters: ['mydrv'] }] }],
    ...more,
  };
}

/** The machine file's text. */
export function describeOne(options: OneDriver = {}): string {
  return JSON.stringify(description(options));
}

/** @param driver - its parts, or its whole text */
export function bootWith(driver: DriverParts | string, options: OneDriver = {}): Promise<Machine> {
  return bootDescription(description(options), { [FILE]: typeof driver === 'string' ? driver : driverText(driver) });
}
