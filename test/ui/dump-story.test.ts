// A machine stops, its crash dump is saved, opened, and read: the bug check, the devices, the requests, memory.
import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Frame } from 'playwright-core';
import { root } from '../../scripts/lib/paths.ts';
import type { UiTest } from '../../scripts/test-ui.ts';
import { type Theme, Workbench } from '../support/vscode/workbench.ts';

const SAMPLE = join(root, 'samples', 'storage');
const PATIENCE = 20_000;
const ALL_THEMES = ['light', 'hc-dark', 'hc-light', 'dark'] as const;
const STORY = [
  { op: 'io', device: 'volC', request: 'read', length: 512, wait: false },
  { op: 'bugcheck', code: 'KERNEL_DATA_INPAGE_ERROR', parameters: [1, 0xc000000e, 3, 4] },
];

/** As long as the name of a device that it stands for: offsets in the file stay. */
const MARKUP = '<b id=hostile/>';

/** A folder with dumps, good and bad, and a file that only has the name of one. */
async function withDumps(
  theme: Theme,
  body: (workbench: Workbench) => Promise<void>,
  size?: { width: number; height: number },
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-dumps-'));
  const story = join(folder, 'crash.json');
  writeFileSync(story, JSON.stringify(STORY));
  const machine = join(SAMPLE, 'storage.machine.json');
  const cli = [join(root, 'dist', 'cli.cjs'), 'run', machine, '--inject', story, '--dump', join(folder, 'crash.dmp')];
  execFileSync(process.execPath, cli, { stdio: 'ignore' });
  const small = [...cli.slice(0, -1), join(folder, 'small.dmp'), '--dump-kind', 'small'];
  execFileSync(process.execPath, small, { stdio: 'ignore' });
  const dump = readFileSync(join(folder, 'crash.dmp'), 'latin1');
  const writeDump = (name: string, text: string): void => writeFileSync(join(folder, name), text, 'latin1');
  writeDump('hostile.dmp', dump.replaceAll('Storage adapter', MARKUP));
  writeDump('foreign.dmp', dump.replace('DumpBlob', 'OtherEnd'));
  writeFileSync(join(folder, 'broken.dmp'), '<img src=x onerror=alert(1)>');
  const workbench = await Workbench.open(folder, theme, size);
  try {
    await body(workbench);
  } catch (error) {
    await workbench.screenshot(`failed-dump-${theme}`).catch(() => {});
    throw error;
  } finally {
    await workbench.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openFile(workbench: Workbench, name: string, selector: string): Promise<Frame> {
  // Editors of extensions are known once their icons are.
  await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().waitFor({ timeout: PATIENCE });
  const row = workbench.page.locator('.explorer-folders-view .monaco-list-row').filter({ hasText: name });
  // In a browser, VS Code now and then opens a file before it knows the extension's editors, or leaves a page empty
  // (microsoft/vscode#131407). A user closes the editor then, and opens the file again.
  for (let attempt = 1; ; attempt += 1) {
    await row.dblclick();
    try {
      return await workbench.webview(selector, PATIENCE / 2);
    } catch (error) {
      if (attempt === 3) throw error;
      console.log(`       ${name} is opened again: ${String(error)}`);
      await workbench.command('View: Close Editor');
    }
  }
}

async function openTab(view: Frame, name: string): Promise<void> {
  await view.locator('[role="tab"]').filter({ hasText: name }).click();
}

async function barriers(workbench: Workbench): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page: workbench.page })
    .include('iframe.webview')
    // What it would read ahead, the page's policy does not let it read.
    .options({ preload: false, runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa'] } })
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.filter(({ target }) => target.length > 1).map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`),
  );
}

/** Every tab, once it shows what it must. */
const TABS: readonly (readonly [tab: string, shown: string])[] = [
  ['Bug Check', '!analyze -v'],
  ['Devices', 'auditflt'],
  ['Requests', 'No rule had been broken'],
  ['Events', 'bugcheck'],
  ['Console', '!irpfind'],
  ['Memory', '`'],
  ['As Text', 'IRPs in flight'],
];

export const tests: readonly UiTest[] = [
  {
    name: 'the crash dump of a stopped machine is saved from the palette, opens, and shows its memory at an address',
    body: async () => {
      const workbench = await Workbench.open(SAMPLE, 'dark');
      try {
        await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        await workbench.page
          .locator('.welcome-view-content .monaco-button')
          .filter({ hasText: 'Start Machine' })
          .click();
        await workbench.row(/Disk\s+disk0/);
        await workbench.command('Driver Sandbox: Inject Bugcheck');
        await workbench.pick(/MANUALLY_INITIATED_CRASH/, 'Inject Bugcheck (1/');
        await workbench.accept('Inject Bugcheck (2/2)');
        const stopped = workbench.page.getByText('bug check MANUALLY_INITIATED_CRASH').first();
        await stopped.waitFor({ timeout: PATIENCE });
        await workbench.command('Driver Sandbox: Save Crash Dump');
        await workbench.pick(/Kernel dump/, 'Save Crash Dump');
        // The dialog lists the folder first, then proposes the name.
        const proposed =
          "document.querySelector('.quick-input-widget input[type=text]')?.value.endsWith('/storage.dmp')";
        await workbench.page.waitForFunction(proposed, undefined, { timeout: PATIENCE });
        await workbench.page.keyboard.press('Enter');
        await workbench.command('Notifications: Show Notifications');
        const notice = workbench.page.locator('.notification-list-item').filter({ hasText: 'Crash dump saved as' });
        await notice.first().click({ timeout: PATIENCE });
        await notice.locator('.monaco-button').filter({ hasText: 'Open' }).first().click({ timeout: PATIENCE });
        const view = await workbench.webview('#tab-overview');
        await view.getByText('MANUALLY_INITIATED_CRASH').first().waitFor({ timeout: PATIENCE });
        await openTab(view, 'Console');
        await view.locator('#command').fill('!devstack disk0');
        await view.locator('#command').press('Enter');
        await view.getByText('ServiceName is "disk"').first().waitFor({ timeout: PATIENCE });
        await view.locator('.links button').first().click();
        await view.getByText('AttachedTo (Lower)').first().waitFor({ timeout: PATIENCE });
        await view.locator('#command').press('ArrowUp');
        await workbench.screenshot('9-dump-console-dark');
        await openTab(view, 'Memory');
        await view.locator('#address').fill('fffff800`00000000');
        await view.locator('#address').press('Enter');
        await view.getByText('fffff800`00000000').first().waitFor({ timeout: PATIENCE });
        await view.locator('.hex').press('PageDown');
        await view.getByText('fffff800`00000200').first().waitFor({ timeout: PATIENCE });
        await view.locator('#address').fill('nowhere');
        await view.locator('#address').press('Enter');
        await view.getByText('An address is up to 16 hex digits').waitFor({ timeout: PATIENCE });
        await workbench.screenshot('9-dump-memory-dark');
      } catch (error) {
        await workbench.screenshot('failed-dump-save').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
  {
    name: 'after a bug check Restart keeps the disks: the boot finds MEMORY.DMP, which opens from the notification and the Stack View',
    body: async () => {
      const workbench = await Workbench.open(join(root, 'samples', 'miniport'), 'light');
      try {
        await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        const start = workbench.page.locator('.welcome-view-content .monaco-button');
        await start.filter({ hasText: 'Start Machine' }).click();
        await workbench.row(/Disk\s+disk0/);
        await workbench.command('Driver Sandbox: Inject Bugcheck');
        await workbench.pick(/MANUALLY_INITIATED_CRASH/, 'Inject Bugcheck (1/');
        await workbench.accept('Inject Bugcheck (2/2)');
        await workbench.page.getByText('bug check MANUALLY_INITIATED_CRASH').first().waitFor({ timeout: PATIENCE });
        await workbench.command('Driver Sandbox: Restart Machine');
        await workbench.page.getByText('MEMORY.DMP').first().waitFor({ timeout: PATIENCE });
        await workbench.command('Notifications: Show Notifications');
        const notice = workbench.page.locator('.notification-list-item').filter({ hasText: 'C:\\Windows\\MEMORY.DMP' });
        await notice.first().waitFor({ timeout: PATIENCE });
        await workbench.command('Notifications: Clear All Notifications');
        await workbench.command('Driver Sandbox: Open Stack View');
        const stacks = await workbench.webview('.banner.found');
        await stacks.getByText('was found on the disks by the boot').waitFor({ timeout: PATIENCE });
        await workbench.screenshot('15-dump-found-light');
        assert.deepEqual(await barriers(workbench), []);
        await stacks.locator('[data-key="open found dump"]').click();
        const view = await workbench.webview('#tab-overview');
        await view.getByText('MANUALLY_INITIATED_CRASH').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('15-dump-found-open-light');
        // Nothing is on fresh disks.
        await workbench.command('Driver Sandbox: Restart with Fresh Disks');
        await workbench.page.getByText('MEMORY.DMP').first().waitFor({ timeout: PATIENCE });
        await workbench.rows(/miniport · S0 .* MEMORY/).waitFor({ state: 'detached', timeout: PATIENCE });
      } catch (error) {
        await workbench.screenshot('failed-dump-found').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
      }
    },
  },
  {
    name: 'with AutoReboot 1 the machine boots again by itself after a bug check, and its small dump opens',
    body: async () => {
      const folder = mkdtempSync(join(tmpdir(), 'driver-sandbox-reboot-'));
      cpSync(join(root, 'samples', 'miniport'), folder, { recursive: true });
      const file = join(folder, 'miniport.machine.json');
      const control = '"crashControl": { "CrashDumpEnabled": 3, "AutoReboot": 1 },\n  "devices": [';
      writeFileSync(file, readFileSync(file, 'utf8').replace('"devices": [', control));
      const workbench = await Workbench.open(folder, 'dark');
      try {
        await workbench.page.locator('.activitybar a[aria-label^="Driver Sandbox"]').first().click();
        const start = workbench.page.locator('.welcome-view-content .monaco-button');
        await start.filter({ hasText: 'Start Machine' }).click();
        await workbench.row(/Disk\s+disk0/);
        await workbench.command('Driver Sandbox: Inject Bugcheck');
        await workbench.pick(/MANUALLY_INITIATED_CRASH/, 'Inject Bugcheck (1/');
        await workbench.accept('Inject Bugcheck (2/2)');
        await workbench.page.getByText('· MEMORY.DMP').first().waitFor({ timeout: PATIENCE });
        await workbench.command('Driver Sandbox: Open Crash Dump');
        const view = await workbench.webview('#tab-overview');
        await view.getByText('A small dump has no pages').waitFor({ timeout: PATIENCE });
        await workbench.screenshot('15-dump-reboot-dark');
      } catch (error) {
        await workbench.screenshot('failed-dump-reboot').catch(() => {});
        throw error;
      } finally {
        await workbench.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'a crash dump in every theme, tab by tab, and axe finds nothing',
    body: () =>
      withDumps('light', async (workbench) => {
        const view = await openFile(workbench, 'crash.dmp', '#tab-overview');
        await view.getByText('KERNEL_DATA_INPAGE_ERROR').first().waitFor({ timeout: PATIENCE });
        for (const [tab, shown] of TABS) {
          await openTab(view, tab);
          await view.locator('#panel').getByText(shown).first().waitFor({ timeout: PATIENCE });
          for (const theme of ALL_THEMES) {
            await workbench.setTheme(theme);
            await workbench.screenshot(`10-dump-${tab.toLowerCase().replace(' ', '-')}-${theme}`);
            assert.deepEqual([theme, tab, await barriers(workbench)], [theme, tab, []]);
          }
        }
        // The arrow keys walk the tabs and the tree.
        await view.locator('[role="tab"]').filter({ hasText: 'As Text' }).press('ArrowLeft');
        assert.equal(await view.evaluate('document.activeElement.textContent'), 'Memory');
      }),
  },
  {
    name: 'what is no dump says so in every theme, with the name of the file, and axe finds nothing',
    body: () =>
      withDumps('light', async (workbench) => {
        const view = await openFile(workbench, 'broken.dmp', '[data-pane="unreadable"]');
        await view.getByText('the header of a kernel dump alone takes').waitFor({ timeout: PATIENCE });
        for (const theme of ALL_THEMES) {
          await workbench.setTheme(theme);
          await workbench.screenshot(`12-dump-unreadable-${theme}`);
          assert.deepEqual([theme, await barriers(workbench)], [theme, []]);
        }
        // Each time it is opened.
        for (let again = 1; again <= 2; again += 1) {
          await workbench.command('View: Close All Editors');
          const reopened = await openFile(workbench, 'broken.dmp', '[data-pane="unreadable"]');
          await reopened.getByText('the header of a kernel dump alone takes').waitFor({ timeout: PATIENCE });
          assert.deepEqual(await barriers(workbench), []);
        }
      }),
  },
  {
    name: 'a small dump lists what it has and says what it lacks; a range opens in Memory',
    body: () =>
      withDumps('light', async (workbench) => {
        const view = await openFile(workbench, 'small.dmp', '#tab-overview');
        await view.getByText('A small dump has no pages').waitFor({ timeout: PATIENCE });
        await view.getByText('none in a small dump').waitFor({ timeout: PATIENCE });
        assert.deepEqual(await barriers(workbench), []);
        await view.locator('[aria-label="In this small dump"]').scrollIntoViewIfNeeded();
        await workbench.screenshot('13-dump-small-light');
        await view.locator('[data-key^="range "]').first().click();
        assert.equal(await view.locator('[role="tab"][aria-selected="true"]').textContent(), 'Memory');
        await view.locator('.hex').getByText('`').first().waitFor({ timeout: PATIENCE });
        await workbench.screenshot('13-dump-small-memory-light');
      }),
  },
  {
    name: 'texts of a hostile dump stay texts; a dump of another system has its header and memory; what is no dump says so',
    body: () =>
      withDumps('dark', async (workbench) => {
        const hostile = await openFile(workbench, 'hostile.dmp', '#tab-overview');
        await openTab(hostile, 'Devices');
        await hostile.locator('.devices').getByText(MARKUP).first().waitFor({ timeout: PATIENCE });
        assert.equal(await hostile.locator('#hostile').count(), 0);
        await openTab(hostile, 'As Text');
        await hostile.locator('#panel').getByText(MARKUP).first().waitFor({ timeout: PATIENCE });
        assert.equal(await hostile.locator('#hostile').count(), 0);
        await workbench.command('View: Close All Editors');
        const foreign = await openFile(workbench, 'foreign.dmp', '#tab-overview');
        await foreign.getByText('It was not written by Driver Sandbox').waitFor({ timeout: PATIENCE });
        assert.deepEqual(await foreign.locator('[role="tab"]').allTextContents(), ['Bug Check', 'Memory']);
        await workbench.screenshot('12-dump-foreign-dark');
        await workbench.command('View: Close All Editors');
        const broken = await openFile(workbench, 'broken.dmp', '[data-pane="unreadable"]');
        await broken.getByText('the header of a kernel dump alone takes').waitFor({ timeout: PATIENCE });
        assert.deepEqual(await barriers(workbench), []);
      }),
  },
  {
    name: 'a crash dump stays readable in a narrow window',
    body: () =>
      withDumps(
        'dark',
        async (workbench) => {
          const view = await openFile(workbench, 'crash.dmp', '#tab-overview');
          for (const tab of ['Bug Check', 'Devices', 'Memory']) {
            await openTab(view, tab);
            await workbench.screenshot(`11-dump-narrow-${tab.toLowerCase().replace(' ', '-')}`);
            const isWide = 'document.documentElement.scrollWidth > document.documentElement.clientWidth';
            assert.equal(await view.evaluate(isWide), false, `${tab} must not scroll sideways`);
          }
        },
        { width: 800, height: 800 },
      ),
  },
];
