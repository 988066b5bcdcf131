import { clientOptions } from '../deployed/client-options.ts';
import { once } from '../deployed/once.ts';
import type { DeadLetters } from './dead-letter.ts';
import type { MessageQueue } from './return.ts';

/** The client of SQS is loaded with its first call: most invocations make none. */
const sqs = once(async () => {
  const { SQSClient, ...commands } = await import('../deployed/sdk/sqs.ts');
  return { client: new SQSClient(clientOptions()), ...commands };
});

/** The dead-letter queue itself. */
export function deadLetterQueue(QueueUrl: string): DeadLetters {
  return {
    send: async (letter) => {
      const { client, SendMessageCommand } = await sqs();
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
    },
  };
}

/** The queue of a function. It counts whole seconds: a message comes up to one later, never sooner than its claim allows. */
export function messageQueue(QueueUrl: string): MessageQueue {
  return {
    handOutAfter: async (ReceiptHandle, ms) => {
      const { client, ChangeMessageVisibilityCommand } = await sqs();
      const VisibilityTimeout = Math.ceil(ms / 1_000);
      await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
    },
  };
}
