import { DuckDBInstance, DuckDBListValue, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialect } from '../../local/log-table/duckdb-dialect.ts';
import { queries } from '../../queries/catalogue.ts';
import { differences, expressions, fails } from './expressions.ts';
import { Trino, TrinoRefusal } from './trino.ts';

let trino: Trino;
let instance: DuckDBInstance;
let duckdb: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  duckdb = await instance.connect();
  for (const statement of dialect) await duckdb.run(statement);
  trino = await Trino.start();
});

afterAll(async () => {
  await trino.stop();
  duckdb.closeSync();
  instance.closeSync();
});

async function ofTrino(expression: string): Promise<unknown> {
  try {
    return (await trino.ask(`SELECT ${expression}`)).rows[0]?.[0];
  } catch (error) {
    if (error instanceof TrinoRefusal && error.code !== 'SYNTAX_ERROR') return fails;
    throw error;
  }
}

async function ofDuckdb(expression: string): Promise<unknown> {
  let reader;
  try {
    reader = await duckdb.runAndReadAll(`SELECT ${expression}`);
  } catch (error) {
    // A function that DuckDB does not have is no answer.
    if (error instanceof Error && !/^(Parser|Catalog) Error/.test(error.message)) return fails;
    throw error;
  }
  return plain(reader.getRows()[0]?.[0] ?? null);
}

/** A value of DuckDB's as JSON has it. */
function plain(value: DuckDBValue): unknown {
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'object' && value !== null ? value.toString() : value;
}

describe('DuckDB answers as Trino does', () => {
  const asked = Object.values(expressions).flat();
  test.each(asked)('%s', async (expression) => {
    expect(await ofDuckdb(expression)).toEqual(await ofTrino(expression));
  });
});

describe('DuckDB still differs from Trino', () => {
  test.each(differences)('$sql', async ({ sql, trino: expected, duckdb: other }) => {
    expect({ trino: await ofTrino(sql), duckdb: await ofDuckdb(sql) }).toEqual({
      trino: expected,
      duckdb: other,
    });
  });
});

describe('nothing is left out', () => {
  test('every macro is tried', () => {
    const macros = dialect.flatMap((statement) => /^CREATE MACRO (\w+)/.exec(statement)?.[1] ?? []);
    expect(macros.length).toBeGreaterThan(10);
    expect(macros.filter((name) => !(name in expressions))).toEqual([]);
  });

  test.each(queries)('every function that $name uses is tried', ({ sql }) => {
    // Functions are written small, words of SQL are not; `AS t(…)` names columns.
    const used = new Set([...sql.matchAll(/(?<!\bAS )\b([a-z]\w*)\(/g)].map(([, name]) => name ?? ''));
    expect(used.size).toBeGreaterThan(3);
    expect([...used].filter((name) => !(name in expressions))).toEqual([]);
  });
});
