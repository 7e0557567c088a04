/** What drivers tell of a device's power: its capabilities, and the flags of its device object. */
import { type RuleText, STANDARD, WARNING } from '../rule.ts';

export const CAPS_LOOSENED: RuleText = {
  ...STANDARD,
  id: 'power/capabilities-loosened',
  title: 'A driver claims more for a device than the drivers below have granted',
  why: 'The power policy owner puts the device into a state that the bus cannot give, or waits for a wake-up that never comes.',
  remedy:
    'change DeviceState only to deeper states, SystemWake and DeviceWake only to lighter ones, and no bit that the bus has cleared',
  document: 'reporting-device-power-capabilities',
  bugCheck: null,
};

export const CAPS_INCONSISTENT: RuleText = {
  ...STANDARD,
  id: 'power/capabilities-inconsistent',
  title: 'DeviceWake is not deep enough for the system state that SystemWake names',
  why: 'In that system state the device is deeper asleep than it can wake from.',
  remedy: 'report a DeviceWake that is not lighter than DeviceState[SystemWake], or a lighter SystemWake',
  document: 'devicewake',
  bugCheck: null,
};

export const FLAGS_DIFFER: RuleText = {
  ...WARNING,
  id: 'CheckDeviceObjectFlags',
  title: 'A bus driver clears DO_POWER_PAGABLE for a child and leaves it set for the bus',
  why: 'The child is powered at DISPATCH_LEVEL, and then needs a bus whose drivers may be paged out.',
  remedy: 'take DO_POWER_PAGABLE of the child over from the device object of the bus',
  document: 'wdm-checkdeviceobjectflags',
  bugCheck: null,
};

export const capabilityRules: readonly RuleText[] = [CAPS_LOOSENED, CAPS_INCONSISTENT, FLAGS_DIFFER];
