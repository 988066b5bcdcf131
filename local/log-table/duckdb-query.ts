import { DuckDBTypeId, type DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import {
  QueryFailed,
  type Answer,
  type AnswerRow,
  type LogQuery,
  type QueryValues,
} from '../../queries/log-query.ts';
import type { AnswerType, Query } from '../../queries/query.ts';
import { errorName } from '../../handlers/deployed/error-name.ts';
import { OwnError } from '../../handlers/deployed/own-error.ts';

/** Asks a log that lies in DuckDB's table. */
export function duckdbLogQuery(connection: DuckDBConnection): LogQuery {
  return {
    ask: async (query, values) => {
      const bound = query.placeholders.map((name) => given(query, values, name));
      try {
        const reader = await connection.runAndReadAll(query.sql, bound);
        checkColumns(
          query,
          reader.columnNames(),
          reader.columnTypes().map(({ typeId }) => typeId),
        );
        return answerOf(query, reader.getRows());
      } catch (error) {
        throw error instanceof QueryFailed ? error : new QueryFailed(query.name, reasonOf(error));
      }
    },
  };
}

const typeIds: Readonly<Record<AnswerType, readonly DuckDBTypeId[]>> = {
  varchar: [DuckDBTypeId.VARCHAR],
  bigint: [DuckDBTypeId.BIGINT, DuckDBTypeId.HUGEINT, DuckDBTypeId.INTEGER],
  boolean: [DuckDBTypeId.BOOLEAN],
  double: [DuckDBTypeId.DOUBLE],
};

/** A placeholder without a value would ask another question: NULL equals nothing. */
function given(query: Query, values: QueryValues, name: string): string {
  const value = values[name];
  if (value === undefined) throw new QueryFailed(query.name, `no value for ${name}`);
  return value;
}

/** What comes back must be what the query's head says: names, order and types. */
function checkColumns(query: Query, names: readonly string[], types: readonly DuckDBTypeId[]): void {
  const said = query.columns.map(({ name }) => name).join(', ');
  if (said !== names.join(', '))
    throw new QueryFailed(query.name, `columns ${names.join(', ')}, expected ${said}`);
  for (const [index, { name, type }] of query.columns.entries()) {
    const got = types[index];
    if (got === undefined || !typeIds[type].includes(got)) {
      throw new QueryFailed(query.name, `column ${name} has type ${String(got)}, expected ${type}`);
    }
  }
}

function answerOf(query: Query, rows: readonly (readonly DuckDBValue[])[]): Answer {
  return {
    columns: query.columns,
    scannedBytes: null,
    rows: rows.map((row): AnswerRow =>
      Object.fromEntries(query.columns.map(({ name }, index) => [name, scalar(row[index])])),
    ),
  };
}

function scalar(value: DuckDBValue | undefined): string | number | boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new OwnError('a count is too large for a number');
    return Number(value);
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new OwnError('a value of an answer is neither text, number nor boolean');
}

/** What DuckDB says before it has read any row, or of the machine; all else may quote the log. */
const withoutValues = /^(Parser|Binder|Catalog|Out of Memory|IO) Error: /;

function reasonOf(error: unknown): string {
  if (error instanceof OwnError) return error.message;
  if (!(error instanceof Error)) return errorName(error);
  const [line = ''] = error.message.split('\n');
  if (withoutValues.test(line)) return line;
  return /^[A-Z][A-Za-z ]{0,40} Error(?=: )/.exec(line)?.[0] ?? errorName(error);
}
