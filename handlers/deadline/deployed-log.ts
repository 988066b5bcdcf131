import type { Config } from '../../config/schema.ts';
import type { LogQuery } from '../../queries/log-query.ts';
import { spanOf } from '../../queries/span.ts';
import { logCoverage } from './log-pass/log-coverage.ts';
import { logFacts } from './log-pass/log-facts.ts';
import type { DeadlineLog, Interval } from './ports.ts';

/** The log behind questions. Its instants are whole seconds: the second that an interval ends in is asked for too. */
export function deadlineLog(log: LogQuery, config: Config): DeadlineLog {
  return {
    facts: (interval) => logFacts(log, config, spanIn(interval)),
    coverage: (interval) => logCoverage(log, spanIn(interval)),
  };
}

function spanIn({ from, to }: Interval) {
  const whole = (ms: number) => new Date(Math.ceil(ms / 1_000) * 1_000).toISOString();
  return spanOf(new Date(from).toISOString(), whole(to));
}
