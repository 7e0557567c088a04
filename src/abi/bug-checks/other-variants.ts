/** The remaining bug checks whose first parameter says what the others mean. */
import { variants } from './info.ts';

export const badPoolCallerVariants = variants([
  [0x00, 'A driver asked for zero bytes of pool.', '', 'pool type', 'tag'],
  [0x01, 'The header of a pool block is damaged.', 'block header', 'header contents'],
  [0x02, 'The header of a pool block is damaged.', 'block header', 'header contents'],
  [0x04, 'The header of a pool block is damaged.', 'block header', 'header contents'],
  [0x06, 'A pool block was freed twice.', '', 'block header', 'header contents'],
  [0x07, 'A pool block was freed twice.', '', 'header contents', 'block'],
  [0x08, 'Pool was allocated at an IRQL that does not allow it.', 'IRQL', 'pool type', 'size'],
  [0x09, 'Pool was freed at an IRQL that does not allow it.', 'IRQL', 'pool type', 'address'],
  [0x0a, 'A pool block was freed with a wrong tag.', 'address', 'tag of the allocation', 'tag used'],
  [0x0b, 'A quota was returned for a damaged pool block.', 'address', 'tag', 'bad pointer'],
  [0x0c, 'A quota was returned for a damaged pool block.', 'address', 'tag', 'bad pointer'],
  [0x0d, 'A quota was returned for a damaged pool block.', 'address', 'tag', 'bad pointer'],
  [0x40, 'The kernel freed a user-mode address as pool.', 'address', 'start of system memory'],
  [0x41, 'An address was freed that is not allocated.', 'address'],
  [0x42, 'An address was freed that is not allocated.', 'address'],
  [0x43, 'An address was freed that is not allocated.', 'address'],
  [0x44, 'An address was freed that is not allocated.', 'address'],
  [0x46, 'An address was freed that is not allocated.', 'address'],
  [0x47, 'An address was freed that is not allocated.', 'address'],
  [0x48, 'An address was freed that is not allocated.', 'address'],
  [0x50, 'An address was freed that is not allocated.', 'address'],
  [0x60, 'MmFreeContiguousMemory got a bad address.', 'address'],
  [0x99, 'An invalid address was freed.', 'address'],
  [0x9a, 'A driver asked for must-succeed pool.', 'pool type', 'size', 'tag'],
  [0x9b, 'A driver asked for pool with the tag 0.', 'pool type', 'size', 'caller'],
  [0x9c, 'A driver asked for pool with the tag "BIG".', 'pool type', 'size', 'caller'],
  [0x9d, 'A driver asked for pool with a tag without letters or digits.', 'tag', 'pool type', 'caller'],
  [0x41286, 'An address inside a paged pool block was freed.', '', '', 'offset in the page'],
]);

export const pnpVariants = variants([
  [0x1, 'Two devices have the same identification.', 'new device object', 'older device object'],
  [0x2, 'A routine that needs a physical device object got another one.', 'device object', 'driver object'],
  [
    0x3,
    'An identification of a device holds a character that is not allowed.',
    'device object',
    'buffer of the identification',
    '1 device, 2 instance, 3 hardware, 4 compatible identification',
  ],
  [0x4, 'A bus reported a physical device object that has been deleted.', 'device object'],
  [0x5, 'A physical device object lost its last reference while its device exists.', 'device object'],
  [0x8, 'The bus relations hold a null pointer.', 'device object', 'count of objects', 'index of the null pointer'],
  [0x9, 'IoDisconnectInterruptEx got an unknown type of connection.', 'type'],
  [
    0xa,
    'A notification callback changed the IRQL or the APC state.',
    'driver object',
    'IRQL after',
    'APC counts after',
  ],
  [0xb, 'A deleted device object was reported as a removal relation.', 'related device object', 'relations'],
]);

export const timerOrDpcVariants = variants([
  [0, 'Freed memory holds an active timer.', 'timer', 'start of the range', 'end of the range'],
  [1, 'Freed memory holds a queued DPC.', 'DPC', 'start of the range', 'end of the range'],
  [2, 'The routine of a queued DPC lies in freed memory.', 'routine', 'start of the range', 'end of the range'],
  [3, 'The processor number of a DPC is invalid.', 'DPC', 'processor', 'processors'],
  [4, 'A DPC routine changed the APC state.', 'routine', 'state before', 'state after'],
  [5, 'The DPC routine of a timer changed the APC state.', 'routine', 'state before', 'state after'],
]);

export const workerVariants = variants([
  [0, 'Freed memory holds an active work item.', 'work item', 'start of the range', 'end of the range'],
  [1, 'A work item was queued that is already queued.', 'work item', 'queue'],
  [2, 'Freed memory holds a queued I/O work item.', 'work item', 'start of the range', 'end of the range'],
  [3, 'An I/O work item was queued with an invalid object.', 'work item', 'routine', 'object'],
  [5, 'A work item was queued before worker threads exist.', 'work item', 'queue'],
  [6, 'A work item was queued to a queue that does not exist.', 'work item', 'queue'],
  [7, 'A work item was queued with an invalid routine.', 'work item', 'routine'],
]);

export const storageMiniportVariants = variants([
  [1, 'A request was not completed after a reset.', 'name of the driver', 'request', 'device object'],
  [2, 'A request was not completed after it was aborted.', 'name of the driver', 'request', 'request being aborted'],
  [3, 'A request timed out.', 'name of the driver', 'request', 'timeout'],
  [4, 'An operation on encryption keys failed.', 'name of the driver', 'type of the operation'],
]);

export const driverViolationVariants = variants([
  [1, 'A routine was called at another IRQL than the one it needs.', 'current IRQL', 'IRQL needed'],
  [2, 'A routine was called above the highest IRQL it allows.', 'current IRQL', 'highest IRQL'],
]);

export const dpcWatchdogVariants = variants([
  [0, 'One DPC or interrupt service routine ran for too long.', 'ticks taken', 'ticks allowed', 'triage data'],
  [1, 'Much time in all was spent at DISPATCH_LEVEL or above.', 'watchdog period in ticks', 'triage data'],
]);

export const wdfVariants = variants([
  [0x1, 'A power callback of a framework driver did not return in time.', 'data of the timeout'],
  [0x2, 'A framework lock was acquired that is already held.'],
  [0x3, 'A framework request was completed that is still referenced.', 'request', 'references'],
  [0x4, 'A framework routine got a null parameter.', '', 'caller'],
  [0x5, 'A framework routine got a handle of a wrong type.', 'handle'],
  [
    0x6,
    'A framework request was used wrongly.',
    '1 no stack location, 2 no IRP, 3 sent already, 4 wrote too much',
    'request',
  ],
  [0x7, 'A framework object was deleted by dropping its last reference.', 'handle'],
  [0x8, 'A DMA transaction is in a wrong state.', 'handle'],
  [0xa, 'A framework queue was used wrongly.', 'data'],
  [0xb, 'A framework lock was used wrongly.', 'handle', '0 no lock, 1 released by another thread'],
  [0xc, 'A second PnP IRP arrived while the first one is still handled.', 'device', 'IRP'],
  [0xd, 'The owner of the power policy got a power IRP that it had not requested.', 'device', 'IRP'],
  [0xe, 'A framework callback changed the IRQL.', 'IRQL before', 'IRQL after'],
  [0xf, 'A framework callback returned inside a critical region.', 'callback'],
]);
