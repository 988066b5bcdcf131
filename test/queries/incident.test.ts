import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { queries } from '../../queries/catalogue.ts';
import type { AnswerRow } from '../../queries/log-query.ts';
import { openLog, only, type AskedLog } from './asking.ts';

/** What the incident's script tells of itself, as far as it is needed here. */
interface Expected {
  readonly summary: { readonly records: number };
  readonly redelivered: readonly string[];
  readonly crossAccountReads: readonly AnswerRow[];
  readonly verdicts: readonly {
    readonly actor: string;
    readonly role: string;
    readonly secret: string;
    readonly firstRead: string;
    readonly lastRead: string;
    readonly reads: number;
  }[];
  readonly timeline: readonly {
    readonly eventID: string;
    readonly eventName: string;
    readonly eventTime: string;
    readonly what: string;
  }[];
}

const account = '111122223333';
const values = {
  roles: `^(arn:aws:iam::${account}:role/BREAK-GLASS-.*)$`,
  users: `^(arn:aws:iam::${account}:user/break-glass-root-key)$`,
  trusted_accounts: '444455556666',
};

let folder: string;
let log: AskedLog;
let expected: Expected;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'glasswatch-test-'));
  const written = await writeIncident({ out: folder, records: 1500, seed: 1 });
  expected = JSON.parse(await readFile(written.expected, 'utf8')) as Expected;
  log = await openLog(written.logs);
});

afterAll(async () => {
  log.close();
  await rm(folder, { recursive: true, force: true });
});

/** Secrets and clock times as a person reads them: `prod/payments/db-master`, `02:17:21`. */
function nameOf(secret: unknown): string {
  return String(secret)
    .replace(/^.*:(secret|parameter)[:]?/, '')
    .replace(/-[A-Za-z0-9]{6}$/, '');
}

function clockOf(time: unknown): string {
  return String(time).slice(11, 19);
}

function eventIDs(what: RegExp): string[] {
  return expected.timeline.filter((event) => what.test(event.what)).map(({ eventID }) => eventID);
}

test.for(queries.map(({ name }) => name))('%s runs without a parameter', async (name) => {
  await expect(log.ask(name)).resolves.toBeDefined();
});

test.for(queries.map(({ name }) => name))('%s shows no session token', async (name) => {
  expect(JSON.stringify(await log.ask(name, values))).not.toContain('FAKE-SESSION-TOKEN');
});

test.for(queries.map(({ name }) => name))('%s finds nothing in another Region or year', async (name) => {
  expect(await log.ask(name, { ...values, region: 'ap-south-1' })).toEqual([]);
  expect(await log.ask(name, { ...values, from_day: '2025/01/01', to_day: '2025/12/31' })).toEqual([]);
});

