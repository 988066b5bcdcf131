import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident, type WrittenIncident } from '../../../local/incident/incident.ts';
import { filesBelow, readLogs, type Expected, type LoggedFile, type LoggedRecord } from './reading.ts';

const records = 5000;
const seed = 7;
let folder: string;
let written: WrittenIncident;
let files: LoggedFile[];
let all: LoggedRecord[];
let expected: Expected;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-incident-'));
  written = await writeIncident({ out: join(folder, 'one'), records, seed });
  files = await readLogs(written.logs);
  all = files.flatMap((file) => file.records);
  expected = JSON.parse(await readFile(written.expected, 'utf8')) as Expected;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const of = (detection: string) => expected.alerts.filter((alert) => alert.detection === detection);

describe('the written day', () => {
  it('is the same byte for byte from the same options, and another from another seed', async () => {
    await writeIncident({ out: join(folder, 'two'), records, seed });
    await writeIncident({ out: join(folder, 'three'), records, seed: seed + 1 });
    const [one, two, three] = await Promise.all(
      ['one', 'two', 'three'].map((name) => filesBelow(join(folder, name))),
    );
    expect(two).toEqual(one);
    expect([...(three?.keys() ?? [])]).not.toEqual([...(one?.keys() ?? [])]);
  });

  it('replaces an earlier one in the same folder', async () => {
    const out = join(folder, 'again');
    await writeIncident({ out, records: 1000, seed: 3 });
    const { logs, files } = await writeIncident({ out, records: 600, seed: 4 });
    expect(await readLogs(logs)).toHaveLength(files);
  });

  it('can be any day that begins at midnight UTC', async () => {
    const start = new Date('2024-02-29T00:00:00Z');
    const { logs } = await writeIncident({ out: join(folder, 'leap'), records: 600, seed, start });
    const times = (await readLogs(logs)).flatMap(({ records }) => records.map(({ eventTime }) => eventTime));
    expect(times.every((time) => time.startsWith('2024-02-29T'))).toBe(true);
    const noon = new Date('2024-02-29T12:00:00Z');
    await expect(writeIncident({ out: folder, records, seed, start: noon })).rejects.toThrow(RangeError);
  });

  it.each([0, 400, 1001, 12_000])('holds as many records as asked for: %i', async (asked) => {
    const progress: [number, number][] = [];
    const out = join(folder, `size-${asked}`);
    const result = await writeIncident({
      out,
      records: asked,
      seed,
      onProgress: (...now) => progress.push(now),
    });
    const found = await readLogs(result.logs);
    const count = found.reduce((sum, file) => sum + file.records.length, 0);
    expect(result).toMatchObject({ files: found.length, records: count });
    if (asked > 200) expect(count).toBe(asked);
    expect(progress.at(-1)).toEqual([count, count]);
    const told = JSON.parse(await readFile(result.expected, 'utf8')) as Expected;
    expect(told.summary).toMatchObject({ files: found.length, records: count });
    // What must come out does not depend on how much traffic there is.
    expect(told.alerts).toEqual(expected.alerts);
    expect(told.redelivered).toEqual(expected.redelivered);
  });
});

