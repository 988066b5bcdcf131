import { describe, expect, test } from 'vitest';
import { queries } from '../../queries/catalogue.ts';
import { tableName } from '../../queries/column.ts';
import { trinoErrors, trinoTree, type SyntaxNode } from './trino-grammar.ts';

/** A node with what encloses it, the innermost first. */
interface Place {
  readonly node: SyntaxNode;
  readonly around: readonly SyntaxNode[];
}

function placesIn(node: SyntaxNode, around: readonly SyntaxNode[] = []): Place[] {
  const inside = [node, ...around];
  return [{ node, around }, ...node.children.flatMap((child) => placesIn(child, inside))];
}

async function placesOf(sql: string): Promise<Place[]> {
  return placesIn(await trinoTree(sql));
}

function isSign(node: SyntaxNode, sign: string): boolean {
  return node.rule === null && node.text() === sign;
}

/** Placeholders that stand elsewhere than in the WHERE of their own SELECT, with what they stand in: Athena takes none there. */
function strayPlaceholders(places: readonly Place[]): string[] {
  return places.flatMap(({ node, around }) => {
    if (!isSign(node, '?')) return [];
    const of = around.find(({ rule }) => rule === 'whereClause' || rule === 'querySpecification');
    return of?.rule === 'whereClause' ? [] : [of?.text() ?? '?'];
  });
}

/** The conditions, without blanks, of each SELECT that reads the log; empty where any of several is enough, or none is. */
function boundsOf(places: readonly Place[]): string[] {
  return places.flatMap(({ node, around }) => {
    if (node.rule !== 'tableRef' || node.text() !== tableName) return [];
    const select = around.find(({ rule }) => rule === 'querySpecification');
    const condition = select?.children.find(({ rule }) => rule === 'whereClause')?.children[1];
    if (condition === undefined || condition.children.some((child) => isSign(child, 'OR'))) return [''];
    return [condition.text()];
  });
}

/** Mentions of what AWS answered a call that may take more than one harmless field of it. */
function wideMentions(sql: string): string[] {
  const oneField = /json_extract(?:_scalar)?\(\s*(?:\w+\.)?responseelements\s*,\s*'\$((?:\.\w+)+)'\s*\)/gi;
  const without = sql.replace(oneField, (mention, path: string) =>
    path !== '.credentials.expiration' &&
    /credential|token|secretaccesskey|password|\.(secretString|secretBinary|plaintext)/i.test(path)
      ? mention
      : '',
  );
  return without.match(/.*(responseelements|credentials|sessiontoken).*/gi) ?? [];
}

describe('the grammar', () => {
  test.each([
    ['a cast by ::', `SELECT eventid::varchar FROM ${tableName}`],
    ['ILIKE', `SELECT eventid FROM ${tableName} WHERE eventname ILIKE 'get%'`],
    ['QUALIFY', `SELECT eventid FROM ${tableName} QUALIFY row_number() OVER (PARTITION BY eventid) = 1`],
    ['GROUP BY ALL', `SELECT eventname, count(*) FROM ${tableName} GROUP BY ALL`],
    ['LIMIT before OFFSET', `SELECT eventid FROM ${tableName} ORDER BY eventid LIMIT 5 OFFSET 5`],
    ['a trailing comma', `SELECT eventid, eventname, FROM ${tableName}`],
    ['EXCLUDE', `SELECT * EXCLUDE (eventid) FROM ${tableName}`],
    ['FROM first', `FROM ${tableName} SELECT eventid`],
    ['a list in brackets', 'SELECT [1, 2]'],
    ['a struct in braces', "SELECT {'a': 1}"],
    ['DISTINCT ON', `SELECT DISTINCT ON (eventid) eventid FROM ${tableName}`],
    ['~', `SELECT eventid FROM ${tableName} WHERE eventname ~ '^Get'`],
    ['==', `SELECT eventid FROM ${tableName} WHERE eventname == 'x'`],
    ['an interval without quotes', 'SELECT INTERVAL 1 DAY'],
    ['a numbered parameter', `SELECT eventid FROM ${tableName} WHERE eventid = $1`],
  ])('refuses %s, which DuckDB takes', async (_what, sql) => {
    expect(await trinoErrors(sql)).not.toEqual([]);
  });

  test('takes what Trino takes', async () => {
    const sql = `WITH RECURSIVE t (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 3)
      SELECT max_by(n, n) FILTER (WHERE n > 1), CAST(ROW(1) AS ROW(a bigint)).a FROM t
      CROSS JOIN UNNEST(ARRAY[1]) WITH ORDINALITY AS u(v, o) WHERE v = ? OFFSET 1 LIMIT 2`;
    expect(await trinoErrors(sql)).toEqual([]);
  });
});

