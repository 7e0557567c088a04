// The story of a user who wants to know what happened before: along the slider, back, and on another way.
import { strict as assert } from 'node:assert';
import type { Frame } from 'playwright-core';
import type { UiTest } from '../../scripts/test-ui.ts';
import { barriers, inject, openStackView, startSample, waitForRow, withWorkbench } from '../support/vscode/story.ts';
import type { Workbench } from '../support/vscode/workbench.ts';

const PATIENCE = 30_000;

/** With the dump file on the disk, so that there is something that was not there before. */
async function started(workbench: Workbench): Promise<Frame> {
  await startSample(workbench);
  await openStackView(workbench);
  await inject(workbench, 'Inject Usage Notification', /volC/, /[Dd]ump/, /[Cc]reate/);
  await waitForRow(workbench, /disk0.*dump 1/);
  const view = await workbench.webview('[data-pane="timeline"]');
  await view.locator('.tracks .irp-line').first().waitFor({ state: 'attached', timeout: PATIENCE });
  return view;
}

async function placeIn(view: Frame): Promise<number> {
  return Number(await view.locator('[data-key="time"]').getAttribute('aria-valuenow'));
}

/** To before the dump file came: a twentieth of the run at each press. */
async function slideBack(view: Frame): Promise<void> {
  const slider = view.locator('[data-key="time"]');
  await slider.focus();
  for (let press = 0; press < 4; press += 1) await slider.press('PageDown');
  await slider.press('Enter');
  await view.locator('.banner.past').waitFor({ timeout: PATIENCE });
}

export const tests: readonly UiTest[] = [
  {
    name: 'the slider takes the machine into its past by keyboard, and Return to Present brings it back',
    body: () =>
      withWorkbench('dark', async (workbench) => {
        const view = await started(workbench);
        const last = await placeIn(view);
        await slideBack(view);
        assert.ok((await placeIn(view)) < last, 'the slider stands where the machine is');
        await workbench.rows(/disk0.*dump 1/).waitFor({ state: 'detached', timeout: PATIENCE });
        await view.locator('.rows .event.to-come').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('20-past-dark');
        assert.deepEqual(await barriers(workbench), []);
        await view.locator('[data-key="present"]').click();
        await view.locator('.banner.past').waitFor({ state: 'detached', timeout: PATIENCE });
        await waitForRow(workbench, /disk0.*dump 1/);
        assert.equal(await placeIn(view), last);
      }),
  },
  {
    name: 'Enter on an event of the timeline goes there, and something else done there begins a branch to choose from',
    body: () =>
      withWorkbench('light', async (workbench) => {
        const view = await started(workbench);
        const timeline = view.locator('[data-key="timeline"]');
        await timeline.focus();
        for (let press = 0; press < 3; press += 1) await timeline.press('PageUp');
        await timeline.press('Enter');
        await view.locator('.banner.past').waitFor({ timeout: PATIENCE });
        await workbench.screenshot('21-past-light');
        assert.deepEqual(await barriers(workbench), []);
        await workbench.command('Driver Sandbox: Resume');
        await view.locator('.banner.past').waitFor({ state: 'detached', timeout: PATIENCE });
        await waitForRow(workbench, /disk0.*dump 1/);
        await slideBack(view);
        await inject(workbench, 'Inject Usage Notification', /volC/, /[Hh]ibernation/, /[Cc]reate/);
        await view.locator('[data-key="branch"] option').nth(1).waitFor({ state: 'attached', timeout: PATIENCE });
        await workbench.screenshot('22-branch-light');
      }),
  },
];
