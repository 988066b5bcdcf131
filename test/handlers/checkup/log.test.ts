import { describe, expect, it } from 'vitest';
import { breakGlassKnown } from '../../../handlers/checkup/checks/break-glass-known.ts';
import { canaryEvents } from '../../../handlers/checkup/checks/canary-events.ts';
import { canaryInLog } from '../../../handlers/checkup/checks/canary-log.ts';
import { logDays } from '../../../handlers/checkup/checks/log-days.ts';
import { logFiles } from '../../../handlers/checkup/checks/log-files.ts';
import type { CanaryTrace } from '../../../handlers/checkup/canary-log.ts';
import type { Check } from '../../../handlers/checkup/check.ts';
import type { CheckupPorts } from '../../../handlers/checkup/ports.ts';
import type { AnswerRow, QueryValues } from '../../../queries/log-query.ts';
import { away, contextWith, day, home, now } from './standing.ts';

const minuteMs = 60_000;

async function said(
  check: Check,
  ports: Partial<CheckupPorts>,
  config = {},
  region = home,
): Promise<string[]> {
  const verdicts = await check.look(region, contextWith(ports, config));
  return verdicts.map(({ state, says }) => `${state}: ${says}`);
}

/** A log that answers every question with these rows, and keeps what it was asked. */
function answering(rows: readonly AnswerRow[]) {
  const asked: (QueryValues & { query: string })[] = [];
  const log: CheckupPorts['log'] = {
    ask: ({ name, columns }, values) => {
      asked.push({ ...values, query: name });
      return Promise.resolve({ columns, rows, scannedBytes: 0 });
    },
  };
  return { log, asked };
}

// The present is 20 November 2026.
const week = ['13', '14', '15', '16', '17', '18', '19'].map((date) => day(`2026-11-${date}`));
const today = day('2026-11-20');

describe('the days of the log', () => {
  it('are asked for in one Region, a week back', async () => {
    const { log, asked } = answering([...week, today]);
    expect(await said(logDays, { log }, {}, away)).toEqual([
      'ok: the log can be asked and holds records of every day since 2026-11-13',
    ]);
    expect(asked).toEqual([
      {
        query: 'records-per-day',
        region: 'us-east-1',
        from: '2026-11-13T00:00:00Z',
        to: '2026-11-21T00:00:00Z',
        from_day: '2026/11/12',
        to_day: '2026/11/21',
      },
    ]);
  });

  it.each<[string, AnswerRow[], string]>([
    ['yesterday', week.slice(0, -1), 'wrong: the log holds no record of 2026-11-19'],
    [
      'two days, told as a gap',
      [...week.slice(0, 3), day('2026-11-16', true), ...week.slice(5)],
      'wrong: the log holds no record of 2026-11-16, 2026-11-17',
    ],
    ['all', [], 'wrong: the log holds no record of this Region since 2026-11-13'],
  ])('are wrong when they lack %s', async (_, rows, line) => {
    expect(await said(logDays, answering(rows))).toEqual([line]);
  });

  it('may begin within the week, and are not known on the first day', async () => {
    expect(await said(logDays, answering([...week.slice(4), today]))).toEqual([
      'ok: the log can be asked and holds records of every day since 2026-11-17',
    ]);
    expect(await said(logDays, answering([today]))).toEqual([
      'cannot-tell: the log of this Region begins today: nothing is known of 2026-11-19',
    ]);
  });
});

describe('the files of the log', () => {
  const listing = (there: (prefix: string) => boolean, asked: string[] = []): Partial<CheckupPorts> => ({
    objects: {
      list: (bucket, prefix) => {
        asked.push(`${bucket}/${prefix}`);
        return Promise.resolve(there(prefix) ? [{ key: `${prefix}a.json.gz` }] : []);
      },
      read: () => Promise.reject(new Error('not to be read')),
    },
  });

  it('are looked for where the table looks, yesterday and today', async () => {
    const asked: string[] = [];
    expect(
      await said(
        logFiles,
        listing(() => false, asked),
      ),
    ).toMatchObject([
      expect.stringMatching(
        /^wrong: no log file of this Region lies at s3:.*\/CloudTrail\/eu-central-1\/ since 2026\/11\/19/,
      ),
    ]);
    const place = 'glasswatch-log-111122223333-eu-central-1/AWSLogs/111122223333/CloudTrail/eu-central-1';
    expect(asked).toEqual([`${place}/2026/11/19/`, `${place}/2026/11/20/`]);
  });

  it('are there when today has some', async () => {
    expect(
      await said(
        logFiles,
        listing((prefix) => prefix.includes('2026/11/20')),
      ),
    ).toEqual(['ok: log files of 2026/11/20 lie in the bucket']);
  });

  it('lie below the prefix of an adopted trail', async () => {
    const asked: string[] = [];
    const trail = {
      arn: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit',
      bucket: 'central-logs',
      prefix: 'audit/x',
      organizationId: 'o-a1b2c3d4e5',
    };
    await said(
      logFiles,
      listing(() => true, asked),
      { trail },
    );
    expect(asked).toEqual([
      'central-logs/audit/x/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail/eu-central-1/2026/11/19/',
    ]);
  });
});

/** The last canary of every Region: sent so many minutes ago, each step seen so many minutes after that, or not. */
function canary(sent: number | null, assume: number | null, read: number | null): Partial<CheckupPorts> {
  const sentAt = sent === null ? null : now - sent * minuteMs;
  const sighting = (after: number | null) =>
    after === null || sentAt === null ? null : { eventTime: sentAt, seenAt: sentAt + after * minuteMs };
  const trace: CanaryTrace = { sentAt, seen: { assume: sighting(assume), read: sighting(read) } };
  return {
    canaries: {
      sent: () => Promise.resolve(),
      seen: () => Promise.resolve(),
      trace: () => Promise.resolve(trace),
    },
  };
}

