/** Problem codes of a device: what Device Manager shows as "Code n". */

export const CM_PROB_NOT_CONFIGURED = 0x01;
export const CM_PROB_DEVLOADER_FAILED = 0x02;
export const CM_PROB_OUT_OF_MEMORY = 0x03;
export const CM_PROB_ENTRY_IS_WRONG_TYPE = 0x04;
export const CM_PROB_LACKED_ARBITRATOR = 0x05;
export const CM_PROB_BOOT_CONFIG_CONFLICT = 0x06;
export const CM_PROB_FAILED_FILTER = 0x07;
export const CM_PROB_DEVLOADER_NOT_FOUND = 0x08;
export const CM_PROB_INVALID_DATA = 0x09;
export const CM_PROB_FAILED_START = 0x0a;
export const CM_PROB_LIAR = 0x0b;
export const CM_PROB_NORMAL_CONFLICT = 0x0c;
export const CM_PROB_NOT_VERIFIED = 0x0d;
export const CM_PROB_NEED_RESTART = 0x0e;
export const CM_PROB_REENUMERATION = 0x0f;
export const CM_PROB_PARTIAL_LOG_CONF = 0x10;
export const CM_PROB_UNKNOWN_RESOURCE = 0x11;
export const CM_PROB_REINSTALL = 0x12;
export const CM_PROB_REGISTRY = 0x13;
export const CM_PROB_VXDLDR = 0x14;
export const CM_PROB_WILL_BE_REMOVED = 0x15;
export const CM_PROB_DISABLED = 0x16;
export const CM_PROB_DEVLOADER_NOT_READY = 0x17;
export const CM_PROB_DEVICE_NOT_THERE = 0x18;
export const CM_PROB_MOVED = 0x19;
export const CM_PROB_TOO_EARLY = 0x1a;
export const CM_PROB_NO_VALID_LOG_CONF = 0x1b;
export const CM_PROB_FAILED_INSTALL = 0x1c;
export const CM_PROB_HARDWARE_DISABLED = 0x1d;
export const CM_PROB_CANT_SHARE_IRQ = 0x1e;
export const CM_PROB_FAILED_ADD = 0x1f;
export const CM_PROB_DISABLED_SERVICE = 0x20;
export const CM_PROB_TRANSLATION_FAILED = 0x21;
export const CM_PROB_NO_SOFTCONFIG = 0x22;
export const CM_PROB_BIOS_TABLE = 0x23;
export const CM_PROB_IRQ_TRANSLATION_FAILED = 0x24;
export const CM_PROB_FAILED_DRIVER_ENTRY = 0x25;
export const CM_PROB_DRIVER_FAILED_PRIOR_UNLOAD = 0x26;
export const CM_PROB_DRIVER_FAILED_LOAD = 0x27;
export const CM_PROB_DRIVER_SERVICE_KEY_INVALID = 0x28;
export const CM_PROB_LEGACY_SERVICE_NO_DEVICES = 0x29;
export const CM_PROB_DUPLICATE_DEVICE = 0x2a;
export const CM_PROB_FAILED_POST_START = 0x2b;
export const CM_PROB_HALTED = 0x2c;
export const CM_PROB_PHANTOM = 0x2d;
export const CM_PROB_SYSTEM_SHUTDOWN = 0x2e;
export const CM_PROB_HELD_FOR_EJECT = 0x2f;
export const CM_PROB_DRIVER_BLOCKED = 0x30;
export const CM_PROB_REGISTRY_TOO_LARGE = 0x31;
export const CM_PROB_SETPROPERTIES_FAILED = 0x32;
export const CM_PROB_WAITING_ON_DEPENDENCY = 0x33;
export const CM_PROB_UNSIGNED_DRIVER = 0x34;
export const CM_PROB_USED_BY_DEBUGGER = 0x35;
export const CM_PROB_DEVICE_RESET = 0x36;
export const CM_PROB_CONSOLE_LOCKED = 0x37;
export const CM_PROB_NEED_CLASS_CONFIG = 0x38;
export const CM_PROB_GUEST_ASSIGNMENT_FAILED = 0x39;

