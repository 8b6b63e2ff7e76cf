import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Why tests of pages are skipped; undefined where a browser is there. */
export const noBrowser: string | undefined = existsSync(executablePath)
  ? undefined
  : `there is no Chromium at ${executablePath}: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH`;

/** A page that was opened from a file, with all that it tried to load and to say. */
export interface OpenedPage {
  readonly page: Page;
  /** every request but the one for the file itself */
  readonly requests: readonly string[];
  /** errors, and violations of the page's own policy */
  readonly complaints: readonly string[];
}

export interface PageOpener {
  open(
    html: string,
    options?: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number; readonly javaScript?: boolean },
  ): Promise<OpenedPage>;
  close(): Promise<void>;
}

/** Opens pages in headless Chromium, as a double click on the file would. */
export async function startBrowser(): Promise<PageOpener> {
  // Containers have neither a sandbox for root nor much of /dev/shm.
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  const folder = mkdtempSync(join(tmpdir(), 'maaza-page-'));
  let count = 0;
  let last: Page | undefined;
  return {
    async open(html, { colorScheme = 'light', width = 1280, javaScript = true } = {}) {
      const file = join(folder, `${count++}.html`);
      writeFileSync(file, html);
      await last?.close();
      const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 }, javaScriptEnabled: javaScript });
      last = page;
      const requests: string[] = [];
      const complaints: string[] = [];
      const url = pathToFileURL(file).href;
      page.on('request', (request) => request.url() !== url && requests.push(request.url()));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('dialog', (dialog) => {
        complaints.push(`dialog: ${dialog.message()}`);
        void dialog.dismiss();
      });
      await page.goto(url);
      return { page, requests, complaints };
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true });
    },
  };
}
