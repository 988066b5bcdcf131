import { QueryCancelled, QueryFailed } from '../../queries/log-query.ts';
import { errorFrames } from './error-frames.ts';
import { errorName, requestIdOf } from './error-name.ts';
import { OwnError } from './own-error.ts';

/** What a log may say of an error. */
export interface ErrorWords {
  readonly name: string;
  /** Only where we wrote it: another's message may quote a record, a URL or a secret. */
  readonly message: string | null;
  /** Id of the AWS request that failed. */
  readonly request: string | null;
  /** Where it came from, without the message. */
  readonly frames: readonly string[];
  readonly cause: ErrorWords | null;
}

const ours = [OwnError, QueryFailed, QueryCancelled];
const framesTold = 6;
const deepest = 5;

/** An error for a log: never what others wrote in it. */
export function errorWords(error: unknown, depth = 0): ErrorWords {
  if (!(error instanceof Error))
    return { name: typeof error, message: null, request: null, frames: [], cause: null };
  const { cause } = error;
  return {
    name: errorName(error),
    message: ours.some((kind) => error instanceof kind) ? error.message : null,
    request: requestIdOf(error),
    frames: errorFrames(error).slice(0, framesTold),
    cause: cause === undefined || depth >= deepest ? null : errorWords(cause, depth + 1),
  };
}
