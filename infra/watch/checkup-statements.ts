import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';
import { logPath } from '../policy/log-questions.ts';
import { allow } from '../policy/secrets.ts';

/** What the checkup looks at, beside the log: what is deployed in each Region, and the canary role that it assumes. */
export function checkupStatements(config: DeploymentConfig): PolicyStatement[] {
  const own = ownOf(config);
  const anywhere = (service: string, resource: string) =>
    `arn:${own.partition}:${service}:*:${own.account}:${resource}`;
  const log = `arn:${own.partition}:s3:::${own.logBucket}`;
  return [
    allow(['sts:AssumeRole'], [own.canaryRole]),
    allow(['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'], [own.trailArn]),
    allow(
      [
        'cloudtrail:DescribeTrails',
        'cloudtrail:LookupEvents',
        'cloudwatch:GetMetricData',
        'events:ListRules',
      ],
      ['*'],
    ),
    allow(
      ['events:ListTargetsByRule'],
      [anywhere('events', `rule/${own.prefix}*`), anywhere('events', `rule/${own.bus}/*`)],
    ),
    allow(['sns:ListSubscriptionsByTopic'], [own.alertTopicArn, anywhere('sns', own.tamperTopic)]),
    allow(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes'], [anywhere('sqs', `${own.prefix}*`)]),
    allow(['scheduler:GetSchedule'], [anywhere('scheduler', `schedule/${own.scheduleGroup}/*`)]),
    allow(
      ['lambda:GetFunctionConfiguration', 'lambda:GetFunctionConcurrency'],
      [anywhere('lambda', `function:${own.prefix}*`)],
    ),
    allow(['s3:GetObject'], [`${log}/${logPath(config)}/*`]),
  ];
}

/** Why each of the wildcards above is as narrow as it can be. */
export function checkupWildcards(config: DeploymentConfig): Record<string, string> {
  const own = ownOf(config);
  const anywhere = (service: string, resource: string) =>
    `arn:${own.partition}:${service}:*:${own.account}:${resource}`;
  const everyRegion = 'The checkup looks at every watched Region';
  return {
    '*': 'DescribeTrails, LookupEvents, GetMetricData and ListRules are granted on all or nothing (service authorization reference); they only read.',
    [anywhere('events', `rule/${own.prefix}*`)]:
      `${everyRegion}: our rules on its default bus, by our prefix, only read.`,
    [anywhere('events', `rule/${own.bus}/*`)]: 'All rules of our own bus, which are ours alone; only read.',
    [anywhere('sns', own.tamperTopic)]: `${everyRegion}: each has this one topic.`,
    [anywhere('sqs', `${own.prefix}*`)]:
      `${everyRegion}: our queues, by our prefix, and only how many messages wait.`,
    [anywhere('scheduler', `schedule/${own.scheduleGroup}/*`)]: 'All schedules of our own group, only read.',
    [anywhere('lambda', `function:${own.prefix}*`)]:
      'All functions of ours, by our prefix, only their configuration.',
  };
}
