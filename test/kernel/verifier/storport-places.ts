/** What is done to samples/miniport, and the statements of it that mistakes replace. */
import type { Injection } from '../../../src/protocol/injection.ts';
import { MARK } from './storport-change.ts';

export const READ: Injection = { op: 'io', device: 'disk1', request: 'read', offset: 0, length: 512 };
export const LONG: Injection = { op: 'advance', by: '2min' };
export const BUSY_WAIT = (microseconds: number): string => `StorPortStallExecution(${microseconds}); ${MARK}`;
export const FOUND = '  PrepareSlots(extension, adapter.Slots);\n';
export const DOORBELL = '  Write(extension, adapter, DOORBELL, slot.Physical);\n';
export const ENABLED = '  Enable(extension, adapter);\n  return TRUE;\n}\n\nfunction PassiveInitialize';
export const LOST = '  if (srb.Cdb[0] !== 0x28) Write(extension, adapter, DOORBELL, slot.Physical);\n';
