import { join } from 'node:path';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { emulatedAccount } from '../../test/engines/emulator/emulator.ts';
import { home, type Stage } from '../../test/engines/end-to-end/stage.ts';

/** A way through the emulator with nothing of ours on it. Events of the `source` of its name take it. */
export type BarePath = 'bare' | 'bare-with-calls';

const arn = (service: string, what: string) => `arn:aws:${service}:${home}:${emulatedAccount}:${what}`;

/**
 * Makes a floor of what is measured, beside our own path and over as many hops: a rule on the default bus, one on ours, a
 * queue, and a function that only posts, or only makes as many calls as ours and posts. What that takes is the emulator's.
 */
export async function makeBarePath({ clients, slack }: Stage, name: BarePath): Promise<void> {
  await clients.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy: anybodySends } }));
  await clients.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Role: `arn:aws:iam::${emulatedAccount}:role/glasswatch-alert`,
      Handler: 'index.handler',
      Timeout: 60,
      MemorySize: 512,
      Environment: {
        Variables: {
          WEBHOOK: slack.url,
          ...(name === 'bare-with-calls' ? { WITH_CALLS: arn('sns', 'glasswatch-alerts') } : {}),
        },
      },
      Code: { ZipFile: zipSync({ 'index.mjs': await code() }) },
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
    const EventPattern = JSON.stringify({ source: [name] });
    await clients.events.send(new PutRuleCommand({ Name: name, EventBusName, EventPattern }));
    await clients.events.send(
      new PutTargetsCommand({ Rule: name, EventBusName, Targets: [{ Id: 'next', ...target }] }),
    );
  }
}

async function code(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'bare-function.ts')],
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    minify: true,
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const anybodySends = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }],
});
