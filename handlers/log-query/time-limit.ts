/** Ends an asking: when its time is over, or when the caller gives up. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Comes a little after: for a call whose answer must be known, so that what it started can be stopped. */
  readonly late: AbortSignal;
  /** Why it ended, in words. */
  reason(): string;
  /** Takes the clocks off; the signals stay as they are. */
  release(): void;
}

/** How much later `late` comes, ms. */
const grace = 5_000;

/** A limit of `ms` from now, or less where the caller's signal comes first. */
export function timeLimit(ms: number, caller: AbortSignal | null): TimeLimit {
  const controller = new AbortController();
  const late = new AbortController();
  let lateTimer: NodeJS.Timeout | undefined;
  let reason = '';
  const end = (why: string) => {
    if (controller.signal.aborted) return;
    reason = why;
    controller.abort();
    lateTimer = setTimeout(() => {
      late.abort();
    }, grace);
  };
  const giveUp = () => {
    end('the caller gave up');
  };
  const timer = setTimeout(() => {
    end(`no answer within ${ms / 1_000} s`);
  }, ms);
  if (caller?.aborted === true) giveUp();
  caller?.addEventListener('abort', giveUp, { once: true });
  return {
    signal: controller.signal,
    late: late.signal,
    reason: () => reason,
    release: () => {
      clearTimeout(timer);
      clearTimeout(lateTimer);
      caller?.removeEventListener('abort', giveUp);
    },
  };
}
