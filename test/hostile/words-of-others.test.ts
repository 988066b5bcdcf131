import { inspect } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { DynamoLedger } from '../../handlers/alert/ledger/dynamo-ledger.ts';
import { LedgerTable } from '../../handlers/alert/ledger/ledger-table.ts';
import { keptWebhookChannel } from '../../handlers/channels/webhook.ts';
import { TopicRefusal } from '../../handlers/channels/topic-channel.ts';
import { unseen } from '../../handlers/checkup/aws/unseen.ts';
import { sendCanaries } from '../../handlers/checkup/canary.ts';
import { checkup } from '../../handlers/checkup/checkup.ts';
import { eventOfRow } from '../../handlers/deadline/log-pass/deadline-row.ts';
import { errorWords } from '../../handlers/deployed/error-words.ts';
import { failingInOwnWords } from '../../handlers/deployed/failing-in-own-words.ts';
import { duckdbLogQuery } from '../../local/log-table/duckdb-query.ts';
import { madeUp } from '../handlers/alert/made-up.ts';
import { envelope, batch, QueueDesk } from '../handlers/alert/queue/queue-desk.ts';
import { deniedRead, read } from '../handlers/alert/events.ts';
import { contextWith, home } from '../handlers/checkup/standing.ts';
import { AwsServer, type AwsAnswer } from '../handlers/deployed/aws-server.ts';
import { Desk, queryOf } from '../handlers/log-query/athena-desk.ts';
import { leaksIn } from './leaks.ts';
import { canary } from './token-places.ts';

/** What the real SDK throws when a service refuses and quotes what it was asked. */
let refusal: Error;

async function thrownBy(work: () => Promise<unknown>): Promise<Error> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('nothing was thrown');
}

beforeAll(async () => {
  const aws = await AwsServer.start(() => ({ refuse: 'InternalServiceError' }));
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const client = new SecretsManagerClient({ region: 'eu-central-1', endpoint: aws.url, credentials });
  refusal = await thrownBy(() => client.send(new GetSecretValueCommand({ SecretId: canary })));
  client.destroy();
  await aws.stop();
});

function expectSafe(text: string, says: RegExp): void {
  expect(text).toMatch(says);
  expect(leaksIn(text, [canary])).toEqual([]);
}

describe('the words of an AWS service that quotes a secret', () => {
  it('stand in the SDK’s error, which is what must not be told', () => {
    expect(leaksIn(refusal.message, [canary])).toEqual([canary]);
    expect(leaksIn(inspect(refusal), [canary])).toEqual([canary]);
  });

  it('are in no log: the log has name and place', () => {
    expectSafe(JSON.stringify(errorWords(refusal)), /"name":"InternalServiceError"/);
  });

  it('are not in what an invocation ends with, nor in what is logged of it', async () => {
    const logged: unknown[] = [];
    const logger = { error: (...all: unknown[]) => void logged.push(all) };
    const wrapped = new Error(`reading ${canary}`, { cause: refusal });
    for (const error of [refusal, wrapped, new AggregateError([refusal], canary)]) {
      const thrown = await thrownBy(() => failingInOwnWords(logger, () => Promise.reject(error)));
      expectSafe(inspect(thrown, { depth: 9, showHidden: true }), /the log of the function says where/);
      expect(thrown.name).toBe(error.name);
    }
    expect(logged).toHaveLength(3);
    expectSafe(inspect(logged, { depth: 9 }), /InternalServiceError/);
  });

  it('are in no finding: what failed at a call, in a check, before a canary', async () => {
    const { message, todo } = unseen({ action: 'sns:ListTopics', region: home }, refusal);
    expectSafe(`${message} ${todo}`, /sns:ListTopics in eu-central-1 failed: InternalServiceError/);
    const failing = { id: 'x', where: 'home', look: () => Promise.reject(refusal) } as const;
    expectSafe(
      JSON.stringify(await checkup([failing], [home], contextWith())),
      /the look failed: InternalServiceError/,
    );
    const sent = await sendCanaries([home], contextWith().deployment.names, {
      calls: { assume: () => Promise.reject(refusal) },
      canaries: contextWith().ports.canaries,
      clock: Date,
    });
    expectSafe(JSON.stringify(sent), /no canary was sent: InternalServiceError/);
  });

  it('are in no refusal of a channel', async () => {
    expectSafe(new TopicRefusal(refusal).message, /SNS: InternalServiceError/);
    const channel = keptWebhookChannel(() => Promise.reject(refusal), {
      timeout: 1_000,
      retries: 0,
      longestWait: 0,
    });
    const refused = await thrownBy(() => channel({ text: 'x', blocks: [] }));
    expectSafe(refused.message, /cannot be read \(InternalServiceError\)/);
  });
});

