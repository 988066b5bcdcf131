import { clientOptions } from '../deployed/client-options.ts';
import { once } from '../deployed/once.ts';
import type { DeadLetters } from './dead-letter.ts';

/** The dead-letter queue itself. The client is loaded with the first letter. */
export function deadLetterQueue(QueueUrl: string): DeadLetters {
  const sqs = once(async () => {
    const { SendMessageCommand, SQSClient } = await import('../deployed/sdk/sqs.ts');
    return { client: new SQSClient(clientOptions()), SendMessageCommand };
  });
  return {
    send: async (letter) => {
      const { client, SendMessageCommand } = await sqs();
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(letter) }));
    },
  };
}
