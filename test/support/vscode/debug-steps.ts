/** Steps that stories of the debugger share. */
import type { Workbench } from './workbench.ts';

const PATIENCE = 20_000;

/** Opens a file of the folder at a line. */
export async function openAt(workbench: Workbench, file: string, line: number): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press('ControlOrMeta+P');
  await page.locator('.quick-input-widget input').fill(`${file}:${line}`, { timeout: PATIENCE });
  await page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ hasText: file })
    .first()
    .click({ timeout: PATIENCE });
  await page.locator('.editor-instance .view-line').first().waitFor({ timeout: PATIENCE });
}

/** Waits until the call stack names a routine on top. */
export async function stoppedIn(workbench: Workbench, routine: string): Promise<void> {
  await workbench.page
    .locator('.debug-call-stack .monaco-list-row, .debug-call-stack-item, .debug-pane .monaco-list-row')
    .filter({ hasText: routine })
    .first()
    .waitFor({ timeout: PATIENCE });
}
