import type { DetectionCases, NearMiss, Truth } from './detection-cases.ts';
import {
  account,
  apiCall,
  deniedCall,
  foreignAccount,
  iamUser,
  notAuthorized,
  region,
  roleSession,
  type Fields,
} from './event-builders.ts';

const mallory = iamUser('mallory');
const trail = `arn:aws:cloudtrail:${region}:${account}:trail/organization`;

function onTrail(name: string, asked: Fields | null): Fields {
  return apiCall('cloudtrail', name, mallory, { asked, more: { readOnly: false } });
}

/** What Secrets Manager, KMS and STS log are management events, reads and writes. */
const everything = {
  readWriteType: 'All',
  includeManagementEvents: true,
  dataResources: [],
  excludeManagementEventSources: [],
};
const managementOnly = { field: 'eventCategory', equals: ['Management'] };

function selecting(...eventSelectors: Fields[]): Fields {
  return onTrail('PutEventSelectors', { trailName: trail, eventSelectors });
}

function selectingAdvanced(...fieldSelectors: Fields[]): Fields {
  return onTrail('PutEventSelectors', {
    trailName: trail,
    advancedEventSelectors: [{ name: 'all', fieldSelectors }],
  });
}

function updating(asked: Fields): Fields {
  return onTrail('UpdateTrail', { name: trail, ...asked });
}

/** Calls on one kind of resource of ours. */
interface Own {
  readonly what: string;
  /** First part of the eventSource. */
  readonly service: string;
  readonly calls: readonly string[];
  readonly asked: Fields;
  /** Of the parameters, the one that names the resource. */
  readonly named: string;
  /** The same call on somebody else's resource: that parameter's value. */
  readonly others: unknown;
  /** A call of the service that changes nothing of it. */
  readonly harmless: string;
  readonly target?: string;
}

const queueUrl = (name: string) => `https://sqs.${region}.amazonaws.com/${account}/${name}`;
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;
const topicArn = (name: string) => `arn:aws:sns:${region}:${account}:${name}`;
const functionArn = (name: string) => `arn:aws:lambda:${region}:${account}:function:${name}`;
const stackArn = (name: string) => `arn:aws:cloudformation:${region}:${account}:stack/${name}/0e0e-4a4a`;
const tableArn = (name: string) => `arn:aws:dynamodb:${region}:${account}:table/${name}`;
const keyId = '7c1d2e3f-0a0b-4c4d-8e8f-123456789012';
const keyArn = (id: string) => `arn:aws:kms:${region}:${account}:key/${id}`;
const othersKey = 'f0e1d2c3-1111-4222-8333-444455556666';
const logBucket = `glasswatch-log-${account}-${region}`;

const functionCalls = [
  'UpdateFunctionCode20150331v2',
  'UpdateFunctionConfiguration20150331v2',
  'DeleteFunction20150331',
  'PutFunctionConcurrency20171031',
  'AddPermission20150331v2',
  'RemovePermission20150331v2',
];
const ruleCalls = ['PutRule', 'DisableRule', 'DeleteRule'];
const secretCalls = [
  'PutSecretValue',
  'UpdateSecret',
  'RotateSecret',
  'UpdateSecretVersionStage',
  'DeleteSecret',
  'PutResourcePolicy',
  'DeleteResourcePolicy',
];

