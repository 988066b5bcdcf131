import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { DuckDBConnection } from '@duckdb/node-api';
import { AthenaActions, type Input } from './actions.ts';
import type { Outcome } from './execution.ts';
import { Refusal, refuse } from './refusal.ts';

const actions = [
  'StartQueryExecution',
  'GetQueryExecution',
  'GetQueryResults',
  'StopQueryExecution',
] as const;
export type Action = (typeof actions)[number];

/**
 * What is to go wrong with a request: refused as too much at once, Athena's own fault, answered by something that is no
 * JSON or by another JSON, done but the answer lost on the way, done and answered only when the promise is kept.
 */
export type Trouble =
  | 'throttled'
  | 'broken'
  | 'garbage'
  | 'lost'
  | { readonly answer: Input }
  | { readonly until: Promise<unknown> };

export interface AthenaEndpointOptions {
  /** What every execution says it has read. */
  readonly scannedBytes?: number;
}

/**
 * Athena for tests: speaks its JSON protocol over HTTP and runs the SQL on DuckDB. It does what it is asked unless it was
 * told otherwise for the executions or requests that come next.
 */
export class AthenaEndpoint {
  /** What was asked of it, in order. */
  readonly requests: { readonly action: Action; readonly input: Input }[] = [];
  readonly #actions: AthenaActions;
  readonly #troubles: { readonly action: Action; readonly trouble: Trouble }[] = [];
  readonly #server = createServer((request, response) => {
    void this.#serve(request, response);
  });

  private constructor(connection: DuckDBConnection, { scannedBytes = 0 }: AthenaEndpointOptions) {
    this.#actions = new AthenaActions(connection, scannedBytes);
  }

  static async open(
    connection: DuckDBConnection,
    options: AthenaEndpointOptions = {},
  ): Promise<AthenaEndpoint> {
    const endpoint = new AthenaEndpoint(connection, options);
    endpoint.#server.listen(0, '127.0.0.1');
    await once(endpoint.#server, 'listening');
    return endpoint;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The states of all executions, in the order of their starts. */
  get states(): readonly string[] {
    return this.#actions.executions.map(({ state }) => state);
  }

  /** The ids of all executions, in the order of their starts. */
  get ids(): readonly string[] {
    return this.#actions.executions.map(({ id }) => id);
  }

  /** How often an action was asked for. */
  count(action: Action): number {
    return this.requests.filter((request) => request.action === action).length;
  }

  /** Says what is to become of the execution that is started next. */
  next(outcome: Outcome): void {
    this.#actions.outcomes.push(outcome);
  }

  /** Says what is to go wrong with the next requests of an action. */
  trouble(action: Action, trouble: Trouble, times = 1): void {
    for (let time = 0; time < times; time += 1) this.#troubles.push({ action, trouble });
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const target = String(request.headers['x-amz-target']);
      const action = actions.find((one) => target === `AmazonAthena.${one}`) ?? refuse(`no action ${target}`);
      const input = JSON.parse(await text(request)) as Input;
      this.requests.push({ action, input });
      await this.#answer(response, action, input, this.#nextTrouble(action));
    } catch (error) {
      const refusal =
        error instanceof Refusal
          ? error
          : new Refusal('InternalServerException', `endpoint: ${String(error)}`);
      send(response, refusal.status, refusal.body);
    }
  }

  #nextTrouble(action: Action): Trouble | null {
    const at = this.#troubles.findIndex((trouble) => trouble.action === action);
    return at < 0 ? null : (this.#troubles.splice(at, 1)[0]?.trouble ?? null);
  }

  async #answer(
    response: ServerResponse,
    action: Action,
    input: Input,
    trouble: Trouble | null,
  ): Promise<void> {
    if (trouble === 'throttled') throw new Refusal('TooManyRequestsException', 'Rate exceeded');
    if (trouble === 'broken') throw new Refusal('InternalServerException', 'We are sorry');
    if (trouble === 'garbage') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>a proxy speaks</html>');
      return;
    }
    if (isAnswer(trouble)) {
      send(response, 200, trouble.answer);
      return;
    }
    const answer = await this.#actions[action](input);
    if (trouble === 'lost') {
      response.destroy();
      return;
    }
    await trouble?.until;
    send(response, 200, answer);
  }
}

function isAnswer(trouble: Trouble | null): trouble is { readonly answer: Input } {
  return typeof trouble === 'object' && trouble !== null && 'answer' in trouble;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
}
