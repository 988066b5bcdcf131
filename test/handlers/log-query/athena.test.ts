import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeIncident } from '../../../local/incident/incident.ts';
import { duckdbLogQuery } from '../../../local/log-table/duckdb-query.ts';
import { openLogTable, type LogTable } from '../../../local/log-table/log-table.ts';
import { valuesOf } from '../../../local/query/values.ts';
import { findLogFiles } from '../../../local/reader/reader.ts';
import { queries } from '../../../queries/catalogue.ts';
import { QueryFailed } from '../../../queries/log-query.ts';
import { spanOf } from '../../../queries/span.ts';
import { AthenaEndpoint } from '../../athena-endpoint/athena-endpoint.ts';
import { adapterOf, Desk, queryOf, scannedBytes } from './athena-desk.ts';

describe('over the built-in incident', () => {
  let out: string;
  let table: LogTable;
  let endpoint: AthenaEndpoint;

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'glasswatch-athena-'));
    const { logs } = await writeIncident({ out, records: 1_000, seed: 1 });
    table = await openLogTable(await findLogFiles([logs]), {
      span: spanOf(undefined, undefined),
      onTrouble: (file, _, reason) => {
        throw new Error(`${file}: ${reason}`);
      },
      onProgress: () => undefined,
    });
    endpoint = await AthenaEndpoint.open(table.connection, { scannedBytes });
  });
  afterAll(async () => {
    await endpoint.close();
    table.close();
    await rm(out, { recursive: true });
  });

  it.each(queries.map((query) => [query.name, query] as const))(
    '%s has the same answer on Athena as on DuckDB',
    async (_, query) => {
      const { values } = valuesOf(query, [], {});
      const here = await duckdbLogQuery(table.connection).ask(query, values);
      const there = await adapterOf(endpoint).ask(query, values);
      expect(there).toEqual({ ...here, scannedBytes });
    },
  );

  it('there are answers to compare', async () => {
    const query = queries.find(({ name }) => name === 'secret-access');
    if (query === undefined) throw new Error('no secret-access');
    const { rows } = await adapterOf(endpoint).ask(query, valuesOf(query, [], {}).values);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.some(({ error_code: code }) => code === null)).toBe(true);
  });
});

describe('a question', () => {
  const desk = new Desk();
  const echo = queryOf(['a varchar', 'b varchar'], 'SELECT ? /* b */ AS a, ? /* a */ AS b', ['a', 'b']);

  it('is sent as it is, its values beside it in the order of their places', async () => {
    const { rows } = await desk.ask(echo, { a: 'x', b: "O'Brien" });
    expect(rows).toEqual([{ a: "O'Brien", b: 'x' }]);
    expect(desk.endpoint.requests[0]).toEqual({
      action: 'StartQueryExecution',
      input: {
        QueryString: echo.sql,
        ExecutionParameters: ["'O''Brien'", "'x'"],
        QueryExecutionContext: { Database: 'glasswatch_logs' },
        WorkGroup: 'glasswatch',
        ClientRequestToken: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
      },
    });
  });

  it('without values sends no list of them', async () => {
    await desk.ask(queryOf(['n bigint'], 'SELECT 1 AS n'));
    expect(desk.endpoint.requests[0]?.input).not.toHaveProperty('ExecutionParameters');
  });

  it.each(["'; DROP TABLE cloudtrail_logs; --", "'", "''", '', ' ', '?', '\\', "\\'", 'a\nb', '%', '🔑'])(
    'takes the value %j for nothing but a value',
    async (value) => {
      const { rows } = await desk.ask(echo, { a: value, b: '-' });
      expect(rows).toEqual([{ a: '-', b: value }]);
    },
  );

  it('takes any text for nothing but a value', async () => {
    const ask = adapterOf(desk.endpoint);
    const text = fc.string({
      unit: fc.constantFrom("'", '"', '\\', '-', ';', '?', '/', '*', '\n', 'é', 'x'),
    });
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        const { rows } = await ask.ask(echo, { a: value, b: '' });
        expect(rows).toEqual([{ a: '', b: value }]);
      }),
      { numRuns: 60 },
    );
  });

  it('with a value that is too long fails before anything is sent', async () => {
    const longest = 'x'.repeat(1_022);
    expect((await desk.ask(echo, { a: longest, b: '' })).rows).toEqual([{ a: '', b: longest }]);
    const before = desk.endpoint.requests.length;
    const asked = desk.ask(echo, { a: '', b: `${'x'.repeat(1_021)}'` });
    await expect(asked).rejects.toThrow(
      new QueryFailed('question', 'the value of b has 1025 characters with its quotes; Athena takes 1024'),
    );
    expect(desk.endpoint.requests).toHaveLength(before);
  });

  it('with a value that is missing fails before anything is sent', async () => {
    await expect(desk.ask(echo, { a: '' })).rejects.toThrow(
      new QueryFailed('question', 'no value for the parameter b'),
    );
    expect(desk.endpoint.requests).toEqual([]);
  });
});

