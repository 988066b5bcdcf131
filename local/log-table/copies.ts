import type { DuckDBConnection } from '@duckdb/node-api';

/**
 * Keeps of copies that are equal in all that a question can see only one: whatever is asked, any of them is the first as
 * well as another. CloudTrail delivers a file twice now and then, into the same folder.
 *
 * @param common the columns of `common`
 * @returns whether copies are left, which differ
 */
export async function keepEqualCopiesOnce(
  connection: DuckDBConnection,
  common: readonly string[],
): Promise<boolean> {
  if (!(await hasCopies(connection))) return false;
  const seen = ['o.eventid', 'o.eventtime', 'p.region', 'p.day', 'o.common IS NULL'];
  const equal = [...seen, ...common.map((name) => `c.${name}`)].join(', ');
  await connection.run(
    `DELETE FROM own WHERE rowid IN (
      SELECT place FROM (
        SELECT o.rowid AS place, row_number() OVER (PARTITION BY ${equal} ORDER BY o.rowid) AS copy
        FROM own o
        JOIN (SELECT eventid FROM own GROUP BY eventid HAVING count(*) > 1) t ON t.eventid = o.eventid
        JOIN partitions p ON p.number = o.partition
        LEFT JOIN common c ON c.number = o.common
      ) WHERE copy > 1)`,
  );
  return await hasCopies(connection);
}

async function hasCopies(connection: DuckDBConnection): Promise<boolean> {
  const distinct = await connection.runAndReadAll('SELECT count(*) = count(DISTINCT eventid) FROM own');
  return distinct.getRows()[0]?.[0] !== true;
}
