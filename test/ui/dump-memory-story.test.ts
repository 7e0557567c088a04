// A miniport forgets to mark memory, the system hibernates and resumes: the finding, the map, the line that has allocated.
import { strict as assert } from 'node:assert';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { type Theme, Workbench } from '../support/vscode/workbench.ts';

const PATIENCE = 20_000;

/** The sample with a hibernation file, and a second block of three pages that its dump context points to. */
const CHANGES: readonly (readonly [file: string, before: string, after: string])[] = [
  [
    'miniport.machine.json',
    '{ "device": "volC", "type": "dump" }',
    '{ "device": "volC", "type": "dump" },\n    { "device": "volC", "type": "hibernation" }',
  ],
  ['dump.ts', '  Targets: ULONG,\n', '  Targets: ULONG,\n  Ports: ULONG,\n'],
  [
    'dump.ts',
    '  loads += 1;\n',
    "  const ports = out<PVOID>(0);\n  StorPortAllocatePool(extension, 12288, 'Port', ports);\n  loads += 1;\n",
  ],
  ['dump.ts', '  context.Targets = targets;\n', '  context.Targets = targets;\n  context.Ports = ports.value;\n'],
  [
    'dump.ts',
    '  return cast(DUMP_CONTEXT, data);\n',
    '  const context = cast(DUMP_CONTEXT, data);\n  cast(DUMP_CONTEXT, context.Ports + 4096).Loads;\n  return context;\n',
  ],
];

async function withMiniport(
  theme: Theme,
  body: (workbench: Workbench, folder: string) => Promise<void>,
  size?: { width: number; height: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-marks-'));
  cpSync(join(root, 'samples', 'miniport'), folder, { recursive: true });
  for (const [file, before, after] of CHANGES) {
    const text = readFileSync(join(folder, file), 'utf8');
    assert.ok(text.includes(before), `${file} has no ${before}`);
    writeFileSync(join(folder, file), text.replace(before, after));
  }
  const workbench = await Workbench.open(folder, theme, size);
  try {
    await body(workbench, folder);
  } catch (error) {
    await workbench.screenshot(`failed-marks-${theme}`).catch(() => {});
    throw error;
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function hibernateAndResume(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
  const start = workbench.page.locator('.welcome-view-content .monaco-button').filter({ hasText: 'Start Machine' });
  await start.first().click();
  await workbench.row(/disk0/);
  await workbench.command('Driver Sandbox: Inject Power Event');
  await workbench.pick(/Hibernate/, 'Inject Power Event');
  await workbench.page.getByText('S4').first().waitFor({ timeout: PATIENCE });
  await workbench.command('Driver Sandbox: Inject Power Event');
  await workbench.pick(/Wake/, 'Inject Power Event');
  await workbench.pick(/after power was lost/, 'Inject Power Event');
  await workbench.page.getByText('dump/resume-unmarked').first().waitFor({ timeout: PATIENCE });
}

async function openMap(workbench: Workbench): Promise<Frame> {
  await workbench.command('Driver Sandbox: Show Dump Memory');
  const view = await workbench.webview('.dump-memory');
  await view.locator('.page.poisoned').first().waitFor({ timeout: PATIENCE });
  return view;
}

async function barriers(workbench: Workbench): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: workbench.page })
    .include('iframe.webview')
    .options({ preload: false, runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa'] } })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => target.length > 1).map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
}

export const tests: readonly UiTest[] = [
  {
    name: 'what a miniport has not marked shows in the memory map in every theme, and axe finds nothing',
    body: () =>
      withMiniport('dark', async (workbench) => {
        await hibernateAndResume(workbench);
        const view = await openMap(workbench);
        const poisoned = view.locator('.ranges tr').filter({ hasText: "pool 'Port'" }).filter({ hasText: 'poisoned' });
        await poisoned.getByText('too early').first().waitFor({ timeout: PATIENCE });
        for (const theme of ['dark', 'light', 'hc-dark', 'hc-light'] as const) {
          await workbench.setTheme(theme);
          await workbench.page.waitForTimeout(500);
          await workbench.screenshot(`14-dump-memory-${theme}`);
          assert.deepEqual([theme, await barriers(workbench)], [theme, []]);
        }
      }),
  },
  {
    name: 'the memory map leads to the line that has allocated, is walked with the keyboard, and has a text twin',
    body: () =>
      withMiniport('dark', async (workbench) => {
        await hibernateAndResume(workbench);
        const view = await openMap(workbench);
        const links = view.locator('.ranges .link');
        await links.first().focus();
        const isLit = "document.querySelectorAll('.pages .page.lit').length > 0";
        assert.equal(await view.evaluate(isLit), true, 'the pages of the row with the focus stand out');
        await links.first().press('ArrowDown');
        const second = await links.nth(1).getAttribute('data-key');
        assert.equal(await view.evaluate('document.activeElement.dataset.key'), second);
        const row = view.locator('.ranges tr').filter({ hasText: 'too early' });
        await row.locator('.link').filter({ hasText: 'dump.ts' }).first().click();
        const shown = workbench.page.locator('.monaco-editor .view-line').filter({ hasText: 'StorPortAllocatePool' });
        await shown.first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('14-dump-memory-line');
        await workbench.command('Driver Sandbox: Open Stack View');
        const again = await workbench.webview('[data-key="text"]');
        await again.locator('[data-key="text"]').click();
        await again.getByText(/^Dump memory of mydisk on hba0, marked at/).waitFor({ timeout: PATIENCE });
        await workbench.screenshot('14-dump-memory-text');
      }),
  },
  {
    name: 'the memory map stays readable in a narrow window',
    body: () =>
      withMiniport(
        'light',
        async (workbench) => {
          await hibernateAndResume(workbench);
          await workbench.command('View: Close All Editors');
          const view = await openMap(workbench);
          await view.locator('.dump-memory').scrollIntoViewIfNeeded();
          await workbench.screenshot('14-dump-memory-narrow');
          const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
          assert.equal(await view.evaluate(isWide), false, 'nothing scrolls sideways');
        },
        { width: 800, height: 800 },
      ),
  },
];
