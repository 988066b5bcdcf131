import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../../config/schema.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { loadConfig } from '../../../local/config-file.ts';
import { judgedLog } from '../../../local/deadline/judged.ts';
import { writeIncident } from '../../../local/incident/incident.ts';
import { findLogFiles, readLogFiles, type LogFile } from '../../../local/reader/reader.ts';
import { silent } from '../../../local/replay/progress.ts';

/**
 * The day of the incident, 18 November 2026, by hand from its script: when, which secret, what is said of it, why, and by
 * when it is due. Ana's hour from 02:14:07 grows at 02:31:12, when she goes on to another role; Bo's is a console session.
 */
const day: readonly [time: string, secret: string, state: string, reason: string, deadline: string][] = [
  ['02:17:21', 'prod/payments/db-master', 'open', 'no-proof', '07:14:07'],
  ['02:31:11', 'prod/payments/db-master', 'open', 'no-proof', '07:14:07'],
  ['02:31:12', 'prod/payments/db-master', 'open', 'no-proof', '07:31:12'],
  ['05:02:57', 'prod/payments/db-master', 'open', 'rotation-started', '07:31:12'],
  ['05:02:58', 'prod/payments/db-master', 'rotated', 'rotation-succeeded', '07:31:12'],
  ['23:59:59', 'prod/payments/db-master', 'rotated', 'rotation-succeeded', '07:31:12'],

  ['02:24:55', 'prod/orders/db-app', 'open', 'no-proof', '07:14:07'],
  ['06:31:11', 'prod/orders/db-app', 'open', 'no-proof', '07:31:12'],
  ['06:31:12', 'prod/orders/db-app', 'due-soon', 'no-proof', '07:31:12'],
  ['07:31:12', 'prod/orders/db-app', 'due-soon', 'no-proof', '07:31:12'],
  ['07:31:13', 'prod/orders/db-app', 'overdue', 'no-proof', '07:31:12'],

  ['02:58:29', 'prod/orders/smtp', 'open', 'no-proof', '07:31:12'],
  ['02:58:30', 'prod/orders/smtp', 'open', 'put-by-reader', '07:31:12'],
  ['07:31:13', 'prod/orders/smtp', 'overdue', 'put-by-reader', '07:31:12'],

  ['06:12:43', 'prod/shared/datadog-key', 'open', 'no-proof', '07:31:12'],
  ['06:12:44', 'prod/shared/datadog-key', 'rotated', 'put-secret-value', '07:31:12'],

  ['06:29:59', 'prod/ledger/db-writer', 'open', 'no-proof', '07:31:12'],
  ['06:30:00', 'prod/ledger/db-writer', 'open', 'rotation-started', '07:31:12'],
  ['06:31:11', 'prod/ledger/db-writer', 'open', 'rotation-started', '07:31:12'],
  ['06:31:12', 'prod/ledger/db-writer', 'due-soon', 'rotation-failed', '07:31:12'],
  ['07:31:13', 'prod/ledger/db-writer', 'overdue', 'rotation-failed', '07:31:12'],

  ['06:45:19', 'prod/payments/api-key', 'due-soon', 'no-proof', '07:31:12'],
  ['06:45:20', 'prod/payments/api-key', 'rotated', 'put-parameter', '07:31:12'],

  ['07:20:19', 'prod/payments/settlement-key', 'due-soon', 'no-proof', '07:31:12'],
  ['07:20:20', 'prod/payments/settlement-key', 'rotated', 'update-secret', '07:31:12'],

  ['07:31:12', 'prod/payments/stripe-api', 'due-soon', 'no-proof', '07:31:12'],
  ['07:31:13', 'prod/payments/stripe-api', 'overdue', 'no-proof', '07:31:12'],
  ['08:41:08', 'prod/payments/stripe-api', 'overdue', 'rotation-started', '07:31:12'],
  ['08:41:09', 'prod/payments/stripe-api', 'rotated-late', 'rotation-succeeded', '07:31:12'],

  ['02:19:05', 'prod/customers/db-master', 'open', 'no-proof', '18:16:30'],
  ['02:42:04', 'prod/customers/db-master', 'open', 'rotation-started', '18:16:30'],
  ['02:42:05', 'prod/customers/db-master', 'rotated', 'rotation-succeeded', '18:16:30'],

  ['17:16:29', 'prod/customers/replica-reader', 'open', 'no-proof', '18:16:30'],
  ['17:16:30', 'prod/customers/replica-reader', 'due-soon', 'no-proof', '18:16:30'],
  ['18:16:29', 'prod/customers/replica-reader', 'due-soon', 'rotation-started', '18:16:30'],
  ['18:16:30', 'prod/customers/replica-reader', 'rotated', 'rotation-succeeded', '18:16:30'],
];

describe('through the day of the incident', () => {
  let out: string;
  let config: Config;
  let files: LogFile[];

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'glasswatch-day-'));
    const written = await writeIncident({ out, records: 0, seed: 1 });
    config = loadConfig(written.config, detections, Date.now());
    files = await findLogFiles([written.logs]);
  });

  afterAll(() => rm(out, { recursive: true, force: true }));

  async function verdictsAt(time: string) {
    const now = Date.parse(`2026-11-18T${time}Z`);
    const options = { config, now, waivers: [], progress: silent, onTrouble: () => undefined };
    return (await judgedLog(files, options)).incidents.flatMap(({ exposures }) => exposures);
  }

  it('says nothing of a secret a second before it is read', async () => {
    expect(await verdictsAt('02:17:20')).toEqual([]);
    expect((await verdictsAt('02:17:21')).map(({ firstRead }) => firstRead)).toEqual([
      '2026-11-18T02:17:21Z',
    ]);
  });

  it('says the same of all records in one file, backwards and some of them twice', async () => {
    const records: unknown[] = [];
    for await (const reading of readLogFiles(files)) {
      if (reading.outcome !== 'read') throw new Error(`${reading.file} is ${reading.outcome}`);
      for (const entry of reading.entries) if ('value' in entry) records.push(entry.value);
    }
    const twice = [...records, ...records.filter((_, n) => n % 3 === 0)].reverse();
    const path = join(out, 'all.ndjson');
    await writeFile(path, twice.map((record) => JSON.stringify(record)).join('\n'));
    const split = await verdictsAt('23:59:59');
    expect(split).toHaveLength(10);
    const together = files;
    files = [{ path, size: null }];
    expect(await verdictsAt('23:59:59')).toEqual(split);
    files = together;
  });

  it.each(day)('at %s says of %s: %s, %s, due %s', async (time, secret, state, reason, deadline) => {
    const named = (await verdictsAt(time)).filter((verdict) =>
      new RegExp(`(:secret:${secret}-[A-Za-z0-9]{6}|:parameter/${secret})$`).test(verdict.secret),
    );
    expect(named).toMatchObject([{ state, reason, deadline: `2026-11-18T${deadline}Z` }]);
  });
});
