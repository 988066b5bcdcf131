import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import {
  CreateDatabaseCommand,
  CreateTableCommand as CreateGlueTableCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { zipSync } from 'fflate';
import type { Deployment, ExpectedRule } from '../../../../handlers/checkup/deployment.ts';
import { emulatedAccount, type Emulator } from '../emulator.ts';
import { makeLedger } from './ledger.ts';
import { makeRoles } from './roles.ts';

export const home = 'eu-central-1';
export const regions = [home, 'us-east-1'];
const functionNames = ['alert', 'critical', 'deadline', 'report', 'checkup'];

/** Makes by API what the stacks would make, in the names that docs/ gives them: nothing is taken from their templates. */
export async function makeStanding(
  emulator: Emulator,
  deployment: Deployment,
  webhookUrl: string,
): Promise<void> {
  const config = emulator.clientConfig(home);
  await makeTrail(new CloudTrailClient(config));
  await makeRoles(emulator, 'roles', [
    ...functionNames.map((name) => ({
      name: `glasswatch-${name}`,
      trusts: { Service: 'lambda.amazonaws.com' },
    })),
    { name: 'glasswatch-gate', trusts: { Service: 'events.amazonaws.com' } },
    { name: 'glasswatch-schedules', trusts: { Service: 'scheduler.amazonaws.com' } },
    { name: 'BREAK-GLASS-ADMIN', trusts: { AWS: `arn:aws:iam::${emulatedAccount}:root` } },
  ]);
  for (const region of regions) {
    const regional = emulator.clientConfig(region);
    await makeQueues(new SQSClient(regional), region);
    await makeTopics(new SNSClient(regional), region);
    await makeRules(new EventBridgeClient(regional), 'default', deployment.gateRules(region));
  }
  const events = new EventBridgeClient(config);
  await events.send(new CreateEventBusCommand({ Name: 'glasswatch-bus' }));
  await makeRules(events, 'glasswatch-bus', deployment.busRules);
  await makeFunctions(new LambdaClient(config));
  await makeSchedules(new SchedulerClient(config));
  await new SecretsManagerClient(config).send(
    new CreateSecretCommand({ Name: 'glasswatch-slack-webhook', SecretString: webhookUrl }),
  );
  await makeTable(new GlueClient(config), deployment);
  await makeLedger(emulator);
}

/** The trail, as the audit log stack would make it in its home Region. */
export async function makeTrail(client: CloudTrailClient, region = home): Promise<void> {
  const name = 'glasswatch-trail';
  await client.send(
    new CreateTrailCommand({
      Name: name,
      S3BucketName: `glasswatch-log-${emulatedAccount}-${region}`,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
    }),
  );
  await client.send(
    new PutEventSelectorsCommand({
      TrailName: name,
      AdvancedEventSelectors: [
        { Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      ],
    }),
  );
  await client.send(new StartLoggingCommand({ Name: name }));
}

async function makeQueues(client: SQSClient, region: string): Promise<void> {
  const names =
    region === home
      ? [
          'alert',
          'critical',
          'alert-dead-letters',
          'critical-dead-letters',
          'undelivered',
          'gate-undelivered',
        ]
      : ['gate-undelivered'];
  for (const name of names) await client.send(new CreateQueueCommand({ QueueName: `glasswatch-${name}` }));
}

/** Each topic with a queue that listens: such a subscription is confirmed at once. */
async function makeTopics(client: SNSClient, region: string): Promise<void> {
  for (const name of region === home ? ['alerts', 'tampering'] : ['tampering']) {
    const { TopicArn } = await client.send(new CreateTopicCommand({ Name: `glasswatch-${name}` }));
    await client.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:${region}:${emulatedAccount}:glasswatch-gate-undelivered`,
      }),
    );
  }
}

export async function makeRules(
  client: EventBridgeClient,
  bus: string,
  rules: readonly ExpectedRule[],
): Promise<void> {
  for (const { name, state, pattern, target } of rules) {
    await client.send(
      new PutRuleCommand({
        Name: name,
        EventBusName: bus,
        State: state,
        EventPattern: JSON.stringify(pattern),
      }),
    );
    await client.send(
      new PutTargetsCommand({
        Rule: name,
        EventBusName: bus,
        Targets: [
          {
            Id: 'next',
            Arn: target,
            // Only buses want a role.
            ...(target.includes(':event-bus/')
              ? { RoleArn: `arn:aws:iam::${emulatedAccount}:role/glasswatch-gate` }
              : {}),
          },
        ],
      }),
    );
  }
}

async function makeFunctions(client: LambdaClient): Promise<void> {
  const code = zipSync({ 'index.mjs': new TextEncoder().encode('export const handler = async () => null;') });
  for (const name of functionNames) {
    await client.send(
      new CreateFunctionCommand({
        FunctionName: `glasswatch-${name}`,
        Runtime: 'nodejs24.x',
        Role: `arn:aws:iam::${emulatedAccount}:role/glasswatch-${name}`,
        Handler: 'index.handler',
        Code: { ZipFile: code },
      }),
    );
  }
}

async function makeSchedules(client: SchedulerClient): Promise<void> {
  const group = 'glasswatch-schedules';
  await client.send(new CreateScheduleGroupCommand({ Name: group }));
  for (const name of ['deadline', 'report', 'canary', 'checkup']) {
    await client.send(
      new CreateScheduleCommand({
        GroupName: group,
        Name: `glasswatch-${name}`,
        ScheduleExpression: 'rate(1 day)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: `arn:aws:lambda:${home}:${emulatedAccount}:function:glasswatch-deadline`,
          RoleArn: `arn:aws:iam::${emulatedAccount}:role/glasswatch-schedules`,
        },
      }),
    );
  }
}

async function makeTable(client: GlueClient, { table }: Deployment): Promise<void> {
  await client.send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'glasswatch_log' } }));
  await client.send(
    new CreateGlueTableCommand({ DatabaseName: 'glasswatch_log', TableInput: glueInput(table) }),
  );
}

/** The table as CloudFormation would hand it to Glue. */
export function glueInput(table: Deployment['table']) {
  const { storageDescriptor: storage } = table;
  const columns = (list: readonly { name: string; type: string }[]) =>
    list.map(({ name, type }) => ({ Name: name, Type: type }));
  return {
    Name: table.name,
    TableType: table.tableType,
    Parameters: { ...table.parameters },
    PartitionKeys: columns(table.partitionKeys),
    StorageDescriptor: {
      Columns: columns(storage.columns),
      Location: storage.location,
      InputFormat: storage.inputFormat,
      OutputFormat: storage.outputFormat,
      SerdeInfo: { SerializationLibrary: storage.serdeInfo.serializationLibrary },
    },
  };
}
