/** Drivers that come with the sandbox, and where a machine file may name them. */
export type InboxRole = 'function' | 'filter' | 'miniport' | 'automatic';

export interface InboxDriver {
  readonly role: InboxRole;
  /** It reports child devices from `children`. */
  readonly bus: boolean;
}

export const INBOX_DRIVERS: ReadonlyMap<string, InboxDriver> = new Map<string, InboxDriver>([
  ['root', { role: 'automatic', bus: true }],
  ['acpi', { role: 'automatic', bus: true }],
  ['platform', { role: 'automatic', bus: false }],
  ['pci', { role: 'function', bus: true }],
  ['storport', { role: 'function', bus: true }],
  ['disk', { role: 'function', bus: false }],
  ['null', { role: 'function', bus: false }],
  ['filter', { role: 'filter', bus: false }],
  ['ramdisk', { role: 'miniport', bus: false }],
  ['partmgr', { role: 'automatic', bus: false }],
  ['volmgr', { role: 'automatic', bus: false }],
  ['volume', { role: 'automatic', bus: false }],
]);

export function inboxNames(role: InboxRole): string[] {
  return [...INBOX_DRIVERS].filter(([, driver]) => driver.role === role).map(([name]) => name);
}
