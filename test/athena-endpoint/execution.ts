import { randomUUID } from 'node:crypto';
import type { DuckDBConnection, DuckDBPreparedStatement } from '@duckdb/node-api';
import { valueOfLiteral } from './literal.ts';
import { refuse } from './refusal.ts';
import { resultOf, type Result } from './result.ts';

/** What is to become of an execution, where the SQL is not to decide. */
export interface Outcome {
  /** RUNNING: until it is stopped. */
  readonly state?: 'FAILED' | 'CANCELLED' | 'RUNNING';
  readonly reason?: string;
  readonly error?: Readonly<Record<string, string | number | boolean>>;
  /** When it was submitted, ms; else now. */
  readonly submitted?: number;
  /** What it says it has read; null: nothing of it. */
  readonly scannedBytes?: number | null;
  /** Changes what the SQL answered. */
  readonly result?: (result: Result) => Result;
}

/** What makes a start the same as an earlier one. */
export interface StartInput {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly workGroup: string;
  readonly database: string;
}

/** One execution: runs its SQL on DuckDB and tells how far it is, as GetQueryExecution does. */
export class Execution {
  readonly id = randomUUID();
  readonly input: StartInput;
  readonly #outcome: Outcome;
  readonly #scannedBytes: number | null;
  readonly #submitted: number;
  #state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED' = 'QUEUED';
  #reason: string | null;
  #ended: number | null = null;
  #result: Result | null = null;

  private constructor(input: StartInput, outcome: Outcome, scannedBytes: number) {
    this.input = input;
    this.#outcome = outcome;
    this.#scannedBytes = outcome.scannedBytes === undefined ? scannedBytes : outcome.scannedBytes;
    this.#submitted = outcome.submitted ?? Date.now();
    this.#reason = outcome.reason ?? null;
  }

  static async start(
    connection: DuckDBConnection,
    input: StartInput,
    outcome: Outcome,
    scannedBytes: number,
  ): Promise<Execution> {
    const values = input.parameters.map(valueOfLiteral);
    const execution = new Execution(input, outcome, scannedBytes);
    if (outcome.state === 'RUNNING') return execution;
    if (outcome.state !== undefined) {
      execution.#end(outcome.state, outcome.reason ?? null);
      return execution;
    }
    try {
      const statement = await connection.prepare(input.sql);
      void execution.#run(statement, values);
    } catch (error) {
      // Athena parses before it answers a start; what does not bind fails later.
      if (textOf(error).startsWith('Parser Error')) refuse(textOf(error), 'MALFORMED_QUERY');
      execution.#end('FAILED', textOf(error));
    }
    return execution;
  }

  async #run(statement: DuckDBPreparedStatement, values: readonly string[]): Promise<void> {
    try {
      if (statement.parameterCount !== values.length) {
        throw new Error(
          `Incorrect number of parameters: expected ${statement.parameterCount} but found ${values.length}`,
        );
      }
      statement.bind([...values]);
      const result = resultOf(await statement.runAndReadAll());
      this.#result = this.#outcome.result?.(result) ?? result;
      this.#end('SUCCEEDED', null);
    } catch (error) {
      this.#end('FAILED', textOf(error));
    } finally {
      statement.destroySync();
    }
  }

  #end(state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED', reason: string | null): void {
    if (this.#ended !== null) return;
    this.#state = state;
    this.#reason = reason;
    this.#ended = Date.now();
  }

  get state(): string {
    return this.#state;
  }

  stop(): void {
    this.#end('CANCELLED', 'Query cancelled by user');
  }

  /** The QueryExecution. An execution that goes on was queued at the first look, and is running at the next. */
  look(): Record<string, unknown> {
    const state = this.#state;
    if (state === 'QUEUED') this.#state = 'RUNNING';
    return {
      QueryExecutionId: this.id,
      Query: this.input.sql,
      StatementType: 'DML',
      SubstatementType: 'SELECT',
      QueryExecutionContext: { Database: this.input.database },
      WorkGroup: this.input.workGroup,
      EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
      Status: {
        State: state,
        ...(this.#reason === null ? {} : { StateChangeReason: this.#reason }),
        SubmissionDateTime: this.#submitted / 1_000,
        ...(this.#ended === null ? {} : { CompletionDateTime: this.#ended / 1_000 }),
        ...(state === 'FAILED'
          ? {
              AthenaError: this.#outcome.error ?? {
                ErrorCategory: 2,
                ErrorType: 1006,
                Retryable: false,
                ErrorMessage: this.#reason ?? '',
              },
            }
          : {}),
      },
      Statistics:
        state === 'QUEUED' || state === 'RUNNING' || this.#scannedBytes === null
          ? {}
          : {
              DataScannedInBytes: this.#scannedBytes,
              ResultReuseInformation: { ReusedPreviousResult: false },
            },
    };
  }

  /** A page of the result, `size` rows from `from`, and where the next begins. */
  page(from: number, size: number): { ResultSet: unknown; next: number | null } {
    if (this.#result === null) {
      refuse(
        this.#ended === null
          ? `Query has not yet finished. Current state: ${this.#state}`
          : `Query did not finish successfully. Final query state: ${this.#state}`,
        'INVALID_QUERY_EXECUTION_STATE',
      );
    }
    const { columns, rows } = this.#result;
    const to = from + size;
    return {
      ResultSet: {
        ResultSetMetadata: { ColumnInfo: columns.map(described) },
        Rows: rows.slice(from, to).map((row) => ({ Data: row })),
      },
      next: to < rows.length ? to : null,
    };
  }
}

function described({ Name, Type }: { readonly Name: string; readonly Type: string }) {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name,
    Label: Name,
    Type,
    Precision: Type === 'varchar' ? 2_147_483_647 : 19,
    Scale: 0,
    Nullable: 'UNKNOWN',
    CaseSensitive: Type === 'varchar',
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