describe.each(queries)('$name.sql', ({ sql, placeholders }) => {
  test("keeps to Trino's grammar, in one statement", async () => {
    expect(await trinoErrors(sql)).toEqual([]);
    expect(sql).not.toContain(';');
  });

  test('reads the log only within days and Regions, and has placeholders only where Athena takes them', async () => {
    const places = await placesOf(sql);
    expect(places.filter(({ node }) => isSign(node, '?'))).toHaveLength(placeholders.length);
    expect(strayPlaceholders(places)).toEqual([]);
    const bounds = boundsOf(places);
    expect(bounds.length).toBeGreaterThan(0);
    for (const bound of bounds) expect(bound).toMatch(/^(\w+\.)?dayBETWEEN\?AND\?AND(\w+\.)?regionLIKE\?AND/);
    expect(sql).toMatch(/\bday BETWEEN \? \/\* from_day \*\/ AND \? \/\* to_day \*\//);
    expect(sql).toMatch(/\bregion LIKE \? \/\* region \*\//);
  });

  test('takes nothing secret out of what AWS answered', () => {
    expect(wideMentions(sql)).toEqual([]);
  });
});

describe('these tests would notice', () => {
  test.each([
    `SELECT ? FROM ${tableName}`,
    `SELECT eventid FROM ${tableName} WHERE region IN (SELECT ? FROM ${tableName})`,
    `SELECT eventid FROM ${tableName} GROUP BY eventid HAVING count(*) > ?`,
    `SELECT a.eventid FROM ${tableName} a JOIN ${tableName} b ON b.eventid = ?`,
    `SELECT eventid FROM ${tableName} ORDER BY ?`,
    `SELECT eventid FROM ${tableName} LIMIT ?`,
  ])('a placeholder outside WHERE: %s', async (sql) => {
    expect(strayPlaceholders(await placesOf(sql))).toHaveLength(1);
  });

  test.each([
    `SELECT eventid FROM ${tableName}`,
    `SELECT eventid FROM ${tableName} WHERE day BETWEEN ? AND ? AND region LIKE ? OR errorcode IS NULL`,
    `SELECT eventid FROM (SELECT * FROM ${tableName}) WHERE day BETWEEN ? AND ?`,
  ])('an unbounded reading of the log beside a bounded one: %s', async (sql) => {
    const bounded = `SELECT eventid FROM ${tableName} WHERE day BETWEEN ? AND ? AND region LIKE ?`;
    expect(boundsOf(await placesOf(`${bounded} UNION ALL ${sql}`))).toEqual([
      'dayBETWEEN?AND?ANDregionLIKE?',
      '',
    ]);
  });

  test.each([
    `json_extract_scalar(responseelements, '$.credentials.sessionToken')`,
    `json_extract_scalar(responseelements, '$.Credentials.AccessKeyId')`,
    `json_extract(r.responseelements, '$.credentials')`,
    `json_extract(responseelements, '$')`,
    'responseelements AS answer',
    `json_extract_scalar(requestparameters, '$.credentials')`,
    `json_extract_scalar(responseelements, '$.credentials.expiration.sessionToken')`,
  ])('a mention of credentials: %s', (mention) => {
    expect(wideMentions(`SELECT ${mention} FROM records`)).toHaveLength(1);
  });
});