const ownResources: readonly Own[] = [
  {
    what: "the trail's bucket",
    service: 's3',
    calls: [
      'PutBucketPolicy',
      'DeleteBucketPolicy',
      'PutBucketLifecycle',
      'PutBucketVersioning',
      'PutBucketObjectLockConfiguration',
      'PutBucketPublicAccessBlock',
      'DeleteBucket',
    ],
    asked: { bucketName: logBucket, Host: `${logBucket}.s3.${region}.amazonaws.com` },
    named: 'bucketName',
    others: 'photos-of-the-office',
    harmless: 'GetBucketPolicy',
  },
  {
    what: 'the key of the log',
    service: 'kms',
    calls: ['DisableKey', 'ScheduleKeyDeletion', 'PutKeyPolicy'],
    asked: { keyId: keyArn(keyId) },
    named: 'keyId',
    others: keyArn(othersKey),
    harmless: 'DescribeKey',
  },
  {
    what: 'the key of the log named by its id',
    service: 'kms',
    calls: ['ScheduleKeyDeletion'],
    asked: { keyId, pendingWindowInDays: 7 },
    named: 'keyId',
    others: othersKey,
    harmless: 'DescribeKey',
  },
  {
    what: 'a table of the log',
    service: 'glue',
    calls: ['UpdateTable', 'DeleteTable', 'BatchDeleteTable'],
    asked: { databaseName: 'glasswatch_log', name: 'cloudtrail' },
    named: 'databaseName',
    others: 'sales',
    harmless: 'GetTable',
  },
  {
    what: 'the database of the log',
    service: 'glue',
    calls: ['UpdateDatabase', 'DeleteDatabase'],
    asked: { name: 'glasswatch_log' },
    named: 'name',
    others: 'sales',
    harmless: 'GetDatabase',
  },
  {
    what: 'the workgroup',
    service: 'athena',
    calls: ['UpdateWorkGroup', 'DeleteWorkGroup'],
    asked: { workGroup: 'glasswatch-log' },
    named: 'workGroup',
    others: 'primary',
    harmless: 'GetWorkGroup',
  },
  {
    what: 'a rule',
    service: 'events',
    calls: ruleCalls,
    asked: { name: 'glasswatch-gate-1' },
    named: 'name',
    others: 'nightly-backup',
    harmless: 'DescribeRule',
  },
  {
    what: "a rule's targets",
    service: 'events',
    calls: ['PutTargets', 'RemoveTargets'],
    asked: { rule: 'glasswatch-gate-1', ids: ['bus'] },
    named: 'rule',
    others: 'nightly-backup',
    harmless: 'ListTargetsByRule',
  },
  {
    what: 'the bus',
    service: 'events',
    calls: ['UpdateEventBus', 'DeleteEventBus'],
    asked: { name: 'glasswatch-bus' },
    named: 'name',
    others: 'orders',
    harmless: 'DescribeEventBus',
  },
  {
    what: "the bus's policy",
    service: 'events',
    calls: ['PutPermission', 'RemovePermission'],
    asked: { eventBusName: 'glasswatch-bus', statementId: 'all' },
    named: 'eventBusName',
    others: 'orders',
    harmless: 'DescribeEventBus',
  },
  {
    what: 'a queue',
    service: 'sqs',
    calls: ['DeleteQueue', 'PurgeQueue', 'SetQueueAttributes', 'AddPermission', 'RemovePermission'],
    asked: { queueUrl: queueUrl('glasswatch-alerts') },
    named: 'queueUrl',
    others: queueUrl('orders'),
    harmless: 'GetQueueAttributes',
  },
  {
    what: 'a function',
    service: 'lambda',
    calls: functionCalls,
    asked: { functionName: 'glasswatch-alert' },
    named: 'functionName',
    others: 'shop-backend',
    harmless: 'GetFunctionConfiguration20150331v2',
  },
  {
    what: 'a function named by its ARN',
    service: 'lambda',
    calls: ['DeleteFunction20150331'],
    asked: { functionName: functionArn('glasswatch-alert') },
    named: 'functionName',
    others: functionArn('shop-backend'),
    harmless: 'GetFunction20150331v2',
  },
  {
    what: 'a function named by its partial ARN',
    service: 'lambda',
    calls: ['DeleteFunction20150331'],
    asked: { functionName: `${account}:function:glasswatch-alert` },
    named: 'functionName',
    others: `${account}:function:shop-backend`,
    harmless: 'GetFunction20150331v2',
  },
  {
    what: 'a queue, which somebody lets feed a function of theirs',
    service: 'lambda',
    calls: ['CreateEventSourceMapping20150331'],
    asked: { eventSourceArn: queueArn('glasswatch-critical'), functionName: 'shop-backend' },
    named: 'eventSourceArn',
    others: queueArn('orders'),
    harmless: 'ListEventSourceMappings20150331',
  },
  {
    what: 'a queue, which somebody lets feed a pipe',
    service: 'pipes',
    calls: ['CreatePipe'],
    asked: { name: 'tap', source: queueArn('glasswatch-critical'), target: queueArn('orders') },
    named: 'source',
    others: queueArn('orders'),
    harmless: 'DescribePipe',
  },
  {
    what: 'a schedule',
    service: 'scheduler',
    calls: ['UpdateSchedule', 'DeleteSchedule', 'DeleteScheduleGroup'],
    asked: { name: 'glasswatch-deadline' },
    named: 'name',
    others: 'nightly-backup',
    harmless: 'GetSchedule',
  },
  {
    what: 'a role',
    service: 'iam',
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
    asked: { roleName: 'glasswatch-alert' },
    named: 'roleName',
    others: 'shop-backend',
    harmless: 'GetRole',
  },
  {
    what: 'the topic',
    service: 'sns',
    calls: ['DeleteTopic', 'SetTopicAttributes', 'Subscribe', 'AddPermission', 'RemovePermission'],
    asked: { topicArn: topicArn('glasswatch-alerts') },
    named: 'topicArn',
    others: topicArn('orders'),
    harmless: 'GetTopicAttributes',
  },
  {
    what: 'the messages of the topic',
    service: 'sns',
    calls: ['PutDataProtectionPolicy'],
    asked: { resourceArn: topicArn('glasswatch-alerts') },
    named: 'resourceArn',
    others: topicArn('orders'),
    harmless: 'GetDataProtectionPolicy',
  },
  {
    what: 'a subscription',
    service: 'sns',
    calls: ['Unsubscribe', 'SetSubscriptionAttributes'],
    asked: { subscriptionArn: `${topicArn('glasswatch-alerts')}:0e0e-4a4a` },
    named: 'subscriptionArn',
    others: `${topicArn('orders')}:0e0e-4a4a`,
    harmless: 'GetSubscriptionAttributes',
  },
  {
    what: 'the webhook secret',
    service: 'secretsmanager',
    calls: secretCalls,
    asked: { secretId: 'glasswatch-slack-webhook' },
    named: 'secretId',
    others: 'prod/db',
    harmless: 'DescribeSecret',
  },
  {
    what: 'the webhook secret named by its ARN',
    service: 'secretsmanager',
    calls: ['PutSecretValue'],
    asked: { secretId: `arn:aws:secretsmanager:${region}:${account}:secret:glasswatch-slack-webhook-4Rzn83` },
    named: 'secretId',
    others: `arn:aws:secretsmanager:${region}:${account}:secret:prod/db-4Rzn83`,
    harmless: 'DescribeSecret',
  },
  {
    what: 'the webhook parameter',
    service: 'ssm',
    calls: ['PutParameter', 'DeleteParameter'],
    asked: { name: '/glasswatch/slack-webhook' },
    named: 'name',
    others: '/shop/motto',
    harmless: 'GetParameter',
  },
  {
    what: 'the webhook parameter among others',
    service: 'ssm',
    calls: ['DeleteParameters'],
    asked: { names: ['/shop/motto', '/glasswatch/slack-webhook'] },
    named: 'names',
    others: ['/shop/motto'],
    harmless: 'GetParameters',
    target: '/shop/motto, /glasswatch/slack-webhook',
  },
  {
    what: 'alarms',
    service: 'monitoring',
    calls: ['DeleteAlarms', 'DisableAlarmActions'],
    asked: { alarmNames: ['orders-late', 'glasswatch-dlq'] },
    named: 'alarmNames',
    others: ['orders-late'],
    harmless: 'DescribeAlarms',
    target: 'orders-late, glasswatch-dlq',
  },
  {
    what: 'an alarm',
    service: 'monitoring',
    calls: ['PutMetricAlarm', 'SetAlarmState'],
    asked: { alarmName: 'glasswatch-dlq' },
    named: 'alarmName',
    others: 'orders-late',
    harmless: 'DescribeAlarmsForMetric',
  },
  {
    what: 'a stack',
    service: 'cloudformation',
    calls: ['DeleteStack', 'UpdateStack', 'ExecuteChangeSet', 'UpdateTerminationProtection'],
    asked: { stackName: 'glasswatch-watch' },
    named: 'stackName',
    others: 'shop',
    harmless: 'DescribeStacks',
  },
  {
    what: 'a stack named by its ARN',
    service: 'cloudformation',
    calls: ['DeleteStack'],
    asked: { stackName: stackArn('glasswatch-watch') },
    named: 'stackName',
    others: stackArn('shop'),
    harmless: 'DescribeStacks',
  },
  {
    what: 'the ledger',
    service: 'dynamodb',
    calls: ['DeleteTable', 'UpdateTable', 'UpdateTimeToLive', 'UpdateContinuousBackups'],
    asked: { tableName: 'glasswatch-ledger' },
    named: 'tableName',
    others: 'orders',
    harmless: 'DescribeTable',
  },
  {
    what: 'the ledger named by its ARN',
    service: 'dynamodb',
    calls: ['DeleteTable'],
    asked: { tableName: tableArn('glasswatch-ledger') },
    named: 'tableName',
    others: tableArn('orders'),
    harmless: 'DescribeTable',
  },
  {
    what: 'who may use the ledger',
    service: 'dynamodb',
    calls: ['PutResourcePolicy'],
    asked: { resourceArn: tableArn('glasswatch-ledger'), policy: '{}' },
    named: 'resourceArn',
    others: tableArn('orders'),
    harmless: 'GetResourcePolicy',
  },
  {
    what: 'the log of a function',
    service: 'logs',
    calls: ['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'],
    asked: { logGroupName: '/aws/lambda/glasswatch-alert' },
    named: 'logGroupName',
    others: '/aws/lambda/shop-backend',
    harmless: 'DescribeLogGroups',
  },
];

