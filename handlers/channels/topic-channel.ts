import type { SNSClient } from '@aws-sdk/client-sns';
import type { SnsMessage } from '../alert/render/sns.ts';
import { errorName } from '../deployed/error-name.ts';
import { OwnError } from '../deployed/own-error.ts';

/** Publishes a message to the topic of alerts. */
export type TopicChannel = (message: SnsMessage) => Promise<void>;

/** The topic did not take a message; of the service's answer only the name of its error. */
export class TopicRefusal extends OwnError {
  constructor(error: unknown) {
    super(`SNS: ${errorName(error)}`);
    this.name = 'TopicRefusal';
  }
}

/** A channel to a topic. Fails with TopicRefusal alone. */
export function topicChannel(client: () => Promise<SNSClient>, topicArn: string): TopicChannel {
  return async (message) => {
    const { PublishCommand } = await import('../deployed/sdk/sns.ts');
    try {
      const sns = await client();
      await sns.send(new PublishCommand({ TopicArn: topicArn, ...message }));
    } catch (error) {
      throw new TopicRefusal(error);
    }
  };
}
