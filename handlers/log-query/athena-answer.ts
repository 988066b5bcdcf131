import {
  GetQueryResultsCommand,
  type AthenaClient,
  type ColumnInfo,
  type ResultSet,
  type Row,
} from '@aws-sdk/client-athena';
import { QueryFailed, type Answer, type AnswerRow } from '../../queries/log-query.ts';
import type { AnswerType, Query } from '../../queries/query.ts';
import { valueOf } from './athena-value.ts';
import { unthrottled, type Backoff } from './backoff.ts';

export interface Finished {
  readonly client: AthenaClient;
  readonly id: string;
  readonly scannedBytes: number | null;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
}

/**
 * Reads all pages of an execution that succeeded.
 * @throws QueryFailed for anything that is not the answer that the query's head promises.
 */
export async function readAnswer(query: Query, finished: Finished): Promise<Answer> {
  const rows: AnswerRow[] = [];
  let isFirst = true;
  for await (const { ResultSetMetadata: metadata, Rows: page } of pages(query, finished)) {
    checkColumns(query, metadata?.ColumnInfo);
    if (page === undefined) throw new QueryFailed(query.name, 'Athena answered a page without rows');
    const data = isFirst && page[0] !== undefined && isHeader(query, page[0]) ? page.slice(1) : page;
    for (const row of data) rows.push(rowOf(query, row));
    isFirst = false;
  }
  return { columns: query.columns, rows, scannedBytes: finished.scannedBytes };
}

async function* pages(query: Query, { client, id, backoff, signal }: Finished): AsyncGenerator<ResultSet> {
  const tokens = new Set<string>();
  for (let token: string | undefined; ;) {
    const command = new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token });
    const { ResultSet: result, NextToken: next } = await unthrottled(
      () => client.send(command, { abortSignal: signal }),
      backoff,
      signal,
    );
    if (result === undefined) throw new QueryFailed(query.name, 'Athena answered no result set');
    yield result;
    if (next === undefined) return;
    if (tokens.has(next)) throw new QueryFailed(query.name, 'Athena answered the same page twice');
    tokens.add(next);
    token = next;
  }
}

/** Athena's types of a column that a query calls so. */
const athenaTypes: Readonly<Record<AnswerType, readonly string[]>> = {
  varchar: ['varchar'],
  bigint: ['bigint', 'integer'],
  boolean: ['boolean'],
  double: ['double'],
};

/** What comes back must be what the query's head says: names, order and types. */
function checkColumns(query: Query, got: readonly ColumnInfo[] | undefined): void {
  if (got === undefined) throw new QueryFailed(query.name, 'Athena answered no columns');
  const names = got.map(({ Name: name }) => name).join(', ');
  const said = query.columns.map(({ name }) => name).join(', ');
  if (said !== names) throw new QueryFailed(query.name, `columns ${names}, expected ${said}`);
  for (const [index, { name, type }] of query.columns.entries()) {
    const athenaType = got[index]?.Type ?? 'none';
    if (!athenaTypes[type].includes(athenaType)) {
      throw new QueryFailed(query.name, `column ${name} has type ${athenaType}, expected ${type}`);
    }
  }
}

/** Athena puts the names before the first row; it is not documented that it always does. */
function isHeader(query: Query, { Data: data = [] }: Row): boolean {
  return (
    data.length === query.columns.length &&
    query.columns.every(({ name }, index) => data[index]?.VarCharValue === name)
  );
}

function rowOf(query: Query, { Data: data = [] }: Row): AnswerRow {
  if (data.length !== query.columns.length) {
    throw new QueryFailed(query.name, `a row has ${data.length} values, expected ${query.columns.length}`);
  }
  return Object.fromEntries(
    query.columns.map((column, index) => [
      column.name,
      // NULL comes as a datum without a value.
      valueOf(query, column, data[index]?.VarCharValue ?? null),
    ]),
  );
}
