import { AthenaClient } from '@aws-sdk/client-athena';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { athenaLogQuery, type AthenaOptions } from '../../../handlers/log-query/athena.ts';
import type { Answer, LogQuery, QueryValues } from '../../../queries/log-query.ts';
import { parseQuery, type Query } from '../../../queries/query.ts';
import { AthenaEndpoint } from '../../athena-endpoint/athena-endpoint.ts';

/** What every execution in these tests says it has read. */
export const scannedBytes = 123_456_789;

/** The real client at an endpoint's URL. */
export function clientOf(url: string, maxAttempts = 3): AthenaClient {
  return new AthenaClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'none' },
    maxAttempts,
  });
}

/** The adapter at an endpoint; it looks often, so that tests are short. */
export function adapterOf(endpoint: AthenaEndpoint, options: Partial<AthenaOptions> = {}): LogQuery {
  return athenaLogQuery({
    client: clientOf(endpoint.url),
    workGroup: 'glasswatch',
    database: 'glasswatch_logs',
    occasion: 'event-1',
    limit: 60_000,
    backoff: { first: 1, longest: 8 },
    ...options,
  });
}

/** A query made for a test: `name type` columns, and the statement. */
export function queryOf(columns: readonly string[], sql: string, parameters: readonly string[] = []): Query {
  const head = [
    'a question',
    ...parameters.map((name) => `@param ${name} = x: what`),
    ...columns.map((column) => `@column ${column}: what`),
  ];
  return parseQuery('question', `${head.map((line) => `-- ${line}\n`).join('')}${sql}`, () => '');
}

/** An empty DuckDB, and before each test an endpoint on it. */
export class Desk {
  endpoint!: AthenaEndpoint;
  #instance!: DuckDBInstance;
  #connection!: DuckDBConnection;

  constructor() {
    beforeAll(async () => {
      this.#instance = await DuckDBInstance.create(':memory:');
      this.#connection = await this.#instance.connect();
    });
    beforeEach(async () => {
      this.endpoint = await AthenaEndpoint.open(this.#connection, { scannedBytes });
    });
    afterEach(() => this.endpoint.close());
    afterAll(() => {
      this.#connection.closeSync();
      this.#instance.closeSync();
    });
  }

  ask(query: Query, values: QueryValues = {}, options: Partial<AthenaOptions> = {}): Promise<Answer> {
    return adapterOf(this.endpoint, options).ask(query, values);
  }
}
