import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSecret, roleSession, secretArn } from '../detections/event-builders.ts';
import { reportOver } from '../handlers/report/reporting.ts';
import { startChromium } from './chromium.ts';
import { openFile, overflowOf } from './opened.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-many-'));
const file = join(folder, 'report', 'report.html');
let browser: Browser;

/** 12,000 principals, each with a secret of its own: more than a page shows. Number 7,001 reads most. */
const readers = 12_000;

beforeAll(async () => {
  browser = await startChromium();
  const reads = Array.from({ length: readers }, (_, index) =>
    readSecret(
      roleSession(`role-${String(index).padStart(5, '0')}`),
      secretArn(`prod/secret-${index}-Ab12Cd`),
    ),
  );
  const most = Array.from({ length: 30 }, () =>
    readSecret(roleSession('role-07001'), secretArn('prod/secret-7001-Ab12Cd')),
  );
  writeFileSync(
    join(folder, 'log.ndjson'),
    [...reads, ...most].map((record) => JSON.stringify(record)).join('\n'),
  );
  await reportOver(join(folder, 'log.ndjson'), {
    from: '2026-11-18',
    to: '2026-11-18',
    out: join(folder, 'report'),
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

function rowsOf(page: Page): Promise<number> {
  return page.locator('#top-readers tbody tr').count();
}

describe('a table of 10,000 rows', () => {
  it('holds fifty of them at a time, shows more when asked, and says where the rest is', async () => {
    const { page, complaints } = await openFile(browser, file);
    expect(await page.locator('#top-readers .count').textContent()).toBe('50 of 10,000 rows');
    expect(await rowsOf(page)).toBe(50);
    await page.locator('#top-readers .pager button').press('Enter');
    expect(await rowsOf(page)).toBe(300);
    expect(await page.locator('#top-readers .rest').textContent()).toBe(
      '2,000 rows more are in top-readers.csv only.',
    );
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('is filtered and sorted over all of them, not over those that are shown', async () => {
    const { page } = await openFile(browser, file);
    const first = () => page.locator('#top-readers tbody tr').first().textContent();
    expect(await first()).toContain('role-07001');
    await page.locator('#top-readers input').fill('role-09998');
    expect(await rowsOf(page)).toBe(1);
    await page.locator('#top-readers input').fill('');
    const sort = page.locator('#top-readers').getByRole('button', { name: 'Principal', exact: true });
    await sort.press('Enter');
    expect(await first()).toContain('role-00000');
    await sort.press('Enter');
    expect(await first()).toContain('role-09999');
    await page.close();
  });

  it('scrolls on a phone without scrolling sideways', async () => {
    const { page } = await openFile(browser, file, { width: 390 });
    expect(await overflowOf(page)).toBe(0);
    await page.close();
  });
});