function ownTruths({ what, service, calls, asked, named, target }: Own): Truth[] {
  return calls.map((call) => ({
    name: `${call} on ${what}`,
    event: apiCall(service, call, mallory, { asked, more: { readOnly: false } }),
    target: target ?? String(asked[named]),
  }));
}

function besideOwn({ what, calls, named, others, harmless }: Own): NearMiss[] {
  const of = `${calls[0] ?? ''} on ${what}`;
  return [
    { name: `${of}, of somebody else`, of, set: ['requestParameters', named], to: others },
    { name: `${of}, in another account`, of, set: ['recipientAccountId'], to: foreignAccount },
    { name: `${of}, which failed`, of, set: ['errorCode'], to: 'ThrottlingException' },
    { name: `${of}, which names nothing`, of, set: ['requestParameters'], to: null },
    { name: `${of}, by a call of another service`, of, set: ['eventSource'], to: 'backup.amazonaws.com' },
    { name: `${of}, only looked at`, of, set: ['eventName'], to: harmless },
  ];
}

/** A mapping that feeds a function: asked for by an id of its own; only the answer names the function. */
function onMapping(name: string): Fields {
  return apiCall('lambda', name, mallory, {
    asked: { uUID: '14e0db71-xmpl-4eb5-b481-8945cf9d10c2', enabled: false },
    answered: {
      uUID: '14e0db71-xmpl-4eb5-b481-8945cf9d10c2',
      functionArn: functionArn('glasswatch-alert'),
      state: 'Disabling',
    },
  });
}
const mapping = 'the mapping that feeds a function is switched off';

