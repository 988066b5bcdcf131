import { z } from 'zod';
import type { LogQuery } from '../../../queries/log-query.ts';
import type { Span } from '../../../queries/span.ts';
import type { Coverage } from '../exposures/log-gap.ts';
import { askLog } from './ask-log.ts';

const rowSchema = z.object({ region: z.string(), hour: z.iso.datetime(), records: z.number() });

/**
 * Which hours of which Region hold records, between the instants of a span (`to` excluded).
 * @throws QueryFailed, QueryCancelled; Error where a row is not as expected.
 */
export async function logCoverage(log: LogQuery, span: Span): Promise<Coverage> {
  const coverage = new Map<string, Set<number>>();
  for (const { region, hour } of await askLog(log, 'records-per-hour', span, {}, rowSchema)) {
    const hours = coverage.get(region);
    if (hours === undefined) coverage.set(region, new Set([Date.parse(hour)]));
    else hours.add(Date.parse(hour));
  }
  return coverage;
}
