/** HwStorFindAdapter in its two forms (STOR-24). */
import type { PORT_CONFIGURATION_INFORMATION } from '../../abi/structs/storport-config.ts';
import type { HW_FIND_ADAPTER, VIRTUAL_HW_FIND_ADAPTER } from '../../abi/structs/storport-roles.ts';
import type { MiniportRegistration } from './registration.ts';

export interface Found {
  /** Address of the device extension. */
  readonly extension: number;
  /** Address of a text; `again` that of a byte. */
  readonly argument: number;
  readonly again: number;
  readonly config: PORT_CONFIGURATION_INFORMATION;
  /** Addresses of device objects: what a virtual miniport is told. 0 in a dump run. */
  readonly pdo: number;
  readonly fdo: number;
  readonly lower: number;
}

/** A physical miniport gets NULL for the context and the bus. @returns SP_RETURN_*, if it returns what it should */
export function callFindAdapter({ isVirtual, findAdapter }: MiniportRegistration, given: Found): number {
  const { extension, argument, again, config, pdo, fdo, lower } = given;
  if (!isVirtual) return (findAdapter as HW_FIND_ADAPTER)(extension, 0, 0, argument, config, again);
  return (findAdapter as VIRTUAL_HW_FIND_ADAPTER)(extension, pdo, fdo, lower, argument, config, again);
}
