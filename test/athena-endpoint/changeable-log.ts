import type { LogTable } from '../../local/log-table/log-table.ts';
import { rowPlace } from '../../local/log-table/table-columns.ts';
import { tableName } from '../../queries/column.ts';

/** Makes the log of a table one that rows can be put into and taken out of: a laptop only reads it. */
export async function makeChangeable({ connection }: LogTable): Promise<void> {
  // Athena's table has its own columns only.
  await connection.run(`CREATE TABLE held AS SELECT COLUMNS(c -> c <> '${rowPlace}') FROM ${tableName}`);
  const kinds = await connection.runAndReadAll(
    `SELECT table_type FROM information_schema.tables WHERE table_schema = 'main' AND table_name = '${tableName}'`,
  );
  await connection.run(`DROP ${kinds.getRows()[0]?.[0] === 'VIEW' ? 'VIEW' : 'TABLE'} ${tableName}`);
  await connection.run(`ALTER TABLE held RENAME TO ${tableName}`);
}
