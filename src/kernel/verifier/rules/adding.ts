/** What a device object must be like when AddDevice returns. */
import { DO_BUFFERED_IO, DO_DEVICE_INITIALIZING, DO_DIRECT_IO, DO_POWER_PAGABLE } from '../../../abi/device-flags.ts';
import type { DEVICE_OBJECT } from '../../../abi/structs/io.ts';
import { hex } from '../../../base/hex.ts';
import { type Rule, STANDARD, STRICT } from '../rule.ts';

/** A device object that AddDevice has put on a stack. */
export interface AddPoint {
  readonly device: DEVICE_OBJECT;
  readonly lower: DEVICE_OBJECT;
  /** A filter looks to those above like the device below it. */
  readonly isFilter: boolean;
}

const IOMANAGER_VIOLATION = 0xc9;
const BUFFERING = DO_BUFFERED_IO | DO_DIRECT_IO;
const DOCUMENT = 'writing-an-adddevice-routine';

export const addingRules: readonly Rule<AddPoint>[] = [
  {
    ...STANDARD,
    id: 'C9/0x243',
    title: 'AddDevice leaves DO_DEVICE_INITIALIZING set',
    why: 'Nobody can attach to the device or open it.',
    remedy: 'clear DO_DEVICE_INITIALIZING as the last step of AddDevice',
    document: DOCUMENT,
    bugCheck: [IOMANAGER_VIOLATION, 0x243],
    check: ({ device }) =>
      (device.Flags & DO_DEVICE_INITIALIZING) === 0 ? undefined : `Flags are ${hex(device.Flags)}`,
  },
  {
    ...STANDARD,
    id: 'C9/0x244',
    title: 'A filter does not take over DO_BUFFERED_IO or DO_DIRECT_IO',
    why: 'The I/O manager hands over buffers in a way that the drivers below do not expect.',
    remedy: 'copy DO_BUFFERED_IO and DO_DIRECT_IO from the device below',
    document: DOCUMENT,
    bugCheck: [IOMANAGER_VIOLATION, 0x244],
    check: ({ device, lower, isFilter }) => {
      const missing = lower.Flags & ~device.Flags & BUFFERING;
      return isFilter && missing !== 0
        ? `Flags are ${hex(device.Flags)}, those of the device below ${hex(lower.Flags)}`
        : undefined;
    },
  },
  {
    ...STANDARD,
    id: 'C9/0x245',
    title: 'A device has both DO_BUFFERED_IO and DO_DIRECT_IO',
    why: 'Which of the two holds is not defined.',
    remedy: 'set one of the two flags',
    document: DOCUMENT,
    bugCheck: [IOMANAGER_VIOLATION, 0x245],
    check: ({ device, lower }) =>
      (device.Flags & BUFFERING) === BUFFERING && (lower.Flags & BUFFERING) !== BUFFERING
        ? `Flags are ${hex(device.Flags)}`
        : undefined,
  },
  {
    ...STRICT,
    id: 'C9/0x246',
    title: 'A filter does not take over DeviceType',
    why: 'The I/O manager treats the stack by the type of the device on top.',
    remedy: 'copy DeviceType from the device below, or give it to IoCreateDevice',
    document: DOCUMENT,
    bugCheck: [IOMANAGER_VIOLATION, 0x246],
    check: ({ device, lower, isFilter }) =>
      isFilter && device.DeviceType !== lower.DeviceType
        ? `DeviceType is ${hex(device.DeviceType)}, that of the device below ${hex(lower.DeviceType)}`
        : undefined,
  },
  {
    ...STANDARD,
    id: 'C9/0x23F',
    title: 'A device does not take over DO_POWER_PAGABLE',
    why: 'Power requests reach the stack at an IRQL at which one of its drivers cannot run.',
    remedy: 'copy DO_POWER_PAGABLE from the device below',
    document: 'setting-device-object-flags-for-power-management',
    bugCheck: [IOMANAGER_VIOLATION, 0x23f],
    check: ({ device, lower }) =>
      ((device.Flags ^ lower.Flags) & DO_POWER_PAGABLE) === 0
        ? undefined
        : `Flags are ${hex(device.Flags)}, those of the device below ${hex(lower.Flags)}`,
  },
];
