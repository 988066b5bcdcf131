import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slackMessage } from '../../handlers/alert/render/slack.ts';
import { slackPage } from '../../local/slack-page/slack-page.ts';
import { alertWith, caller } from '../handlers/alert/render/alerts.ts';
import { slackFaults } from '../hostile/slack-rules.ts';
import { attacks } from '../hostile/texts.ts';
import { glasswatch } from '../local/cli/glasswatch.ts';
import { startChromium } from './chromium.ts';
import { looks, openFile, overflowOf, violationsOf } from './opened.ts';

interface Posted {
  readonly about: string;
  readonly payload: { readonly blocks: unknown };
}

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-slack-page-'));
const demo = join(folder, 'demo', 'slack.html');
const attacked = join(folder, 'attacked.html');
let browser: Browser;
let posted: readonly Posted[];

const pageAttacks = [
  '<script>globalThis.owned=1</script>',
  '"><img src=//evil.example/x.png onerror="globalThis.owned=1">',
  `' autofocus onfocus='globalThis.owned=1`,
  '</style></title></head><body onload=globalThis.owned=1>',
];

/** A message of an alert in whose every field attackers wrote. */
function attackedMessages() {
  return [...pageAttacks, ...attacks, 'W'.repeat(1_000)].map((text) => {
    const who = { ...caller, principal: text, sourceIdentity: text };
    const alert = alertWith({
      title: text,
      what: text,
      actor: text,
      signs: [text],
      who,
      region: text,
      command: text,
    });
    return { about: 'an attack', at: null, payload: JSON.stringify(slackMessage(alert)) };
  });
}

beforeAll(async () => {
  const ended = await glasswatch(['demo', '--out', join(folder, 'demo'), '--records', '0']);
  expect(ended.code).toBe(0);
  posted = JSON.parse(readFileSync(join(folder, 'demo', 'slack.json'), 'utf8')) as Posted[];
  const group = {
    id: 'attacks',
    title: 'Attacks',
    about: 'What attackers wrote.',
    messages: attackedMessages(),
  };
  writeFileSync(attacked, slackPage([group], { timeZone: 'Asia/Kolkata' }));
  browser = await startChromium();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const views = ['the demo', 'what attackers wrote'].flatMap((name) => looks.map((look) => ({ name, look })));

describe('the page of Slack’s messages', () => {
  it.each(views)(
    'of $name fetches nothing, runs nothing of it, and does not scroll sideways: $look.name',
    async ({ name, look }) => {
      const file = name === 'the demo' ? demo : attacked;
      const { page, requests, complaints } = await openFile(browser, file, look);
      expect(requests).toEqual([pathToFileURL(file).href]);
      expect(complaints).toEqual([]);
      expect(await page.evaluate('typeof globalThis.owned')).toBe('undefined');
      expect(await page.locator('img, iframe, form, link, meta[http-equiv=refresh]').count()).toBe(0);
      expect(await overflowOf(page)).toBe(0);
      if (look.media === 'screen') expect(await violationsOf(page)).toEqual([]);
      await page.close();
    },
  );

  it('has a message of every detection, of every turn of a deadline, and of the week', () => {
    expect(posted.map(({ about }) => about)).toEqual(
      expect.arrayContaining([
        ...['audit-tampering', 'break-glass-chained', 'break-glass-denied', 'break-glass-opened'],
        ...['break-glass-read', 'break-glass-role-changed', 'bulk-read', 'decoy-read', 'rotation-failed'],
        ...['secret-access-denied', 'secret-at-risk', 'secret-exposed'],
        ...['the last word on bulk-read', 'a record that matched and cannot be read'],
        ...['secrets were read', 'an hour is left', 'the deadline has passed', 'an hour later'].map(deadline),
        ...[
          'replaced',
          'waived',
          'secrets were read, one of another account',
          'a waiver that does not count',
        ].map(deadline),
        deadline('a day later, another account has not answered'),
        'the weekly report',
      ]),
    );
  });

  it('shows only what Slack takes, every word of it, in the order of the payload', async () => {
    const { page } = await openFile(browser, demo);
    const figures = page.locator('figure.slack-message');
    expect(await figures.count()).toBe(posted.length);
    for (const [index, { about, payload }] of posted.entries()) {
      expect({ about, faults: slackFaults(payload) }).toEqual({ about, faults: [] });
      const shown = withoutSpaces(await figures.nth(index).innerText());
      let from = 0;
      for (const text of textsIn(payload.blocks)) {
        const found = shown.indexOf(withoutSpaces(text), from);
        expect({ about, text, isShown: found >= from }).toEqual({ about, text, isShown: true });
        from = found;
      }
    }
    await page.close();
  });

  it('shows a time of ours beside the reader’s own', async () => {
    const { page } = await openFile(browser, attacked);
    // 02:14 UTC is 07:44 in Kolkata.
    expect(await page.locator('time').first().innerText()).toBe('Nov 20, 2026 7:44:00 AM');
    await page.close();
  });
});

function deadline(about: string): string {
  return `deadline: ${about}`;
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '');
}

/** All texts of blocks that Slack shows, in order. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'text' && typeof part === 'string' ? [part] : textsIn(part),
  );
}
