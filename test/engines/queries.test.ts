import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeIncident } from '../../local/incident/incident.ts';
import { duckdbLogQuery } from '../../local/log-table/duckdb-query.ts';
import { partitionOfPath } from '../../local/log-table/log-partition.ts';
import { openLogTable, type LogTable } from '../../local/log-table/log-table.ts';
import { rowPlace } from '../../local/log-table/table-columns.ts';
import { valuesOf } from '../../local/query/values.ts';
import { findLogFiles, readLogFiles } from '../../local/reader/reader.ts';
import { queries } from '../../queries/catalogue.ts';
import { tableName } from '../../queries/column.ts';
import type { Query } from '../../queries/query.ts';
import { rowOf, type LogRow } from '../../queries/row.ts';
import { spanOf } from '../../queries/span.ts';
import { recordedFolder } from '../recorded/folder.ts';
import { incidentLog, recordedLog, type AskedLog } from './logs.ts';
import { TrinoLog } from './trino-log.ts';
import { Trino, type TrinoAnswer } from './trino.ts';

let trino: Trino;
let incidentFolder: string;

/** Rows that both engines gave, by query. */
const answered = new Map<string, number>();

beforeAll(async () => {
  trino = await Trino.start();
  incidentFolder = await mkdtemp(join(tmpdir(), 'glasswatch-trino-'));
  await writeIncident({ out: incidentFolder, records: 2_000, seed: 1 });
});

afterAll(async () => {
  await trino.stop();
  await rm(incidentFolder, { recursive: true, force: true });
});

/** A folder's records as rows, read past DuckDB. */
async function rowsIn(folder: string): Promise<LogRow[]> {
  const rows: LogRow[] = [];
  for await (const reading of readLogFiles(await findLogFiles([folder]))) {
    if (reading.outcome !== 'read') throw new Error(`${reading.file}: ${reading.outcome}`);
    for (const entry of reading.entries) {
      if (!('value' in entry)) throw new Error(`${reading.file}: ${entry.problem}`);
      const record = entry.value as { awsRegion: string; eventTime: string };
      const day = record.eventTime.slice(0, 10).replaceAll('-', '/');
      rows.push(rowOf({ ...record }, partitionOfPath(reading.file) ?? { region: record.awsRegion, day }));
    }
  }
  return rows;
}

/** Trino's type as the head of a query calls it. */
function answerTypeOf(type: string): string {
  if (type === 'integer') return 'bigint';
  return type.replace(/^varchar\(\d+\)$/, 'varchar');
}

/** What Trino answered, in the form that both can be compared in. */
function ofTrino({ names, types, rows }: TrinoAnswer) {
  return {
    columns: names.map((name, index) => ({ name, type: answerTypeOf(types[index] ?? '') })),
    rows: rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]]))),
  };
}

async function rowsOfDuckdb(connection: DuckDBConnection): Promise<unknown[]> {
  // A place of its own each row has on a laptop only.
  const reader = await connection.runAndReadAll(
    `SELECT to_json(l) FROM (SELECT * EXCLUDE (${rowPlace}) FROM ${tableName}) l`,
  );
  return reader.getRows().map(([json]) => JSON.parse(String(json)) as unknown);
}

/** A row as Trino gives it: a list of its fields, at every depth. */
function withoutNames(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.values(value).map(withoutNames);
}

test.skipIf(existsSync(recordedFolder) || process.env.CI === undefined)('the recordings are there', () => {
  expect.fail(`no recorded events in ${recordedFolder}`);
});

describe.each([
  { name: 'the built-in incident', log: incidentLog, folder: () => join(incidentFolder, 'logs') },
  { name: 'what others recorded', log: recordedLog, folder: () => recordedFolder },
])('over $name', ({ name, log, folder }) => {
  const absent = log === recordedLog && !existsSync(recordedFolder);
  let inDuckdb: LogTable;
  let inTrino: TrinoLog;
  let rows: LogRow[];

  beforeAll(async () => {
    if (absent) return;
    const span = spanOf(undefined, undefined);
    const onTrouble = (file: string, _position: string | null, reason: string) => {
      throw new Error(`${file}: ${reason}`);
    };
    const files = await findLogFiles([folder()]);
    inDuckdb = await openLogTable(files, { span, onTrouble, onProgress: () => undefined });
    rows = await rowsIn(folder());
    inTrino = await TrinoLog.load(trino, log === incidentLog ? 'incident' : 'recorded', rows);
    process.stderr.write(`engines: Trino asked about ${name}, ${rows.length} records\n`);
  });

  afterAll(() => {
    if (!absent) inDuckdb.close();
  });

  test.skipIf(absent)('the table holds the same in both', async () => {
    const texts = (values: readonly unknown[]) =>
      values.map((value) => JSON.stringify(withoutNames(value))).sort();
    const all = texts(rows);
    // What was delivered twice, word for word, a laptop keeps once: no question counts it twice.
    const once = [...new Set(all)];
    const answers = [
      ['DuckDB', texts(await rowsOfDuckdb(inDuckdb.connection)), once],
      ['Trino', texts((await inTrino.run(`SELECT * FROM ${tableName}`)).rows), all],
    ] as const;
    for (const [engine, got, expected] of answers) {
      expect(got, engine).toHaveLength(expected.length);
      // One row at a time: what differs is to be seen.
      for (const [index, row] of got.entries())
        if (row !== expected[index]) expect(row).toBe(expected[index]);
    }
  });

  async function expectSame(query: Query, given: readonly string[], fromConfig: AskedLog['fromConfig']) {
    const { values } = valuesOf(query, given, fromConfig);
    const got = ofTrino(await inTrino.ask(query, values));
    const { rows: expected } = await duckdbLogQuery(inDuckdb.connection).ask(query, values);
    expect(got.columns).toEqual(query.columns.map((column) => ({ name: column.name, type: column.type })));
    expect(got.rows).toEqual(expected);
    answered.set(query.name, (answered.get(query.name) ?? 0) + expected.length);
  }

  test.skipIf(absent).each(queries)('$name, as it is', async (query) => {
    await expectSame(query, [], {});
  });

  const asked = queries.filter((query) => query.name in log.given);
  test.skipIf(absent).each(asked)('$name, with parameters', async (query) => {
    await expectSame(query, log.given[query.name] ?? [], log.fromConfig);
  });
});

describe('every query', () => {
  let empty: TrinoLog;

  beforeAll(async () => {
    empty = await TrinoLog.load(trino, 'empty', []);
  });

  test.each(queries)('$name is valid, and small enough to be planned for a cluster', async (query) => {
    const { values } = valuesOf(query, incidentLog.given[query.name] ?? [], incidentLog.fromConfig);
    await empty.validate(query, values);
    const { stages, scans } = await empty.plan(query, values);
    process.stderr.write(`engines: ${query.name} has ${stages} stages and reads the log ${scans} times\n`);
  });

  test.each(queries)('$name is asked about the incident with no parameter left as it is', (query) => {
    const given = incidentLog.given[query.name];
    expect(given, `${query.name} is missing in test/engines/logs.ts`).toBeDefined();
    const { values } = valuesOf(query, given ?? [], incidentLog.fromConfig);
    const left = query.parameters.filter((parameter) => values[parameter.name] === parameter.otherwise);
    expect(left.map((parameter) => parameter.name)).toEqual([]);
  });

  test.each(queries)('$name found something somewhere', (query) => {
    expect(answered.get(query.name)).toBeGreaterThan(0);
  });
});
