/** Drives a real VS Code in a browser: the palette, quick picks, trees, webviews, screenshots. */
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { launchChromium } from '../../../scripts/lib/chromium.ts';
import { root } from '../../../scripts/lib/paths.ts';
import { startVsCodeServer, type VsCodeServer } from '../../../scripts/lib/vscode-server.ts';

export const THEMES = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;
const CLASSES = { dark: 'vs-dark', light: 'vs', 'hc-dark': 'hc-black', 'hc-light': 'hc-light' } as const;
export type Theme = keyof typeof THEMES;

/** Loading VS Code on a busy machine takes most of it; milliseconds. */
const PATIENCE = 60_000;

const screens = join(root, 'test-results', 'screens');

/** A copy of the folder, so that a test cannot change a sample; its settings choose the theme, which a server's cannot. */
function workspaceFor(folder: string, theme: Theme): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'driver-sandbox-')), basename(folder));
  cpSync(folder, copy, { recursive: true });
  mkdirSync(join(copy, '.vscode'), { recursive: true });
  writeFileSync(join(copy, '.vscode', 'settings.json'), JSON.stringify(settingsOf(theme)));
  return copy;
}

function settingsOf(theme: Theme): object {
  return {
    'workbench.colorTheme': THEMES[theme],
    'window.autoDetectColorScheme': false,
    'window.autoDetectHighContrast': false,
  };
}

export class Workbench {
  readonly page: Page;
  readonly #server: VsCodeServer;
  readonly #browser: Browser;
  readonly #folder: string;

  private constructor(page: Page, server: VsCodeServer, browser: Browser, folder: string) {
    this.#folder = folder;
    this.page = page;
    this.#server = server;
    this.#browser = browser;
  }

  static async open(folder: string, theme: Theme = 'dark', size = { width: 1440, height: 900 }): Promise<Workbench> {
    mkdirSync(screens, { recursive: true });
    const logFile = join(root, 'test-results', 'ui-server.log');
    const server = await startVsCodeServer({ logFile, settings: { 'window.commandCenter': false } });
    const browser = await launchChromium();
    const context = await browser.newContext({ viewport: size });
    const page = await context.newPage();
    const opened = workspaceFor(folder, theme);
    const workbench = new Workbench(page, server, browser, opened);
    try {
      await page.goto(server.address(opened, { extension: root }));
      await page.locator(`.monaco-workbench.${CLASSES[theme]} .activitybar`).waitFor({ timeout: PATIENCE });
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** What is open stays open. */
  async setTheme(theme: Theme): Promise<void> {
    writeFileSync(join(this.#folder, '.vscode', 'settings.json'), JSON.stringify(settingsOf(theme)));
    await this.page.locator(`.monaco-workbench.${CLASSES[theme]} .activitybar`).waitFor({ timeout: PATIENCE });
    // Pages of extensions hear of it a moment later.
    for (const frame of this.page.frames()) {
      const body = frame.locator('body[data-vscode-theme-id]');
      if ((await body.count().catch(() => 0)) > 0)
        await frame.locator(`body[data-vscode-theme-id="${THEMES[theme]}"]`).waitFor({ timeout: PATIENCE });
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
  }

  /** Runs a command from the palette, by its full title: `Driver Sandbox: Start Machine`. */
  async command(title: string): Promise<void> {
    const input = this.page.locator('.quick-input-widget input');
    const row = this.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
    // The palette closes again when something else takes the focus in the same moment: nothing has run then.
    for (let attempt = 1; ; attempt += 1) {
      await this.page.keyboard.press('F1');
      try {
        await input.fill(`>${title}`, { timeout: PATIENCE / 4 });
        await row.click({ timeout: PATIENCE / 4 });
        return;
      } catch (error) {
        if (attempt === 3) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Chooses a row of the quick pick with this title: the rows of the step before stay for a moment. */
  async pick(text: string | RegExp, title: string): Promise<void> {
    await this.#asks(title);
    await this.page
      .locator('.quick-input-list .monaco-list-row')
      .filter({ hasText: text })
      .first()
      .click({ timeout: PATIENCE });
  }

  /** Takes what an input box proposes, once the box with this title is there. */
  async accept(title: string): Promise<void> {
    await this.#asks(title);
    await this.page.keyboard.press('Enter');
  }

  async #asks(title: string): Promise<void> {
    await this.page.locator('.quick-input-title').filter({ hasText: title }).waitFor({ timeout: PATIENCE });
  }

  /** Rows of the tree views now shown, as text. */
  rows(text: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row').filter({ hasText: text });
  }

  async row(text: string | RegExp): Promise<Locator> {
    const row = this.rows(text).first();
    await row.waitFor({ timeout: PATIENCE });
    return row;
  }

  /** The document inside the webview that shows `selector`. */
  async webview(selector: string, patience = PATIENCE): Promise<Frame> {
    const end = Date.now() + patience;
    for (;;) {
      for (const frame of this.page.frames()) {
        const found = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (found > 0) return frame;
      }
      if (Date.now() > end) throw new Error(`no webview shows ${selector}`);
      await this.page.waitForTimeout(100);
    }
  }

  /** Kept under test-results/screens. */
  async screenshot(name: string): Promise<void> {
    await this.page.screenshot({ path: join(screens, `${name}.png`) });
  }
}
