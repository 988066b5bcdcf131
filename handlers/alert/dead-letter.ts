import { z } from 'zod';

/**
 * What is put into the dead-letter queue for an event that could not be decided or told: enough to find it in the log,
 * and nothing of its content, which can hold session tokens.
 */
export interface DeadLetter {
  readonly version: 1;
  readonly reason: string;
  /** Detections whose patterns let it in. */
  readonly gate: readonly string[];
  /** Id of the SQS message. */
  readonly messageId: string;
  readonly eventID: string | null;
  readonly eventTime: string | null;
  readonly eventSource: string | null;
  readonly eventName: string | null;
  readonly account: string | null;
  readonly region: string | null;
}

const letterSchema = z.object({
  version: z.literal(1),
  reason: z.string(),
  gate: z.array(z.string()).min(1),
  messageId: z.string(),
  eventID: z.string().nullable(),
  eventTime: z.string().nullable(),
  eventSource: z.string().nullable(),
  eventName: z.string().nullable(),
  account: z.string().nullable(),
  region: z.string().nullable(),
});

/** Reads the body of a message that somebody moved back out of the dead-letter queue; null where it is no letter about an event. */
export function letterOf(body: string): DeadLetter | null {
  try {
    return letterSchema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** Port: the dead-letter queue. */
export interface DeadLetters {
  send(letter: DeadLetter): Promise<void>;
}

/** A letter about a record that may be anything. */
export function deadLetterOf(
  record: Readonly<Record<string, unknown>>,
  { reason, gate, messageId }: { reason: string; gate: readonly string[]; messageId: string },
): DeadLetter {
  return {
    version: 1,
    reason,
    gate,
    messageId,
    eventID: word(record.eventID),
    eventTime: word(record.eventTime),
    eventSource: word(record.eventSource),
    eventName: word(record.eventName),
    account: word(record.recipientAccountId),
    region: word(record.awsRegion),
  };
}

/** AWS writes these fields without spaces; whatever else stands there stays out. */
function word(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:+-]{1,128}$/.test(value) ? value : null;
}
