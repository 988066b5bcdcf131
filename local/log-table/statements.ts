import type { DuckDBConnection } from '@duckdb/node-api';
import { tableName } from '../../queries/column.ts';
import type { QueryValues } from '../../queries/log-query.ts';
import { placeholdersIn, type Query } from '../../queries/query.ts';
import { allColumns, rowPlace } from './table-columns.ts';
import { boundsWithin, withoutBounds, type Extent } from './extent.ts';

/** What tells an event's first copy from others of the same eventID. */
const copyNumber = 'row_number() OVER (PARTITION BY eventid ORDER BY eventtime, region, day)';

/** A statement over a log that holds no event twice: there, every row is its event's first copy. */
export function withoutCopies(sql: string): string {
  return sql.replaceAll(copyNumber, '1');
}

/** What is known of the log as a whole. */
export interface LogShape {
  /** Whether it may hold an event more than once. */
  readonly hasCopies: boolean;
  readonly extent: Extent;
}

/**
 * What DuckDB is asked for questions: their own texts, without what it would do in vain. Parts that several questions share
 * are answered once: each becomes a table, which stands in the place of the part's text wherever the same part is asked with
 * the same values, or with bounds that leave the same of the log; the part that is a copy of the log is left as it is. And where no event is there twice, copies are not
 * looked for.
 */
export class Statements {
  readonly #connection: DuckDBConnection;
  readonly #hasCopies: boolean;
  readonly #extent: Extent;
  readonly #shared: ReadonlySet<string>;
  /** By all that a part's answer depends on: its text and those before it, and their values. Null: it cannot be kept. */
  readonly #tables = new Map<string, string | null>();

  constructor(connection: DuckDBConnection, queries: readonly Query[], { hasCopies, extent }: LogShape) {
    this.#connection = connection;
    this.#hasCopies = hasCopies;
    this.#extent = extent;
    const names = new Map(queries.map(({ name, parts }) => [name, parts]));
    const all = [...names.values()].flat();
    this.#shared = new Set(
      all.filter((part, index) => all.indexOf(part) !== index && !part.includes(tableName)),
    );
  }

  /** The statement of a question, its shared parts answered. */
  async sqlOf({ parts, sql }: Query, values: QueryValues): Promise<string> {
    const before: string[] = [];
    let texts = '';
    let answered = this.#asOfLog(sql);
    for (const part of parts.map((one) => this.#asOfLog(one))) {
      texts += part;
      const table = this.#shared.has(part) ? await this.#tableOf(part, texts, before, values) : null;
      const text = table === null ? part : `${nameOf(part)} AS (SELECT * FROM ${table})`;
      before.push(text);
      answered = answered.replace(part, () => text);
    }
    return answered;
  }

  #asOfLog(sql: string): string {
    return this.#hasCopies ? sql : withoutCopies(sql);
  }

  async #tableOf(
    part: string,
    texts: string,
    before: readonly string[],
    values: QueryValues,
  ): Promise<string | null> {
    const bounds = boundsWithin(values, this.#extent);
    const others = placeholdersIn(withoutBounds(texts)).map((name) => values[name]);
    const key = JSON.stringify([texts, bounds, others]);
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const table = `main.kept_${this.#tables.size}`;
    try {
      await this.#keep(table, nameOf(part), `WITH ${[...before, part].join(',\n')}`, values);
    } catch {
      // What is wrong with a part is told by the question that holds it.
      this.#tables.set(key, null);
      return null;
    }
    this.#tables.set(key, table);
    return table;
  }

  /**
   * Keeps a part's answer. Of rows that are still whole rows of the log only what the part adds to them is kept, since DuckDB
   * is slow in sorting what is wide; the rest is joined again by whoever asks for it.
   */
  async #keep(table: string, name: string, texts: string, values: QueryValues): Promise<void> {
    const bound = placeholdersIn(texts).map((one) => values[one] ?? '');
    const described = await this.#connection.runAndReadAll(`DESCRIBE ${texts} SELECT * FROM ${name}`, bound);
    const columns = described.getRows().map(([column]) => String(column));
    if (!columns.includes(rowPlace)) {
      await this.#connection.run(`CREATE TABLE ${table} AS ${texts} SELECT * FROM ${name}`, bound);
      return;
    }
    const added = columns.filter((column) => !allColumns.includes(column)).join(', ');
    await this.#connection.run(`CREATE TABLE ${table}_added AS ${texts} SELECT ${added} FROM ${name}`, bound);
    const selected = columns.map((column) => (allColumns.includes(column) ? `l.${column}` : `a.${column}`));
    await this.#connection.run(
      `CREATE VIEW ${table} AS SELECT ${selected.join(', ')} FROM ${table}_added a JOIN main.${tableName} l USING (${rowPlace})`,
    );
  }
}

/** The name of a common table expression. */
function nameOf(part: string): string {
  return /^\w+/.exec(part)?.[0] ?? part;
}
