import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

function covered(arn: string): boolean {
  return protectedArns.some((pattern) =>
    new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`).test(arn),
  );
}

describe('the service control policy', () => {
  it('covers all that is deployed', () => {
    const arns = templatesOf(configs.small).flatMap(({ resources }) =>
      resources.flatMap((one) => arnOf(one) ?? []),
    );
    expect(arns.length).toBeGreaterThan(60);
    expect(arns.filter((arn) => !covered(arn))).toEqual([]);
  });

  it('touches nothing else', () => {
    expect(protectedArns.filter((arn) => !arn.includes('glasswatch'))).toEqual([]);
    expect(new Set(policy.Statement.map(({ Effect }) => Effect))).toEqual(new Set(['Deny']));
  });

  it('is as short as an organization takes, written without blanks', () => {
    expect(JSON.stringify(policy).length).toBeLessThanOrEqual(5_120);
  });
});
