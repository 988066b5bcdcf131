import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  apiCall,
  deniedCall,
  notAuthorized,
  readSecret,
  roleSession,
  serviceEvent,
} from '../detections/event-builders.ts';
import { exposure, incident } from '../handlers/report/incidents.ts';
import { configOf, reportOver } from '../handlers/report/reporting.ts';
import { attacks, behindEscapes, hiddenIn } from '../hostile/texts.ts';
import { startChromium } from './chromium.ts';
import { looks, openFile, overflowOf, violationsOf } from './opened.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-hostile-'));
const file = join(folder, 'report', 'report.html');
let browser: Browser;

/** What runs in a page, or reaches out of it, where a text is not escaped. */
const pageAttacks: readonly string[] = [
  '<script>globalThis.owned=1</script>',
  '</script><script>globalThis.owned=1</script>',
  '</style><img src=x onerror="globalThis.owned=1">',
  '</title></head><body onload=globalThis.owned=1>',
  '"><svg onload=globalThis.owned=1>',
  `' onmouseover='globalThis.owned=1`,
  '" autofocus onfocus="globalThis.owned=1',
  '--><script>globalThis.owned=1</script><!--',
  ']]><script>globalThis.owned=1</script>',
  '<iframe srcdoc="<script>parent.owned=1</script>">',
  '<a href="javascript:globalThis.owned=1">x</a>',
  '<link rel=stylesheet href=//evil.example/x.css><img src=//evil.example/x.png>',
  '<meta http-equiv=refresh content="0;url=https://evil.example">',
  '<form action=https://evil.example><button>Sign in again</button></form>',
  '<base href=https://evil.example/>',
  '&lt;script&gt;globalThis.owned=1&lt;/script&gt;',
  '${globalThis.owned=1}',
  'W'.repeat(5_000),
];

const texts = [...pageAttacks, ...attacks];

/** Each text as session name, secret, user agent, address, message of a refusal and of a failure. */
const records = texts.flatMap((text) => {
  const by = roleSession('app', { session: text });
  return [
    readSecret(by, text, { more: { userAgent: text, sourceIPAddress: text } }),
    deniedCall(
      'secretsmanager',
      'GetSecretValue',
      by,
      notAuthorized(by, 'secretsmanager:GetSecretValue', text),
      {
        more: { userAgent: text, sourceIPAddress: text },
      },
    ),
    readSecret({ type: 'AWSAccount', principalId: text, accountId: '444455556666' }, text),
    serviceEvent('RotationFailed', { SecretId: text }, text),
    apiCall('secretsmanager', 'BatchGetSecretValue', by, {
      asked: { filters: [{ key: 'name', values: [text] }] },
    }),
  ];
});

beforeAll(async () => {
  browser = await startChromium();
  writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: records }));
  const incidents = texts.map((text, index) =>
    incident({
      incident: String(index).padStart(16, '0'),
      actor: text,
      opened: `arn:aws:iam::111122223333:role/${text}`,
      declared: text,
      exposures: [exposure({ exposure: String(index).padStart(16, '0'), secret: text, actor: text })],
    }),
  );
  await reportOver(join(folder, 'log.json'), {
    from: '2026-11-18T09:00:00Z',
    to: '2026-11-18T11:00:00Z',
    out: join(folder, 'report'),
    source: pageAttacks[0] ?? '',
    config: configOf({
      suppressions: texts.map((text) => ({
        ...{
          detection: 'bulk-read',
          account: '111122223333',
          owner: text,
          reason: text,
          expires: '2026-12-01',
        },
      })),
    }),
    incidentsAt: () => incidents,
  });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a page full of what attackers wrote', () => {
  it.each(looks)('runs none of it, asks for nothing, and keeps its shape: $name', async (look) => {
    const { page, requests, complaints } = await openFile(browser, file, look);
    await page.mouse.move(200, 400);
    expect(await page.evaluate('typeof globalThis.owned')).toBe('undefined');
    expect(requests).toEqual([pathToFileURL(file).href]);
    expect(complaints).toEqual([]);
    expect(await page.locator('script').count()).toBe(1);
    expect(await page.locator('iframe, img, link, form, base, meta[http-equiv=refresh]').count()).toBe(0);
    expect(await page.locator('a[href^="javascript"], a[href*="evil"]').count()).toBe(0);
    expect(await overflowOf(page)).toBe(0);
    if (look.name === 'laptop-light') expect(await violationsOf(page)).toEqual([]);
    await page.close();
  });

  it('shows each text whole, as text', async () => {
    const { page } = await openFile(browser, file);
    await page.locator('#exposures .pager button').press('Enter');
    const shown = await page.locator('#exposures td[data-label=Actor]').allTextContents();
    expect(shown.flatMap(hiddenIn)).toEqual([]);
    expect(shown.map(behindEscapes).toSorted()).toEqual(texts.map((text) => behindEscapes(text)).toSorted());
    await page.close();
  });

  it('sorts and filters by such texts without running them', async () => {
    const { page, complaints } = await openFile(browser, file);
    const exposures = page.locator('#exposures');
    await exposures.getByRole('button', { name: 'Actor', exact: true }).press('Enter');
    await page.locator('#exposures input').fill('<script>globalthis.owned=1</script>');
    expect(await exposures.locator('tbody tr').count()).toBeGreaterThan(2);
    expect(await page.evaluate('typeof globalThis.owned')).toBe('undefined');
    expect(complaints).toEqual([]);
    await page.close();
  });
});
