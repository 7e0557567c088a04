// The story of a finding: a rule is broken, its line says why, the view gathers it, and it is switched off.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const LAB = join(root, 'samples', 'usage-lab');
const PATIENCE = 20_000;

async function breakRule(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
  await workbench.page
    .locator('.welcome-view-content .monaco-button')
    .filter({ hasText: 'Start Machine' })
    .first()
    .click();
  await workbench.row(/This machine/);
  const command = 'Inject Usage Notification';
  await workbench.command(`Driver Sandbox: ${command}`);
  for (const [index, pick] of [/disk2/, /[Pp]aging/, /[Cc]reate/].entries())
    await workbench.pick(pick, `${command} (${index + 1}/`);
  await workbench
    .rows(/USE-V03/)
    .first()
    .waitFor({ timeout: PATIENCE });
}

export const tests: readonly UiTest[] = [
  {
    name: 'a broken rule is explained at its line, gathered by driver, and switched off in the machine file',
    body: async () => {
      const workbench = await Workbench.open(LAB, 'light');
      try {
        await breakRule(workbench);
        await workbench
          .rows(/USE-V03/)
          .first()
          .click();
        const line = workbench.page.locator('.editor-instance .view-line').filter({ hasText: '(X)' }).first();
        await line.click({ timeout: PATIENCE });
        await workbench.command('Show or Focus Hover');
        await workbench.page.getByText('Why it matters').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('7-finding-light');
        await workbench.page.keyboard.press('Escape');
        await workbench.command('Driver Sandbox: Group Violations');
        await workbench.pick(/By driver/, 'Group Violations');
        await workbench
          .rows(/^early\s*1/)
          .first()
          .waitFor({ timeout: PATIENCE });
        await workbench.command('Driver Sandbox: Verifier Settings');
        await workbench.pick(/Standard/, 'Verifier Settings (1/2)');
        await workbench.page.getByText('Special pool').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('8-verifier-light');
        await workbench.page.keyboard.press('Escape');
        await workbench.command('Driver Sandbox: Suppress Rule for This Machine');
        await workbench.pick(/USE-V03/, 'Suppress Rule');
        await workbench.command('Driver Sandbox: Open Machine File');
        await workbench.page.getByText('"USE-V03"').first().waitFor({ timeout: PATIENCE });
        assert.ok((await workbench.page.getByText('"off"').count()) > 0);
      } catch (error) {
        await workbench.screenshot('failed-finding').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
];