describe('the canary on the event path', () => {
  it.each<[string, number | null, number | null, number | null, RegExp]>([
    ['was seen', 65, 1, 1, /^ok: the canary of 65 minutes ago was seen on the event path/],
    ['was never sent', null, null, null, /^cannot-tell: no canary was ever sent/],
    [
      'is on its way',
      5,
      null,
      null,
      /^cannot-tell: AssumeRole and refused GetSecretValue of the canary of 5 minutes/,
    ],
    [
      'was not seen',
      16,
      null,
      null,
      /^wrong: AssumeRole and refused GetSecretValue .*not seen on the event path/,
    ],
    [
      'was seen by half',
      65,
      1,
      null,
      /^wrong: refused GetSecretValue of the canary of 65 minutes ago: not seen/,
    ],
    ['was seen late', 65, 1, 20, /^wrong: the canary of 65 minutes ago was seen after 20 minutes/],
    ['was sent too long ago', 27 * 60, 1, 1, /^wrong: the last canary was sent 27 hours ago/],
  ])('%s', async (_, sent, assume, read, says) => {
    const lines = await said(canaryEvents, canary(sent, assume, read));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(says);
  });

  it('is not taken for seen because an earlier one was', async () => {
    const sentAt = now - 65 * minuteMs;
    const yesterday = { eventTime: sentAt - 24 * 60 * minuteMs, seenAt: sentAt - 24 * 60 * minuteMs + 1_000 };
    const trace = { sentAt, seen: { assume: yesterday, read: yesterday } };
    const ports = canary(65, 1, 1);
    const canaries = { ...contextWith(ports).ports.canaries, trace: () => Promise.resolve(trace) };
    expect((await said(canaryEvents, { canaries }))[0]).toMatch(/^wrong: .*not seen/);
  });
});

describe('the canary in the log', () => {
  it('is asked for by the canary role and the time, an hour after it was sent', async () => {
    const { log, asked } = answering([{ event_id: 'e1' }]);
    expect(await said(canaryInLog, { ...canary(65, 1, 1), log })).toEqual([
      'ok: the canary of 2026-11-20T05:00:00.000Z is in the log',
    ]);
    expect(asked).toMatchObject([
      {
        query: 'missed-openings',
        region: 'eu-central-1',
        from: '2026-11-20T04:59:00Z',
        to: '2026-11-20T06:00:00Z',
        roles: '^(arn:aws:iam::111122223333:role/glasswatch-canary)$',
        alerted_ids: '',
      },
    ]);
  });

  it('is wrong when it is not there, and not looked for too early', async () => {
    const { log } = answering([]);
    expect((await said(canaryInLog, { ...canary(65, 1, 1), log }))[0]).toMatch(
      /^wrong: .* is not in the log/,
    );
    const early = answering([]);
    expect((await said(canaryInLog, { ...canary(30, 1, 1), log: early.log }))[0]).toMatch(/^cannot-tell: /);
    expect(early.asked).toEqual([]);
  });
});

describe('break-glass roles', () => {
  const role = 'arn:aws:iam::111122223333:role/emergency/ADMIN';

  it('are known when any event of any watched Region was about them, by ARN or by name', async () => {
    const asked: string[] = [];
    const events = {
      any: (region: string, resource: string) => {
        asked.push(`${region} ${resource}`);
        return Promise.resolve(region === away && resource === 'ADMIN');
      },
    };
    const lines = await said(breakGlassKnown, { events }, { breakGlass: { roles: [role] } });
    expect(lines).toEqual([`ok: events were about ${role}`]);
    expect(asked).toEqual([
      `eu-central-1 ${role}`,
      'eu-central-1 ADMIN',
      `us-east-1 ${role}`,
      'us-east-1 ADMIN',
    ]);
  });

  it('are wrong one by one when none ever was', async () => {
    const user = 'arn:aws:iam::111122223333:user/glass';
    const events = { any: (_: string, resource: string) => Promise.resolve(resource === user) };
    expect(await said(breakGlassKnown, { events }, { breakGlass: { roles: [role], users: [user] } })).toEqual(
      [`wrong: no event of the last 90 days was about ${role}`, `ok: events were about ${user}`],
    );
  });

  it('with * are looked for in the log', async () => {
    const many = 'arn:aws:iam::111122223333:role/BREAK-GLASS-*';
    const { log, asked } = answering([]);
    expect((await said(breakGlassKnown, { log }, { breakGlass: { roles: [many] } }))[0]).toMatch(
      /^cannot-tell: nothing that .*BREAK-GLASS-\* stands for was opened within 30 days/,
    );
    expect(asked).toMatchObject([
      {
        from: '2026-10-21T06:05:00Z',
        roles: '^(arn:aws:iam::111122223333:role/BREAK-GLASS-.*)$',
        users: '^$',
      },
    ]);
    const found = answering([{ event_id: 'e1' }]);
    expect(
      (
        await said(breakGlassKnown, found, { breakGlass: { users: ['arn:aws:iam::111122223333:user/g*'] } })
      )[0],
    ).toMatch(/^ok: /);
    expect(found.asked).toMatchObject([{ roles: '^$', users: '^(arn:aws:iam::111122223333:user/g.*)$' }]);
  });

  it('are wrong when there are none', async () => {
    expect((await said(breakGlassKnown, {}, { breakGlass: {} }))[0]).toMatch(
      /^wrong: breakGlass names no role/,
    );
  });
});
