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
    allow(
      ['cloudtrail:GetTrail', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
      [own.trailArn],
    ),
    allow(['cloudtrail:DescribeTrails', 'cloudtrail:LookupEvents', 'cloudwatch:GetMetricData'], ['*']),
    allow(
      ['events:ListRules', 'events:DescribeRule', 'events:ListTargetsByRule', 'events:DescribeEventBus'],
      [anywhere('events', 'rule/*'), anywhere('events', 'event-bus/default'), own.busArn],
    ),
    allow(
      ['sns:ListSubscriptionsByTopic', 'sns:GetTopicAttributes'],
      [own.alertTopicArn, anywhere('sns', own.tamperTopic)],
    ),
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
    '*': 'DescribeTrails, LookupEvents and GetMetricData are granted on all or nothing (service authorization reference); they only read.',
    [anywhere('events', 'rule/*')]:
      `${everyRegion}, and ListRules is granted on all rules or none; it only reads.`,
    [anywhere('events', 'event-bus/default')]: `${everyRegion}: each has a default bus.`,
    [anywhere('sns', own.tamperTopic)]: `${everyRegion}: each has this one topic.`,
    [anywhere('sqs', `${own.prefix}*`)]:
      `${everyRegion}: our queues, by our prefix, and only how many messages wait.`,
    [anywhere('scheduler', `schedule/${own.scheduleGroup}/*`)]: 'All schedules of our own group, only read.',
    [anywhere('lambda', `function:${own.prefix}*`)]:
      'All functions of ours, by our prefix, only their configuration.',
  };
}
