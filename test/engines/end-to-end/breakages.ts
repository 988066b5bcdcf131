import {
  DisableRuleCommand,
  EnableRuleCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  type Rule,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { GetTablesCommand, UpdateTableCommand, type Table } from '@aws-sdk/client-glue';
import {
  DeleteFunctionConcurrencyCommand,
  ListFunctionsCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import {
  GetScheduleCommand,
  ListSchedulesCommand,
  UpdateScheduleCommand,
  type ScheduleState,
} from '@aws-sdk/client-scheduler';
import {
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { ListQueuesCommand, PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { emulatedAccount } from '../emulator/emulator.ts';
import type { Clients } from '../emulator/standing/clients.ts';

/** A Region that the stacks were deployed to. */
export interface Place extends Clients {
  readonly region: string;
}

/**
 * All of a kind that the stacks made in a Region, broken at once. What there is, the account is asked, not our own names: so
 * doctor, which goes by these, is seen to know each of them and no other.
 */
export interface Breakage {
  readonly what: string;
  readonly check: string;
  /** Of this doctor speaks in the home Region alone. */
  readonly homeOnly: boolean;
  /** What doctor says of each; its group is the name. */
  readonly says: RegExp;
  /** So many at least the stacks make in the home Region. */
  readonly atLeast: number;
  names(place: Place): Promise<string[]>;
  breakOne(place: Place, name: string): Promise<unknown>;
  /** What puts it back as it was. */
  mender(place: Place, name: string): Promise<() => Promise<unknown>>;
}

const allEvents = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
const ourBus = 'glasswatch-bus';
const group = 'glasswatch-schedules';
const database = 'glasswatch_log';

/** Breakages of the rules on one bus. */
function ofRules(bus: string) {
  const rulesOf = async ({ events }: Place): Promise<Rule[]> => {
    const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: bus }));
    return Rules;
  };
  const targetsOf = async ({ events }: Place, Name: string): Promise<Target[]> => {
    const { Targets = [] } = await events.send(
      new ListTargetsByRuleCommand({ Rule: Name, EventBusName: bus }),
    );
    return Targets;
  };
  const common = {
    check: bus === ourBus ? 'bus-rules' : 'gate-rules',
    homeOnly: bus === ourBus,
    mender: async (place: Place, name: string) => {
      const { EventPattern, State } = (await rulesOf(place)).find(({ Name }) => Name === name) ?? {};
      const Targets = await targetsOf(place, name);
      return async () => {
        await place.events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern, State }));
        await place.events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets }));
      };
    },
  };
  const names = async (place: Place) => (await rulesOf(place)).map(({ Name = '' }) => Name);
  return { common, names, rulesOf, targetsOf };
}

const [gates, bus] = [ofRules('default'), ofRules(ourBus)];

async function functionsOf({ lambda }: Place): Promise<string[]> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  return Functions.map(({ FunctionName = '' }) => FunctionName);
}

async function queueUrls({ sqs }: Place): Promise<string[]> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'glasswatch-' }));
  return QueueUrls;
}
const nameOf = (place: string) => place.split(/[:/]/).at(-1) ?? '';
const urlOf = async (place: Place, name: string) =>
  (await queueUrls(place)).find((url) => nameOf(url) === name);

async function setSchedule({ scheduler }: Place, Name: string, State: ScheduleState): Promise<void> {
  const named = { GroupName: group, Name };
  const { ScheduleExpression, FlexibleTimeWindow, Target } = await scheduler.send(
    new GetScheduleCommand(named),
  );
  await scheduler.send(
    new UpdateScheduleCommand({ ...named, ScheduleExpression, FlexibleTimeWindow, Target, State }),
  );
}

function topicArn({ region }: Place, name: string): string {
  return `arn:aws:sns:${region}:${emulatedAccount}:${name}`;
}

async function tablesOf({ glue }: Place): Promise<Table[]> {
  const { TableList = [] } = await glue.send(new GetTablesCommand({ DatabaseName: database }));
  return TableList;
}
function inputOf({ Name, TableType, Parameters, PartitionKeys, StorageDescriptor }: Table) {
  return { Name, TableType, Parameters, PartitionKeys, StorageDescriptor };
}

