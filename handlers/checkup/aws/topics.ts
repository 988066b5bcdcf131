import { ListSubscriptionsByTopicCommand, SNSClient, type Subscription } from '@aws-sdk/client-sns';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new SNSClient(options));

/** Subscriptions, from SNS. */
export const sns: CheckupPorts['topics'] = {
  subscriptions: async (region, topicArn) => {
    const action = 'sns:ListSubscriptionsByTopic';
    const listed = await lookingFor({ action, region }, ['NotFoundException', 'NotFound'], () =>
      allSubscriptions(region, topicArn),
    );
    if (listed === null) return null;
    return listed.map(({ Protocol = '', SubscriptionArn }) => ({
      protocol: Protocol,
      // Until then it says "PendingConfirmation" there.
      confirmed: SubscriptionArn?.startsWith('arn:') === true,
    }));
  },
};

async function allSubscriptions(region: string, topicArn: string): Promise<Subscription[]> {
  const subscriptions: Subscription[] = [];
  let next: string | undefined;
  do {
    const page = await clientOf(region).send(
      new ListSubscriptionsByTopicCommand({ TopicArn: topicArn, ...(next && { NextToken: next }) }),
    );
    subscriptions.push(...(page.Subscriptions ?? []));
    next = page.NextToken;
  } while (next !== undefined);
  return subscriptions;
}
