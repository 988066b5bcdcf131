import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import tampering from '../detections/audit-tampering.events.ts';
import { configs } from './configs.ts';
import { templatesOf, type Resource } from './deployed.ts';

const text = readFileSync(join(import.meta.dirname, '../../infra/scp/protect-glasswatch.json'), 'utf8');
const policy = JSON.parse(text) as {
  Statement: { Effect: string; Action: string[]; Resource: string[]; Condition?: object }[];
};
const protectedArns = policy.Statement.flatMap(({ Resource }) => Resource);

/** What the policy must cover of a resource; null for what is protected with another, or holds nothing. */
function arnOf({ Type, Properties }: Resource): string | null {
  const named = (arn: string, key: string) => `arn:aws:${arn}${String(Properties[key])}`;
  switch (Type) {
    case 'AWS::S3::Bucket':
      return named('s3:::', 'BucketName');
    case 'AWS::CloudTrail::Trail':
      return named('cloudtrail:r:1:trail/', 'TrailName');
    case 'AWS::SQS::Queue':
      return named('sqs:r:1:', 'QueueName');
    case 'AWS::SNS::Topic':
      return named('sns:r:1:', 'TopicName');
    case 'AWS::Lambda::Function':
      return named('lambda:r:1:function:', 'FunctionName');
    case 'AWS::DynamoDB::Table':
      return named('dynamodb:r:1:table/', 'TableName');
    case 'AWS::IAM::Role':
      return named('iam::1:role/', 'RoleName');
    case 'AWS::Events::EventBus':
      return named('events:r:1:event-bus/', 'Name');
    case 'AWS::Events::Rule':
      return named('events:r:1:rule/', 'Name');
    case 'AWS::CloudWatch::Alarm':
      return named('cloudwatch:r:1:alarm:', 'AlarmName');
    case 'AWS::Athena::WorkGroup':
      return named('athena:r:1:workgroup/', 'Name');
    case 'AWS::Scheduler::Schedule':
      return `arn:aws:scheduler:r:1:schedule/${String(Properties.GroupName)}/${String(Properties.Name)}`;
    default:
      return null;
  }
}

function isLike(text: string, pattern: string): boolean {
  return new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(text);
}

function covered(arn: string): boolean {
  return protectedArns.some((pattern) => isLike(arn, pattern));
}

/** Actions whose name is not that of their event. */
const permissions: Readonly<Record<string, string>> = {
  's3:PutBucketLifecycle': 's3:PutLifecycleConfiguration',
  'glue:BatchDeleteTable': 'glue:DeleteTable',
};

/** The IAM action behind an event of CloudTrail: Lambda's names carry the API's date. */
function actionOf({ eventSource, eventName }: Record<string, unknown>): string {
  const service = String(eventSource).split('.')[0]?.replace('monitoring', 'cloudwatch') ?? '';
  const action = `${service}:${String(eventName).replace(/\d{8}(v\d)?$/, '')}`;
  return permissions[action] ?? action;
}

describe('the service control policy', () => {
  it('covers all that is deployed', () => {
    const arns = templatesOf(configs.small).flatMap(({ resources }) =>
      resources.flatMap((one) => arnOf(one) ?? []),
    );
    expect(arns.length).toBeGreaterThan(60);
    expect(arns.filter((arn) => !covered(arn))).toEqual([]);
  });

  it('denies whatever would be told as tampering, but for what only is told', () => {
    const told = tampering.truths.flatMap(({ event }) => actionOf(event));
    const denied = policy.Statement.flatMap(({ Action }) => Action);
    const left = told.filter((action) => !denied.some((pattern) => isLike(action, pattern)));
    expect([...new Set(left)].sort()).toEqual([
      // Made by whoever sets the watching up or tends it.
      'account:DisableRegion',
      'cloudformation:ExecuteChangeSet',
      'cloudformation:UpdateStack',
      'kms:DisableKey',
      'kms:PutKeyPolicy',
      'kms:ScheduleKeyDeletion',
      'lambda:CreateEventSourceMapping',
      'lambda:DeleteEventSourceMapping',
      'lambda:UpdateEventSourceMapping',
      'organizations:LeaveOrganization',
      'pipes:CreatePipe',
      'secretsmanager:DeleteResourcePolicy',
      'secretsmanager:DeleteSecret',
      'secretsmanager:PutResourcePolicy',
      'secretsmanager:PutSecretValue',
      'secretsmanager:RotateSecret',
      'secretsmanager:UpdateSecret',
      'secretsmanager:UpdateSecretVersionStage',
      'sns:SetSubscriptionAttributes',
      'sns:Subscribe',
      'ssm:DeleteParameter',
      'ssm:DeleteParameters',
      'ssm:PutParameter',
    ]);
  });

  it('lets only roles of ours take events from the queues, start the alert functions and write the ledger', () => {
    const holding = policy.Statement.find(({ Action }) => Action.includes('sqs:ReceiveMessage'));
    expect(holding?.Action).toEqual(
      expect.arrayContaining(['dynamodb:DeleteItem', 'sqs:SendMessage', 'lambda:InvokeFunction']),
    );
    expect(holding?.Condition).toEqual({
      ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/glasswatch-*'] },
    });
    // Nobody can make a role that passes for one of ours.
    const running = policy.Statement.find(({ Action }) => Action.includes('iam:CreateRole'));
    expect(running?.Resource).toContain('arn:aws:iam::*:role/glasswatch-*');
    expect(running?.Condition).toEqual({
      ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/cdk-hnb659fds-cfn-exec-role-*'] },
    });
  });

  it('touches nothing else', () => {
    expect(protectedArns.filter((arn) => !arn.includes('glasswatch'))).toEqual([]);
    expect(new Set(policy.Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']));
  });

  it('is as short as an organization takes, written without blanks', () => {
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(5_120);
  });
});
