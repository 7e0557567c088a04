// A console command is written with completion and answered in the output.
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const SAMPLE = join(root, 'samples', 'storage');
const PATIENCE = 20_000;

export const tests: readonly UiTest[] = [
  {
    name: 'a console command is completed, run, and answered in the output',
    body: async () => {
      const workbench = await Workbench.open(SAMPLE, 'dark');
      const { page } = workbench;
      try {
        await page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        await page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Start Machine' }).click();
        await workbench.row(/Disk\s+disk0/);
        await workbench.command('Driver Sandbox: Run Console Command');
        const input = page.locator('.quick-input-widget input[type=text]');
        const choice = (text: string) => page.locator('.quick-input-widget .monaco-list-row').filter({ hasText: text });
        await page.getByPlaceholder('A command such as !devstack disk0').first().waitFor({ timeout: PATIENCE });
        await input.fill('!devst');
        await choice('!devstack').first().click({ timeout: PATIENCE });
        // The line goes on once what it can become is there.
        await choice('!devstack hba0').first().waitFor({ timeout: PATIENCE });
        await input.pressSequentially('disk0/a');
        // One line, and what it can become; each letter has had its answer.
        const rows = "document.querySelectorAll('.quick-input-widget .monaco-list-row').length === 2";
        await page.waitForFunction(rows, undefined, { timeout: PATIENCE });
        await choice('!devstack disk0/auditflt').first().click({ timeout: PATIENCE });
        await choice('run').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('11-console-completion-dark');
        await page.keyboard.press('Enter');
        // The output itself is drawn from a file of VS Code's own; which one is shown says that the answer has come.
        const shown =
          "[...document.querySelectorAll('.part.panel select')].some((one) => one.selectedOptions[0]?.text === 'Driver Sandbox: Console')";
        await page.waitForFunction(shown, undefined, { timeout: PATIENCE });
        await workbench.screenshot('11-console-answer-dark');
      } catch (error) {
        await workbench.screenshot('failed-console').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
];
