import { GetQueueUrlCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secretArn, serviceEvent } from '../../detections/event-builders.ts';
import { iso } from './emergency.ts';
import { stopSchedules } from './functions.ts';
import { home, Stage, until, type CloudTrailRecord } from './stage.ts';

/** More than the two functions wait for, one a second; fewer than the kinds that are told apart. */
const alerts = 16;
/** As it is deployed, ms. What is not hidden for less comes no sooner. */
const visibilityMs = 360_000;

let stage: Stage;

describe('more alerts at once than Slack takes', () => {
  const failures: CloudTrailRecord[] = Array.from({ length: alerts }, (_, n) => ({
    ...serviceEvent('RotationFailed', { SecretId: secretArn(`prod/db-${n}-AbCdEf`) }),
    eventTime: iso(Date.now()),
  }));
  let drained = Infinity;

  beforeAll(async () => {
    stage = await Stage.set({
      config: {
        account: '111122223333',
        regions: [home],
        breakGlass: { roles: ['arn:aws:iam::111122223333:role/BREAK-GLASS-ADMIN'], users: [] },
        slack: { webhookSecret: 'glasswatch-slack-webhook' },
      },
    });
    await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
    const { sqs } = stage.clients;
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'glasswatch-alert' }));
    const Attributes = { VisibilityTimeout: String(visibilityMs / 1_000) };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const began = Date.now();
    await stage.send(failures);
    await until(
      'an empty queue',
      async () => ((await stage.waiting('glasswatch-alert')) === 0 ? true : null),
      {
        limit: 120_000,
      },
    );
    drained = Date.now() - began;
  });

  afterAll(async () => {
    // There is none where it could not be set.
    await (stage as Stage | undefined)?.strike();
  });

  it('puts some off in the queue, and is through long before the visibility timeout', () => {
    expect(stage.emulator.log).toMatch(/[1-9]\d* partial failures/);
    expect(drained).toBeLessThan(visibilityMs / 2);
  });

  it('tells each in Slack once, unmarked, one a second, and none elsewhere', async () => {
    const { posts } = stage.slack;
    for (const { eventID } of failures)
      expect(posts.filter(({ body }) => body.includes(String(eventID)))).toHaveLength(1);
    expect(posts.filter(({ body }) => /repeated/i.test(body))).toEqual([]);
    const at = posts.map((post) => post.at).sort((a, b) => a - b);
    expect((at.at(-1) ?? 0) - (at[0] ?? 0)).toBeGreaterThan((alerts - 2) * 1_000);
    expect(await stage.published()).toEqual([]);
  });

  it('gives nothing up', async () => {
    expect(await stage.waiting('glasswatch-alert-dead-letters')).toBe(0);
    for (const { eventID } of failures) expect(await stage.disposition(String(eventID))).toBe('alerted');
  });
});
