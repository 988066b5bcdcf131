import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { decideMessage, returnUnbegun, type MessagePorts } from './message.ts';

/** With less time than this left, ms, no message is begun: it goes back to the queue. */
export const reservedMs = 15_000;

/** `remaining` tells how much time the function has left, ms. */
export type AlertHandler = (event: SQSEvent, remaining: () => number) => Promise<SQSBatchResponse>;

/**
 * Takes a batch of EventBridge envelopes from a queue, one after the other. What could not be finished is answered as
 * failed: it alone comes again.
 */
export function buildAlertHandler(ports: MessagePorts): AlertHandler {
  return async ({ Records }, remaining) => {
    const back: string[] = [];
    ports.journal.received(Records.length);
    for (const message of Records) {
      if (remaining() < reservedMs) {
        await returnUnbegun(message, ports);
        back.push(message.messageId);
      } else if ((await decideMessage(message, ports)) === 'returned') {
        back.push(message.messageId);
      }
    }
    return { batchItemFailures: back.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
