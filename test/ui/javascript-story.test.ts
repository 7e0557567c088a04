// The story of VS Code's own JavaScript debugger at a driver's line, with the sandbox's session above it.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { Workbench } from '../support/vscode/workbench.ts';

const STORAGE = join(root, 'samples', 'storage');
const PATIENCE = 30_000;

/** The storage sample with a launch configuration. */
function project(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'driver-sandbox-')), 'storage');
  cpSync(STORAGE, folder, { recursive: true });
  mkdirSync(join(folder, '.vscode'), { recursive: true });
  const program = '$' + '{workspaceFolder}/storage.machine.json';
  const configuration = {
    type: 'driver-sandbox',
    request: 'launch',
    name: 'Storage',
    program,
    sourceDebugger: 'javascript',
  };
  writeFileSync(
    join(folder, '.vscode', 'launch.json'),
    JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
  );
  return folder;
}

export const tests: readonly UiTest[] = [
  {
    name: 'the JavaScript debugger stops at a line of a driver, and the machine is shown as of that event',
    body: async () => {
      const folder = project();
      const workbench = await Workbench.open(folder, 'dark');
      const { page } = workbench;
      const frames = page.locator('.debug-call-stack .monaco-list-row');
      try {
        const lines = readFileSync(join(STORAGE, 'auditflt.ts'), 'utf8').split('\n');
        const line = lines.findIndex((one) => one.includes('KeEnterCriticalRegion();')) + 1;
        await page.keyboard.press('ControlOrMeta+P');
        await page.locator('.quick-input-widget input').fill(`auditflt.ts:${line}`, { timeout: PATIENCE });
        await page
          .locator('.quick-input-list .monaco-list-row')
          .filter({ hasText: 'auditflt.ts' })
          .first()
          .click({ timeout: PATIENCE });
        await page.locator('.editor-instance .view-line').first().waitFor({ timeout: PATIENCE });
        await workbench.command('Debug: Toggle Breakpoint');
        await workbench.command('Debug: Start Debugging');
        await workbench.command('View: Show Run and Debug');
        await page.locator('.debug-variables').getByText('inPath').first().waitFor({ timeout: PATIENCE });
        await workbench.command('Debug: Focus on Call Stack View');
        await workbench.screenshot('13-javascript-stack-dark');
        await frames.filter({ hasText: 'HandleUsageNotification' }).first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('13-javascript-stopped-dark');
        await page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        await workbench.row(/Disk\s+disk0/);
        await workbench.screenshot('13-javascript-machine-dark');
        await workbench.command('View: Show Run and Debug');
        await workbench.command('Debug: Step Over');
        await frames
          .filter({ hasText: `${line + 1}:` })
          .first()
          .waitFor({ timeout: PATIENCE });
        await workbench.screenshot('13-javascript-stepped-dark');
        await workbench.command('Debug: Stop');
        await page.locator('.debug-toolbar').waitFor({ state: 'hidden', timeout: PATIENCE });
        await workbench.screenshot('13-javascript-over-dark');
      } catch (error) {
        await workbench.screenshot('failed-javascript').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
        rmSync(join(folder, '..'), { recursive: true, force: true });
      }
    },
  },
];
