/** Looks at DEVICE_CAPABILITIES on its way up a stack. */
import { IRP_MJ_PNP, IRP_MN_QUERY_CAPABILITIES } from '../../abi/irp-codes.ts';
import { NT_SUCCESS } from '../../abi/ntstatus.ts';
import { DEVICE_OBJECT } from '../../abi/structs/io.ts';
import { systemStateName } from '../po/power-context.ts';
import { powerName } from '../po/power-manager.ts';
import type { IrpPoint } from './irp-point.ts';
import type { Judge } from './judge.ts';
import type { PowerDevices } from './power-devices.ts';
import { CAPS_INCONSISTENT, CAPS_LOOSENED } from './rules/capabilities.ts';

export const QUERY_CAPABILITIES = (IRP_MJ_PNP << 8) | IRP_MN_QUERY_CAPABILITIES;

const CURRENT_STACK_LOCATION = 0x60;
const LOCATION_CAPABILITIES = 4;
/** DEVICE_CAPABILITIES in words of four bytes. */
const WORDS = 16;
const BITS = 1;
const DEVICE_STATE = 4;
const SYSTEM_STATES = 7;
const SYSTEM_WAKE = 11;
const DEVICE_WAKE = 12;
/** DeviceD1, DeviceD2 and WakeFromD0 to WakeFromD3: facts of the hardware. */
const HARDWARE_BITS = 0b11_1100_0000_0011;

interface Told {
  readonly address: number;
  readonly words: readonly number[];
}

export class CapabilityWatch {
  readonly #judge: Judge;
  readonly #devices: PowerDevices;
  /** As the driver below has left them, by IRP. */
  readonly #told = new Map<number, Told>();

  constructor(judge: Judge, devices: PowerDevices) {
    this.#judge = judge;
    this.#devices = devices;
  }

  /** A driver completes the request. */
  completed(point: IrpPoint): void {
    const known = this.#told.get(point.irp);
    if (known !== undefined) {
      this.#compare(point, known);
      return;
    }
    const { u32 } = point.memory;
    const location = u32[(point.irp + CURRENT_STACK_LOCATION) >>> 2] ?? 0;
    const address = u32[(location + LOCATION_CAPABILITIES) >>> 2] ?? 0;
    if (address !== 0 && NT_SUCCESS(point.status)) this.#note(point, address);
  }

  /** A driver's completion routine has let the request go on. */
  left(point: IrpPoint): void {
    const known = this.#told.get(point.irp);
    if (known !== undefined) this.#compare(point, known);
  }

  irpFreed(irp: number): void {
    if (this.#told.size > 0) this.#told.delete(irp);
  }

  #note(point: IrpPoint, address: number): void {
    const at = address >>> 2;
    const words = Array.from(point.memory.u32.subarray(at, at + WORDS));
    this.#told.set(point.irp, { address, words });
    // A completion routine that waits has let go of its frame: whoever goes on stands in no device.
    if (point.deviceAddress === 0) return;
    const devnode = this.#judge.pnp.devnodeAbove(point.memory.view(DEVICE_OBJECT, point.deviceAddress));
    if (devnode === undefined) return;
    this.#devices.of(devnode).deviceStates = words.slice(DEVICE_STATE, DEVICE_STATE + SYSTEM_STATES);
    const wrong = inconsistent(words);
    if (wrong !== undefined) this.#judge.violate(CAPS_INCONSISTENT, point, wrong);
  }

  #compare(point: IrpPoint, { address, words }: Told): void {
    const at = address >>> 2;
    const now = point.memory.u32.subarray(at, at + WORDS);
    if (words.every((word, index) => now[index] === word)) return;
    const wrong = loosened(words, now);
    if (wrong !== undefined) this.#judge.violate(CAPS_LOOSENED, point, wrong);
    this.#note(point, address);
  }
}

/** @returns what is claimed now and was not granted before */
function loosened(before: readonly number[], now: Uint32Array): string | undefined {
  const change = (index: number): readonly [number, number] => [before[index] ?? 0, now[index] ?? 0];
  for (let state = 1; state < SYSTEM_STATES; state += 1) {
    const [was, is] = change(DEVICE_STATE + state);
    if (is !== 0 && is < was)
      return `DeviceState for ${systemStateName(state)} was ${powerName(was)} and is ${powerName(is)}`;
  }
  const [systemWas, systemIs] = change(SYSTEM_WAKE);
  if (systemIs > systemWas) return `SystemWake was ${systemStateName(systemWas)} and is ${systemStateName(systemIs)}`;
  const [deviceWas, deviceIs] = change(DEVICE_WAKE);
  if (deviceIs > deviceWas) return `DeviceWake was ${powerName(deviceWas)} and is ${powerName(deviceIs)}`;
  const [bitsWere, bitsAre] = change(BITS);
  return (bitsAre & ~bitsWere & HARDWARE_BITS) === 0 ? undefined : 'bits were set that the bus had left clear';
}

function inconsistent(words: readonly number[]): string | undefined {
  const system = words[SYSTEM_WAKE] ?? 0;
  const device = words[DEVICE_WAKE] ?? 0;
  const state = words[DEVICE_STATE + system] ?? 0;
  if (system === 0 || device === 0 || device >= state) return undefined;
  return `the device wakes from ${powerName(device)}, and is in ${powerName(state)} or deeper in ${systemStateName(system)}`;
}
