// The story of one request: stopped in a driver's dispatch routine, looked at, followed down the stack and up again, asked with !irp.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { openAt, stoppedIn } from '../support/vscode/debug-steps.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const STORAGE = join(root, 'samples', 'storage');
const PATIENCE = 20_000;

function lineOf(text: string): number {
  const lines = readFileSync(join(STORAGE, 'auditflt.ts'), 'utf8').split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

/** Waits until the reason for the stop is shown. */
async function stopped(workbench: Workbench, why: RegExp): Promise<void> {
  await workbench.page.getByText(why).first().waitFor({ timeout: PATIENCE });
}

async function variable(workbench: Workbench, scope: string, text: string | RegExp): Promise<void> {
  const rows = workbench.page.locator('.debug-variables .monaco-list-row');
  const found = rows.filter({ hasText: text }).first();
  await rows.filter({ hasText: scope }).first().waitFor({ timeout: PATIENCE });
  if (!(await found.isVisible()))
    await rows.filter({ hasText: scope }).first().locator('.monaco-tl-twistie').click({ timeout: PATIENCE });
  await found.waitFor({ timeout: PATIENCE });
}

async function typed(workbench: Workbench, line: string, answer: string | RegExp): Promise<void> {
  const { page } = workbench;
  await workbench.command('Debug Console: Focus on Debug Console View');
  await page.locator('.repl .repl-input-wrapper .view-line').first().click({ timeout: PATIENCE });
  await page.keyboard.insertText(line);
  await page.keyboard.press('Escape'); // of what the line could become
  await page.keyboard.press('Enter');
  await page.locator('.repl .repl-tree').getByText(answer).first().waitFor({ timeout: PATIENCE });
}

export const tests: readonly UiTest[] = [
  {
    name: 'an injected usage notification stops in the dispatch routine, is looked at, and is followed down and up',
    body: async () => {
      const workbench = await Workbench.open(STORAGE, 'dark');
      const { page } = workbench;
      try {
        await openAt(workbench, 'storage.machine.json', 1);
        await workbench.command('Driver Sandbox: Debug Machine');
        await page.locator('.debug-toolbar').waitFor({ timeout: PATIENCE });
        await page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        await workbench.row(/Disk\s+disk0/);
        await openAt(workbench, 'auditflt.ts', lineOf('status = await HandleUsageNotification(extension, irp);'));
        await workbench.command('Debug: Toggle Breakpoint');
        await workbench.command('Driver Sandbox: Inject Usage Notification');
        for (const [index, pick] of [/disk0/, /[Dd]ump/, /[Cc]reate/].entries())
          await workbench.pick(pick, `Inject Usage Notification (${index + 1}/`);
        await workbench.command('View: Show Run and Debug');
        await stoppedIn(workbench, 'auditflt!DispatchPnp');
        await variable(workbench, 'Stack Location', /UsageNotification.*InPath: TRUE/);
        await workbench.screenshot('12-irp-stopped-dark');
        await typed(workbench, '!irp', /IRP_MJ_PNP\(1b\), IRP_MN_DEVICE_USAGE_NOTIFICATION/);
        await workbench.screenshot('12-irp-console-dark');
        await openAt(workbench, 'auditflt.ts', lineOf('const status = await ForwardAndWait(extension, irp); // (B)'));
        await workbench.command('Debug: Run to Cursor');
        await stoppedIn(workbench, 'auditflt!HandleUsageNotification');
        await workbench.command('Debug: Step Into');
        await stoppedIn(workbench, 'auditflt!ForwardAndWait');
        await workbench.screenshot('12-irp-down-dark');
        await workbench.command('Debug: Step Out');
        await stoppedIn(workbench, 'storport!DispatchPnp');
        await workbench.screenshot('12-irp-up-dark');
        // Back in time: to the line where the step began, then to the breakpoint before.
        await workbench.page.locator('.debug-toolbar .codicon-debug-step-back').click({ timeout: PATIENCE });
        await stopped(workbench, /^Event \d+: dispatchReturn/);
        await workbench.screenshot('12-irp-back-dark');
        await workbench.page.locator('.debug-toolbar .codicon-debug-reverse-continue').click({ timeout: PATIENCE });
        await stopped(workbench, /^auditflt comes to line/);
        await workbench.screenshot('12-irp-reverse-dark');
        await workbench.command('Debug: Stop');
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: PATIENCE });
      } catch (error) {
        await workbench.screenshot('failed-irp').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
];
