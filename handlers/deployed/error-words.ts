import { DeliveryError, LedgerError, PutOffError } from '../alert/ports.ts';
import { SlackLater } from '../channels/channel-notifier.ts';
import { SlackRefusal } from '../channels/slack-channel.ts';
import { TopicRefusal } from '../channels/topic-channel.ts';

/** What a log may say of an error. */
export interface ErrorWords {
  readonly name: string;
  /** Only where we wrote it: another's message may quote a record, a URL or a secret. */
  readonly message: string | null;
  /** Where it came from, without the message. */
  readonly frames: readonly string[];
  readonly cause: ErrorWords | null;
}

const ours = [DeliveryError, LedgerError, PutOffError, SlackLater, SlackRefusal, TopicRefusal];
const framesTold = 6;
const deepest = 5;

/** An error for a log: never what others wrote in it. */
export function errorWords(error: unknown, depth = 0): ErrorWords {
  if (!(error instanceof Error)) return { name: typeof error, message: null, frames: [], cause: null };
  const { stack = '', cause } = error;
  return {
    name: error.name,
    message: ours.some((kind) => error instanceof kind) ? error.message : null,
    frames: stack
      .split('\n')
      .filter((line) => /^ {4}at [^:]*[:(]/.test(line))
      .slice(0, framesTold)
      .map((line) => line.trim()),
    cause: cause === undefined || depth >= deepest ? null : errorWords(cause, depth + 1),
  };
}
