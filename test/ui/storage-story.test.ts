// The story that a new user lives through: start, look, inject, see counts change, surprise-remove, crash.
import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { type Theme, Workbench } from '../support/vscode/workbench.ts';

const SAMPLE = join(root, 'samples', 'storage');

async function withWorkbench(
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

async function startSample(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
  await workbench.page
    .locator('.welcome-view-content .monaco-button')
    .filter({ hasText: 'Start Machine' })
    .first()
    .click();
  await workbench.row(/Disk\s+disk0/);
}

async function openStackView(workbench: Workbench): Promise<void> {
  await workbench.command('Driver Sandbox: Open Stack View');
  const frame = await workbench.webview('[data-pane="stacks"]');
  await frame.locator('[data-pane="stacks"] [data-object]').first().waitFor();
  // The editor swaps the loaded page in and gives it the focus a moment later: a quick pick that is open then closes.
  const isInPlace = "document.hasFocus() && window.frameElement?.id === 'active-frame'";
  await frame.waitForFunction(isInPlace, undefined, { timeout: 20_000 });
}

async function inject(workbench: Workbench, command: string, ...picks: readonly (string | RegExp)[]): Promise<void> {
  await workbench.command(`Driver Sandbox: ${command}`);
  for (const [index, pick] of picks.entries()) await workbench.pick(pick, `${command} (${index + 1}/`);
}

/** What tree rows of a device say, once they say what is wanted. */
async function waitForRow(workbench: Workbench, text: RegExp): Promise<void> {
  await workbench.rows(text).first().waitFor({ timeout: 20_000 });
}

/** What would keep people from using the Stack View, as axe sees it. */
async function barriers(workbench: Workbench): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: workbench.page })
    .include('iframe.webview')
    .withTags(['wcag2a', 'wcag2aa'])
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => target.length > 1).map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
}

export const tests: readonly UiTest[] = [
  {
    name: 'a page file appears in the tree and in the Stack View, a disk goes by surprise, the machine stops',
    body: () =>
      withWorkbench('dark', async (workbench) => {
        await startSample(workbench);
        await waitForRow(workbench, /disk0.*started · D0 · paging 1/);
        await openStackView(workbench);
        await workbench.screenshot('1-started-dark');
        await inject(workbench, 'Inject Usage Notification', /volC/, /[Pp]aging/, /[Cc]reate/);
        await waitForRow(workbench, /disk0.*paging 2/);
        await (await workbench.row(/Disk\s+disk0/)).click();
        const view = await workbench.webview('[data-pane="stacks"]');
        await view.getByText('auditflt').first().waitFor();
        await workbench.screenshot('2-paging-dark');
        await inject(workbench, 'Inject PnP Event', /disk0/, /[Uu]nplug/);
        await workbench.rows(/Disk\s+disk0.*started/).waitFor({ state: 'detached', timeout: 20_000 });
        await workbench.screenshot('3-unplugged-dark');
        await inject(workbench, 'Inject Bugcheck', /MANUALLY_INITIATED_CRASH/);
        await workbench.accept('Inject Bugcheck (2/2)');
        await view.getByText('MANUALLY_INITIATED_CRASH').first().waitFor({ timeout: 20_000 });
        await workbench.screenshot('4-crashed-dark');
      }),
  },
  ...(['light', 'hc-dark', 'hc-light'] as const).map(
    (theme): UiTest => ({
      name: `the machine looks right in ${theme}, and axe finds nothing in the Stack View, before and after a bug check`,
      body: () =>
        withWorkbench(theme, async (workbench) => {
          await startSample(workbench);
          await openStackView(workbench);
          await (await workbench.row(/Disk\s+disk0/)).click();
          await workbench.page.waitForTimeout(800);
          await workbench.screenshot(`1-started-${theme}`);
          assert.deepEqual(await barriers(workbench), []);
          await inject(workbench, 'Inject Usage Notification', /disk0/, /[Dd]ump/, /[Cc]reate/);
          await waitForRow(workbench, /disk0.*dump 1/);
          await inject(workbench, 'Inject Bugcheck', /KERNEL_DATA_INPAGE_ERROR/);
          await workbench.accept('Inject Bugcheck (2/2)');
          const view = await workbench.webview('[data-pane="stacks"]');
          await view.getByText('KERNEL_DATA_INPAGE_ERROR').first().waitFor({ timeout: 20_000 });
          await workbench.screenshot(`4-crashed-${theme}`);
          assert.deepEqual(await barriers(workbench), []);
        }),
    }),
  ),
  {
    name: 'a narrow window stays usable',
    body: () =>
      withWorkbench(
        'dark',
        async (workbench) => {
          await startSample(workbench);
          await workbench.screenshot('5-narrow-dark');
          assert.ok((await workbench.rows(/disk0/).count()) > 0);
        },
        { width: 700, height: 800 },
      ),
  },
  {
    name: 'pausing holds a usage notification at each driver, and stepping moves it on',
    body: () =>
      withWorkbench('dark', async (workbench) => {
        await startSample(workbench);
        await openStackView(workbench);
        await workbench.command('Driver Sandbox: Pause');
        await inject(workbench, 'Inject Usage Notification', /volC/, /[Pp]aging/, /[Cc]reate/);
        await waitForRow(workbench, /DEVICE_USAGE_NOTIFICATION/);
        await workbench.command('Driver Sandbox: Step IRP Into');
        await workbench.command('Driver Sandbox: Step IRP Into');
        await workbench.screenshot('6-paused-dark');
        await workbench.command('Driver Sandbox: Resume');
        await waitForRow(workbench, /disk0.*paging 2/);
      }),
  },
];
