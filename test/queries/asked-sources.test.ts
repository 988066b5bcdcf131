import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { duckdbLogQuery } from '../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../local/log-table/log-table.ts';
import { findLogFiles, type LogFile } from '../../local/reader/reader.ts';
import { sourcesAsked } from '../../queries/asked-sources.ts';
import { queries } from '../../queries/catalogue.ts';
import type { Query } from '../../queries/query.ts';
import { spanOf } from '../../queries/span.ts';

describe('the sources that a statement can use', () => {
  const records = 'WITH records AS (SELECT * FROM cloudtrail_logs WHERE day = ? /* from_day */)';

  test.each([
    [`${records} SELECT * FROM records WHERE eventsource = 'a.com'`, ['a.com']],
    [
      `${records} SELECT * FROM records r WHERE r.eventsource IN ('b.com', 'a.com') AND r.x = 1 ORDER BY y`,
      ['a.com', 'b.com'],
    ],
    [
      `${records}, t AS (SELECT * FROM records WHERE x IN (SELECT 1) AND eventsource = 'a.com') SELECT * FROM t JOIN (SELECT * FROM records WHERE eventsource = 'b.com') u ON 1 = 1`,
      ['a.com', 'b.com'],
    ],
  ])('are those that each look asks for: %s', (sql, sources) => {
    expect(sourcesAsked(sql)).toEqual(sources);
  });

  test.each([
    ['asks for none', `${records} SELECT * FROM records`],
    [
      'asks for none beside one that does',
      `${records} SELECT * FROM records WHERE eventsource = 'a.com' UNION ALL SELECT * FROM records`,
    ],
    ['asks with OR', `${records} SELECT * FROM records WHERE eventsource = 'a.com' OR x = 1`],
    ['asks for a pattern', `${records} SELECT * FROM records WHERE eventsource LIKE '%.com'`],
    ['asks for a parameter', `${records} SELECT * FROM records WHERE eventsource = ? /* source */`],
    ['asks in a comment', `${records} SELECT * FROM records WHERE x = 1 -- AND eventsource = 'a.com'`],
    [
      'asks it of another look',
      `${records} SELECT * FROM records a JOIN records b ON 1 = 1 WHERE a.eventsource = 'a.com'`,
    ],
    [
      'asks within brackets',
      `${records} SELECT * FROM records WHERE x = 1 AND (eventsource = 'a.com' OR y = 2)`,
    ],
    ['is at the table itself', "SELECT * FROM cloudtrail_logs WHERE day = '1'"],
    ['is not there', 'SELECT 1'],
  ])('are unknown where a look %s', (_, sql) => {
    expect(sourcesAsked(sql)).toBeNull();
  });
});

describe('every question', () => {
  let folder: string;
  let files: readonly LogFile[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glasswatch-sources-'));
    files = await findLogFiles([(await writeIncident({ out: folder, records: 1_500, seed: 1 })).logs]);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const values = {
    roles: '^arn:aws:iam::111122223333:role/BREAK-GLASS-.*$',
    trusted_accounts: '444455556666',
  };

  async function answer(query: Query, sources: readonly string[] | null, workers: number) {
    const span = spanOf(undefined, undefined);
    const table = await openLogTable(files, {
      span,
      sources,
      workers,
      onTrouble: (file, _position, reason) => {
        throw new Error(`${file}: ${reason}`);
      },
      onProgress: () => undefined,
    });
    try {
      const otherwise = query.parameters.map((parameter) => [parameter.name, parameter.otherwise] as const);
      const days = { from: span.from, to: span.to, from_day: span.fromDay, to_day: span.toDay, region: '%' };
      const { rows } = await duckdbLogQuery(table.connection).ask(query, {
        ...days,
        ...Object.fromEntries(otherwise),
        ...values,
      });
      return { rows, counts: table.counts };
    } finally {
      table.close();
    }
  }

  const narrowed = queries.filter(({ sql }) => sourcesAsked(sql) !== null);

  test('that can be narrowed is: there are several', () => {
    expect(narrowed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['secret-access', 'cross-account-reads']),
    );
  });

  test.each(narrowed.map((query) => [query.name, query] as const))(
    'has the same answer from the records it can use as from all, and from two threads: %s',
    async (_, query) => {
      const all = await answer(query, null, 1);
      const some = await answer(query, sourcesAsked(query.sql), 2);
      expect(some.rows).toEqual(all.rows);
      expect(some.counts).toEqual(all.counts);
    },
  );
});
