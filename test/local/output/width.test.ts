import picocolors from 'picocolors';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { answerText } from '../../../local/output/answer.ts';
import { prettyAlert, prettyLastWord } from '../../../local/output/pretty.ts';
import { alertWith } from '../../handlers/alert/render/alerts.ts';
import { deadlineTable } from '../../../local/output/deadline-table.ts';
import { DetectionTally } from '../../../local/output/detection-tally.ts';
import { findingsText } from '../../../local/output/findings.ts';
import { tallyText } from '../../../local/output/tally-text.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { parseConfig } from '../../../config/parse.ts';
import { exposure, incident, night } from '../../handlers/report/incidents.ts';

const colors = picocolors.createColors(false);
const now = Date.parse('2026-11-18T07:45:00Z');
const config = parseConfig({ breakGlass: {} }, { source: 'test', detections, now });

const answer = {
  columns: ['principal', 'secret', 'reads', 'first_read', 'last_read', 'trusted', 'owner_account'].map(
    (name) => ({
      name,
      type: 'varchar' as const,
      says: '',
    }),
  ),
  rows: [
    { principal: 'arn:aws:iam::111122223333:role/a', secret: 'prod/db', reads: 3, trusted: true },
    { principal: 'arn:aws:iam::111122223333:role/b', secret: 'prod/mail', reads: 1, owner_account: '4444' },
  ],
  scannedBytes: null,
};

const finding: Finding = {
  check: 'dead-letter-queues',
  region: 'eu-central-1',
  state: 'wrong',
  says: '3 messages lie in glasswatch-alert-dead-letters, the oldest of them since yesterday',
  todo: 'Look at them (docs/runbook.md, dead-letter-queues), mend what stopped them, then move them back.',
};

const tally = new DetectionTally(detections, config);
for (const [minute, disposition] of [
  ...Array<'alerted'>(3).fill('alerted'),
  'suppressed' as const,
].entries()) {
  const eventTime = `2026-11-18T02:1${minute}:00Z`;
  const alert = {
    detection: 'bulk-read',
    also: [],
    severity: 'high',
    title: 'inventory read 10',
    eventTime,
  } as const;
  tally.count({ alert, disposition });
}

/** Of every kind of count some: the widest that the summary gets. */
const everyCount = tally.rows().map((row) => ({
  ...row,
  ...{ alerted: 12_345, grouped: 6_789, shadowed: 1, suppressed: 4, also: 3 },
  ...{ first: '2026-11-18T02:10:00Z', last: '2026-11-18T02:13:00Z', title: 'inventory read 10 secrets' },
}));
const longTitle =
  'A title that is longer than the line of a narrow terminal, as names of roles and people make it';
const lastWord = { detection: 'bulk-read', title: longTitle, count: 12, from: now, to: now };

/** Words that may be longer than any terminal: nobody can copy half an ARN. */
const whole = /^\s*(\$ aws .*|(what +GetSecretValue of )?arn:\S+|https:\S+)$/;

describe.each([60, 80, 120])('in %i columns', (width) => {
  it.each([
    ['an answer', answerText(answer, 'table', width)],
    ['the deadlines', deadlineTable(night, { colors, now, home: null, width })],
    ['the doctor’s findings', findingsText([finding], 'table', colors, width)],
    ['an alert', prettyAlert(alertWith({ title: longTitle }), colors, width)],
    ['the last word on a kind', prettyLastWord(lastWord, colors, width)],
    ['the summary of a replay with every count', tallyText(everyCount, 'pretty', { colors, width })],
    ['the summary of a replay', tallyText(tally.rows(), 'pretty', { colors, width })],
  ])('%s fits', (_, text) => {
    const long = text.split('\n').filter((line) => line.length > width && !whole.test(line));
    expect(long).toEqual([]);
  });
});

describe('on a narrow terminal', () => {
  it('an answer of many columns has each value on a line of its own, and loses none', () => {
    const lines = answerText(answer, 'table', 60).split('\n');
    expect(lines).toContain('PRINCIPAL      arn:aws:iam::111122223333:role/a');
    expect(lines).toContain('OWNER_ACCOUNT  4444');
    expect(lines.filter((line) => line.startsWith('SECRET '))).toHaveLength(2);
  });

  it('the summary of a replay tells its counts in words', () => {
    const lines = tallyText(everyCount, 'pretty', { colors, width: 60 }).split('\n');
    const at = lines.indexOf('high  bulk-read');
    expect(lines[at + 1]).toBe('  12,345 told, 6,789 repeats, 1 shadow, 4 suppressed, 3');
    expect(lines[at + 2]).toBe('  beside');
  });

  it('findings that differ have a line each, with what to do once behind those that say the same', () => {
    const blind = { ...finding, state: 'cannot-tell', says: 'no permission', todo: 'Ask for it.' } as const;
    const other = { ...finding, region: 'us-east-1', state: 'ok', says: 'is empty', todo: null } as const;
    const text = findingsText([blind, { ...blind, region: 'eu-west-2' }, other], 'table', colors, 120);
    expect(text.match(/^(cannot tell|ok) /gm)).toHaveLength(3);
    expect(text.match(/→ Ask for it\./g)).toHaveLength(1);
  });

  it('each secret of an incident stands apart', () => {
    const table = { colors, now, home: null, width: 80 };
    const lines = deadlineTable([incident({ exposures: [exposure({}), exposure({})] })], table).split('\n');
    const begin = lines.flatMap((line, at) =>
      /^ {2}OVERDUE {2}since .* \(no-proof\)$/.test(line) ? [at] : [],
    );
    expect(begin).toHaveLength(2);
    for (const at of begin) expect(lines[at - 1]).toBe('');
  });

  it('a secret and the command for it are whole', () => {
    const table = { colors, now, home: null, width: 60 };
    const verdict = exposure({});
    const lines = deadlineTable([incident({ exposures: [verdict] })], table).split('\n');
    expect(lines).toContain(`      ${verdict.secret}`);
    expect(lines.some((line) => line.includes(`$ aws `) && line.includes(verdict.secret))).toBe(true);
  });
});

it('colours are left out where there are none, and the words say all', () => {
  const text = tallyText(tally.rows(), 'pretty', { colors, width: 80 });
  expect(text).toMatch(/^bulk-read +high +3 +1$/m);
  expect(text).toContain('  2026-11-18T02:10:00Z to 2026-11-18T02:13:00Z, first: inventory read 10\n');
  const painted = tallyText(tally.rows(), 'pretty', { colors: picocolors.createColors(true), width: 80 });
  expect(painted).toContain('\u001b[31m');
});
