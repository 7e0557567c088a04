// Above each routine that a driver registers stands what it handles; the lens debugs the machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const SAMPLE = join(root, 'samples', 'storage');
const TEXT = readFileSync(join(SAMPLE, 'auditflt.ts'), 'utf8');
const LINE = TEXT.split('\n').findIndex((line) => /function DispatchPnp\b/.test(line)) + 1;
const PATIENCE = 30_000;

export const tests: readonly UiTest[] = [
  {
    name: 'lenses above the routines of a driver say what they handle',
    body: async () => {
      const workbench = await Workbench.open(SAMPLE, 'dark');
      const { page } = workbench;
      try {
        await page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        await page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Start Machine' }).click();
        await workbench.row(/Disk\s+disk0/);
        await page.keyboard.press('Control+P');
        await page.locator('.quick-input-widget input[type=text]').fill(`auditflt.ts:${LINE}`);
        await page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: 'auditflt.ts' }).first().click();
        const lens = (text: RegExp) => page.locator('.codelens-decoration').filter({ hasText: text }).first();
        await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: PATIENCE });
        await lens(/IRP_MJ_PNP: DEVICE_USAGE_NOTIFICATION.*Debug with storage\.machine\.json/).waitFor({
          timeout: PATIENCE,
        });
        await workbench.screenshot('12-routine-lens-dark');
      } catch (error) {
        await workbench.screenshot('failed-lens').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
];
