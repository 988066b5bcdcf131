import type { DuckDBConnection } from '@duckdb/node-api';
import { Execution, type Outcome, type StartInput } from './execution.ts';
import { refuse } from './refusal.ts';

export type Input = Readonly<Record<string, unknown>>;

/** Most rows that a page of GetQueryResults has, the header among them. */
const pageRows = 1_000;

/** Athena's four actions that a question needs, with its checks of their input. */
export class AthenaActions {
  /** What is to become of the executions that come next. */
  readonly outcomes: Outcome[] = [];
  readonly executions: Execution[] = [];
  readonly #byToken = new Map<string, { readonly same: string; readonly execution: Promise<Execution> }>();
  readonly #connection: DuckDBConnection;
  readonly #scannedBytes: number;

  constructor(connection: DuckDBConnection, scannedBytes: number) {
    this.#connection = connection;
    this.#scannedBytes = scannedBytes;
  }

  async StartQueryExecution(input: Input): Promise<Input> {
    const token = input.ClientRequestToken;
    if (typeof token !== 'string' || token.length < 32 || token.length > 128) {
      refuse('ClientRequestToken: expected 32 to 128 characters');
    }
    const started = startInputOf(input);
    const same = JSON.stringify(started);
    const known = this.#byToken.get(token);
    if (known !== undefined) {
      if (known.same !== same) refuse('Idempotent parameters do not match');
      return { QueryExecutionId: (await known.execution).id };
    }
    const outcome = this.outcomes.shift() ?? {};
    const starting = Execution.start(this.#connection, started, outcome, this.#scannedBytes);
    this.#byToken.set(token, { same, execution: starting });
    try {
      const execution = await starting;
      this.executions.push(execution);
      return { QueryExecutionId: execution.id };
    } catch (error) {
      // A start that was refused is none.
      this.#byToken.delete(token);
      throw error;
    }
  }

  GetQueryExecution(input: Input): Input {
    return { QueryExecution: this.#execution(input).look() };
  }

  GetQueryResults(input: Input): Input {
    const execution = this.#execution(input);
    const { MaxResults: size = pageRows, NextToken: token } = input;
    if (typeof size !== 'number' || size < 1 || size > pageRows) refuse('MaxResults: expected 1 to 1000');
    const { ResultSet, next } = execution.page(token === undefined ? 0 : rowOfToken(execution, token), size);
    return { UpdateCount: 0, ResultSet, ...(next === null ? {} : { NextToken: tokenOf(execution, next) }) };
  }

  StopQueryExecution(input: Input): Input {
    this.#execution(input).stop();
    return {};
  }

  #execution({ QueryExecutionId: id }: Input): Execution {
    const found = this.executions.find((execution) => execution.id === id);
    return found ?? refuse(`QueryExecution ${String(id)} was not found`);
  }
}

function startInputOf(input: Input): StartInput {
  const { QueryString: sql, WorkGroup: workGroup, ExecutionParameters: parameters = [] } = input;
  const context = input.QueryExecutionContext as Input | undefined;
  if (typeof sql !== 'string' || sql === '' || sql.length > 262_144) refuse('QueryString: expected SQL');
  if (typeof workGroup !== 'string') refuse('WorkGroup: expected a name');
  if (typeof context?.Database !== 'string') refuse('QueryExecutionContext: expected a Database');
  if (!Array.isArray(parameters) || (parameters.length === 0 && 'ExecutionParameters' in input)) {
    refuse('ExecutionParameters: expected at least one');
  }
  return { sql, workGroup, parameters: parameters as unknown[], database: context.Database };
}

/** Tells nothing to who does not know the execution: a client can only hand it back. */
function tokenOf({ id }: Execution, row: number): string {
  return Buffer.from(`${id}/${row}`).toString('base64');
}

function rowOfToken({ id }: Execution, token: unknown): number {
  const [of, row] = Buffer.from(String(token), 'base64').toString().split('/');
  return of === id ? Number(row) : refuse('NextToken: not one of this query');
}
