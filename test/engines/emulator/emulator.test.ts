import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type RuleState,
} from '@aws-sdk/client-eventbridge';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Emulator, emulatedAccount } from './emulator.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.start();
});
afterAll(() => emulator.stop());

/** A bus with one rule in `state` for every CloudTrail call, and what reaches the rule's queue of `sent`. */
async function deliveredBy(state: RuleState, sent: readonly { readOnly: boolean; eventID: string }[]) {
  const config = emulator.clientConfig('eu-central-1');
  const [events, queues] = [new EventBridgeClient(config), new SQSClient(config)];
  const name = `probe-${state.toLowerCase().replaceAll('_', '-')}`;
  const { QueueUrl } = await queues.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await queues.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  await queues.send(
    new SetQueueAttributesCommand({
      QueueUrl,
      Attributes: {
        Policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: Attributes?.QueueArn,
            },
          ],
        }),
      },
    }),
  );
  await events.send(new CreateEventBusCommand({ Name: name }));
  await events.send(
    new PutRuleCommand({
      Name: name,
      EventBusName: name,
      State: state,
      EventPattern: JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] }),
    }),
  );
  await events.send(
    new PutTargetsCommand({
      Rule: name,
      EventBusName: name,
      Targets: [{ Id: 'queue', Arn: Attributes?.QueueArn }],
    }),
  );
  await events.send(
    new PutEventsCommand({
      Entries: sent.map((detail) => ({
        EventBusName: name,
        Source: 'aws.secretsmanager',
        DetailType: 'AWS API Call via CloudTrail',
        Detail: JSON.stringify({ ...detail, managementEvent: true }),
      })),
    }),
  );
  const received: string[] = [];
  for (let looks = 0; looks < 2; looks += 1) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body } of Messages) {
      received.push((JSON.parse(Body ?? '{}') as { detail: { eventID: string } }).detail.eventID);
    }
  }
  return received.sort();
}

describe('the emulator', () => {
  it('plays our account', async () => {
    const sts = new STSClient(emulator.clientConfig('eu-central-1'));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: emulatedAccount });
  });

  it('gives read-only events to rules in the state for them, and to no other', async () => {
    const sent = [
      { readOnly: true, eventID: 'read' },
      { readOnly: false, eventID: 'write' },
    ];
    expect(await deliveredBy('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS', sent)).toEqual([
      'read',
      'write',
    ]);
    expect(await deliveredBy('ENABLED', sent)).toEqual(['write']);
    expect(await deliveredBy('DISABLED', sent)).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 only', () => {
    const descriptors = `/proc/${emulator.pid ?? ''}/fd`;
    const inodes = new Set(
      readdirSync(descriptors).flatMap(
        (fd) => /^socket:\[(\d+)\]$/.exec(readlinkSync(`${descriptors}/${fd}`))?.[1] ?? [],
      ),
    );
    const listening = ['tcp', 'tcp6'].flatMap((table) =>
      readFileSync(`/proc/net/${table}`, 'utf8')
        .split('\n')
        .slice(1)
        .map((line) => line.trim().split(/\s+/))
        .filter((fields) => fields[3] === '0A' && inodes.has(fields[9] ?? '')),
    );
    expect(listening.map((fields) => fields[1]?.split(':')[0])).toEqual(['0100007F']);
  });
});
