// The story that a new user lives through: start, look, inject, see counts change, surprise-remove, crash.
import { strict as assert } from 'node:assert';
import type { UiTest } from '../../scripts/test-ui.ts';
import { barriers, inject, openStackView, startSample, waitForRow, withWorkbench } from '../support/vscode/story.ts';

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