const texts: Readonly<Record<number, string>> = {
  [CM_PROB_NOT_CONFIGURED]: 'No driver has been chosen for the device.',
  [CM_PROB_DEVLOADER_FAILED]: 'The loader of the device failed.',
  [CM_PROB_OUT_OF_MEMORY]: 'There was too little memory to set the device up, or its driver is damaged.',
  [CM_PROB_ENTRY_IS_WRONG_TYPE]: 'A registry entry of the device has the wrong type.',
  [CM_PROB_LACKED_ARBITRATOR]: 'No arbiter hands out a resource that the device needs.',
  [CM_PROB_BOOT_CONFIG_CONFLICT]: 'The resources that the firmware gave to the device are in use by another one.',
  [CM_PROB_FAILED_FILTER]: 'A driver could not filter the resource requirements.',
  [CM_PROB_DEVLOADER_NOT_FOUND]: 'The loader of the device was not found.',
  [CM_PROB_INVALID_DATA]: 'The firmware or the bus driver reported the device wrongly.',
  [CM_PROB_FAILED_START]: 'The device cannot start: a driver failed IRP_MN_START_DEVICE.',
  [CM_PROB_LIAR]: 'The device failed after it had reported success.',
  [CM_PROB_NORMAL_CONFLICT]: 'Not enough free resources are left for the device.',
  [CM_PROB_NOT_VERIFIED]: 'The resources of the device could not be verified.',
  [CM_PROB_NEED_RESTART]: 'The device works only after the machine has been restarted.',
  [CM_PROB_REENUMERATION]: 'The device caused trouble when its bus was enumerated again.',
  [CM_PROB_PARTIAL_LOG_CONF]: 'Not all resources that the device uses could be found out.',
  [CM_PROB_UNKNOWN_RESOURCE]: 'The device asks for a kind of resource that is not known.',
  [CM_PROB_REINSTALL]: 'The drivers of the device have to be installed again.',
  [CM_PROB_REGISTRY]: 'The registry entry of the device is incomplete or damaged.',
  [CM_PROB_VXDLDR]: 'A virtual device driver could not be loaded.',
  [CM_PROB_WILL_BE_REMOVED]: 'The device is being removed.',
  [CM_PROB_DISABLED]: 'The device is disabled.',
  [CM_PROB_DEVLOADER_NOT_READY]: 'The loader of the device is not ready.',
  [CM_PROB_DEVICE_NOT_THERE]: 'The device is not present, does not answer, or lacks a driver.',
  [CM_PROB_MOVED]: 'The device has moved to another place.',
  [CM_PROB_TOO_EARLY]: 'It is too early in the start of the machine to set the device up.',
  [CM_PROB_NO_VALID_LOG_CONF]: 'The device has no valid resource configuration.',
  [CM_PROB_FAILED_INSTALL]: 'No driver is installed for the device.',
  [CM_PROB_HARDWARE_DISABLED]: 'The firmware has switched the device off.',
  [CM_PROB_CANT_SHARE_IRQ]: 'The interrupt of the device cannot be shared.',
  [CM_PROB_FAILED_ADD]: 'A driver in the stack failed its AddDevice routine.',
  [CM_PROB_DISABLED_SERVICE]: 'The service of the driver is disabled.',
  [CM_PROB_TRANSLATION_FAILED]: 'The resources of the device could not be translated.',
  [CM_PROB_NO_SOFTCONFIG]: 'The firmware gives no resources to a device that cannot be configured.',
  [CM_PROB_BIOS_TABLE]: 'The firmware tables say too little about the interrupts of the device.',
  [CM_PROB_IRQ_TRANSLATION_FAILED]: 'The interrupt of the device could not be translated.',
  [CM_PROB_FAILED_DRIVER_ENTRY]: 'The driver returned a failure from DriverEntry.',
  [CM_PROB_DRIVER_FAILED_PRIOR_UNLOAD]: 'An earlier instance of the driver is still in memory.',
  [CM_PROB_DRIVER_FAILED_LOAD]: 'The driver could not be loaded: it is damaged or missing.',
  [CM_PROB_DRIVER_SERVICE_KEY_INVALID]: 'The service key of the driver is wrong.',
  [CM_PROB_LEGACY_SERVICE_NO_DEVICES]: 'The driver loaded, but its hardware was not found.',
  [CM_PROB_DUPLICATE_DEVICE]: 'A device with the same identity is already there.',
  [CM_PROB_FAILED_POST_START]: 'The device started, then its driver reported that it has failed.',
  [CM_PROB_HALTED]: 'A program has stopped the device.',
  [CM_PROB_PHANTOM]: 'The device is not connected at the moment.',
  [CM_PROB_SYSTEM_SHUTDOWN]: 'The device is not available while the machine shuts down.',
  [CM_PROB_HELD_FOR_EJECT]: 'The device is ready to be taken out; it has to be unplugged and plugged in again.',
  [CM_PROB_DRIVER_BLOCKED]: 'The driver is on the list of blocked drivers.',
  [CM_PROB_REGISTRY_TOO_LARGE]: 'The registry is too large to take the device.',
  [CM_PROB_SETPROPERTIES_FAILED]: 'The properties of the device could not be set.',
  [CM_PROB_WAITING_ON_DEPENDENCY]: 'The device waits for another device to start.',
  [CM_PROB_UNSIGNED_DRIVER]: 'The signature of the driver could not be verified.',
  [CM_PROB_USED_BY_DEBUGGER]: 'The kernel debugger uses the device.',
  [CM_PROB_DEVICE_RESET]: 'The device is being reset.',
  [CM_PROB_CONSOLE_LOCKED]: 'The device stays blocked while the console is locked.',
  [CM_PROB_NEED_CLASS_CONFIG]: 'The class of the device is still being configured.',
  [CM_PROB_GUEST_ASSIGNMENT_FAILED]: 'The device could not be assigned to a guest.',
};

/** One sentence for people. Undefined when there is no such problem code. */
export function textOfProblem(code: number): string | undefined {
  return texts[code];
}
