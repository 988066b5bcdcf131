import {
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type RuleState,
} from '@aws-sdk/client-eventbridge';
import { UpdateTableCommand } from '@aws-sdk/client-glue';
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { GetScheduleCommand, UpdateScheduleCommand, type ScheduleState } from '@aws-sdk/client-scheduler';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Deployment, ExpectedRule } from '../../../../handlers/checkup/deployment.ts';
import { emulatedAccount } from '../emulator.ts';
import type { Clients } from './clients.ts';
import { glueInput, makeRules } from './standing.ts';

/** What a breakage works on. */
export interface Scene {
  readonly home: Clients;
  readonly away: Clients;
  readonly deployment: Deployment;
  readonly webhookUrl: string;
}

/** One thing that is broken and mended again, and the line of doctor that must be red for it. */
export interface Breakage {
  readonly what: string;
  readonly check: string;
  readonly region: string;
  readonly says: RegExp;
  breakIt(scene: Scene): Promise<unknown>;
  mendIt(scene: Scene): Promise<unknown>;
}

const [home, away] = ['eu-central-1', 'us-east-1'];
const trail = 'glasswatch-trail';
const allManagement = {
  TrailName: trail,
  AdvancedEventSelectors: [
    { Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  ],
};

function ruleAt(rules: readonly ExpectedRule[], state: RuleState): ExpectedRule {
  const rule = rules.find((one) => one.state === state);
  if (rule === undefined) throw new Error(`no rule in state ${state}`);
  return rule;
}
const readRule = ({ deployment }: Scene, region: string) =>
  ruleAt(deployment.gateRules(region), 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
const readBusRule = ({ deployment }: Scene) =>
  ruleAt(deployment.busRules, 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');

async function queueUrl({ sqs }: Clients, name: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  return QueueUrl;
}

async function scheduled({ home: { scheduler } }: Scene, name: string, State: ScheduleState): Promise<void> {
  const named = { GroupName: 'glasswatch-schedules', Name: name };
  const { ScheduleExpression, FlexibleTimeWindow, Target } = await scheduler.send(
    new GetScheduleCommand(named),
  );
  await scheduler.send(
    new UpdateScheduleCommand({ ...named, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  );
}

export const breakages: readonly Breakage[] = [
  {
    what: 'the trail is stopped',
    check: 'trail',
    region: home,
    says: /the trail does not log/,
    breakIt: ({ home: { cloudTrail } }) => cloudTrail.send(new StopLoggingCommand({ Name: trail })),
    mendIt: ({ home: { cloudTrail } }) => cloudTrail.send(new StartLoggingCommand({ Name: trail })),
  },
  {
    what: 'the trail keeps writes only',
    check: 'trail',
    region: home,
    says: /lacks reads/,
    breakIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName: trail,
          EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }],
        }),
      ),
    mendIt: ({ home: { cloudTrail } }) => cloudTrail.send(new PutEventSelectorsCommand(allManagement)),
  },
  {
    what: 'the trail leaves out KMS, which the config wants',
    check: 'trail',
    region: home,
    says: /lacks reads|lacks writes/,
    breakIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(
        new PutEventSelectorsCommand({
          TrailName: trail,
          AdvancedEventSelectors: [
            {
              FieldSelectors: [
                { Field: 'eventCategory', Equals: ['Management'] },
                { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
              ],
            },
          ],
        }),
      ),
    mendIt: ({ home: { cloudTrail } }) => cloudTrail.send(new PutEventSelectorsCommand(allManagement)),
  },
  {
    what: 'the trail writes no digests',
    check: 'trail',
    region: home,
    says: /lacks digests/,
    breakIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(new UpdateTrailCommand({ Name: trail, EnableLogFileValidation: false })),
    mendIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(new UpdateTrailCommand({ Name: trail, EnableLogFileValidation: true })),
  },
  {
    what: 'the trail writes below another prefix',
    check: 'trail',
    region: home,
    says: /writes to s3:\/\/glasswatch-log-111122223333-eu-central-1\/elsewhere, not to/,
    breakIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(new UpdateTrailCommand({ Name: trail, S3KeyPrefix: 'elsewhere' })),
    mendIt: ({ home: { cloudTrail } }) =>
      cloudTrail.send(new UpdateTrailCommand({ Name: trail, S3KeyPrefix: '' })),
  },
  {
    what: 'a gate rule of another Region is disabled',
    check: 'gate-rules',
    region: away,
    says: /is DISABLED.*lets nothing in/,
    breakIt: (scene) => scene.away.events.send(new DisableRuleCommand({ Name: readRule(scene, away).name })),
    mendIt: (scene) => makeRules(scene.away.events, 'default', [readRule(scene, away)]),
  },
  {
    what: 'a gate rule is in the state in which it sees no reads',
    check: 'gate-rules',
    region: home,
    says: /is ENABLED, not .*sees no reads/,
    breakIt: (scene) => scene.home.events.send(new EnableRuleCommand({ Name: readRule(scene, home).name })),
    mendIt: (scene) => makeRules(scene.home.events, 'default', [readRule(scene, home)]),
  },
  {
    what: 'a gate rule has another pattern',
    check: 'gate-rules',
    region: home,
    says: /another pattern/,
    breakIt: (scene) => {
      const { name, state } = readRule(scene, home);
      return scene.home.events.send(
        new PutRuleCommand({ Name: name, State: state, EventPattern: '{"source":["aws.nothing"]}' }),
      );
    },
    mendIt: (scene) => makeRules(scene.home.events, 'default', [readRule(scene, home)]),
  },
  {
    what: 'a gate rule leads elsewhere',
    check: 'gate-rules',
    region: home,
    says: /does not lead to arn:aws:events:eu-central-1:111122223333:event-bus\/glasswatch-bus/,
    breakIt: (scene) =>
      scene.home.events.send(
        new PutTargetsCommand({
          Rule: readRule(scene, home).name,
          Targets: [
            { Id: 'next', Arn: `arn:aws:sqs:eu-central-1:${emulatedAccount}:glasswatch-undelivered` },
          ],
        }),
      ),
    mendIt: (scene) => makeRules(scene.home.events, 'default', [readRule(scene, home)]),
  },
  {
    what: 'a rule of our bus is gone',
    check: 'bus-rules',
    region: home,
    says: /is missing on the bus glasswatch-bus/,
    breakIt: async (scene) => {
      const rule = { Rule: readBusRule(scene).name, EventBusName: 'glasswatch-bus' };
      await scene.home.events.send(new RemoveTargetsCommand({ ...rule, Ids: ['next'] }));
      await scene.home.events.send(
        new DeleteRuleCommand({ Name: rule.Rule, EventBusName: rule.EventBusName }),
      );
    },
    mendIt: (scene) => makeRules(scene.home.events, 'glasswatch-bus', [readBusRule(scene)]),
  },
  {
    what: 'a function may not run at all',
    check: 'functions',
    region: home,
    says: /glasswatch-alert has a reserved concurrency of 0/,
    breakIt: ({ home: { lambda } }) =>
      lambda.send(
        new PutFunctionConcurrencyCommand({
          FunctionName: 'glasswatch-alert',
          ReservedConcurrentExecutions: 0,
        }),
      ),
    mendIt: ({ home: { lambda } }) =>
      lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: 'glasswatch-alert' })),
  },
  {
    what: 'an event lies in a dead-letter queue',
    check: 'dead-letter-queues',
    region: home,
    says: /glasswatch-critical-dead-letters holds 1 event /,
    breakIt: async ({ home: clients }) =>
      clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: await queueUrl(clients, 'glasswatch-critical-dead-letters'),
          MessageBody: 'an event',
        }),
      ),
    mendIt: async ({ home: clients }) =>
      clients.sqs.send(
        new PurgeQueueCommand({ QueueUrl: await queueUrl(clients, 'glasswatch-critical-dead-letters') }),
      ),
  },
  {
    what: 'a schedule is off',
    check: 'schedules',
    region: home,
    says: /glasswatch-deadline is DISABLED/,
    breakIt: (scene) => scheduled(scene, 'glasswatch-deadline', 'DISABLED'),
    mendIt: (scene) => scheduled(scene, 'glasswatch-deadline', 'ENABLED'),
  },
  {
    what: 'nobody listens to a topic any more',
    check: 'subscriptions',
    region: away,
    says: /glasswatch-tampering has no subscription/,
    breakIt: async ({ away: { sns } }) => {
      const TopicArn = `arn:aws:sns:${away}:${emulatedAccount}:glasswatch-tampering`;
      const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      for (const { SubscriptionArn } of Subscriptions)
        await sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    },
    mendIt: ({ away: { sns } }) =>
      sns.send(
        new SubscribeCommand({
          TopicArn: `arn:aws:sns:${away}:${emulatedAccount}:glasswatch-tampering`,
          Protocol: 'sqs',
          Endpoint: `arn:aws:sqs:${away}:${emulatedAccount}:glasswatch-gate-undelivered`,
        }),
      ),
  },
  {
    what: 'the webhook is somewhere where nobody answers',
    check: 'webhook',
    region: home,
    says: /no answer/,
    breakIt: ({ home: { secrets } }) =>
      secrets.send(
        new PutSecretValueCommand({
          SecretId: 'glasswatch-slack-webhook',
          SecretString: 'http://127.0.0.1:9/services/T0/B0/gone-PASSWORD',
        }),
      ),
    mendIt: ({ home: { secrets }, webhookUrl }) =>
      secrets.send(
        new PutSecretValueCommand({ SecretId: 'glasswatch-slack-webhook', SecretString: webhookUrl }),
      ),
  },
  {
    what: 'the table is pointed at another bucket',
    check: 'log-table',
    region: home,
    says: /looks at s3:\/\/decoy\/, but the trail writes to s3:\/\/glasswatch-log-/,
    breakIt: ({ home: { glue }, deployment: { table } }) => {
      const input = glueInput(table);
      return glue.send(
        new UpdateTableCommand({
          DatabaseName: 'glasswatch_log',
          TableInput: {
            ...input,
            StorageDescriptor: { ...input.StorageDescriptor, Location: 's3://decoy/' },
          },
        }),
      );
    },
    mendIt: ({ home: { glue }, deployment: { table } }) =>
      glue.send(new UpdateTableCommand({ DatabaseName: 'glasswatch_log', TableInput: glueInput(table) })),
  },
  {
    what: 'the table has lost a Region',
    check: 'log-table',
    region: home,
    says: /does not know us-east-1/,
    breakIt: ({ home: { glue }, deployment: { table } }) => {
      const input = glueInput(table);
      return glue.send(
        new UpdateTableCommand({
          DatabaseName: 'glasswatch_log',
          TableInput: { ...input, Parameters: { ...input.Parameters, 'projection.region.values': home } },
        }),
      );
    },
    mendIt: ({ home: { glue }, deployment: { table } }) =>
      glue.send(new UpdateTableCommand({ DatabaseName: 'glasswatch_log', TableInput: glueInput(table) })),
  },
];
