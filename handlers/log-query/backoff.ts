import { setTimeout as delay } from 'node:timers/promises';
import { TooManyRequestsException } from '@aws-sdk/client-athena';

/** Waits between looks, ms: the first, then twice as long each time, up to the longest. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}

/** The waits of a backoff, without end. */
export function* waits({ first, longest }: Backoff): Generator<number, never> {
  for (let wait = first; ; wait = Math.min(wait * 2, longest)) yield Math.min(wait, longest);
}

/** Calls again while Athena says that it is too much at once; the client's own retries are few. */
export async function unthrottled<Answer>(
  call: () => Promise<Answer>,
  backoff: Backoff,
  signal: AbortSignal,
): Promise<Answer> {
  const wait = waits(backoff);
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottling(error)) throw error;
      // Where the time is over meanwhile, the refusal says more than that.
      await delay(wait.next().value, undefined, { signal }).catch(() => {
        throw error;
      });
    }
  }
}

function isThrottling(error: unknown): boolean {
  return (
    error instanceof TooManyRequestsException ||
    (error instanceof Error && error.name === 'ThrottlingException')
  );
}
