import fc from 'fast-check';
import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import { noticeSlackMessage, noticeSnsMessage, type Notice } from '../../handlers/alert/render/notice.ts';
import { refusalNotice } from '../../handlers/deadline/run/refusals.ts';
import { deadlineNotice } from '../../handlers/deadline/telling/notice.ts';
import { tell } from '../../handlers/deadline/telling/tell.ts';
import { csvText } from '../../handlers/page/csv.ts';
import { exposureTable } from '../../handlers/report/incident-tables.ts';
import { deadlineTable } from '../../local/output/deadline-table.ts';
import { exposure, incident } from '../handlers/report/incidents.ts';
import { mailFaults } from './mail-rules.ts';
import { screenOf, withoutSpaces } from './screen.ts';
import { readSlack, slackFaults } from './slack-rules.ts';
import { attacks, behindEscapes, hiddenIn, hostileText } from './texts.ts';

const now = Date.parse('2026-11-18T07:45:00Z');
const formulas = ['=HYPERLINK("http://x","y")', '+1', '-1', '@SUM(A1)', '\t=1', ' =1'];

/** A parameter holds 8 KB at most. */
const written = hostileText.map((text) => text.slice(0, 4_000));

function waivedBy(reason: string, author: string) {
  const waiver = { reason, author, expires: '2026-12-01' };
  return incident({ exposures: [exposure({ state: 'waived', waiver })] });
}

function noticesOf(reason: string, author: string): Notice[] {
  const { message, told } = tell(waivedBy(reason, author), null, now);
  if (message === null) throw new Error('nothing is told');
  const waiver = { exposure: '0123456789abcdef', reason, author, expires: '2026-12-01' };
  const refusals = (['by-exposed', 'before-read', 'unproven'] as const).map((why) =>
    refusalNotice({ waiver, why, key: '', secret: 'payroll' }, told),
  );
  return [deadlineNotice(message, 'eu-central-1'), ...refusals];
}

function expectHarmlessNotice(notice: Notice): void {
  const slack = noticeSlackMessage(notice);
  expect(slackFaults(slack)).toEqual([]);
  const { parts } = readSlack(slack);
  // One line for each part: no text of a waiver makes a part of its own.
  expect(parts.map(({ label }) => label)).toEqual(notice.parts.map(({ label }) => label));
  for (const { text } of parts) {
    expect(text).not.toMatch(/[<>]/);
    expect(hiddenIn(text)).toEqual([]);
  }
  const { Subject, Message } = noticeSnsMessage(notice);
  const { default: machine, email } = JSON.parse(Message) as Record<string, string>;
  expect(mailFaults({ subject: Subject, body: email ?? '' })).toEqual([]);
  expect(hiddenIn((email ?? '').replaceAll('\n', ''))).toEqual([]);
  expect(() => JSON.parse(machine ?? '') as unknown).not.toThrow();
}

async function expectHarmlessOnScreen(reason: string, author: string): Promise<void> {
  const table = (words: [string, string]) =>
    deadlineTable([waivedBy(...words)], {
      colors: picocolors.createColors(true),
      now,
      home: null,
      width: Infinity,
    });
  const { lines, deeds, styledFrom } = await screenOf(table([reason, author]));
  const plain = await screenOf(table(['plain', 'bob']));
  expect(deeds).toEqual([]);
  expect(hiddenIn(lines.join(''))).toEqual([]);
  expect(lines).toHaveLength(plain.lines.length);
  const at = plain.lines.findIndex((line) => line.includes('waived by'));
  // Dim from beginning to end, as far as the emulator's first rows go: no text changes the style.
  const dim = withoutSpaces(styledFrom(6, at));
  expect(dim.length).toBeGreaterThanOrEqual(Math.min(300, withoutSpaces(lines[at] ?? '').length));
  expect(withoutSpaces(lines[at] ?? '').startsWith(dim)).toBe(true);
  const shown = behindEscapes(withoutSpaces(lines[at] ?? ''));
  expect(shown).toBe(withoutSpaces(`waived by ${author} until 2026-12-01: ${reason}`));
}

describe('what somebody writes into a waiver', () => {
  it.each([...attacks, ...formulas])(
    'is told harmlessly in Slack, mail and the terminal: %j',
    async (text) => {
      for (const notice of [...noticesOf(text, 'bob'), ...noticesOf('plain', text)])
        expectHarmlessNotice(notice);
      await expectHarmlessOnScreen(text, 'bob');
      await expectHarmlessOnScreen('plain', text);
    },
  );

  it('is told harmlessly whatever it is', async () => {
    await fc.assert(
      fc.asyncProperty(written, written, async (reason, author) => {
        for (const notice of noticesOf(reason, author)) expectHarmlessNotice(notice);
        await expectHarmlessOnScreen(reason, author);
      }),
      { numRuns: 40 },
    );
  });

  it.each(formulas)('is no formula in the report’s CSV: %j', (text) => {
    const { columns, rows } = exposureTable([waivedBy(text, 'bob')]);
    const cell = csvText([{ name: 'waiver' }], rows).split('\n')[1] ?? '';
    expect(columns.map(({ name }) => name)).toContain('waiver');
    expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
  });
});
