import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  assumeRole,
  breakGlassRole,
  deleteSecret,
  deniedRead,
  iamUser,
  read,
  record,
  roleSession,
  rotationFailed,
} from '../../handlers/alert/events.ts';
import { batch, envelope } from '../../handlers/alert/queue/queue-desk.ts';
import { ok, password, type Reply } from '../../handlers/channels/webhook-server.ts';
import { canary, places, planted } from '../../hostile/token-places.ts';
import { end, FunctionStage, type Performance } from './stage.ts';

let stage: FunctionStage;
let now: Performance | null = null;

beforeAll(async () => {
  stage = await FunctionStage.set();
});
afterEach(async () => {
  if (now !== null) await end(now);
  now = null;
});
afterAll(() => stage.strike());

/** The values of all metrics of a name that were written. */
function metric(output: string, name: string): number {
  const lines = output.split('\n').filter((line) => line.includes('"_aws"'));
  return lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .flatMap((emf) => emf[name] ?? [])
    .reduce<number>((sum, value) => sum + Number(value), 0);
}

const emergency = roleSession(breakGlassRole, 'alice');
const events = [
  assumeRole('e1', '09:00'),
  read('e2', '09:01', 'payroll', emergency),
  assumeRole('e3', '09:02', { role: 'arn:aws:iam::111122223333:role/app', by: emergency }),
  deniedRead('e4', '09:03', { secret: 'bait' }),
  rotationFailed('e5', '09:04', 'db-AbCdEf'),
  deleteSecret('e6', '09:05', 'db-AbCdEf', true),
  record('e7', '09:06', { userIdentity: iamUser('emergency') }),
  record('e8', '09:07', { eventName: 'ListSecrets' }),
];
const dispositions = [
  'alerted',
  'grouped',
  'suppressed',
  'duplicate',
  'canary',
  'shadowed',
  'unmatched',
  'dead-lettered',
];

describe('the alert function as it is deployed, under Node 24', () => {
  it('tells a batch in Slack, what is critical by SNS too, and counts it all', async () => {
    now = await stage.perform(ok);
    const { lambda, webhook, aws } = now;
    const event = batch(events.map((one) => envelope(one)));
    expect(await lambda.invoke(event)).toMatchObject({ answer: { batchItemFailures: [] } });
    expect(await lambda.invoke(event)).toMatchObject({ answer: { batchItemFailures: [] } });
    expect(webhook.posts).toHaveLength(7);
    const topics = aws.calls.filter(({ action }) => action === 'Publish');
    // The opening, the decoy, the forced deletion, the emergency user.
    expect(topics).toHaveLength(4);
    expect(aws.calls.filter(({ action }) => action === 'secretsmanager.GetSecretValue')).toHaveLength(1);
    expect(metric(lambda.output, 'received')).toBe(16);
    expect(metric(lambda.output, 'alerted')).toBe(7);
    expect(metric(lambda.output, 'duplicate')).toBe(7);
    expect(metric(lambda.output, 'unmatched')).toBe(2);
    expect(dispositions.reduce((sum, name) => sum + metric(lambda.output, name), 0)).toBe(16);
  });

  it('gives back what it has no time for', async () => {
    now = await stage.perform(ok);
    const event = batch(events.map((one) => envelope(one)));
    const { answer } = await now.lambda.invoke(event, 14_000);
    expect(answer).toEqual({
      batchItemFailures: ['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'].map((itemIdentifier) => ({
        itemIdentifier,
      })),
    });
    expect(now.webhook.posts).toEqual([]);
    expect(metric(now.lambda.output, 'returned')).toBe(8);
  });
});

/** Ends the connection without an answer. */
const cut: Reply = (response) => {
  response.destroy();
};

describe('session tokens and the webhook’s URL', () => {
  it.each<[string, Reply]>([
    ['all is well', ok],
    ['Slack is gone', { status: 404, body: `no_service ${canary}` }],
    ['Slack fails', { status: 503, body: password }],
    ['Slack cuts the line', cut],
  ])('stand in no log, metric, trace, letter, topic or ledger while %s', async (_, reply) => {
    now = await stage.perform(reply);
    const { lambda, webhook, aws, daemon, table } = now;
    const plant = (one: Record<string, unknown>, n: number) =>
      places.filter((_place, m) => m % events.length === n || n % 2 === 0).reduce(planted, one);
    const bodies = [
      ...events.map((one, n) => envelope(plant({ ...one }, n))),
      envelope({ ...plant(assumeRole('e20', '09:10'), 0), eventTime: 'yesterday noon' }),
      `{"detail": {"sessionToken": "${canary}"`,
      { detail: { sessionToken: canary } },
      envelope({ eventID: 'e21', sessionToken: canary }),
    ];
    for (const receives of [1, 2, 3]) await lambda.invoke(batch(bodies, receives));

    const letters = aws.calls
      .filter(({ action }) => action === 'AmazonSQS.SendMessage')
      .map(({ body }) => body);
    const topics = aws.calls
      .filter(({ action }) => action === 'Publish')
      .map(({ body }) => decodeURIComponent(body));
    const items = JSON.stringify(await stage.dynamo.itemsOf(table));
    expect(letters.length).toBeGreaterThanOrEqual(4);
    expect(topics.length).toBeGreaterThanOrEqual(4);
    expect(items.length).toBeGreaterThan(1_000);
    expect(lambda.output).toContain('"service":"alert"');
    expect(daemon.received).toContain('## alert');
    const written = { output: lambda.output, letters, topics, items, traces: daemon.received };
    for (const [where, text] of Object.entries(written)) {
      const words = JSON.stringify(text);
      for (const secret of ['CANARY', 'SESSION-TOKEN-MARKER', password, new URL(webhook.url).pathname])
        expect(words.includes(secret), `${secret} in ${where}`).toBe(false);
    }
    const posted = JSON.stringify(webhook.posts.map(({ body }) => body));
    for (const secret of ['CANARY', 'SESSION-TOKEN-MARKER', password]) expect(posted).not.toContain(secret);
  });
});
