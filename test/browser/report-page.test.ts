import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { night } from '../handlers/report/incidents.ts';
import { configOf, reportOver } from '../handlers/report/reporting.ts';
import { startChromium } from './chromium.ts';
import { looks, openFile, overflowOf, violationsOf } from './opened.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-browser-'));
const file = join(folder, 'report', 'report.html');
/** For people to look at. */
const pictures = join(import.meta.dirname, '..', '..', '.cache', 'browser');
let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
  mkdirSync(pictures, { recursive: true });
  const { logs } = await writeIncident({ out: folder, records: 3_000, seed: 1 });
  // The made-up day has no day before; its afternoon has its night.
  await reportOver(logs, {
    from: '2026-11-18T12:00:00Z',
    to: '2026-11-19T00:00:00Z',
    out: join(folder, 'report'),
    source: 'logs',
    config: configOf({
      regions: ['eu-central-1', 'eu-west-2'],
      suppressions: [
        {
          detection: 'bulk-read',
          account: '111122223333',
          owner: 'ana',
          reason: 'known',
          expires: '2026-12-01',
        },
      ],
    }),
    incidentsAt: () => night,
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(looks)('the report, $name', (look) => {
  it('has nothing that axe-core objects to, fits its width, and asks for nothing but itself', async () => {
    const { page, requests, complaints } = await openFile(browser, file, look);
    await page.screenshot({ path: join(pictures, `report-${look.name}.png`), fullPage: true });
    expect(await violationsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
    await page.close();
  });
});

describe('the report', () => {
  it('says first what is missing, then what is new', async () => {
    const { page } = await openFile(browser, file);
    expect((await page.locator('main h2').allTextContents()).slice(0, 3)).toEqual([
      'This report is not complete',
      'New since the 12 hours before',
      'Break-glass incidents and their deadlines',
    ]);
    await page.close();
  });

  it('sorts a table by keyboard, numbers as numbers, and back', async () => {
    const { page } = await openFile(browser, file);
    const table = page.locator('#top-readers');
    const button = table.getByRole('button', { name: 'Reads', exact: true });
    await button.focus();
    await page.keyboard.press('Enter');
    const head = table.locator('th[data-name=reads]');
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const reads = async () => (await table.locator('td[data-label=Reads]').allTextContents()).map(Number);
    const ascending = await reads();
    expect(ascending).toEqual(ascending.toSorted((a, b) => a - b));
    await page.keyboard.press('Space');
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    const descending = await reads();
    expect(descending).toEqual(descending.toSorted((a, b) => b - a));
    expect(descending[0]).toBeGreaterThan(ascending[0] ?? Infinity);
    await page.close();
  });

  it('filters a table by keyboard, says how many are left, and shows all again', async () => {
    const { page } = await openFile(browser, file);
    const table = page.locator('#denied-access');
    await page.locator('#denied-access input').focus();
    await page.keyboard.type('reporting-job source_ip=10.20.14.88');
    expect(await table.locator('tbody tr').count()).toBe(12);
    await page.keyboard.type(' nobody');
    expect(await table.locator('tbody tr').count()).toBe(0);
    expect(await table.getByRole('status').textContent()).toBe('0 found among 12 rows');
    await page.keyboard.press('Escape');
    expect(await table.locator('tbody tr').count()).toBe(12);
    await page.close();
  });

  it('leads from a number to the rows behind it', async () => {
    const { page } = await openFile(browser, file);
    const figures = page.locator('.figure a');
    for (const figure of await figures.all()) {
      const label = (await figure.locator('.label').textContent()) ?? '';
      const target = page.locator((await figure.getAttribute('href')) ?? '');
      const number = Number((await figure.locator('b').textContent())?.replaceAll(',', ''));
      await figure.press('Enter');
      const told = (await target.locator('.count').textContent()) ?? '';
      const rows = await target.locator('tbody tr').count();
      // Sums and kinds count more or less than rows; a number of rows is the number of rows.
      if (/^\d+ found among/.test(told)) expect(`${label}: ${rows}`).toBe(`${label}: ${number}`);
      expect(rows, label).toBeGreaterThan(0);
    }
    await page.close();
  });

  it('jumps from its contents to each section', async () => {
    const { page } = await openFile(browser, file);
    const ids = await page.evaluate<string[]>("[...document.querySelectorAll('[id]')].map(({ id }) => id)");
    expect(new Set(ids).size).toBe(ids.length);
    const links = await page.locator('nav a').all();
    expect(links.length).toBe(11);
    for (const link of links)
      expect(await page.locator((await link.getAttribute('href')) ?? '').count()).toBe(1);
    await page.close();
  });

  it('shows everything without script too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(pathToFileURL(file).href);
    expect(await page.locator('#denied-access tbody tr').count()).toBe(12);
    expect(await page.locator('button').count()).toBe(0);
    await context.close();
  });

  it('prints: without what only a screen needs', async () => {
    const { page } = await openFile(browser, file, { media: 'print', width: 1032 });
    expect(await page.locator('nav').isVisible()).toBe(false);
    expect(await page.locator('#denied-access input').isVisible()).toBe(false);
    const pdf = await page.pdf({ preferCSSPageSize: true, path: join(pictures, 'report.pdf') });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
