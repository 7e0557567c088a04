/**
 * The machine of the worked traces: a bus P, on it a storage adapter C with a disk K, and a network card N; and a
 * driver of the test's own, `flt`, above N unless told otherwise.
 */
import type { Machine } from '../../../../src/machine/machine.ts';
import type { InjectionResult, PowerInjection } from '../../../../src/protocol/injection.ts';
import { bootDescription } from '../../../support/machine.ts';
import { type DriverParts, driverText } from '../../support/driver-text.ts';

type DeviceId = 'P' | 'C' | 'K' | 'N';

export interface PowerMachine {
  /** Options of the power manager. */
  readonly options?: object;
  /** What a device's hardware can do. */
  readonly hardware?: Partial<Record<DeviceId, object>>;
  readonly driver?: DriverParts;
  /** Above which device's function driver `flt` stands. */
  readonly above?: DeviceId;
  /** Below which one it stands instead. */
  readonly below?: DeviceId;
  /** `flt` is the function driver of N: nobody else decides for it. */
  readonly isFunctionDriver?: boolean;
  /** Off unless told. */
  readonly verifier?: 'all' | object;
  readonly specialFiles?: readonly string[];
  readonly more?: readonly object[];
}

export function bootPower(machine: PowerMachine = {}): Promise<Machine> {
  const { options = {}, hardware = {}, driver, above = 'N', isFunctionDriver = false } = machine;
  const filters = (id: DeviceId) => {
    if (driver === undefined || isFunctionDriver || id !== (machine.below ?? above)) return {};
    return machine.below === undefined ? { upperFilters: ['flt'] } : { lowerFilters: ['flt'] };
  };
  const facts = (id: DeviceId) => (hardware[id] === undefined ? {} : { power: hardware[id] });
  const device = (id: DeviceId, driverName: string, more: object = {}) => ({
    id,
    function: driverName,
    ...filters(id),
    ...facts(id),
    ...more,
  });
  const description = {
    name: 'power',
    memory: '8MiB',
    verifier: machine.verifier ?? 'off',
    power: options,
    ...(driver === undefined ? {} : { drivers: { flt: { source: './flt.ts' } } }),
    devices: [
      device('P', 'pci', {
        children: [
          device('C', 'storport', { children: [device('K', 'disk', { size: '1MiB' })] }),
          device('N', isFunctionDriver ? 'flt' : 'null'),
          ...(machine.more ?? []),
        ],
      }),
    ],
    specialFiles: (machine.specialFiles ?? []).map((type) => ({ device: 'K', type })),
  };
  return bootDescription(description, driver === undefined ? {} : { 'flt.ts': driverText(driver) });
}

export function power(
  machine: Machine,
  request: PowerInjection['request'],
  more: object = {},
): Promise<InjectionResult> {
  return machine.inject({ op: 'power', request, ...more } as PowerInjection);
}

/** Power requests as they enter a driver: `N/null SET_POWER S3, PowerActionSleep`. */
export function powerCalls(machine: Machine, from = 0, driver?: string): readonly string[] {
  return machine
    .readTrace(from, 100_000)
    .events.filter((event) => event.kind === 'callDriver' && event.major === 'POWER')
    .filter((event) => driver === undefined || event.driver === driver)
    .map(({ device, driver: name, minor, detail }) => `${device}/${name} ${minor} ${detail}`);
}

/** What a lifecycle went through: `s0 > querying > queried`. */
export function statesOf(machine: Machine, chart: string, device: string, from = 0): string {
  const events = machine
    .readTrace(from, 100_000)
    .events.filter((event) => event.kind === 'state' && event.machine === chart && event.device === device);
  return [events[0]?.from, ...events.map(({ to }) => to)].join(' > ');
}

export function stopped(machine: Machine): readonly (string | undefined)[] | null {
  const { bugcheck } = machine.state();
  return bugcheck === null ? null : [bugcheck.name, ...bugcheck.parameters];
}
