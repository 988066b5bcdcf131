import { describe, expect, test } from 'vitest';
import { queries } from '../../queries/catalogue.ts';
import { parseQuery, QueryFormError, spanPlaceholders } from '../../queries/query.ts';

const parts = (part: string) => `${part} AS (SELECT 1 FROM t WHERE day = ? /* from_day */)`;

function parsed(...lines: readonly string[]) {
  return parseQuery('some', lines.join('\n'), parts);
}

const head = ['-- What it answers.', '-- @column a varchar: a thing'];

describe('a query', () => {
  test('is its head and its statement', () => {
    const query = parsed(
      '-- What it answers,',
      '-- in two lines.',
      "-- @param who = '': a principal; empty: all",
      '-- @param least = 10: how many: at least',
      '-- @column a varchar: a thing',
      '-- @column n bigint: how many',
      'SELECT a, n FROM t WHERE a = ? /* who */ AND n > ? /* least */ AND region LIKE ? /*region*/',
    );
    expect(query).toEqual({
      name: 'some',
      answers: 'What it answers, in two lines.',
      parameters: [
        { name: 'who', otherwise: '', says: 'a principal; empty: all' },
        { name: 'least', otherwise: '10', says: 'how many: at least' },
      ],
      columns: [
        { name: 'a', type: 'varchar', says: 'a thing' },
        { name: 'n', type: 'bigint', says: 'how many' },
      ],
      sql: 'SELECT a, n FROM t WHERE a = ? /* who */ AND n > ? /* least */ AND region LIKE ? /*region*/',
      parts: [],
      placeholders: ['who', 'least', 'region'],
    });
  });

  test('has its parts before it, and their placeholders first', () => {
    const query = parsed(...head, '-- @with one, two', 'SELECT a FROM one WHERE day <= ? /* to_day */');
    expect(query.sql).toMatch(/^WITH one AS \(.*\),\ntwo AS \(.*\)\nSELECT a FROM one/s);
    expect(query.placeholders).toEqual(['from_day', 'from_day', 'to_day']);
  });

  test('has its own tables after its parts', () => {
    const query = parsed(...head, '-- @with one', 'WITH own AS (SELECT 2)', 'SELECT a FROM own');
    expect(query.sql).toMatch(/^WITH one AS \(.*\),\nown AS \(SELECT 2\)\nSELECT a FROM own$/s);
  });

  test('stays recursive with parts', () => {
    const query = parsed(
      ...head,
      '-- @with one',
      'WITH RECURSIVE own (n) AS (SELECT 2)',
      'SELECT a FROM own',
    );
    expect(query.sql).toMatch(/^WITH RECURSIVE one AS \(.*\),\nown \(n\) AS/s);
  });

  test.for([
    [
      'a placeholder that no @param names',
      [...head, 'SELECT a FROM t WHERE a = ? /* whom */'],
      'no @param whom',
    ],
    [
      'a placeholder without a name',
      [...head, 'SELECT a FROM t WHERE a = ?'],
      '1 placeholders without a name',
    ],
    ['no word of what it answers', ['-- @column a varchar: a thing', 'SELECT a FROM t'], 'no answer'],
    ['no column', ['-- What it answers.', 'SELECT a FROM t'], 'no @column'],
    [
      'a column of a type that is none',
      [...head, '-- @column b timestamp: when', 'SELECT a'],
      'expected "@column',
    ],
    ['a column that says nothing', [...head, '-- @column b varchar', 'SELECT a'], 'expected "@column'],
    ['a parameter without default', [...head, '-- @param b: what', 'SELECT a'], 'expected "@param'],
  ] as const)('with %s is refused', ([, lines, reason]) => {
    expect(() => parsed(...lines)).toThrow(QueryFormError);
    expect(() => parsed(...lines)).toThrow(reason);
  });
});

describe.for(queries.map((query) => [query.name, query] as const))('%s', ([, query]) => {
  test('is bound to partitions and instants', () => {
    expect(query.placeholders).toEqual(expect.arrayContaining([...spanPlaceholders]));
  });

  test('uses each of its parameters', () => {
    for (const { name } of query.parameters) expect(query.placeholders).toContain(name);
  });

  test('has placeholders in conditions only, and never selects whole answers of AWS', () => {
    const selected = query.sql
      .split(/\b(?=SELECT\b|FROM\b|WHERE\b|JOIN\b|GROUP BY\b|HAVING\b|ORDER BY\b)/)
      .filter((clause) => !clause.startsWith('WHERE'));
    expect(selected.filter((clause) => clause.includes('?'))).toEqual([]);
    expect(query.columns.map(({ name }) => name)).not.toContain('responseelements');
  });

  test('is in a fixed order', () => {
    expect(query.sql).toMatch(/\nORDER BY [\w, ]+$/);
  });
});
