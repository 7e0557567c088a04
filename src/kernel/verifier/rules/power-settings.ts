/** What a driver owes to power settings. The sandbox's own rule. */
import { type RuleText, STANDARD } from '../rule.ts';

export const SETTING_LEFT: RuleText = {
  ...STANDARD,
  id: 'power/setting-callback-left',
  title: 'A driver is unloaded with a power setting callback registered',
  why: 'The next change of the setting calls code that is not there any more.',
  remedy: 'call PoUnregisterPowerSettingCallback with the handle, in DriverUnload or when the device is removed',
  document: 'nf-wdm-poregisterpowersettingcallback',
  bugCheck: null,
};

export const powerSettingRules: readonly RuleText[] = [SETTING_LEFT];
