/**
 * Sub-codes of 0xC4 and 0xC9 that are not the id of a rule: the rule that finds the same mistake, or what the kernel does
 * about it, or why no run of the sandbox can show it.
 *
 * @source bug-check-0xc4--driver-verifier-detected-violation, bug-check-0xc9--driver-verifier-iomanager-violation
 */

/** Ids of rules, separated by blanks. */
export const CODES_FOUND_BY: Readonly<Record<string, string>> = {
  'C9/0x0C': 'IoBuildDeviceControlWait IoBuildSynchronousFsdRequestWait',
  'C9/0x0D': 'IoBuildDeviceControlWait IoBuildSynchronousFsdRequestWait',
  'C9/0x12': 'C9/0x05',
  'C9/0x20A': 'C9/0x20B',
  'C9/0x218': 'C9/0x213 C9/0x214',
  'C9/0x21B': 'C9/0x300',
  'C9/0x22B': 'C9/0x22A',
  'C9/0x23B': 'C9/0x213',
  'C9/0x23C': 'C9/0x07',
  'C9/0x24C': 'C9/0x23D',
  'C9/0x238': 'C9/0x20D',
  'C9/0x239': 'IoAllocateComplete',
  'C9/0x301': 'C9/0x10',
  'C4/0x02': 'IrqlExAllocatePool',
  'C4/0x14': 'C4/0x13',
  'C4/0x60': 'C4/0x62',
  'C4/0x32': 'IrqlKeReleaseSpinLock',
  'C4/0x33': 'IrqlExApcLte1',
  'C4/0x35': 'IrqlKeReleaseSpinLock C4/0x41',
  'C4/0x36': 'IrqlKeReleaseSpinLock',
  'C4/0x80': 'IrqlKeSetEvent',
  'C4/0xE6': 'IrqlZwPassive',
  'C4/0x11A': 'IrqlKeApcLte2',
  'C4/0x11B': 'IrqlKeApcLte2',
  'C4/0xDA': 'C4/0xDB',
  'C4/0x131': 'C4/0xE1',
};

/** What happens whether or not the verifier is on. */
export const CODES_STOPPED: Readonly<Record<string, string>> = {
  'C9/0x01': 'the machine stops with this code at IoFreeIrp',
  'C9/0x02': 'the machine stops with this code at IoFreeIrp',
  'C9/0x03': 'the machine stops with this code at IoCallDriver',
  'C9/0x04': 'the machine stops with this code at IoCallDriver',
  'C9/0x202': 'the machine stops with this code at IoDetachDevice',
  'C9/0x204': 'the machine stops with 0xC9/0x04 at IoCallDriver',
  'C9/0x208': 'the machine stops with 0x35 NO_MORE_IRP_STACK_LOCATIONS',
  'C9/0x20C': 'the machine stops with 0xC9/0x02 at IoFreeIrp',
  'C9/0x248': 'the machine stops with 0xCA/0x04 PNP_DETECTED_FATAL_ERROR',
  'C9/0x249': 'the machine stops with 0xCA/0x01 PNP_DETECTED_FATAL_ERROR',
  'C9/0x24D': 'the machine stops with 0xCA/0x02 PNP_DETECTED_FATAL_ERROR',
  'C4/0x51': 'writing past the end of a block stops the machine at the access itself',
  'C4/0x52': 'writing past the end of a block stops the machine at the access itself',
  'C4/0x53': 'writing past the end of a block stops the machine at the access itself',
  'C4/0x54': 'writing past the end of a block stops the machine at the access itself',
  'C4/0x59': 'writing past the end of a block stops the machine at the access itself',
  'C4/0x3F': 'the machine stops with 0x18 REFERENCE_BY_POINTER at ObDereferenceObject',
};

const NO_INTERRUPTS = 'interrupts are not emulated';
const NO_RESOURCES = 'ERESOURCE and its routines are not offered';
const NO_MAPPING = 'MmMapLockedPages, MmUnmapLockedPages and their like are not offered';
const NO_PUSH_LOCKS = 'push locks are not offered';
const NO_USER_MODE = 'addresses and handles of user mode are not emulated';
const BY_LIMITS = 'found as irql/ROUTINE, by the limits of each routine';
const POOL_TRACKER = 'about the bookkeeping of Driver Verifier itself';

/** What no run can show. */
export const CODES_NOT_DECIDED: Readonly<Record<string, string>> = {
  'C9/0x08': 'a buffer that does not exist is found where it is used',
  'C9/0x09': 'a buffer that does not exist is found where it is used',
  'C9/0x0F': 'no driver is sent a create request for a file object that is closed',
  'C9/0x11': 'fast I/O is not emulated',
  'C9/0x200': 'stands for errors that have no name',
  'C9/0x24A': 'the routines of files are not offered',
  'C9/0x307': 'STATUS_PENDING for a request that is done already is right when it was marked pending',
  'C4/0x17': NO_RESOURCES,
  'C4/0x37': NO_RESOURCES,
  'C4/0x38': NO_RESOURCES,
  'C4/0x3C': 'a handle that does not exist is refused by a status',
  'C4/0x61': 'pool that is allocated while a driver is unloaded is told as C4/0x62 when it stays',
  'C4/0xB1': NO_MAPPING,
  'C4/0xB2': NO_MAPPING,
  'C4/0xB3': NO_MAPPING,
  'C4/0xB4': NO_MAPPING,
  'C4/0xB5': NO_MAPPING,
  'C4/0xB6': NO_MAPPING,
  'C4/0xB8': NO_MAPPING,
  'C4/0xC0': NO_INTERRUPTS,
  'C4/0xC1': NO_INTERRUPTS,
  'C4/0xC6': 'fast I/O is not emulated',
  'C4/0xD0': NO_RESOURCES,
  'C4/0xD1': NO_RESOURCES,
  'C4/0xD2': NO_RESOURCES,
  'C4/0xDF': 'session space is not emulated',
  'C4/0xE0': NO_USER_MODE,
  'C4/0xE2': NO_USER_MODE,
  'C4/0xE3': NO_USER_MODE,
  'C4/0xE4': 'a malformed UNICODE_STRING is found where its buffer is read',
  'C4/0xE5': BY_LIMITS,
  'C4/0xEA': NO_PUSH_LOCKS,
  'C4/0xEB': NO_PUSH_LOCKS,
  'C4/0xF5': 'a handle that is NULL is refused by a status',
  'C4/0xF6': NO_USER_MODE,
  'C4/0xF7': NO_USER_MODE,
  'C4/0x10B': 'quotas are not emulated',
  'C4/0x110': NO_INTERRUPTS,
  'C4/0x111': NO_INTERRUPTS,
  'C4/0x130': 'session space is not emulated',
  ...Object.fromEntries(
    [0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a].map((p1) => [
      `C4/0x${p1.toString(16).toUpperCase()}`,
      BY_LIMITS,
    ]),
  ),
  ...Object.fromEntries(
    [0x13a, 0x13b, 0x13c, 0x13d, 0x13e, 0x13f].map((p1) => [`C4/0x${p1.toString(16).toUpperCase()}`, POOL_TRACKER]),
  ),
};
