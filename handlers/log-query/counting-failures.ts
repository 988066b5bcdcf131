import type { LogQuery } from '../../queries/log-query.ts';

/** Asks as `log` does, and counts what failed: a question that fails is an alarm of its own. */
export function countingFailures(log: LogQuery): LogQuery & { readonly failures: number } {
  let failures = 0;
  return {
    get failures() {
      return failures;
    },
    ask: async (query, values) => {
      try {
        return await log.ask(query, values);
      } catch (error) {
        failures += 1;
        throw error;
      }
    },
  };
}
