import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../handlers/checkup/finding.ts';
import { emulatedAccount } from '../emulator/emulator.ts';
import { digestChain, logFile, LogBucket } from '../emulator/standing/log.ts';
import { canaryAssumed, canaryRefused, ordinaryRead } from '../emulator/standing/records.ts';
import { makeTrail } from '../emulator/standing/standing.ts';
import { breakGlass } from './emergency.ts';
import { invoke, runBySchedule, stopSchedules } from './functions.ts';
import { itemsOf } from './ledger.ts';
import { Log } from './log.ts';
import { messagesIn } from './slack-messages.ts';
import { Stage, until, type CloudTrailRecord } from './stage.ts';

/** us-east-1 is always watched: with it as home, every Region's events come by a bus that the emulator has. */
const home = 'us-east-1';
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** From the canary to the checkup, as the schedules have it. */
const laterMs = 65 * minuteMs;

let log: Log;
let stage: Stage;

beforeAll(async () => {
  const now = Date.now();
  const quiet = Array.from({ length: 10 }, (_, ago) => ordinaryRead(home, now - ago * dayMs));
  log = await Log.open(quiet as CloudTrailRecord[]);
  stage = await Stage.set({
    config: {
      account: emulatedAccount,
      regions: [home],
      breakGlass: { roles: [breakGlass], users: [] },
      slack: { webhookSecret: 'glasswatch-slack-webhook' },
    },
    athena: log.athena.url,
    // The event history is what this records.
    environment: { CLOUDTRAIL_RECORDING: '1' },
  });
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  const { emulator, clients } = stage;
  await makeTrail(clients.cloudTrail, home);
  const bucket = new LogBucket(emulator, home);
  await bucket.put(logFile(home, now, quiet));
  for (const digest of digestChain(home, now + laterMs, 60, home)) await bucket.put(digest);
  const arn = (service: string, name: string) => `arn:aws:${service}:${home}:${emulatedAccount}:${name}`;
  await clients.sns.send(
    new SubscribeCommand({
      TopicArn: arn('sns', 'glasswatch-tampering'),
      Protocol: 'sqs',
      Endpoint: arn('sqs', 'probe'),
    }),
  );
  // The emulator's event history knows the resources of few services: a call about a function of this name, though there
  // is none, stands for one about the role.
  await clients.lambda
    .send(new GetFunctionConfigurationCommand({ FunctionName: 'BREAK-GLASS-ADMIN' }))
    .catch(() => undefined);
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as Stage | undefined)?.strike();
  await log.close();
});

/** What CloudTrail records of a canary that was sent at `at` (ms). */
function canary(at: number): CloudTrailRecord[] {
  return [canaryAssumed(home, at), canaryRefused(home, at)] as CloudTrailRecord[];
}

/** The time (ms) of a call of STS, from the emulator's event history, which holds what was not refused. */
async function assumed(): Promise<number | null> {
  const { Events = [] } = await stage.clients.cloudTrail.send(
    new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventSource', AttributeValue: 'sts.amazonaws.com' }],
    }),
  );
  return Events[0]?.EventTime?.getTime() ?? null;
}

describe('the checkup of the deployed stacks', () => {
  it('really sends a canary when its schedule starts it, and says nothing: the canary was refused', async () => {
    const at = await runBySchedule(stage, 'canary', assumed);
    const records = canary(at);
    await stage.send(records);
    await log.deliver(records);
    const traces = await until('both calls on the event path', async () => {
      const items = await itemsOf(stage, `canary#${home}`);
      return items.length === 3 ? items : null;
    });
    expect(traces.map(({ sk }) => sk?.S)).toEqual(['assume', 'read', 'sent']);
    expect(messagesIn(stage.slack.posts)).toEqual([]);
    expect(await stage.published()).toEqual([]);
  });

  it('finds all in order when it looks 65 minutes later, and tells nobody', async () => {
    stage.setClockAhead(laterMs);
    const findings = (await invoke(stage, 'checkup', { task: 'checkup' })) as Finding[];
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect([...new Set(findings.map(({ check }) => check))]).toEqual([
      ...['trail', 'gate-rules', 'bus-rules', 'functions', 'dead-letter-queues', 'schedules'],
      ...['subscriptions', 'webhook', 'canary-events', 'log-files', 'log-table', 'log-days'],
      ...['canary-log', 'digests', 'break-glass-known'],
    ]);
    expect(messagesIn(stage.slack.posts)).toEqual([]);
    expect(await stage.published()).toEqual([]);
  });

  it('tells, as critical, which rules somebody turned off, and that the next canary did not come through', async () => {
    const { events } = stage.clients;
    const { Rules = [] } = await events.send(new ListRulesCommand({ NamePrefix: 'glasswatch-' }));
    const hearing = Rules.filter(({ State }) => State === 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
    for (const { Name } of hearing) await events.send(new DisableRuleCommand({ Name }));
    expect(await invoke(stage, 'checkup', { task: 'send-canary' })).toMatchObject([{ state: 'ok' }]);
    await stage.send(canary(Date.now() + laterMs));
    stage.setClockAhead(laterMs + 20 * minuteMs);
    const messages = await runBySchedule(stage, 'checkup', () => {
      const all = messagesIn(stage.slack.posts);
      return all.length > 0 && all.some(({ lines }) => lines.join().includes('canary-log')) ? all : null;
    });
    const wrong = hearing.length + 1;
    expect(messages[0]?.headline).toMatch(
      new RegExp(`^Glasswatch checked itself: ${wrong} wrong, 1 could not be looked at`),
    );
    const lines = messages.flatMap((message) => message.lines.join('\n').split('\n'));
    for (const { Name = '' } of hearing) {
      expect(
        lines.filter((line) => line.startsWith('• gate-rules') && line.includes(` ${Name} is DISABLED`)),
        Name,
      ).toHaveLength(1);
    }
    expect(lines.find((line) => line.startsWith('• canary-events'))).toContain(
      'AssumeRole and refused GetSecretValue of the canary of 20 minutes ago: not seen on the event path',
    );
    expect(lines.find((line) => line.startsWith('• canary-log'))).toContain('cannot tell: ');
    expect(lines).toContain('npx glasswatch doctor');
    // It is published after Slack took it.
    const machine = await until('what is published', async () => {
      const found = await stage.publishedMachine();
      return found.length > 0 ? found : null;
    });
    for (const one of machine)
      expect(one).toMatchObject({ type: 'glasswatch.checkup', severity: 'critical' });
  });
});