test('secret-access has a row for each event and secret of the script', async () => {
  const rows = await log.ask('secret-access');
  const ids = rows.map(({ event_id, secret }) => `${String(event_id)} ${String(secret)}`);
  expect(new Set(ids).size).toBe(ids.length);
  const reads = eventIDs(/ reads (prod|partner)|the batch's entry|reads the decoy/);
  const readRows = rows.filter(({ access, error_code }) => access === 'read' && error_code === null);
  // 7 by Ana and Bo, 3 in a batch, 2 of the decoy, 12 in bulk, 4 by the partner, 1 by the stranger, 2 of the partner's.
  expect(reads).toHaveLength(31);
  expect(readRows.map(({ event_id }) => event_id)).toEqual(expect.arrayContaining(reads));
  const batch = rows.filter(({ event_name }) => event_name === 'BatchGetSecretValue');
  expect(batch.map(({ secret }) => nameOf(secret))).toEqual([
    'prod/orders/db-app',
    'prod/orders/smtp',
    'prod/shared/datadog-key',
  ]);
  expect(rows.filter(({ access }) => access === 'write').map(({ event_name }) => event_name)).toEqual(
    expect.arrayContaining([
      'RotateSecret',
      'PutSecretValue',
      'UpdateSecret',
      'DeleteSecret',
      'PutResourcePolicy',
    ]),
  );
});

test('secret-access is about one principal or one secret when asked', async () => {
  const mallory = await log.ask('secret-access', { principal: `arn:aws:iam::${account}:user/mallory.dev` });
  expect(only(mallory, 'error_code', 'event_name')).toEqual([
    { error_code: 'AccessDenied', event_name: 'GetSecretValue' },
  ]);
  const decoy = 'prod/decoy/root-password';
  const arn = String(mallory[0]?.secret);
  for (const secret of [decoy, arn, arn.slice(0, -7)]) {
    const rows = await log.ask('secret-access', { secret });
    expect(rows.map(({ event_time }) => clockOf(event_time))).toEqual(['01:53:02', '12:05:41', '12:06:58']);
  }
});

test('cross-account-reads tells the partner, the stranger and our own export', async () => {
  const rows = await log.ask('cross-account-reads', values);
  const told = rows.map(({ kind, assumed_by, ...row }) => {
    expect([kind, assumed_by]).toEqual([row.caller_account === account ? 'outbound' : 'inbound', null]);
    return row;
  });
  expect(told).toEqual(expect.arrayContaining([...expected.crossAccountReads]));
  expect(told).toHaveLength(expected.crossAccountReads.length);
});

test('break-glass-secrets tells what each verdict is about', async () => {
  const rows = await log.ask('break-glass-secrets', values);
  const told = rows.map((row) => ({
    actor: row.actor,
    role: row.role,
    secret: row.secret,
    firstRead: row.first_read,
    lastRead: row.last_read,
    reads: row.reads,
  }));
  const verdicts = expected.verdicts.map(({ actor, role, secret, firstRead, lastRead, reads }) => ({
    actor,
    role,
    secret,
    firstRead,
    lastRead,
    reads,
  }));
  expect(told).toEqual(expect.arrayContaining(verdicts));
  expect(told).toHaveLength(10);
  expect(rows.filter(({ chained }) => chained === true).map(({ secret }) => nameOf(secret))).toEqual([
    'prod/payments/settlement-key',
  ]);
  expect(rows.filter(({ kind }) => kind === 'parameter').map(({ secret }) => nameOf(secret))).toEqual([
    '/prod/payments/api-key',
  ]);
});

test('break-glass-secrets knows no emergency where no role is one', async () => {
  expect(await log.ask('break-glass-secrets')).toEqual([]);
});

describe('session-timeline', () => {
  test('tells all that Ana did, from the opening on, and in the role that she went on to', async () => {
    const [first] = await log.ask('break-glass-secrets', values);
    const rows = await log.ask('session-timeline', { session: String(first?.session) });
    const hers = eventIDs(
      /^ana(?!\.ops proves)|^ana\.ops@|the batch's entry|^the Decrypt behind it|the new version/,
    );
    const told = rows.map(({ event_id }) => event_id);
    expect(hers).toEqual(expect.arrayContaining(told));
    expect(rows.map(({ event_time, event_name }) => `${clockOf(event_time)} ${String(event_name)}`)).toEqual(
      expect.arrayContaining([
        '02:14:07 AssumeRole',
        '02:14:09 GetCallerIdentity',
        '02:17:02 ListSecrets',
        '02:24:55 BatchGetSecretValue',
        '02:29:33 GetParameter',
        '02:31:12 AssumeRole',
        '02:33:18 GetSecretValue',
        '02:46:12 StopLogging',
        '02:50:37 CreateAccessKey',
        '02:58:30 PutSecretValue',
      ]),
    );
    // 02:14:07 to 02:58:30: 16 calls of her own, 9 Decrypts and one GenerateDataKey behind them, one call opens.
    expect(rows).toHaveLength(27);
    const chained = rows.filter(({ depth }) => depth === 1);
    expect(chained.map(({ event_name }) => event_name).sort()).toEqual(['Decrypt', 'GetSecretValue']);
  });

  test('tells of a long-term key by its user', async () => {
    const rows = await log.ask('session-timeline', {
      principal: `arn:aws:iam::${account}:user/break-glass-root-key`,
    });
    expect(rows.map(({ event_name }) => event_name)).toEqual(['GetCallerIdentity', 'ListUsers']);
  });

  test('without a session, tells what anybody changed, read or assumed, and no more than a thousand of it', async () => {
    const rows = await log.ask('session-timeline');
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.length).toBeLessThanOrEqual(1000);
    const looks = rows.filter(({ read_only }) => read_only === true).map(({ event_name }) => event_name);
    expect(new Set(looks)).toEqual(
      new Set(['AssumeRole', 'AssumeRoleWithWebIdentity', 'BatchGetSecretValue', 'GetSecretValue']),
    );
  });
});

