import type { OwnNames } from '../../config/names.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import { textOf } from '../event/identity.ts';
import type { EventPattern } from '../pattern/matcher.ts';

/** Calls on one service's resources that, aimed at ours, change the watching itself. */
interface Watch {
  readonly eventSource: string;
  /** Names of calls; Lambda's carry API dates, so they are matched by prefix (aws-facts, more facts). */
  readonly calls: readonly (string | { readonly prefix: string })[];
  /** Where the call names its resource, and how ours is told; null where the config knows of none. */
  readonly requestParameters?: (own: OwnNames) => EventPattern | null;
  /** The same of the answer, where the call names its resource by an id that does not show whose it is. */
  readonly responseElements?: (own: OwnNames) => EventPattern;
}

const prefixed = (own: OwnNames) => [{ prefix: own.prefix }];

/** What changes the watching itself, service by service. */
const watches: readonly Watch[] = [
  {
    eventSource: 's3.amazonaws.com',
    calls: [{ prefix: 'PutBucket' }, { prefix: 'DeleteBucket' }],
    // An adopted bucket has a name of its own.
    requestParameters: (own) => ({
      bucketName: own.logBucket.startsWith(own.prefix) ? prefixed(own) : [...prefixed(own), own.logBucket],
    }),
  },
  {
    // Neither call takes an alias: a key is named by its ARN or its id.
    eventSource: 'kms.amazonaws.com',
    calls: ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'],
    requestParameters: ({ keys }) =>
      keys.length === 0 ? null : { keyId: keys.flatMap((key) => [key, key.split('/').at(-1) ?? key]) },
  },
  {
    eventSource: 'glue.amazonaws.com',
    calls: ['UpdateTable', 'DeleteTable', 'BatchDeleteTable', 'DeleteDatabase', 'UpdateDatabase'],
    requestParameters: (own) => ({ $or: [{ databaseName: [own.database] }, { name: [own.database] }] }),
  },
  {
    eventSource: 'athena.amazonaws.com',
    calls: ['UpdateWorkGroup', 'DeleteWorkGroup'],
    requestParameters: (own) => ({ workGroup: [own.workgroup] }),
  },
  {
    eventSource: 'events.amazonaws.com',
    calls: [
      'PutRule',
      'DisableRule',
      'DeleteRule',
      'PutTargets',
      'RemoveTargets',
      'UpdateEventBus',
      'DeleteEventBus',
      'PutPermission',
      'RemovePermission',
    ],
    requestParameters: (own) => ({
      $or: [{ name: prefixed(own) }, { rule: prefixed(own) }, { eventBusName: prefixed(own) }],
    }),
  },
  {
    eventSource: 'sqs.amazonaws.com',
    calls: ['DeleteQueue', 'PurgeQueue', 'SetQueueAttributes', 'AddPermission', 'RemovePermission'],
    requestParameters: (own) => ({ queueUrl: [{ wildcard: `*/${own.account}/${own.prefix}*` }] }),
  },
  {
    eventSource: 'lambda.amazonaws.com',
    calls: ['UpdateFunction', 'DeleteFunction', 'PutFunction', 'AddPermission', 'RemovePermission'].map(
      (call) => ({ prefix: call }),
    ),
    requestParameters: (own) => ({
      // Named by name, by ARN, or by `ACCOUNT:function:NAME`.
      functionName: [{ prefix: own.prefix }, { wildcard: `*${own.account}:function:${own.prefix}*` }],
    }),
  },
  {
    // A mapping is asked for by an id of its own; the answer names the function that it feeds.
    eventSource: 'lambda.amazonaws.com',
    calls: [{ prefix: 'UpdateEventSourceMapping' }, { prefix: 'DeleteEventSourceMapping' }],
    responseElements: (own) => ({
      functionArn: [{ wildcard: `*:${own.account}:function:${own.prefix}*` }],
    }),
  },
  {
    // Whoever lets a function or a pipe of theirs take from our queue gets the events in our place.
    eventSource: 'lambda.amazonaws.com',
    calls: [{ prefix: 'CreateEventSourceMapping' }],
    requestParameters: (own) => ({ eventSourceArn: [{ wildcard: `*:${own.account}:${own.prefix}*` }] }),
  },
  {
    eventSource: 'pipes.amazonaws.com',
    calls: ['CreatePipe'],
    requestParameters: (own) => ({ source: [{ wildcard: `*:${own.account}:${own.prefix}*` }] }),
  },
  {
    eventSource: 'scheduler.amazonaws.com',
    calls: ['UpdateSchedule', 'DeleteSchedule', 'DeleteScheduleGroup'],
    requestParameters: (own) => ({ name: prefixed(own) }),
  },
  {
    eventSource: 'iam.amazonaws.com',
    calls: [
      'CreateRole',
      'DeleteRole',
      'UpdateAssumeRolePolicy',
      'AttachRolePolicy',
      'DetachRolePolicy',
      'PutRolePolicy',
      'DeleteRolePolicy',
      'PutRolePermissionsBoundary',
    ],
    requestParameters: (own) => ({ roleName: prefixed(own) }),
  },
  {
    eventSource: 'sns.amazonaws.com',
    calls: ['DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'AddPermission', 'RemovePermission'],
    requestParameters: (own) => ({ topicArn: [{ wildcard: `*:${own.account}:${own.prefix}*` }] }),
  },
  {
    eventSource: 'sns.amazonaws.com',
    calls: ['Unsubscribe', 'SetSubscriptionAttributes'],
    requestParameters: (own) => ({ subscriptionArn: [{ wildcard: `*:${own.account}:${own.prefix}*` }] }),
  },
  {
    // A policy that audits messages can also refuse them.
    eventSource: 'sns.amazonaws.com',
    calls: ['PutDataProtectionPolicy'],
    requestParameters: (own) => ({ resourceArn: [{ wildcard: `*:${own.account}:${own.prefix}*` }] }),
  },
  {
    eventSource: 'secretsmanager.amazonaws.com',
    calls: [
      'PutSecretValue',
      'UpdateSecret',
      'RotateSecret',
      'UpdateSecretVersionStage',
      'DeleteSecret',
      'PutResourcePolicy',
      'DeleteResourcePolicy',
    ],
    requestParameters: (own) => ({
      secretId: [
        { prefix: own.webhookSecret },
        { wildcard: `*:${own.account}:secret:${own.webhookSecret}*` },
      ],
    }),
  },
  {
    eventSource: 'ssm.amazonaws.com',
    calls: ['PutParameter', 'DeleteParameter', 'DeleteParameters'],
    requestParameters: ({ webhookParameter }) =>
      webhookParameter === null
        ? null
        : { $or: [{ name: [webhookParameter] }, { names: [webhookParameter] }] },
  },
  {
    eventSource: 'monitoring.amazonaws.com',
    calls: ['DeleteAlarms', 'DisableAlarmActions'],
    requestParameters: (own) => ({ alarmNames: prefixed(own) }),
  },
  {
    eventSource: 'monitoring.amazonaws.com',
    calls: ['PutMetricAlarm', 'SetAlarmState'],
    requestParameters: (own) => ({ alarmName: prefixed(own) }),
  },
  {
    eventSource: 'monitoring.amazonaws.com',
    calls: ['PutAlarmMuteRule'],
    requestParameters: (own) => ({ muteTargets: { alarmNames: prefixed(own) } }),
  },
  {
    eventSource: 'logs.amazonaws.com',
    calls: ['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'],
    requestParameters: (own) => ({ logGroupName: [{ prefix: `/aws/lambda/${own.prefix}` }] }),
  },
  {
    eventSource: 'cloudformation.amazonaws.com',
    calls: ['DeleteStack', 'UpdateStack', 'ExecuteChangeSet', 'UpdateTerminationProtection'],
    requestParameters: (own) => ({
      stackName: [{ prefix: own.prefix }, { wildcard: `*:${own.account}:stack/${own.prefix}*` }],
    }),
  },
  {
    eventSource: 'dynamodb.amazonaws.com',
    calls: ['DeleteTable', 'UpdateTable', 'UpdateTimeToLive', 'UpdateContinuousBackups'],
    requestParameters: (own) => ({
      tableName: [{ prefix: own.prefix }, { wildcard: `*:${own.account}:table/${own.prefix}*` }],
    }),
  },
  {
    // A policy on the table can refuse our own functions.
    eventSource: 'dynamodb.amazonaws.com',
    calls: ['PutResourcePolicy'],
    requestParameters: (own) => ({
      resourceArn: [{ wildcard: `*:${own.account}:table/${own.prefix}*` }],
    }),
  },
];

/** The patterns of changes to what Glasswatch itself is made of. */
export function ownResourcePatterns(own: OwnNames): EventPattern[] {
  return watches.flatMap(({ eventSource, calls, requestParameters, responseElements }) => {
    const asked = requestParameters?.(own);
    if (asked === null) return [];
    return {
      detail: {
        eventSource: [eventSource],
        eventName: [...calls],
        errorCode: [{ exists: false }],
        recipientAccountId: [own.account],
        ...(asked === undefined ? {} : { requestParameters: asked }),
        ...(responseElements === undefined ? {} : { responseElements: responseElements(own) }),
      },
    };
  });
}

/** Parameters that name a resource, most telling first. */
const naming = [
  'eventSourceArn',
  'functionName',
  'bucketName',
  'queueUrl',
  'rule',
  'topicArn',
  'subscriptionArn',
  'resourceArn',
  'source',
  'secretId',
  'roleName',
  'alarmName',
  'workGroup',
  'logGroupName',
  'stackName',
  'tableName',
  'databaseName',
  'regionName',
  'keyId',
  'name',
  'trailName',
  'eventBusName',
];

/** The resource that a call names, as it names it (alarms and parameters can be named together); null when it names none. */
export function namedResource(event: CloudTrailEvent): string | null {
  const asked = event.requestParameters ?? {};
  return (
    together(mutedAlarms(asked)) ??
    naming.map((key) => textOf(asked[key])).find((name) => name !== null) ??
    event.responseElements?.functionArn ??
    together([asked.alarmNames, asked.names].flat())
  );
}

/** What a mute is about: its own name tells nothing. */
function mutedAlarms({ muteTargets }: Record<string, unknown>): unknown[] {
  return [(muteTargets as { alarmNames?: unknown } | null | undefined)?.alarmNames].flat();
}

function together(names: readonly unknown[]): string | null {
  return textOf(names.flatMap((name) => textOf(name) ?? []).join(', '));
}
