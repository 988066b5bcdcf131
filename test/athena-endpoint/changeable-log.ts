import type { LogTable } from '../../local/log-table/log-table.ts';
import { tableName } from '../../queries/column.ts';

/** Makes the log of a table one that rows can be put into and taken out of: a laptop only reads it. */
export async function makeChangeable({ connection }: LogTable): Promise<void> {
  await connection.run(`CREATE TABLE held AS SELECT * FROM ${tableName}`);
  const kinds = await connection.runAndReadAll(
    `SELECT table_type FROM information_schema.tables WHERE table_schema = 'main' AND table_name = '${tableName}'`,
  );
  await connection.run(`DROP ${kinds.getRows()[0]?.[0] === 'VIEW' ? 'VIEW' : 'TABLE'} ${tableName}`);
  await connection.run(`ALTER TABLE held RENAME TO ${tableName}`);
}
