import { describe, expect, it } from 'vitest';
import { deadLetterQueues } from '../../../handlers/checkup/checks/dead-letter-queues.ts';
import { functions } from '../../../handlers/checkup/checks/functions.ts';
import { logTable } from '../../../handlers/checkup/checks/log-table.ts';
import { schedules } from '../../../handlers/checkup/checks/schedules.ts';
import { subscriptions } from '../../../handlers/checkup/checks/subscriptions.ts';
import { webhook } from '../../../handlers/checkup/checks/webhook.ts';
import type { Check } from '../../../handlers/checkup/check.ts';
import type {
  CheckupPorts,
  FunctionState,
  TableState,
  WebhookAnswer,
} from '../../../handlers/checkup/ports.ts';
import { away, contextWith, deploymentWith, home, standingPorts } from './standing.ts';

async function said(
  check: Check,
  region: string,
  ports: Partial<CheckupPorts>,
  config = {},
): Promise<string[]> {
  const verdicts = await check.look(region, contextWith(ports, config));
  return verdicts.map(({ state, says }) => `${state}: ${says}`);
}

describe('subscriptions', () => {
  it('are looked at for the topics of the Region', async () => {
    expect(await said(subscriptions, home, {})).toEqual([
      'ok: topic glasswatch-alerts: 1 confirmed subscription',
      'ok: topic glasswatch-tampering: 1 confirmed subscription',
    ]);
    expect(await said(subscriptions, away, {})).toEqual([
      'ok: topic glasswatch-tampering: 1 confirmed subscription',
    ]);
    const adopted = { topic: `arn:aws:sns:${home}:111122223333:on-call` };
    expect((await said(subscriptions, home, {}, adopted))[0]).toBe(
      'ok: topic on-call: 1 confirmed subscription',
    );
  });

  it.each([
    ['the topic is gone', null, 'wrong: topic glasswatch-tampering does not exist'],
    ['nobody listens', [], 'wrong: topic glasswatch-tampering has no subscription: nobody hears it'],
    [
      'one is not confirmed',
      [
        { protocol: 'email', confirmed: true },
        { protocol: 'email', confirmed: false },
      ],
      'wrong: topic glasswatch-tampering: 1 of 2 subscriptions not confirmed',
    ],
  ])('are wrong when %s', async (_, found, line) => {
    expect(
      await said(subscriptions, away, { topics: { subscriptions: () => Promise.resolve(found) } }),
    ).toEqual([line]);
  });
});

describe('the webhook', () => {
  const answering = (answer: WebhookAnswer) => ({ webhook: { probe: () => Promise.resolve(answer) } });

  it.each<[WebhookAnswer, string]>([
    [{ status: 400, code: 'no_text' }, 'ok: the webhook answers'],
    [{ status: 400, code: 'invalid_payload' }, 'ok: the webhook answers'],
    [{ status: 404, code: 'no_service' }, 'wrong: the webhook takes no messages: HTTP 404 no_service'],
    [
      { status: 410, code: 'channel_is_archived' },
      'wrong: the webhook takes no messages: HTTP 410 channel_is_archived',
    ],
    [{ status: 403, code: '' }, 'wrong: the webhook takes no messages: HTTP 403'],
    [{ status: 302, code: '' }, 'wrong: the webhook takes no messages: HTTP 302'],
    [{ status: 500, code: '' }, 'cannot-tell: the webhook gave no verdict: HTTP 500'],
    [{ status: 429, code: '' }, 'cannot-tell: the webhook gave no verdict: HTTP 429'],
    [{ status: null, code: 'no answer' }, 'cannot-tell: the webhook gave no verdict: no answer'],
  ])('that answers %o', async (answer, line) => {
    expect(await said(webhook, home, answering(answer))).toEqual([line]);
  });

  it('need not be there', async () => {
    expect((await said(webhook, home, { webhook: null }))[0]).toMatch(/^ok: no Slack channel is configured/);
  });
});

describe('dead-letter queues', () => {
  it('are looked at in each Region', async () => {
    const asked: string[] = [];
    const queues = {
      messages: (region: string, queue: string) => {
        asked.push(`${region} ${queue}`);
        return Promise.resolve(0);
      },
    };
    await said(deadLetterQueues, home, { queues });
    await said(deadLetterQueues, away, { queues });
    expect(asked).toEqual([
      'eu-central-1 glasswatch-alert-dead-letters',
      'eu-central-1 glasswatch-critical-dead-letters',
      'eu-central-1 glasswatch-undelivered',
      'eu-central-1 glasswatch-gate-undelivered',
      'us-east-1 glasswatch-gate-undelivered',
    ]);
  });

  it('are wrong when they hold something or are gone', async () => {
    expect(await said(deadLetterQueues, away, { queues: { messages: () => Promise.resolve(3) } })).toEqual([
      'wrong: dead-letter queue glasswatch-gate-undelivered holds 3 events that nobody may have been told of',
    ]);
    expect(await said(deadLetterQueues, away, { queues: { messages: () => Promise.resolve(null) } })).toEqual(
      ['wrong: dead-letter queue glasswatch-gate-undelivered does not exist: what fails is lost'],
    );
  });
});

