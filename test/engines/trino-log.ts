import { executionParameters } from '../../handlers/log-query/execution-parameters.ts';
import { columns, partitionColumns, spelled, tableName } from '../../queries/column.ts';
import type { QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import type { LogRow } from '../../queries/row.ts';
import { literal, withLiterals, type Trino, type TrinoAnswer, type TrinoPlan } from './trino.ts';

const all = [...columns, ...partitionColumns].map(({ name, type }) => ({
  name,
  type: spelled(type, 'trino'),
}));

/** Rows of one INSERT: few statements, none of them huge. */
const rowsOfStatement = 500;

/** A log in a catalog of Trino's. */
export class TrinoLog {
  readonly #trino: Trino;
  readonly #catalog: string;

  private constructor(trino: Trino, catalog: string) {
    this.#trino = trino;
    this.#catalog = catalog;
  }

  /** Makes the log's table, with these rows in it. */
  static async load(trino: Trino, catalog: string, rows: readonly LogRow[]): Promise<TrinoLog> {
    // There is no CREATE TABLE without a query in an embedded Trino.
    const nothing = all.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`).join(', ');
    await trino.ask(`CREATE TABLE ${tableName} AS SELECT ${nothing} WITH NO DATA`, [], catalog);
    const type = `ARRAY(ROW(${all.map((column) => `${column.name} ${column.type}`).join(', ')}))`;
    for (let first = 0; first < rows.length; first += rowsOfStatement) {
      const json = literal(JSON.stringify(rows.slice(first, first + rowsOfStatement)));
      await trino.ask(
        `INSERT INTO ${tableName} SELECT * FROM UNNEST(CAST(json_parse(${json}) AS ${type}))`,
        [],
        catalog,
      );
    }
    return new TrinoLog(trino, catalog);
  }

  /** Asks a question with the parameters that Athena would be sent. */
  ask(query: Query, values: QueryValues): Promise<TrinoAnswer> {
    return this.run(query.sql, executionParameters(query, values));
  }

  /** Names and types of all that a question mentions are checked; nothing is read. */
  async validate(query: Query, values: QueryValues): Promise<void> {
    const filled = withLiterals(query.sql, executionParameters(query, values));
    await this.run(`EXPLAIN (TYPE VALIDATE) ${filled}`);
  }

  /** How Athena would run a question. */
  plan(query: Query, values: QueryValues): Promise<TrinoPlan> {
    return this.#trino.plan(query.sql, executionParameters(query, values), this.#catalog);
  }

  run(sql: string, literals: readonly string[] = []): Promise<TrinoAnswer> {
    return this.#trino.ask(sql, literals, this.#catalog);
  }
}
