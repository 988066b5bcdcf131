import { setTimeout as delay } from 'node:timers/promises';
import type { SNSClient } from '@aws-sdk/client-sns';
import { repeatedSnsMessage, type SnsMessage } from '../alert/render/sns.ts';
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

const attempts = 3;
/** Before the second attempt, ms; twice as much before the third. */
const firstWaitMs = 200;

/**
 * A channel to a topic. Fails with TopicRefusal alone.
 *
 * @param client must not try again by itself: what may have arrived is sent again only with words that say so.
 */
export function topicChannel(client: () => Promise<SNSClient>, topicArn: string): TopicChannel {
  return async (message) => {
    let sent = message;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const { PublishCommand } = await import('../deployed/sdk/sns.ts');
        const sns = await client();
        await sns.send(new PublishCommand({ TopicArn: topicArn, ...sent }));
        return;
      } catch (error) {
        const { taken, again } = judged(error);
        if (!again || attempt === attempts) throw new TopicRefusal(error);
        if (taken === 'unknown') sent = repeatedSnsMessage(message);
        await delay(firstWaitMs * 2 ** (attempt - 1));
      }
    }
  };
}

/** What the SDK tells of an answer beside the error. */
interface Answer {
  readonly httpStatusCode?: number;
  readonly clockSkewCorrected?: boolean;
}

/**
 * Whether the topic may have taken a message that failed, and whether another attempt may fare better. Only an answer of 4xx
 * says for certain that it did not: what broke off or failed may have been taken.
 */
function judged(error: unknown): { readonly taken: 'no' | 'unknown'; readonly again: boolean } {
  const { name = '', $metadata = {} } = error as { name?: string; $metadata?: Answer };
  const { httpStatusCode: status, clockSkewCorrected = false } = $metadata;
  if (status === undefined || status < 400 || status >= 500) return { taken: 'unknown', again: true };
  return { taken: 'no', again: status === 429 || clockSkewCorrected || name.includes('Throttl') };
}