describe('the words of DynamoDB, and the items that it hands back where it refuses,', () => {
  const item = Object.fromEntries(
    ['pk', 'sk', 'done', 'lease', 'until', 'count', 'fact'].map((name) => [name, { S: canary }]),
  );
  const cancelled = { CancellationReasons: [{ Code: 'ValidationError', Message: canary, Item: item }] };

  it.each<[string, AwsAnswer]>([
    ['of a value that it does not take', { refuse: 'ValidationException' }],
    ['of a condition that failed', { refuse: 'ConditionalCheckFailedException', more: { Item: item } }],
    ['of a write that it cancelled', { refuse: 'TransactionCanceledException', more: cancelled }],
    ['of a role that may not', { refuse: 'AccessDeniedException' }],
  ])('stand in no log, letter or message: %s', async (_, answer) => {
    const aws = await AwsServer.start(() => ('refuse' in answer ? { says: canary, ...answer } : answer));
    const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
    const client = new DynamoDBClient({ region: home, endpoint: aws.url, credentials, maxAttempts: 1 });
    const table = new LedgerTable(DynamoDBDocumentClient.from(client), 'ledger', Date);
    const desk = new QueueDesk({}, undefined, new DynamoLedger(table));
    for (const receives of [1, 2, 3])
      await desk.handle(batch([envelope(read('e1', '09:00', 'payroll'))], receives));
    await desk.handle(batch([envelope(deniedRead('e2', '09:00'))], 3));
    client.destroy();
    await aws.stop();
    const { channel, letters, lastResorts, announced, outcomes } = desk;
    const failures = desk.failures.map(([what, eventID, error]) => [what, eventID, errorWords(error)]);
    const out = JSON.stringify({ channel, letters, lastResorts, announced, outcomes, failures });
    expect(aws.calls.length).toBeGreaterThan(1);
    expect(outcomes).toHaveLength(4);
    expectSafe(out, /outcomes/);
  });
});

describe('the words of an engine that quotes the log', () => {
  const desk = new Desk();

  it.each<[string, object, RegExp]>([
    [
      'of a row that it cannot read',
      { state: 'FAILED', reason: `HIVE_BAD_DATA: Error parsing field: ${canary}` },
      /HIVE_BAD_DATA \(user error 1006, execution [0-9a-f-]{36}\)/,
    ],
    [
      'of a value, as its error',
      {
        state: 'FAILED',
        error: { ErrorCategory: 2, ErrorMessage: `Cannot convert value to JSON: '${canary}'` },
      },
      /Athena says why \(user error of no type, execution /,
    ],
    ['of a refusal', { state: 'FAILED', reason: `${canary} is not authorized` }, /access denied/],
    ['that is shaped like a code', { state: 'FAILED', reason: 'IQOJBTOKENOFSOMEBODY: x' }, /Athena says why/],
    ['of a cancellation', { state: 'CANCELLED', reason: `${canary} Bytes scanned limit` }, /bytes scanned/],
  ])('are not in Athena’s failure: %s', async (_, outcome, says) => {
    desk.endpoint.next(outcome);
    const failed = await thrownBy(() => desk.ask(queryOf(['n bigint'], 'SELECT 7 AS n')));
    expectSafe(failed.message, says);
    expect(failed.message).not.toContain('IQOJB');
  });

  it('are not in the failure of a value that is not as promised', async () => {
    desk.endpoint.next({
      result: ({ columns, rows: [header = []] }) => ({
        columns,
        rows: [header, [{ VarCharValue: canary }]],
      }),
    });
    const failed = await thrownBy(() => desk.ask(queryOf(['n bigint'], 'SELECT CAST(7 AS BIGINT) AS n')));
    expectSafe(failed.message, /column n: no bigint/);
  });

  it('are not in DuckDB’s, which keeps its words on the SQL', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`CREATE TABLE log AS SELECT '${canary}' AS token`);
    const sql = 'SELECT CAST(token AS BIGINT) AS n FROM log';
    expect(leaksIn((await thrownBy(() => connection.runAndReadAll(sql))).message, [canary])).toEqual([
      canary,
    ]);
    const log = duckdbLogQuery(connection);
    const failed = await thrownBy(() => log.ask(queryOf(['n bigint'], sql), {}));
    expectSafe(failed.message, /failed: Conversion Error$/);
    const wrong = await thrownBy(() => log.ask(queryOf(['n bigint'], 'SELECT nothing AS n FROM log'), {}));
    expect(wrong.message).toMatch(/Binder Error: .*"nothing" not found/);
    connection.closeSync();
    instance.closeSync();
  });
});

it('a row of the log that cannot be read is told by its event, not by what it holds', () => {
  const row = { event_id: 'e1', event_time: '2026-11-20T09:00:00Z', request_parameters: `${canary}{` };
  let said = '';
  try {
    eventOfRow(row as never);
  } catch (error) {
    said = (error as Error).message;
  }
  expectSafe(said, /^event e1 of the log: no JSON$/);
});

it('an event that no detection can word is told without the words of what failed', async () => {
  const speechless = madeUp('speechless', {
    // V8 quotes the value: "Cannot use 'in' operator to search for 'x' in …".
    describe: () => ('x' in (canary as unknown as object) ? expect.unreachable() : expect.unreachable()),
  });
  const desk = new QueueDesk({}, [speechless]);
  await desk.handle(batch([envelope(read('e1', '09:00', 'payroll'))]));
  expectSafe(JSON.stringify(desk.channel.bares), /cannot be worded: TypeError in words-of-others\.test\.ts/);
  expectSafe(JSON.stringify(desk.letters), /"e1"/);
});