/** Alarms that tell nobody for a time. */
function muting(alarmNames: string[]): Fields {
  return apiCall('monitoring', 'PutAlarmMuteRule', mallory, {
    asked: { name: 'quiet', muteTargets: { alarmNames } },
    more: { readOnly: false },
  });
}
const muted = 'alarms are muted';
const left = 'the account leaves its organization';

const stopped = 'a trail is stopped';
const narrowedBasic = 'a trail leaves out reads';
const narrowedAdvanced = 'a trail leaves out reads, by advanced selectors';
const oneRegion = 'a trail is cut down to one Region';
const disabled = 'a Region is disabled';
const denied = 'an attempt to stop a trail is denied';
const inSession = roleSession('deploy', { invokedBy: 'cloudformation.amazonaws.com' });

export default {
  config: {
    account,
    regions: [region, 'us-east-1'],
    breakGlass: {},
    key: { create: true, arn: keyArn(keyId) },
    slack: { webhookParameter: '/glasswatch/slack-webhook' },
  },

  truths: [
    {
      name: stopped,
      event: onTrail('StopLogging', { name: trail }),
      target: trail,
      says: 'Trail organization stopped by IAM user mallory',
    },
    {
      name: 'a trail known by name is deleted',
      event: onTrail('DeleteTrail', { name: 'organization' }),
      target: 'organization',
      says: 'deleted by IAM user mallory',
    },
    { name: oneRegion, event: updating({ isMultiRegionTrail: false }), target: trail, says: 'narrowed' },
    {
      name: 'a trail loses the global services',
      event: updating({ includeGlobalServiceEvents: false }),
      target: trail,
    },
    {
      name: 'a trail loses the validation of its files',
      event: updating({ enableLogFileValidation: false }),
      target: trail,
    },
    {
      name: 'a trail is no longer for the organization',
      event: updating({ isOrganizationTrail: false }),
      target: trail,
    },
    { name: 'a trail goes to another bucket', event: updating({ s3BucketName: 'elsewhere' }), target: trail },
    { name: 'a trail goes to another prefix', event: updating({ s3KeyPrefix: 'unseen' }), target: trail },
    {
      name: 'a trail is encrypted with another key',
      event: updating({ kmsKeyId: `arn:aws:kms:${region}:${foreignAccount}:key/0a0a` }),
      target: trail,
    },
    {
      name: 'a change of a trail that the event does not tell',
      event: onTrail('UpdateTrail', null),
      target: null,
    },
    { name: narrowedBasic, event: selecting({ ...everything, readWriteType: 'WriteOnly' }), target: trail },
    {
      name: 'a trail leaves out writes',
      event: selecting({ ...everything, readWriteType: 'ReadOnly' }),
      target: trail,
    },
    {
      name: 'a trail leaves out all management events',
      event: selecting({ ...everything, includeManagementEvents: false }),
      target: trail,
    },
    {
      name: 'a trail leaves out the keys',
      event: selecting({ ...everything, excludeManagementEventSources: ['kms.amazonaws.com'] }),
      target: trail,
    },
    {
      name: 'a trail selects nothing',
      event: onTrail('PutEventSelectors', { trailName: trail, eventSelectors: [] }),
      target: trail,
    },
    {
      name: narrowedAdvanced,
      event: selectingAdvanced(managementOnly, { field: 'readOnly', equals: ['false'] }),
      target: trail,
    },
    {
      name: 'a trail leaves out the keys, by advanced selectors',
      event: selectingAdvanced(managementOnly, { field: 'eventSource', notEquals: ['kms.amazonaws.com'] }),
      target: trail,
    },
    {
      name: 'a trail records data events alone',
      event: selectingAdvanced({ field: 'eventCategory', equals: ['Data'] }),
      target: trail,
    },
    {
      name: denied,
      event: deniedCall(
        'cloudtrail',
        'StopLogging',
        mallory,
        notAuthorized(mallory, 'cloudtrail:StopLogging', trail),
      ),
      target: trail,
      says: 'IAM user mallory tried StopLogging on organization',
    },
    {
      name: "an attempt to change a trail's selectors is denied",
      event: deniedCall(
        'cloudtrail',
        'PutEventSelectors',
        mallory,
        notAuthorized(mallory, 'cloudtrail:PutEventSelectors', trail),
      ),
      target: trail,
    },
    {
      name: disabled,
      event: apiCall('account', 'DisableRegion', mallory, { asked: { regionName: 'us-east-1' } }),
      target: 'us-east-1',
      says: 'Region us-east-1 disabled by IAM user mallory',
    },
    ...ownResources.flatMap(ownTruths),
    {
      name: muted,
      event: muting(['orders-late', 'glasswatch-critical-errors']),
      target: 'orders-late, glasswatch-critical-errors',
    },
    {
      name: left,
      event: apiCall('organizations', 'LeaveOrganization', mallory, { asked: null }),
      target: null,
      says: 'Account taken out of its organization by IAM user mallory',
    },
    {
      name: mapping,
      event: onMapping('UpdateEventSourceMapping20150331'),
      target: functionArn('glasswatch-alert'),
    },
    {
      name: 'the mapping that feeds a function is deleted',
      event: onMapping('DeleteEventSourceMapping20150331'),
      target: functionArn('glasswatch-alert'),
    },
    {
      name: 'Glasswatch itself is deployed anew',
      event: apiCall('lambda', 'UpdateFunctionCode20150331v2', inSession, {
        asked: { functionName: 'glasswatch-alert' },
      }),
      target: 'glasswatch-alert',
      says: 'Glasswatch was changed by a session of role deploy',
    },
  ],

  nearMisses: [
    { name: 'a trail that is started', of: stopped, set: ['eventName'], to: 'StartLogging' },
    {
      name: 'a call of that name on another service',
      of: stopped,
      set: ['eventSource'],
      to: 'redshift.amazonaws.com',
    },
    { name: 'a trail that is not there', of: stopped, set: ['errorCode'], to: 'TrailNotFoundException' },
    {
      name: 'a trail that is spread over all Regions',
      of: oneRegion,
      set: ['requestParameters', 'isMultiRegionTrail'],
      to: true,
    },
    {
      name: 'an update that changes nothing of what is recorded',
      of: oneRegion,
      set: ['requestParameters', 'isMultiRegionTrail'],
      to: undefined,
    },
    {
      name: 'a trail whose files are validated from now on',
      of: 'a trail loses the validation of its files',
      set: ['requestParameters', 'enableLogFileValidation'],
      to: true,
    },
    {
      name: 'a trail that takes the global services in',
      of: 'a trail loses the global services',
      set: ['requestParameters', 'includeGlobalServiceEvents'],
      to: true,
    },
    {
      name: 'a trail that becomes one for the organization',
      of: 'a trail is no longer for the organization',
      set: ['requestParameters', 'isOrganizationTrail'],
      to: true,
    },
    {
      name: 'a trail that keeps going to our bucket',
      of: 'a trail goes to another bucket',
      set: ['requestParameters', 's3BucketName'],
      to: logBucket,
    },
    {
      name: 'a trail that keeps its key',
      of: 'a trail is encrypted with another key',
      set: ['requestParameters', 'kmsKeyId'],
      to: keyArn(keyId),
    },
    {
      name: 'selectors that keep everything',
      of: narrowedBasic,
      set: ['requestParameters', 'eventSelectors'],
      to: [everything],
    },
    {
      name: 'selectors that leave out only the RDS Data API',
      of: narrowedBasic,
      set: ['requestParameters', 'eventSelectors'],
      to: [{ ...everything, excludeManagementEventSources: ['rdsdata.amazonaws.com'] }],
    },
    {
      name: 'advanced selectors that keep every management event',
      of: narrowedAdvanced,
      set: ['requestParameters', 'advancedEventSelectors'],
      to: [
        { name: 'data', fieldSelectors: [{ field: 'eventCategory', equals: ['Data'] }] },
        { name: 'all', fieldSelectors: [managementOnly] },
      ],
    },
    {
      name: 'advanced selectors that leave out only the RDS Data API',
      of: narrowedAdvanced,
      set: ['requestParameters', 'advancedEventSelectors'],
      to: [
        {
          name: 'all',
          fieldSelectors: [managementOnly, { field: 'eventSource', notEquals: ['rdsdata.amazonaws.com'] }],
        },
      ],
    },
    {
      name: 'an attempt that fails for another reason than a denial',
      of: denied,
      set: ['errorCode'],
      to: 'ThrottlingException',
    },
    { name: 'a Region that is enabled', of: disabled, set: ['eventName'], to: 'EnableRegion' },
    { name: 'a Region that cannot be disabled', of: disabled, set: ['errorCode'], to: 'ConflictException' },
    {
      name: 'a Region that another service no longer uses',
      of: disabled,
      set: ['eventSource'],
      to: 'controltower.amazonaws.com',
    },
    ...ownResources.flatMap(besideOwn),
    {
      name: "somebody else's alarms that are muted",
      of: muted,
      set: ['requestParameters', 'muteTargets', 'alarmNames'],
      to: ['orders-late'],
    },
    { name: 'a mute that is ended', of: muted, set: ['eventName'], to: 'DeleteAlarmMuteRule' },
    {
      name: 'alarms that are muted in another account',
      of: muted,
      set: ['recipientAccountId'],
      to: foreignAccount,
    },
    { name: 'alarms that cannot be muted', of: muted, set: ['errorCode'], to: 'LimitExceededException' },
    { name: 'alarms of another service', of: muted, set: ['eventSource'], to: 'backup.amazonaws.com' },
    {
      name: 'an organization that is only looked at',
      of: left,
      set: ['eventName'],
      to: 'DescribeOrganization',
    },
    {
      name: 'an organization that cannot be left',
      of: left,
      set: ['errorCode'],
      to: 'ConstraintViolationException',
    },
    {
      name: 'an organization of another service',
      of: left,
      set: ['eventSource'],
      to: 'workmail.amazonaws.com',
    },
    {
      name: "somebody else's mapping",
      of: mapping,
      set: ['responseElements', 'functionArn'],
      to: functionArn('shop-backend'),
    },
    {
      name: 'a mapping of which the answer names no function',
      of: mapping,
      set: ['responseElements'],
      to: null,
    },
    { name: 'a mapping in another account', of: mapping, set: ['recipientAccountId'], to: foreignAccount },
    {
      name: 'a mapping that cannot be changed',
      of: mapping,
      set: ['errorCode'],
      to: 'ResourceInUseException',
    },
    {
      name: 'a mapping that is only looked at',
      of: mapping,
      set: ['eventName'],
      to: 'GetEventSourceMapping20150331',
    },
    { name: 'a mapping of another service', of: mapping, set: ['eventSource'], to: 'pipes.amazonaws.com' },
  ],
} satisfies DetectionCases;