test('rotations tells each step, whether it proves a new value, and who asked for it', async () => {
  const rows = await log.ask('rotations');
  const told = rows.map(
    ({ event_time, step, proof, secret }) =>
      `${clockOf(event_time)} ${String(step)}${proof === true ? '!' : ''} ${nameOf(secret)}`,
  );
  expect(told).toEqual(
    expect.arrayContaining([
      '02:41:20 requested prod/customers/db-master',
      '02:41:21 started prod/customers/db-master',
      '02:42:05 succeeded! prod/customers/db-master',
      '02:58:30 value-put! prod/orders/smtp',
      '05:02:58 succeeded! prod/payments/db-master',
      '06:12:44 value-put! prod/shared/datadog-key',
      '06:30:00 requested prod/ledger/db-writer',
      '06:30:01 started prod/ledger/db-writer',
      '06:30:08 pending-put prod/ledger/db-writer',
      '06:31:12 failed prod/ledger/db-writer',
      '06:45:20 parameter-put! /prod/payments/api-key',
      '07:20:20 value-updated! prod/payments/settlement-key',
      '08:41:09 succeeded! prod/payments/stripe-api',
      '09:29:40 started prod/legacy/mq-broker',
      '09:30:12 failed prod/legacy/mq-broker',
      '18:16:30 succeeded! prod/customers/replica-reader',
    ]),
  );
  const askedBy = rows.filter(({ step, requested_by }) => step === 'succeeded' && requested_by !== null);
  expect(
    askedBy.map(({ secret, requested_by }) => [nameOf(secret), String(requested_by).split(/[:/]/).at(-1)]),
  ).toEqual([
    ['prod/customers/db-master', 'BREAK-GLASS-database'],
    ['prod/payments/db-master', 'ci-deployer'],
    ['prod/payments/stripe-api', 'ci-deployer'],
    ['prod/customers/replica-reader', 'eli.dba'],
  ]);
});

test('rotation-health tells what failed, what waits, and what was written by hand', async () => {
  const rows = await log.ask('rotation-health');
  const found = (finding: string) =>
    rows.filter((row) => row.finding === finding).map(({ secret }) => nameOf(secret));
  expect(found('failed')).toEqual(['prod/ledger/db-writer', 'prod/legacy/mq-broker']);
  expect(found('stuck-pending')).toEqual(['prod/ledger/db-writer']);
  expect(found('by-hand')).toEqual([
    'prod/orders/smtp',
    'prod/payments/settlement-key',
    'prod/shared/datadog-key',
  ]);
  expect(found('abandoned')).toEqual([]);
  expect(found('never-ended')).toEqual([]);
  expect(found('never-rotated')).toContain('prod/orders/db-app');
  expect(found('never-rotated')).toContain('prod/decoy/root-password');
  expect(found('never-rotated')).not.toContain('prod/payments/db-master');
  expect(found('never-rotated')).not.toContain('partner/feed-token');
});

test('denied-access tells thirteen refusals and what they were about', async () => {
  const rows = await log.ask('denied-access');
  const [lured, ...reports] = rows;
  expect(lured).toMatchObject({
    event_time: '2026-11-18T01:53:02Z',
    kind: 'secret',
    actor: 'mallory.dev',
    error_code: 'AccessDenied',
    cause: 'no identity-based policy allows',
  });
  expect(nameOf(lured?.target)).toBe('prod/decoy/root-password');
  expect(reports).toHaveLength(12);
  expect(new Set(reports.map(({ target }) => target))).toEqual(
    new Set([`arn:aws:secretsmanager:eu-central-1:${account}:secret:finance/reports/warehouse-login`]),
  );
});

test('kms-decrypts has a Decrypt for every read of the emergency', async () => {
  const rows = await log.ask('kms-decrypts');
  const admin = rows.filter(
    ({ principal }) => principal === `arn:aws:iam::${account}:role/BREAK-GLASS-admin`,
  );
  expect(admin.map(({ secret, decrypts, reads }) => [nameOf(secret), decrypts, reads])).toEqual([
    ['prod/ledger/db-writer', 1, 1],
    ['prod/orders/db-app', 1, 1],
    ['prod/orders/smtp', 1, 1],
    ['prod/payments/db-master', 2, 2],
    ['prod/payments/stripe-api', 1, 1],
    ['prod/shared/datadog-key', 1, 1],
  ]);
  expect(admin.every((row) => row.reads_without_decrypt === 0 && row.decrypts_without_read === 0)).toBe(true);
});

