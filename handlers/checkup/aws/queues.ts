import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new SQSClient(options));
const missing = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** Queues, from SQS. */
export const sqs: CheckupPorts['queues'] = {
  messages: async (region, queue) => {
    const client = clientOf(region);
    const named = await lookingFor({ action: 'sqs:GetQueueUrl', region }, missing, () =>
      client.send(new GetQueueUrlCommand({ QueueName: queue })),
    );
    if (named === null) return null;
    const found = await lookingFor({ action: 'sqs:GetQueueAttributes', region }, missing, () =>
      client.send(
        new GetQueueAttributesCommand({
          QueueUrl: named.QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      ),
    );
    if (found === null) return null;
    const { ApproximateNumberOfMessages: waiting, ApproximateNumberOfMessagesNotVisible: inFlight } =
      found.Attributes ?? {};
    return Number(waiting ?? 0) + Number(inFlight ?? 0);
  },
};
