import type { DuckDBConnection } from '@duckdb/node-api';
import { columns, partitionColumns, tableName } from '../../queries/column.ts';
import type { QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';

/** A question with the values that it will be asked with. */
export interface Question {
  readonly query: Query;
  readonly values: QueryValues;
}

const allColumns = [...columns, ...partitionColumns].map(({ name }) => name);

/** A longer statement takes longer to plan than it saves: it uses what it names. */
const longestPlanned = 10_000;

/** What is told of an empty table must hold of a full one: nothing is concluded from what the table holds. */
const optimizers = ['unused_columns', 'filter_pushdown', 'expression_rewriter'];

/**
 * The columns that questions need, by the engine's own plan: those that it would read. The connection has the log's table
 * already; its rows do not matter.
 */
export async function columnsAsked(
  connection: DuckDBConnection,
  questions: readonly Question[],
): Promise<readonly string[]> {
  const others = await connection.runAndReadAll('SELECT name FROM duckdb_optimizers()');
  const disabled = others.getRows().map(([name]) => String(name));
  await connection.run(
    `SET disabled_optimizers = '${disabled.filter((name) => !optimizers.includes(name)).join()}'`,
  );
  const asked = new Set<string>();
  try {
    for (const question of questions) {
      for (const name of (await planned(connection, question)) ?? named(question.query)) asked.add(name);
    }
  } finally {
    await connection.run('RESET disabled_optimizers');
  }
  return allColumns.filter((name) => asked.has(name));
}

/** Null where the plan does not say, or is not asked for. */
async function planned(
  connection: DuckDBConnection,
  { query: { sql, placeholders }, values }: Question,
): Promise<readonly string[] | null> {
  if (sql.length > longestPlanned) return null;
  const bound = placeholders.map((name) => values[name] ?? '');
  try {
    const plan = await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`, bound);
    const [first] = plan.getRows();
    const scans = scansIn(JSON.parse(String(first?.[1])) as PlanNode[]);
    const read = scans.flatMap(({ extra_info: { Projections = null } }) => Projections);
    return scans.length === 0 || read.includes(null) ? null : read.map((name) => columnOf(String(name)));
  } catch {
    // What is wrong with a question is told when it is asked.
    return null;
  }
}

interface PlanNode {
  readonly extra_info: { readonly Table?: string; readonly Projections?: string | readonly string[] };
  readonly children: readonly PlanNode[];
}

function scansIn(nodes: readonly PlanNode[]): PlanNode[] {
  return nodes.flatMap((node) => [
    ...(node.extra_info.Table?.split('.').at(-1) === tableName ? [node] : []),
    ...scansIn(node.children),
  ]);
}

/** Of a struct the plan can name a field. */
function columnOf(projection: string): string {
  return projection.split('.')[0]?.replaceAll('"', '') ?? projection;
}

/** Every column that a statement uses is spelled in it. */
function named({ sql }: Query): readonly string[] {
  const words = new Set(sql.toLowerCase().match(/\w+/g));
  return allColumns.filter((name) => words.has(name));
}