describe('the files', () => {
  it('lie where CloudTrail puts them', () => {
    const form =
      /^AWSLogs\/111122223333\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/111122223333_CloudTrail_\1_\2\3\4T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
    for (const { path, records } of files) {
      expect(path).toMatch(form);
      const region = path.split('/')[3];
      expect(records.every((record) => record.awsRegion === region)).toBe(true);
      expect(records.every((record) => record.recipientAccountId === '111122223333')).toBe(true);
    }
  });

  it('are gzip without time or system, and compact JSON in the order of CloudTrail', () => {
    for (const { bytes, text } of files) {
      expect([...bytes.subarray(0, 10)]).toEqual([31, 139, 8, 0, 0, 0, 0, 0, expect.any(Number), 255]);
      expect(text).toMatch(/^\{"Records":\[\{"eventVersion":"1\.\d\d","userIdentity":\{/);
      expect(text).toBe(JSON.stringify(JSON.parse(text)));
    }
  });

  it('are delivered within ten minutes, median three to four, and hold records in no order', () => {
    const lags: number[] = [];
    let disordered = 0;
    for (const { path, records } of files) {
      const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/.exec(path) ?? [];
      const delivered = Date.parse(
        `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:00Z`,
      );
      const times = records.map(({ eventTime }) => Date.parse(eventTime));
      lags.push(...times.map((time) => (delivered - time) / 1000));
      if (times.some((time, i) => time < (times[i - 1] ?? 0))) disordered++;
    }
    lags.sort((a, b) => a - b);
    expect(lags[0]).toBeGreaterThan(0);
    expect(lags.at(-1)).toBeLessThanOrEqual(600);
    expect(lags[Math.floor(lags.length / 2)]).toBeGreaterThan(180);
    expect(lags[Math.floor(lags.length / 2)]).toBeLessThan(240);
    expect(disordered).toBeGreaterThan(files.length / 2);
  });

  it('hold events with an id of their own each, but for one that is delivered twice', () => {
    const seen = new Map<string, number>();
    for (const record of all) {
      expect(record.eventID).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(record.eventTime).toMatch(/^2026-11-18T\d\d:\d\d:\d\dZ$/);
      expect(record.eventName).toBeTruthy();
      expect(record.eventSource).toMatch(/^[a-z0-9]+\.amazonaws\.com$/);
      seen.set(record.eventID, (seen.get(record.eventID) ?? 0) + 1);
    }
    const twice = new Set([...seen].filter(([, times]) => times > 1).map(([id]) => id));
    const copies = files.filter(({ records }) => records.some(({ eventID }) => twice.has(eventID)));
    expect(copies).toHaveLength(2);
    expect(copies[0]?.text).toBe(copies[1]?.text);
    expect(copies[0]?.path).not.toBe(copies[1]?.path);
    expect(new Set(copies[0]?.records.map(({ eventID }) => eventID))).toEqual(twice);
    expect(expected.redelivered.every((id) => twice.has(id))).toBe(true);
    expect(expected.redelivered).toHaveLength(5);
    expect(twice.size).toBeGreaterThan(expected.redelivered.length);
  });

  it('show tokens only by the prefix that leak tests look for, and no value', () => {
    const tokens = files.flatMap(({ text }) =>
      [...text.matchAll(/"sessionToken":"([^"]*)"/g)].map(([, it]) => it),
    );
    expect(tokens.length).toBeGreaterThan(100);
    expect(tokens.every((token) => token?.startsWith('FAKE-SESSION-TOKEN-'))).toBe(true);
    expect(files.some(({ text }) => /secretString|secretBinary|secretAccessKey/i.test(text))).toBe(false);
  });
});

describe('the config', () => {
  it('watches the break-glass roles and the user, trusts the partner and names the decoy', async () => {
    expect(JSON.parse(await readFile(written.config, 'utf8'))).toEqual({
      breakGlass: {
        roles: ['arn:aws:iam::111122223333:role/BREAK-GLASS-*'],
        users: ['arn:aws:iam::111122223333:user/break-glass-root-key'],
      },
      trustedAccounts: ['444455556666'],
      decoys: ['prod/decoy/root-password'],
    });
  });
});

describe('what is expected', () => {
  it('speaks of events that the log holds', () => {
    expect(expected.glasswatch).toEqual({ kind: 'expected', version: 1 });
    const logged = new Map(all.map((record) => [record.eventID, record]));
    for (const { eventID, eventTime, region } of [...expected.alertsUngrouped, ...expected.timeline]) {
      expect(logged.get(eventID)).toMatchObject({ eventTime, awsRegion: region });
    }
  });

  it('sums up: every record has one disposition', () => {
    for (const { files: inFiles, records: total, ...rest } of [expected.summary, expected.summaryUngrouped]) {
      expect(inFiles).toBe(files.length);
      expect(total).toBe(all.length);
      expect(Object.values(rest).reduce((sum, count) => sum + count, 0)).toBe(total);
    }
    expect(expected.summary).toMatchObject({ alerted: 26, grouped: 15, duplicate: 5 });
    expect(expected.alerts).toHaveLength(26);
    expect(expected.alertsUngrouped).toHaveLength(41);
  });

  it('is in order of eventTime, then eventID', () => {
    const keys = expected.alertsUngrouped.map(({ eventTime, eventID }) => `${eventTime} ${eventID}`);
    expect(keys).toEqual([...keys].sort());
  });

  it('tells every opening once', () => {
    expect(of('break-glass-opened').map(({ actor, eventTime }) => [actor, eventTime.slice(11)])).toEqual([
      ['ana.ops', '02:14:07Z'],
      ['bo.dba', '02:16:30Z'],
      ['break-glass-root-key', '16:20:11Z'],
    ]);
  });

  it('tells the first and the tenth of twelve denials, and of a bulk read the tenth secret', () => {
    expect(of('secret-access-denied').map(({ count }) => count)).toEqual([1, 10]);
    expect(of('bulk-read').map(({ count }) => count)).toEqual([1]);
    expect(expected.alertsUngrouped.filter(({ detection }) => detection === 'bulk-read')).toHaveLength(3);
  });

  it('lets the worst detection speak, and lists the other', () => {
    expect(expected.alerts.filter(({ also }) => also.length > 0)).toMatchObject([
      { detection: 'decoy-read', also: ['secret-access-denied'], severity: 'critical', actor: 'mallory.dev' },
    ]);
  });

  it('names a secret in full where the log ever shows its ARN, else without the suffix', () => {
    const shown = new Set(
      files.flatMap(({ text }) => text.match(/arn:aws:secretsmanager:[^"\\]+-[A-Za-z0-9]{6}(?=")/g) ?? []),
    );
    const targets = expected.alerts
      .flatMap(({ target }) => target.split(', '))
      .filter((target) => target.includes(':secretsmanager:'));
    const unknown = new Set(targets.filter((target) => !shown.has(target)));
    const bare = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:finance/reports/warehouse-login';
    expect([...unknown]).toEqual([bare]);
    expect([...shown].some((arn) => arn.startsWith(bare))).toBe(false);
  });

  it('holds every secret that was read in an emergency to its deadline', () => {
    const short = expected.verdicts.map(({ secret, deadline, state, reason, rotatedAt }) => [
      secret.split(/:secret:|:parameter/)[1]?.replace(/-[A-Za-z0-9]{6}$/, ''),
      deadline.slice(11),
      `${state}: ${reason}`,
      rotatedAt?.slice(11) ?? null,
    ]);
    expect(short).toEqual([
      ['prod/payments/db-master', '07:31:12Z', 'rotated: rotation-succeeded', '05:02:58Z'],
      ['prod/customers/db-master', '18:16:30Z', 'rotated: rotation-succeeded', '02:42:05Z'],
      ['prod/payments/stripe-api', '07:31:12Z', 'rotated-late: rotation-succeeded', '08:41:09Z'],
      ['prod/customers/replica-reader', '18:16:30Z', 'rotated: rotation-succeeded', '18:16:30Z'],
      ['prod/orders/db-app', '07:31:12Z', 'overdue: no-proof', null],
      ['prod/orders/smtp', '07:31:12Z', 'overdue: put-by-reader', null],
      ['prod/shared/datadog-key', '07:31:12Z', 'rotated: put-secret-value', '06:12:44Z'],
      ['prod/ledger/db-writer', '07:31:12Z', 'overdue: rotation-failed', null],
      ['/prod/payments/api-key', '07:31:12Z', 'rotated: put-parameter', '06:45:20Z'],
      ['prod/payments/settlement-key', '07:31:12Z', 'rotated: update-secret', '07:20:20Z'],
    ]);
  });

  it('has reads and proofs at the very seconds that the verdicts name', () => {
    const at = new Map(
      expected.timeline.map(({ eventTime, eventName }) => [`${eventTime} ${eventName}`, true]),
    );
    const proof = {
      'rotation-succeeded': 'RotationSucceeded',
      'put-secret-value': 'PutSecretValue',
      'put-parameter': 'PutParameter',
      'update-secret': 'UpdateSecret',
    } as const;
    for (const { secret, firstRead, lastRead, reason, rotatedAt } of expected.verdicts) {
      const name = secret.includes(':ssm:') ? 'GetParameter' : 'GetSecretValue';
      expect(at.has(`${firstRead} ${name}`)).toBe(true);
      expect(at.has(`${lastRead} ${name}`)).toBe(true);
      if (rotatedAt !== null)
        expect(at.has(`${rotatedAt} ${proof[reason as keyof typeof proof]}`)).toBe(true);
    }
  });
});