export const breakages: readonly Breakage[] = [
  {
    ...gates.common,
    what: 'every rule of a gate is disabled',
    says: /^rule (\S+) is DISABLED, not /,
    atLeast: 4,
    names: gates.names,
    breakOne: ({ events }, Name) => events.send(new DisableRuleCommand({ Name })),
  },
  {
    ...gates.common,
    what: 'every rule of a gate that is there for reads sees none',
    says: /^rule (\S+) is ENABLED, not .*sees no reads/,
    atLeast: 2,
    names: async (place) =>
      (await gates.rulesOf(place)).filter(({ State }) => State === allEvents).map(({ Name = '' }) => Name),
    breakOne: ({ events }, Name) => events.send(new EnableRuleCommand({ Name })),
  },
  {
    ...gates.common,
    what: 'every rule of a gate leads nowhere',
    says: /^rule (\S+) does not lead to /,
    atLeast: 4,
    names: gates.names,
    breakOne: async (place, Rule) => {
      const Ids = (await gates.targetsOf(place, Rule)).map(({ Id = '' }) => Id);
      return place.events.send(new RemoveTargetsCommand({ Rule, Ids }));
    },
  },
  {
    ...bus.common,
    what: 'every rule of our bus is disabled',
    says: /^rule (\S+) is DISABLED, not /,
    atLeast: 4,
    names: bus.names,
    breakOne: ({ events }, Name) => events.send(new DisableRuleCommand({ Name, EventBusName: ourBus })),
  },
  {
    what: 'no function may run',
    check: 'functions',
    homeOnly: true,
    says: /^function (\S+) has a reserved concurrency of 0/,
    atLeast: 5,
    names: functionsOf,
    breakOne: ({ lambda }, FunctionName) =>
      lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 })),
    mender: ({ lambda }, FunctionName) =>
      Promise.resolve(() => lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }))),
  },
  {
    what: 'every schedule is off',
    check: 'schedules',
    homeOnly: true,
    says: /^schedule (\S+) is DISABLED/,
    atLeast: 4,
    names: async ({ scheduler }) => {
      const { Schedules = [] } = await scheduler.send(new ListSchedulesCommand({ GroupName: group }));
      return Schedules.map(({ Name = '' }) => Name);
    },
    breakOne: (place, name) => setSchedule(place, name, 'DISABLED'),
    mender: (place, name) => Promise.resolve(() => setSchedule(place, name, 'ENABLED')),
  },
  {
    what: 'nobody listens to any topic',
    check: 'subscriptions',
    homeOnly: false,
    says: /^topic (\S+) has no subscription/,
    atLeast: 2,
    names: async ({ sns }) => {
      const { Topics = [] } = await sns.send(new ListTopicsCommand({}));
      return Topics.map(({ TopicArn = '' }) => nameOf(TopicArn));
    },
    breakOne: async (place, name) => {
      const TopicArn = topicArn(place, name);
      const { Subscriptions = [] } = await place.sns.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
      for (const { SubscriptionArn } of Subscriptions)
        await place.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
    },
    mender: (place, name) => Promise.resolve(() => listen(place, name)),
  },
  {
    what: 'a message lies in every queue that takes what failed',
    check: 'dead-letter-queues',
    homeOnly: false,
    says: /^dead-letter queue (\S+) holds 1 event /,
    atLeast: 4,
    names: async (place) =>
      (await queueUrls(place))
        .map(nameOf)
        .filter((name) => !['glasswatch-alert', 'glasswatch-critical'].includes(name)),
    breakOne: async (place, name) =>
      place.sqs.send(
        new SendMessageCommand({ QueueUrl: await urlOf(place, name), MessageBody: 'what failed' }),
      ),
    mender: (place, name) =>
      Promise.resolve(async () =>
        place.sqs.send(new PurgeQueueCommand({ QueueUrl: await urlOf(place, name) })),
      ),
  },
  {
    what: 'the table of the log looks elsewhere',
    check: 'log-table',
    homeOnly: true,
    says: /^the log's (table) looks at s3:\/\/decoy\/, but the trail writes to s3:\/\/glasswatch-log-111122223333-eu-central-1\/AWSLogs\//,
    atLeast: 1,
    names: async (place) => (await tablesOf(place)).map(() => 'table'),
    breakOne: async (place) => {
      for (const table of await tablesOf(place)) {
        const input = inputOf(table);
        const StorageDescriptor = { ...input.StorageDescriptor, Location: 's3://decoy/' };
        await place.glue.send(
          new UpdateTableCommand({ DatabaseName: database, TableInput: { ...input, StorageDescriptor } }),
        );
      }
    },
    mender: async (place) => {
      const tables = await tablesOf(place);
      return async () => {
        for (const table of tables)
          await place.glue.send(
            new UpdateTableCommand({ DatabaseName: database, TableInput: inputOf(table) }),
          );
      };
    },
  },
];

/** Has a queue listen to a topic: such a subscription is confirmed at once. */
export function listen(place: Place, topic: string): Promise<unknown> {
  return place.sns.send(
    new SubscribeCommand({
      TopicArn: topicArn(place, topic),
      Protocol: 'sqs',
      Endpoint: `arn:aws:sqs:${place.region}:${emulatedAccount}:glasswatch-gate-undelivered`,
    }),
  );
}
