import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable } from '../../../local/log-table/log-table.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { QueryFailed } from '../../../queries/log-query.ts';
import { parseQuery } from '../../../queries/query.ts';
import { spanOf } from '../../../queries/span.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-table-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function record(eventID: string, eventTime: string): Record<string, unknown> {
  return {
    eventID,
    eventTime,
    eventSource: 'sts.amazonaws.com',
    eventName: 'GetCallerIdentity',
    awsRegion: 'eu-central-1',
  };
}

function write(path: string, content: string | Buffer): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function delivered(day: string, ...records: unknown[]): void {
  const path = `AWSLogs/111122223333/CloudTrail/eu-central-1/${day}/log-${day.replaceAll('/', '')}.json.gz`;
  write(path, gzipSync(JSON.stringify({ Records: records })));
}

/** A year, one file a day. */
for (let day = 0; day < 365; day += 1) {
  const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
  delivered(date.replaceAll('-', '/'), record(`e-${date}`, `${date}T12:00:00Z`));
}

const counting = parseQuery(
  'counting',
  '-- How many?\n-- @column n bigint: events\nSELECT count(*) AS n FROM cloudtrail_logs WHERE day BETWEEN ? /* from_day */ AND ? /* to_day */',
  () => '',
);

async function opened(from?: string, to?: string, paths: string[] = [join(folder, 'AWSLogs')]) {
  const troubles: string[] = [];
  const table = await openLogTable(await findLogFiles(paths), {
    span: spanOf(from, to),
    onTrouble: (_file, position, reason) => troubles.push(`${position ?? 'file'}: ${reason}`),
    onProgress: () => undefined,
  });
  return { table, troubles };
}

describe('the table of a log', () => {
  test('of no files is empty, with any number of workers', async () => {
    for (const workers of [1, 2]) {
      const table = await openLogTable([], {
        span: spanOf(undefined, undefined),
        workers,
        onTrouble: () => undefined,
        onProgress: () => undefined,
      });
      const nothing = { from_day: '0001/01/01', to_day: '9999/12/30' };
      expect((await duckdbLogQuery(table.connection).ask(counting, nothing)).rows).toEqual([{ n: 0 }]);
      table.close();
    }
  });

  test('goes on behind a record that is nested too deeply, and names it', async () => {
    const deep = JSON.stringify({
      ...record('deep', '2025-01-01T00:00:00Z'),
      requestParameters: null,
    }).replace('"requestParameters":null', `"requestParameters":${'['.repeat(9_000)}${']'.repeat(9_000)}`);
    const whole = JSON.stringify(record('whole', '2025-01-01T00:00:01Z'));
    write('deep/log.json', `{"Records":[${deep},${whole}]}`);
    const { table, troubles } = await opened(undefined, undefined, [join(folder, 'deep')]);
    expect(troubles).toEqual(['record 1: nested too deeply']);
    expect(table.counts).toMatchObject({ records: 1, noEvents: 1 });
    table.close();
  });

  test('reads only the days asked for and one on each side, however long the log is', async () => {
    const { table } = await opened('2025-06-10', '2025-06-16');
    expect(table.counts).toMatchObject({ filesRead: 9, filesPassedOver: 356, records: 9 });
    table.close();
  });

  test('reads everything where no day is asked for', async () => {
    const { table } = await opened();
    expect(table.counts).toMatchObject({ filesRead: 365, filesPassedOver: 0, records: 365 });
    table.close();
  });

  test('holds what the reader gives: a damaged file gives no row, a bad line none, and both are named', async () => {
    write(
      'damaged/cut.json.gz',
      gzipSync(JSON.stringify({ Records: [record('x', '2025-01-01T00:00:00Z')] })).subarray(0, 60),
    );
    write(
      'damaged/lines.ndjson',
      `${JSON.stringify(record('y', '2025-01-01T00:00:00Z'))}\nnot json\n{"eventName":"Lonely"}\n`,
    );
    const { table, troubles } = await opened(undefined, undefined, [join(folder, 'damaged')]);
    expect(table.counts).toMatchObject({ filesRead: 2, unreadable: 1, records: 1, noEvents: 2 });
    expect(troubles).toHaveLength(3);
    const span = spanOf(undefined, undefined);
    const values = { from_day: span.fromDay, to_day: span.toDay };
    expect((await duckdbLogQuery(table.connection).ask(counting, values)).rows).toEqual([{ n: 1 }]);
    table.close();
  });

  test('tells a query that fails from one that finds nothing', async () => {
    const { table } = await opened('2025-06-10', '2025-06-16');
    const log = duckdbLogQuery(table.connection);
    const nothing = await log.ask(counting, { from_day: '1999/01/01', to_day: '1999/01/02' });
    expect(nothing.rows).toEqual([{ n: 0 }]);
    await expect(
      log.ask({ ...counting, sql: 'SELECT no_such_column FROM cloudtrail_logs', placeholders: [] }, {}),
    ).rejects.toThrow(QueryFailed);
    await expect(log.ask(counting, { from_day: '2025/01/01' })).rejects.toThrow(/no value for to_day/);
    const renamed = { ...counting, columns: [{ name: 'm', type: 'bigint' as const, says: '' }] };
    await expect(log.ask(renamed, { from_day: '2025/01/01', to_day: '2025/01/02' })).rejects.toThrow(
      /columns n, expected m/,
    );
    const retyped = { ...counting, columns: [{ name: 'n', type: 'varchar' as const, says: '' }] };
    await expect(log.ask(retyped, { from_day: '2025/01/01', to_day: '2025/01/02' })).rejects.toThrow(
      /expected varchar/,
    );
    table.close();
  });
});

test('half a surrogate pair in one record hides neither that record nor any other', async () => {
  const halved = {
    ...record('halved', '2026-11-18T12:00:00Z'),
    userAgent: 'agent \ud800',
    requestParameters: { secretId: 'prod/\udc00db', '\ud800': '\u0000' },
  };
  write(
    'surrogates/log.json',
    JSON.stringify({ Records: [halved, record('whole', '2026-11-18T12:00:01Z')] }),
  );
  const { table, troubles } = await opened(undefined, undefined, [join(folder, 'surrogates')]);
  const asking = parseQuery(
    'asking',
    "-- Which?\n-- @column id varchar: event\n-- @column agent varchar: agent\n-- @column secret varchar: secret\nSELECT eventid AS id, useragent AS agent, json_extract_scalar(requestparameters, '$.secretId') AS secret FROM cloudtrail_logs ORDER BY eventtime",
    () => '',
  );
  const { rows } = await duckdbLogQuery(table.connection).ask(asking, {});
  expect(rows).toEqual([
    { id: 'halved', agent: 'agent \ufffd', secret: 'prod/\ufffddb' },
    { id: 'whole', agent: null, secret: null },
  ]);
  expect(troubles).toEqual([]);
  table.close();
});