describe('an answer', () => {
  const desk = new Desk();

  it('has values of the types that the query says', async () => {
    const sql = `SELECT 'x' AS t, CAST(9007199254740991 AS BIGINT) AS n, CAST(-7 AS INTEGER) AS i,
      CAST(170 AS HUGEINT) AS h, TRUE AS yes, FALSE AS no, CAST(0.5 AS DOUBLE) AS d, CAST(12345678 AS DOUBLE) AS large`;
    const query = queryOf(
      [
        't varchar',
        'n bigint',
        'i bigint',
        'h bigint',
        'yes boolean',
        'no boolean',
        'd double',
        'large double',
      ],
      sql,
    );
    const { columns, rows } = await desk.ask(query);
    expect(columns).toEqual(query.columns);
    expect(rows).toEqual([
      { t: 'x', n: 9_007_199_254_740_991, i: -7, h: 170, yes: true, no: false, d: 0.5, large: 12_345_678 },
    ]);
  });

  it('tells NULL from the empty string', async () => {
    const query = queryOf(
      ['a varchar', 'b varchar', 'c bigint', 'd boolean'],
      `SELECT '' AS a, CAST(NULL AS VARCHAR) AS b, CAST(NULL AS BIGINT) AS c, CAST(NULL AS BOOLEAN) AS d`,
    );
    expect((await desk.ask(query)).rows).toEqual([{ a: '', b: null, c: null, d: null }]);
  });

  it('without rows is an answer', async () => {
    const query = queryOf(['n bigint'], 'SELECT CAST(1 AS BIGINT) AS n WHERE 1 = 2');
    expect(await desk.ask(query)).toEqual({ columns: query.columns, rows: [], scannedBytes });
  });

  it.each([998, 999, 1_000, 1_999, 2_000, 3_456])('has all of %i rows, whatever the pages', async (count) => {
    const query = queryOf(['n bigint'], `SELECT CAST(i AS BIGINT) AS n FROM range(${count}) t(i) ORDER BY i`);
    const { rows } = await desk.ask(query);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, n) => n));
    // The header takes a place in the first page.
    expect(desk.endpoint.count('GetQueryResults')).toBe(Math.ceil((count + 1) / 1_000));
  });

  it('loses no row that looks like the header', async () => {
    const sql = `SELECT CASE WHEN i IN (0, 998, 999) THEN 'name' ELSE 'x' END AS name FROM range(1500) t(i) ORDER BY i`;
    const { rows } = await desk.ask(queryOf(['name varchar'], sql));
    expect(rows).toHaveLength(1_500);
    expect(rows.flatMap(({ name }, index) => (name === 'name' ? [index] : []))).toEqual([0, 998, 999]);
  });

  it('loses no row where there is no header', async () => {
    desk.endpoint.next({ result: ({ columns, rows }) => ({ columns, rows: rows.slice(1) }) });
    const { rows } = await desk.ask(queryOf(['n bigint'], 'SELECT CAST(7 AS BIGINT) AS n'));
    expect(rows).toEqual([{ n: 7 }]);
  });

  it('without rows and header is one too', async () => {
    desk.endpoint.next({ result: ({ columns }) => ({ columns, rows: [] }) });
    expect((await desk.ask(queryOf(['n bigint'], 'SELECT 7 AS n'))).rows).toEqual([]);
  });

  it('does not make up the bytes that were read', async () => {
    desk.endpoint.next({ scannedBytes: null });
    const query = queryOf(['n bigint'], 'SELECT 7 AS n');
    expect(await desk.ask(query)).toEqual({ columns: query.columns, rows: [{ n: 7 }], scannedBytes: null });
  });

  describe('that is not what the query promised is a failure:', () => {
    it.each<[string, readonly string[], string, string]>([
      ['another name', ['n bigint'], 'SELECT 1 AS m', 'columns m, expected n'],
      ['another order', ['a bigint', 'b bigint'], 'SELECT 1 AS b, 2 AS a', 'columns b, a, expected a, b'],
      ['one more', ['a bigint'], 'SELECT 1 AS a, 2 AS b', 'columns a, b, expected a'],
      ['one less', ['a bigint', 'b bigint'], 'SELECT 1 AS a', 'columns a, expected a, b'],
      ['another type', ['a varchar'], 'SELECT 1 AS a', 'column a has type integer, expected varchar'],
      [
        'a count that no number holds',
        ['a bigint'],
        'SELECT CAST(9007199254740993 AS BIGINT) AS a',
        'column a: beyond what a number holds exactly',
      ],
    ])('%s', async (_, columns, sql, reason) => {
      await expect(desk.ask(queryOf(columns, sql))).rejects.toThrow(new QueryFailed('question', reason));
    });

    it.each([
      ['a bigint', '1.5', 'column a: no bigint'],
      ['a bigint', '', 'column a: no bigint'],
      ['a boolean', 'TRUE', 'column a: no boolean'],
      ['a double', '', 'column a: no double'],
    ])('%s %j', async (column, text, reason) => {
      const type = column.slice(2);
      const value = type === 'boolean' ? 'TRUE' : '1';
      desk.endpoint.next({
        result: ({ columns, rows: [header = []] }) => ({ columns, rows: [header, [{ VarCharValue: text }]] }),
      });
      const asked = desk.ask(queryOf([column], `SELECT CAST(${value} AS ${type}) AS a`));
      await expect(asked).rejects.toThrow(new QueryFailed('question', reason));
    });

    it('a row that is short', async () => {
      desk.endpoint.next({
        result: ({ columns, rows: [header = []] }) => ({ columns, rows: [header, [{ VarCharValue: '1' }]] }),
      });
      const asked = desk.ask(queryOf(['a bigint', 'b bigint'], 'SELECT 1 AS a, 2 AS b'));
      await expect(asked).rejects.toThrow('a row has 1 values, expected 2');
    });
  });
});
