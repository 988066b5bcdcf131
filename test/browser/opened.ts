import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** How a page is looked at. */
export interface Look {
  readonly name: string;
  /** px */
  readonly width: number;
  readonly scheme: 'light' | 'dark';
  readonly media: 'screen' | 'print';
}

/** A phone, a laptop, and a sheet of A4 on its side and upright at 96 dots an inch, less its margins. */
export const looks: readonly Look[] = [
  { name: 'phone-light', width: 390, scheme: 'light', media: 'screen' },
  { name: 'phone-dark', width: 390, scheme: 'dark', media: 'screen' },
  { name: 'laptop-light', width: 1280, scheme: 'light', media: 'screen' },
  { name: 'laptop-dark', width: 1280, scheme: 'dark', media: 'screen' },
  { name: 'print', width: 1032, scheme: 'light', media: 'print' },
  { name: 'print-upright', width: 703, scheme: 'light', media: 'print' },
];

export interface Opened {
  readonly page: Page;
  /** Addresses that the page asked for, itself first. */
  readonly requests: readonly string[];
  /** What the browser complained of: errors of scripts, and what the policy forbade. */
  readonly complaints: readonly string[];
}

/** Opens a file as somebody would who double-clicks it. */
export async function openFile(browser: Browser, file: string, look: Partial<Look> = {}): Promise<Opened> {
  const { width = 1280, scheme = 'light', media = 'screen' } = look;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.emulateMedia({ media, colorScheme: scheme });
  await page.goto(pathToFileURL(file).href);
  return { page, requests, complaints };
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe-core finds, one line each. */
export async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const found = await page.evaluate<{ id: string; nodes: { html: string; failureSummary: string }[] }[]>(
    'axe.run(document).then(({ violations }) => violations)',
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html, failureSummary }) => `${id}: ${html}: ${failureSummary}`),
  );
}

/** Whether anything is wider than the window, so that the page would scroll sideways. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
