import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Trino, TrinoRefusal } from './trino.ts';

describe('Trino', () => {
  let trino: Trino;

  beforeAll(async () => {
    trino = await Trino.start();
  });

  afterAll(() => trino.stop());

  test('answers with names, types and values, its clock in UTC', async () => {
    const sql = `SELECT 1 AS n, 'ö' AS t, true AS b, ARRAY[CAST(NULL AS varchar)] AS a, current_timezone() AS zone`;
    expect(await trino.ask(sql)).toEqual({
      names: ['n', 't', 'b', 'a', 'zone'],
      types: ['integer', 'varchar(1)', 'boolean', 'array(varchar)', 'varchar'],
      rows: [[1, 'ö', true, [null], 'UTC']],
    });
  });

  test('fills placeholders with literals', async () => {
    const { rows } = await trino.ask(`SELECT 'it''s' || ?, ?`, [`' o''clock'`, `''`]);
    expect(rows).toEqual([["it's o'clock", '']]);
  });

  test.each([
    ['SELECT 1::bigint', 'SYNTAX_ERROR'],
    ['SELECT no_such_column', 'COLUMN_NOT_FOUND'],
    ['SELECT no_such_function(1)', 'FUNCTION_NOT_FOUND'],
    [`SELECT 1 = '1'`, 'TYPE_MISMATCH'],
    ['SELECT 1 / 0', 'DIVISION_BY_ZERO'],
    ['SELECT * FROM no_such_table', 'TABLE_NOT_FOUND'],
  ])('refuses %s and goes on', async (sql, code) => {
    const refusal: unknown = await trino.ask(sql).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(TrinoRefusal);
    expect(refusal).toMatchObject({ code });
    expect((await trino.ask('SELECT 1')).rows).toEqual([[1]]);
  });

  test('keeps each catalog’s tables apart', async () => {
    await trino.ask('CREATE TABLE here AS SELECT 1 AS n', [], 'one');
    expect((await trino.ask('SELECT n FROM here', [], 'one')).rows).toEqual([[1]]);
    await expect(trino.ask('SELECT n FROM here', [], 'two')).rejects.toThrow('TABLE_NOT_FOUND');
  });

  test('plans for a cluster', async () => {
    await trino.ask('CREATE TABLE counted AS SELECT 1 AS n', [], 'plans');
    const sql = 'SELECT n, count(*) FROM counted WHERE n = ? GROUP BY n ORDER BY n';
    const { stages, scans } = await trino.plan(sql, ['1'], 'plans');
    expect(stages).toBeGreaterThan(1);
    expect(scans).toBe(1);
  });
});

test('a Trino that dies says so to whoever waits, and to whoever asks later', async () => {
  const trino = await Trino.start();
  // Longer than it takes to end it.
  const waiting = trino.ask(
    'SELECT count(*) FROM UNNEST(sequence(1, 10000)) a, UNNEST(sequence(1, 10000)) b',
  );
  process.kill(trino.pid ?? Number.NaN, 'SIGKILL');
  await expect(waiting).rejects.toThrow('Trino ended with SIGKILL');
  await expect(trino.ask('SELECT 1')).rejects.toThrow('Trino ended with SIGKILL');
  await trino.stop();
});
