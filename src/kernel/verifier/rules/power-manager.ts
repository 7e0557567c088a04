/** What the power manager finds wrong by itself, and what leads to it. */
import { POWER_MISTAKES, type PowerMistakeKind } from '../../po/power-mistakes.ts';
import { type RuleText, STANDARD } from '../rule.ts';

function of(kind: PowerMistakeKind, why: string, document: string): RuleText {
  const { rule, title, remedy } = POWER_MISTAKES[kind];
  return { ...STANDARD, id: rule, title, why, remedy, document, bugCheck: null };
}

export const RULE_OF_POWER_MISTAKE: Readonly<Record<PowerMistakeKind, RuleText>> = {
  relationCycle: of(
    'relationCycle',
    'There is no order in which they could be powered: one of them goes without what it needs.',
    'irp-mn-query-device-relations',
  ),
  pageableProvider: of(
    'pageableProvider',
    'Its drivers are called at PASSIVE_LEVEL and may need a page from the very file that they are to give access to.',
    'irp-mn-device-usage-notification',
  ),
  pathPowerLost: of(
    'pathPowerLost',
    'The image cannot be written: the system stops with 0xA0/0x10A, and what was not saved is lost.',
    'irp-mn-device-usage-notification',
  ),
  surpriseNotTold: of(
    'surpriseNotTold',
    'The device stays on, without anybody who would power it down, until its driver happens to need it.',
    'surprise-wake-up',
  ),
  startNextMissing: of(
    'startNextMissing',
    'On Windows 2000 to Server 2003 the power manager holds the next request of the device until then: it never comes, and after some time the system stops with 0x9F.',
    'calling-postartnextpowerirp',
  ),
  notThroughPo: of(
    'notThroughPo',
    'On Windows 2000 to Server 2003 it is PoCallDriver that holds a power IRP back until the driver below is done with the one before: IoCallDriver delivers it too early.',
    'nf-ntifs-pocalldriver',
  ),
};

export const ASLEEP_AT_HIBERNATION: RuleText = {
  ...STANDARD,
  id: 'power/hibernation-device-asleep',
  title: 'A device on the way to the hibernation file sleeps, and is not powered up for S4',
  why: 'The image is written through this device, and there is nobody left to power it up when that begins.',
  remedy:
    'ask for D0 when S4 comes and the device sleeps, and for D3 when it is there: the bus keeps the power on then',
  document: 'irp-mn-device-usage-notification',
  bugCheck: null,
};

export const powerManagerRules: readonly RuleText[] = [...Object.values(RULE_OF_POWER_MISTAKE), ASLEEP_AT_HIBERNATION];
