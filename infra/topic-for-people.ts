import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../config/deployment.ts';
import { ownOf } from './own.ts';

export interface TopicForPeopleProps {
  readonly config: DeploymentConfig;
  readonly name: string;
  readonly region: string;
  readonly displayName: string;
  /** Whether rules publish to it. */
  readonly fromRules: boolean;
}

/**
 * A topic that people subscribe to; our alarms of its Region publish to it. Not encrypted by a customer key: disabling the
 * key would silence the alert about it.
 */
export class TopicForPeople extends Construct {
  readonly topic: sns.Topic;

  constructor(
    scope: Construct,
    id: string,
    { config, name, region, displayName, fromRules }: TopicForPeopleProps,
  ) {
    super(scope, id);
    const own = ownOf(config);
    this.topic = new sns.Topic(this, 'Topic', { topicName: name, displayName, enforceSSL: true });
    for (const address of config.email) this.topic.addSubscription(new EmailSubscription(address));
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          ArnLike: {
            'aws:SourceArn': `arn:${own.partition}:cloudwatch:${region}:${own.account}:alarm:${own.prefix}*`,
          },
          StringEquals: { 'aws:SourceAccount': own.account },
        },
      }),
    );
    if (!fromRules) return;
    this.topic.addToResourcePolicy(
      // Without condition: EventBridge gives SNS none to check, and a statement that has one never allows
      // (EventBridge user guide, "Amazon SNS permissions").
      new iam.PolicyStatement({
        sid: 'RulesPublish',
        principals: [new iam.ServicePrincipal('events.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
      }),
    );
  }
}
