import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentPage } from '../../handlers/incident/render/html.ts';
import { event, report } from '../handlers/incident/incidents.ts';
import { attackedBy } from '../handlers/incident/render/attacked.ts';
import { attacks } from '../hostile/texts.ts';
import { startChromium } from './chromium.ts';
import { looks, openFile, overflowOf, violationsOf } from './opened.ts';

const hash = 'ab'.repeat(32);
const folder = mkdtempSync(join(tmpdir(), 'glasswatch-incident-'));
let browser: Browser;

const pageAttacks = [
  '<script>globalThis.owned=1</script>',
  '"><img src=//evil.example/x.png onerror="globalThis.owned=1">',
  `' autofocus onfocus='globalThis.owned=1`,
  '</style></title></head><body onload=globalThis.owned=1>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
];

/** A session that made 500 calls, of which the page lists the notable ones and counts the rest. */
const [opening, chained] = report.timelines;
const listing = Array.from({ length: 500 }, (_, n) => ({
  ...event,
  eventID: `list-${n}`,
  eventName: 'ListSecrets',
}));
const long = {
  ...report,
  timelines:
    opening === undefined || chained === undefined
      ? []
      : [{ ...opening, events: [...listing, ...opening.events] }, chained],
};

/** Pages by what stands in them. */
const pages = {
  'what people wrote': report,
  'a long timeline': long,
  'what attackers wrote': attackedBy([...pageAttacks, ...attacks].join(' ')),
  'one word without end': attackedBy('W'.repeat(5_000)),
};

function fileOf(name: string): string {
  return join(folder, `${name.replaceAll(' ', '-')}.html`);
}

beforeAll(async () => {
  browser = await startChromium();
  for (const [name, one] of Object.entries(pages)) writeFileSync(fileOf(name), incidentPage(one, hash));
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const views = Object.keys(pages).flatMap((name) => looks.map((look) => ({ name, look })));

describe('the page of an incident', () => {
  it.each(views)(
    'holds $name, fetches nothing, runs nothing of it, and does not scroll sideways: $look.name',
    async ({ name, look }) => {
      const { page, requests, complaints } = await openFile(browser, fileOf(name), look);
      await page.mouse.move(200, 400);
      expect(requests).toEqual([pathToFileURL(fileOf(name)).href]);
      expect(complaints).toEqual([]);
      expect(await page.evaluate('typeof globalThis.owned')).toBe('undefined');
      expect(await page.locator('img, iframe, form, link, meta[http-equiv=refresh]').count()).toBe(0);
      expect(await overflowOf(page)).toBe(0);
      if (look.media === 'screen') expect(await violationsOf(page)).toEqual([]);
      await page.close();
    },
  );

  it('shows the worst first, and of a long timeline how often each call was made', async () => {
    const { page } = await openFile(browser, fileOf('a long timeline'));
    expect(await page.locator('#secrets tbody tr').first().textContent()).toMatch(/^overdue.*prod\/mail/);
    const calls = page.locator('#sessions .table').first();
    expect(await calls.locator('tbody tr').first().textContent()).toMatch(/^ListSecrets.*500/);
    await page.close();
  });
});
