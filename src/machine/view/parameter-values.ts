/** What the parameters of a bug check are in this machine: numbers alone tell nobody anything. */
import { nameOfStatus } from '../../abi/names.ts';
import { hex } from '../../base/hex.ts';
import type { Nt } from '../../kernel/assemble.ts';
import { irpStates } from './irp-view.ts';

export type ParameterTexts = readonly [string, string, string, string];

/** Empty where a parameter is no more than a number. */
export function parameterValues(nt: Nt, parameters: readonly number[], meanings: readonly string[]): ParameterTexts {
  const [p1 = '', p2 = '', p3 = '', p4 = ''] = parameters.map((value, index) => {
    if (value === 0) return '';
    if (/\bstatus\b/i.test(meanings[index] ?? '')) return statusText(value);
    return (
      irpText(nt, value) ??
      deviceText(nt, value) ??
      frameworkText(nt, value) ??
      nt.kernel.memory.routine(value)?.name ??
      ''
    );
  });
  return [p1, p2, p3, p4];
}

function statusText(value: number): string {
  const name = nameOfStatus(value);
  return name.startsWith('STATUS_') ? name : '';
}

function irpText(nt: Nt, value: number): string | undefined {
  if (!nt.io.irps.has(value)) return undefined;
  const irp = irpStates(nt).find(({ address }) => address === hex(value));
  if (irp === undefined) return 'IRP';
  return `${irp.minor === null ? `IRP_MJ_${irp.major}` : `IRP_MN_${irp.minor}`} at ${irp.at}`;
}

/** A POHANDLE: a registration with the power framework. */
function frameworkText({ fx, kernel }: Nt, value: number): string | undefined {
  const device = fx.deviceOf(value);
  if (device === undefined) return undefined;
  return `${device.devnode.id}, registered by ${kernel.sim.directory.driverName(device.registrant.driver)}`;
}

/** One that was deleted has left its name behind. */
function deviceText(nt: Nt, value: number): string | undefined {
  const { directory } = nt.kernel.sim;
  const index = directory.devices.findLastIndex(({ address }) => address === value);
  if (index <= 0) return undefined;
  const place = [directory.deviceId(index), directory.driverOfDevice(index)].filter(Boolean).join('/');
  return directory.devices[index]?.deleted === true ? `deleted device object of ${place}` : `device object of ${place}`;
}
