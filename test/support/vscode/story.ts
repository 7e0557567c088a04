/** Steps that the stories of the storage sample share. */
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { root } from '../../../scripts/lib/paths.ts';
import { type Theme, Workbench } from './workbench.ts';

const SAMPLE = join(root, 'samples', 'storage');

export async function withWorkbench(
  theme: Theme,
  body: (workbench: Workbench) => Promise<void>,
  size?: { width: number; height: number },
): Promise<void> {
  const workbench = await Workbench.open(SAMPLE, theme, size);
  try {
    await body(workbench);
  } catch (error) {
    await workbench.screenshot(`failed-${theme}`).catch(() => {});
    throw error;
  } finally {
    await workbench.close();
  }
}

export async function startSample(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
  await workbench.page
    .locator('.welcome-view-content .monaco-button')
    .filter({ hasText: 'Start Machine' })
    .first()
    .click();
  await workbench.row(/Disk\s+disk0/);
}

export async function openStackView(workbench: Workbench): Promise<void> {
  await workbench.command('Driver Sandbox: Open Stack View');
  const frame = await workbench.webview('[data-pane="stacks"]');
  await frame.locator('[data-pane="stacks"] [data-object]').first().waitFor();
  // The editor swaps the loaded page in and gives it the focus a moment later: a quick pick that is open then closes.
  const isInPlace = "document.hasFocus() && window.frameElement?.id === 'active-frame'";
  await frame.waitForFunction(isInPlace, undefined, { timeout: 20_000 });
}

export async function inject(
  workbench: Workbench,
  command: string,
  ...picks: readonly (string | RegExp)[]
): Promise<void> {
  await workbench.command(`Driver Sandbox: ${command}`);
  for (const [index, pick] of picks.entries()) await workbench.pick(pick, `${command} (${index + 1}/`);
}

/** What tree rows of a device say, once they say what is wanted. */
export async function waitForRow(workbench: Workbench, text: RegExp): Promise<void> {
  await workbench.rows(text).first().waitFor({ timeout: 20_000 });
}

/** What would keep people from using the Stack View, as axe sees it. */
export async function barriers(workbench: Workbench): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: workbench.page })
    .include('iframe.webview')
    .withTags(['wcag2a', 'wcag2aa'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => target.length > 1).map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
}
