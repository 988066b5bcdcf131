import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { openLogTable, type LogTable } from '../../local/log-table/log-table.ts';
import { findLogFiles, type LogFile } from '../../local/reader/reader.ts';
import { pathsAsked } from '../../queries/asked-paths.ts';
import { recordsAsked } from '../../queries/asked-records.ts';
import { queries } from '../../queries/catalogue.ts';
import type { QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import { spanOf } from '../../queries/span.ts';

describe('the records that a statement can use', () => {
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
    [
      `${records} SELECT * FROM records WHERE x LIKE '/*' AND eventsource = 'a.com' UNION ALL SELECT * FROM records WHERE eventsource = 'b.com' AND y LIKE '*/--'`,
      ['a.com', 'b.com'],
    ],
  ])('are those that each look asks for: %s', (sql, sources) => {
    expect(recordsAsked(sql)).toEqual(sources.map((source) => ({ eventSource: [source] })));
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
    expect(recordsAsked(sql)).toBeNull();
  });
});

describe('a look at the records of some services', () => {
  const look = (where: string) =>
    `SELECT * FROM records WHERE eventsource IN ('a.com', 'b.com') AND ${where}`;
  const both = [{ eventSource: ['a.com'] }, { eventSource: ['b.com'] }];

  test('can want only some of those of one, by their error or a key in their parameters', () => {
    const where =
      "(eventsource <> 'b.com' OR errorcode LIKE 'Denied%' OR json_extract_scalar(requestparameters, '$.x.y') IS NOT NULL)";
    expect(recordsAsked(look(where))).toEqual([
      { eventSource: ['a.com'] },
      { eventSource: ['b.com'], errorCode: [{ prefix: 'Denied' }] },
      { eventSource: ['b.com'], requestParameters: { x: { y: [{ exists: true }] } } },
    ]);
  });

  test.each([
    ['the condition need not hold', "(x = 1 AND (eventsource <> 'b.com' OR errorcode LIKE 'Denied%'))"],
    ['it is denied', "NOT (eventsource <> 'b.com' OR errorcode LIKE 'Denied%')"],
    ['it is one of another service', "(eventsource <> 'c.com' OR errorcode LIKE 'Denied%')"],
    ['it may hold for another reason', "(eventsource <> 'b.com' OR errorcode LIKE 'Denied%' OR x = 1)"],
    ['its pattern begins with anything', "(eventsource <> 'b.com' OR errorcode LIKE '%Denied%')"],
    ['its pattern holds a wildcard', "(eventsource <> 'b.com' OR errorcode LIKE 'De_ied%')"],
  ])('wants all of them where %s', (_, where) => {
    expect(recordsAsked(look(where))).toEqual(both);
  });

  test('wants all of them where another look does', () => {
    const narrow = look("(eventsource <> 'b.com' OR errorcode LIKE 'Denied%')");
    expect(recordsAsked(`${narrow} UNION ALL SELECT * FROM records WHERE eventsource = 'b.com'`)).toEqual([
      { eventSource: ['a.com'] },
      { eventSource: ['b.com'], errorCode: [{ prefix: 'Denied' }] },
      { eventSource: ['b.com'] },
    ]);
  });
});

describe('every question', () => {
  let folder: string;
  let files: readonly LogFile[];
  let whole: LogTable;
  let shared: LogTable;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'glasswatch-sources-'));
    files = await findLogFiles([(await writeIncident({ out: folder, records: 1_500, seed: 1 })).logs]);
    whole = await opened(null, 1);
    shared = await opened(together, 2);
  });
  afterAll(async () => {
    whole.close();
    shared.close();
    await rm(folder, { recursive: true });
  });

  /** Of these, a table holds neither whole records nor whole JSON, and answers once what they share. */
  const together = queries.filter(({ sql }) => pathsAsked([sql]) !== null);

  const span = spanOf(undefined, undefined);

  function valuesOf({ parameters }: Query): QueryValues {
    return {
      ...Object.fromEntries(parameters.map(({ name, otherwise }) => [name, otherwise])),
      roles: '^arn:aws:iam::111122223333:role/BREAK-GLASS-.*$',
      trusted_accounts: '444455556666',
      ...{ from: span.from, to: span.to, from_day: span.fromDay, to_day: span.toDay, region: '%' },
    };
  }

  async function opened(questions: readonly Query[] | null, workers: number): Promise<LogTable> {
    return await openLogTable(files, {
      span,
      questions: questions?.map((query) => ({ query, values: valuesOf(query) })) ?? null,
      workers,
      onTrouble: (file, _position, reason) => {
        throw new Error(`${file}: ${reason}`);
      },
      onProgress: () => undefined,
    });
  }

  const rowsOf = async (table: LogTable, query: Query) => (await table.log.ask(query, valuesOf(query))).rows;

  test('that can be narrowed is: there are several', () => {
    const narrowed = queries.filter(({ sql }) => recordsAsked(sql) !== null);
    expect(narrowed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['secret-access', 'cross-account-reads']),
    );
  });

  test.each(queries.map((query) => [query.name, query] as const))(
    'has the same answer from the records and columns it can use as from all, and from two threads: %s',
    async (_, query) => {
      const some = await opened([query], 2);
      expect(await rowsOf(some, query)).toEqual(await rowsOf(whole, query));
      expect(some.counts).toEqual(whole.counts);
      some.close();
    },
  );

  test('has the same answer beside others that share parts with it', async () => {
    expect(together.length).toBeGreaterThan(queries.length / 2);
    for (const query of together)
      expect(await rowsOf(shared, query), query.name).toEqual(await rowsOf(whole, query));
  });
});
