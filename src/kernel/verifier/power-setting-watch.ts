/** Looks at what a driver leaves behind of power settings when it is unloaded. */
import { type PowerSettings, settingName } from '../po/power-settings.ts';
import { SETTING_LEFT } from './rules/power-settings.ts';
import type { Verifier } from './verifier.ts';

export function watchPowerSettings(verifier: Verifier, settings: PowerSettings): void {
  const { judge, onUnloaded: others } = verifier;
  settings.siteOf = (driver) => judge.siteOf(driver);
  verifier.onUnloaded = (driver) => {
    others(driver);
    for (const { guid, site } of settings.ofDriver(driver)) {
      const place = { driver, device: 0, irp: 0, routine: '', isRunning: false, site };
      judge.violate(SETTING_LEFT, place, `the callback for ${settingName(guid)} is registered`);
    }
  };
}
