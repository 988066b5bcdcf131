import { z } from 'zod';
import { queries } from '../../../queries/catalogue.ts';
import type { LogQuery, QueryValues } from '../../../queries/log-query.ts';
import type { Span } from '../../../queries/span.ts';
import { OwnError } from '../../deployed/own-error.ts';

/**
 * The rows that the log answers a question with, of all Regions, between the instants of a span.
 * @throws QueryFailed, QueryCancelled; Error where a row is not as the question's head says.
 */
export async function askLog<Row>(
  log: LogQuery,
  name: string,
  { from, to, fromDay, toDay }: Span,
  values: QueryValues,
  row: z.ZodType<Row>,
): Promise<Row[]> {
  const query = queries.find((one) => one.name === name);
  if (query === undefined) throw new Error(`queries/${name}.sql is missing`);
  const span = { from, to, from_day: fromDay, to_day: toDay, region: '%' };
  const { rows } = await log.ask(query, { ...span, ...values });
  return rows.map((one) => {
    const parsed = row.safeParse(one);
    if (parsed.success) return parsed.data;
    const wrong = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new OwnError(`a row of ${name} is not as expected: ${wrong.join('; ')}`);
  });
}