test('tampering tells that Ana tried to stop the trail', async () => {
  expect(only(await log.ask('tampering'), 'event_time', 'kind', 'event_name', 'error_code', 'actor')).toEqual(
    [
      {
        event_time: '2026-11-18T02:46:12Z',
        kind: 'trail',
        event_name: 'StopLogging',
        error_code: 'AccessDenied',
        actor: 'ana.ops@example.com',
      },
    ],
  );
});

describe('new-readers', () => {
  test('tells who came after a moment', async () => {
    const rows = await log.ask('new-readers', { since: '2026-11-18T15:32:00Z' });
    const inventory = rows.filter(({ actor }) => actor === 'inventory');
    expect(inventory).toHaveLength(12);
    expect(rows.every(({ first_read }) => String(first_read) >= '2026-11-18T15:32:00Z')).toBe(true);
  });

  test('tells nobody of a day after the log', async () => {
    expect(await log.ask('new-readers', { since: '2026-11-19' })).toEqual([]);
  });
});

test('top-readers counts every read once', async () => {
  const rows = await log.ask('top-readers');
  const inventory = rows.filter(({ principal }) => String(principal).endsWith('/inventory-script'));
  expect(inventory.map(({ reads, principal_reads, days }) => [reads, principal_reads, days])).toEqual(
    Array.from({ length: 12 }, () => [1, 12, 1]),
  );
  const partner = rows.find(({ principal }) => String(principal).endsWith(':feed-sync'));
  expect(partner).toMatchObject({ reads: 4, reads_per_day: 4, busiest_hour_reads: 1 });
});

test('stale-readers tells who in the emergency holds an old value', async () => {
  const rows = await log.ask('stale-readers');
  const emergency = rows.filter(({ principal }) => String(principal).includes('BREAK-GLASS'));
  expect(emergency.map(({ secret, replaced_by_step }) => [nameOf(secret), replaced_by_step])).toEqual([
    ['prod/customers/db-master', 'succeeded'],
    ['prod/customers/replica-reader', 'succeeded'],
    ['prod/payments/db-master', 'succeeded'],
    ['prod/payments/stripe-api', 'succeeded'],
    ['prod/shared/datadog-key', 'value-put'],
    ['/prod/payments/api-key', 'parameter-put'],
  ]);
  expect(rows.every(({ last_read, replaced_at }) => String(last_read) <= String(replaced_at))).toBe(true);
});

describe('persistence', () => {
  test("tells the key that Ana's session made", async () => {
    const [first] = await log.ask('break-glass-secrets', values);
    const rows = await log.ask('persistence', { session: String(first?.session) });
    expect(only(rows, 'event_name', 'kind', 'target')).toEqual([
      { event_name: 'CreateAccessKey', kind: 'key', target: 'svc-migration' },
    ]);
  });

  test('without a session, tells what anybody made', async () => {
    const rows = await log.ask('persistence');
    expect(rows.map(({ event_name }) => event_name)).toEqual(['CreateAccessKey', 'PutResourcePolicy']);
  });
});

describe('missed-openings', () => {
  test('tells the three openings of the day where no alert was recorded', async () => {
    const rows = await log.ask('missed-openings', values);
    expect(
      rows.map(({ event_time, kind, actor, events }) => [clockOf(event_time), kind, actor, events]),
    ).toEqual([
      ['02:14:07', 'role', 'ana.ops', 1],
      ['02:16:30', 'role', 'bo.dba', 2],
      ['16:20:11', 'key', 'break-glass-root-key', 2],
    ]);
  });

  test('takes an alert about any event of an opening for an alert about the opening', async () => {
    const [switched] = eventIDs(/as the console tells it/);
    const [opened] = eventIDs(/opens BREAK-GLASS-admin/);
    const rows = await log.ask('missed-openings', {
      ...values,
      alerted_ids: `${String(switched)}, ${String(opened)}`,
    });
    expect(rows.map(({ kind }) => kind)).toEqual(['key']);
  });
});

test('records-per-day counts what was delivered twice once', async () => {
  const rows = await log.ask('records-per-day');
  expect(rows.map(({ region, day, gap }) => [region, day, gap])).toEqual([
    ['eu-central-1', '2026-11-18', false],
    ['eu-west-1', '2026-11-18', false],
    ['us-east-1', '2026-11-18', false],
  ]);
  expect(log.counts.records).toBe(expected.summary.records);
  // A file of five expected alerts, among other records, was delivered a second time.
  const counted = rows.reduce((sum, { records }) => sum + Number(records), 0);
  expect(counted).toBeLessThanOrEqual(expected.summary.records - expected.redelivered.length);
});
