import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import { emulatedAccount } from '../../test/engines/emulator/emulator.ts';
import { home, type Stage } from '../../test/engines/end-to-end/stage.ts';

/** The `source` of events that take the bare path. */
export const bareSource = 'bench.bare';

const name = 'bare';
const arn = (service: string, what: string) => `arn:aws:${service}:${home}:${emulatedAccount}:${what}`;

/** Posts the event's id, and does nothing else. */
const code = `export const handler = async ({ Records }) => {
  for (const { body } of Records)
    await fetch(process.env.WEBHOOK, { method: 'POST', body: 'event ' + JSON.parse(body).detail.eventID });
};`;

/**
 * Makes the floor of what is measured, beside our own path and over as many hops: a rule on the default bus, one on ours, a
 * queue, and a function that posts. What that takes is the emulator's.
 */
export async function makeBarePath({ clients, slack }: Stage): Promise<void> {
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy: anybodySends } }));
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: `arn:aws:iam::${emulatedAccount}:role/glasswatch-alert`,
      Handler: 'index.handler',
      Timeout: 60,
      MemorySize: 512,
      Environment: { Variables: { WEBHOOK: slack.url } },
      Code: { ZipFile: zipSync({ 'index.mjs': new TextEncoder().encode(code) }) },
    }),
  );
  await clients.lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: name,
      EventSourceArn: arn('sqs', name),
      BatchSize: 10,
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  );
  await rule('default', {
    Arn: arn('events', 'event-bus/glasswatch-bus'),
    RoleArn: `arn:aws:iam::${emulatedAccount}:role/glasswatch-gate`,
  });
  await rule('glasswatch-bus', { Arn: arn('sqs', name) });

  async function rule(EventBusName: string, target: { Arn: string; RoleArn?: string }): Promise<void> {
    const EventPattern = JSON.stringify({ source: [bareSource] });
    await clients.events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
    await clients.events.send(
      new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: 'next', ...target }] }),
    );
  }
}

const anybodySends = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});
