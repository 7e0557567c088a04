/** Bug checks that the sandbox explains, whether it can raise them or not. */
import { expect, test } from 'vitest';
import { describeBugCheck } from '../../src/abi/bug-check-table.ts';

test.each([
  ['0x10D', 'WDF_VIOLATION'],
  ['0x14F', 'PDC_WATCHDOG_TIMEOUT'],
  ['0x15C', 'PDC_WATCHDOG_TIMEOUT_LIVEDUMP'],
  ['0x15F', 'CONNECTED_STANDBY_WATCHDOG_TIMEOUT_LIVEDUMP'],
  ['0x17C', 'PDC_LOCK_WATCHDOG_LIVEDUMP'],
  ['0x19C', 'WIN32K_POWER_WATCHDOG_TIMEOUT'],
  ['0x1A9', 'DIRECTED_FX_TRANSITION_LIVEDUMP'],
  ['0x1D5', 'DRIVER_PNP_WATCHDOG'],
])('BC-04 %s is explained as %s', (code, name) => {
  const info = describeBugCheck(Number(code));
  expect(info.name).toBe(name);
  expect(info.text).not.toContain('no description');
});