describe('schedules', () => {
  it('are wrong when one is off or gone', async () => {
    const state = (_region: string, group: string, name: string) => {
      expect(group).toBe('glasswatch-schedules');
      return Promise.resolve({ 'glasswatch-deadline': 'DISABLED', 'glasswatch-report': null }[name] ?? null);
    };
    expect(await said(schedules, home, { schedules: { state } })).toEqual([
      'wrong: schedule glasswatch-deadline is DISABLED',
      'wrong: schedule glasswatch-report does not exist',
      'wrong: schedule glasswatch-canary does not exist',
      'wrong: schedule glasswatch-checkup does not exist',
    ]);
  });
});

describe('functions', () => {
  const fine: FunctionState = { state: 'Active', reservedConcurrency: null, errors: 0 };
  const alertIs = (found: FunctionState | null) => ({
    functions: {
      state: (_: string, name: string) => Promise.resolve(name === 'glasswatch-alert' ? found : fine),
    },
  });

  it.each<[FunctionState | null, string]>([
    [fine, 'ok: 5 functions can run, without errors for 24 hours'],
    [{ ...fine, reservedConcurrency: 5 }, 'ok: 5 functions can run, without errors for 24 hours'],
    [
      { ...fine, reservedConcurrency: 0 },
      'wrong: function glasswatch-alert has a reserved concurrency of 0: it never runs',
    ],
    [{ ...fine, errors: 7 }, 'wrong: function glasswatch-alert failed 7 times in 24 hours'],
    [{ ...fine, state: 'Failed' }, 'wrong: function glasswatch-alert is Failed'],
    [null, 'wrong: function glasswatch-alert does not exist'],
  ])('of which one is %o', async (found, line) => {
    expect(await said(functions, home, alertIs(found))).toEqual([line]);
  });
});

describe('the log’s table', () => {
  const fine = async (): Promise<TableState> => {
    const deployment = deploymentWith();
    const found = await standingPorts(deployment).tables.table(home, 'glasswatch_log', 'cloudtrail_logs');
    if (found === null) throw new Error('no table');
    return found;
  };
  const table = async (change: (found: TableState) => TableState | null) => {
    const found = change(await fine());
    return said(logTable, home, { tables: { table: () => Promise.resolve(found) } });
  };
  const parameter = (key: string, value: string) => (found: TableState) => ({
    ...found,
    parameters: { ...found.parameters, [key]: value },
  });

  it('is ok as deployed, with a first day of its own, and with more Regions than are watched', async () => {
    const place = 's3://glasswatch-log-111122223333-eu-central-1/AWSLogs/111122223333/CloudTrail/';
    const line = `ok: the log's table looks at ${place}, in 2 Regions`;
    expect(await table((found) => found)).toEqual([line]);
    expect(await table(parameter('projection.day.range', '2026/11/01,NOW'))).toEqual([line]);
    expect(await table(parameter('projection.day.range', 'NOW-2555DAYS,NOW'))).toEqual([line]);
    expect(await table(parameter('projection.region.values', 'eu-central-1,eu-west-1,us-east-1'))).toEqual([
      line,
    ]);
  });

  it.each<[string, (found: TableState) => TableState | null, RegExp]>([
    ['is gone', () => null, /table glasswatch_log\.cloudtrail_logs does not exist/],
    [
      'looks at another bucket',
      (found) => ({ ...found, location: 's3://decoy/AWSLogs/' }),
      /looks at s3:\/\/decoy\/AWSLogs\/, but the trail writes to s3:\/\/glasswatch-log-/,
    ],
    [
      'projects its partitions elsewhere',
      parameter('storage.location.template', 's3://decoy/${region}/${day}'),
      /has storage\.location\.template = s3:\/\/decoy/,
    ],
    ['lacks a Region', parameter('projection.region.values', 'eu-central-1'), /does not know us-east-1/],
    [
      'ends on a day',
      parameter('projection.day.range', '2026/01/01,2026/10/01'),
      /has days 2026\/01\/01,2026\/10\/01/,
    ],
    [
      'projects nothing',
      parameter('projection.enabled', 'false'),
      /has projection\.enabled = false, expected true/,
    ],
    [
      'has lost a column',
      (found) => ({ ...found, columns: found.columns.filter((name) => name !== 'errorcode') }),
      /has lost columns: errorcode/,
    ],
  ])('is wrong when it %s', async (_, change, says) => {
    const lines = await table(change);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(says);
  });
});
