// The story of a debug session: a breakpoint in a driver, its variables, steps down the stack, the console.
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { openAt, stoppedIn } from '../support/vscode/debug-steps.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const STORAGE = join(root, 'samples', 'storage');
const PATIENCE = 20_000;

export const tests: readonly UiTest[] = [
  {
    name: 'F5 on a machine stops at a breakpoint in a driver, shows its variables, and follows the request down',
    body: async () => {
      const workbench = await Workbench.open(STORAGE, 'dark');
      const { page } = workbench;
      try {
        await openAt(workbench, 'auditflt.ts', 262);
        await workbench.command('Debug: Toggle Breakpoint');
        await openAt(workbench, 'storage.machine.json', 1);
        await workbench.command('Driver Sandbox: Debug Machine');
        await stoppedIn(workbench, 'auditflt!HandleUsageNotification');
        await page.locator('.debug-variables').getByText('Locals').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('10-debug-dark');
        await workbench.command('Debug: Step Into');
        await stoppedIn(workbench, 'auditflt!ForwardAndWait');
        await workbench.command('Debug: Step Out');
        await stoppedIn(workbench, 'storport!DispatchPnp');
        await page.locator('.debug-variables').getByText('Current IRP').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('11-debug-stepped-dark');
        await workbench.command('Debug: Stop');
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: PATIENCE });
      } catch (error) {
        await workbench.screenshot('failed-debug').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
];
