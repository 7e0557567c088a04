import type { DEVICE_OBJECT, IRP } from '../../abi/structs/io.ts';
import type { Devnode } from '../pnp/devnode.ts';
import type { Simulation } from '../sim/simulation.ts';

/** What the power manager itself finds wrong. */
export const POWER_MISTAKES = {
  relationCycle: {
    rule: 'power/relation-cycle',
    title: 'Devices that need each other to be powered first',
    remedy: 'report only devices in IRP_MN_QUERY_DEVICE_RELATIONS for PowerRelations that do not depend on this one',
  },
  pageableProvider: {
    rule: 'power/pageable-below-non-pageable',
    title: 'A device may be paged out that a device in the path of a special file needs',
    remedy:
      'clear DO_POWER_PAGABLE where a usage notification has succeeded, pass the notification on to the parent and to every device of PowerRelations, and set the flag again only when all counts are 0',
  },
  pathPowerLost: {
    rule: 'power/hibernation-path-power-lost',
    title: 'A device on the way to the hibernation file lost its power before the image was written',
    remedy:
      'for D3 with ShutdownType PowerActionHibernate do all that a power-down needs except taking the power away, as long as the hibernation count is not 0',
  },
  surpriseNotTold: {
    rule: 'power/surprise-power-on-not-told',
    title: 'A device came on by itself and its bus driver has not said so',
    remedy:
      'in the bus driver, call PoFxNotifySurprisePowerOn for the device, or complete its IRP_MN_WAIT_WAKE, before the power-up request is complete',
  },
  startNextMissing: {
    rule: 'power/start-next-missing',
    title: 'A power request ended, and a driver had not asked for the next one',
    remedy:
      'under the rules of Windows XP call PoStartNextPowerIrp once for each query and set request, before IoSkipCurrentIrpStackLocation, PoCallDriver or IoCompleteRequest',
  },
  notThroughPo: {
    rule: 'power/po-call-driver-missing',
    title: 'A driver passes a power request on with IoCallDriver under the rules of Windows XP',
    remedy: 'send power IRPs with PoCallDriver there; from Windows Vista on both do the same',
  },
} as const;

export type PowerMistakeKind = keyof typeof POWER_MISTAKES;

export interface PowerMistake {
  readonly kind: PowerMistakeKind;
  /** The device that it is about. */
  readonly devnode: Devnode;
  /** Of the driver at fault, where it is known. */
  readonly device?: DEVICE_OBJECT;
  /** Its code runs now, for this IRP. */
  readonly runsFor?: IRP;
  readonly message: string;
}

/** What is told when nobody knows which driver is at fault. */
export function reportMistake(sim: Simulation, { kind, message }: PowerMistake): void {
  sim.report({ ...POWER_MISTAKES[kind], message, driver: 0, device: 0, irp: 0, site: null });
}
