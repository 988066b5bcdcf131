import { didYouMean } from '../../config/nearest.ts';
import type { QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';
import { spanOf, type Span } from '../../queries/span.ts';

/** A parameter that the query does not know, or a value that is none; in words for the user. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
}

/** Parameters that every query has. */
export const commonParameters = [
  {
    name: 'from',
    says: 'first day or instant, e.g. 2026-11-18 or 2026-11-18T02:00:00Z; without it, as far back as the log goes',
  },
  { name: 'to', says: 'last day (included) or instant (excluded)' },
  { name: 'region', says: 'one Region; without it, all' },
] as const;

/**
 * Takes `NAME=VALUE` texts apart and fills in what the config and the query itself say.
 * @throws ParameterError
 */
export function valuesOf(
  query: Query,
  given: readonly string[],
  fromConfig: Readonly<Record<string, string>>,
): { values: QueryValues; span: Span } {
  const known = [...commonParameters.map(({ name }) => name), ...query.parameters.map(({ name }) => name)];
  const asked = new Map<string, string>();
  for (const text of given) {
    const at = text.indexOf('=');
    if (at <= 0) throw new ParameterError(`--param ${text}: expected NAME=VALUE`);
    const name = text.slice(0, at);
    if (!known.includes(name)) {
      throw new ParameterError(
        `--param ${name}: ${query.name} has no such parameter${didYouMean(name, known) || '.'} It has ${known.join(', ')}`,
      );
    }
    asked.set(name, text.slice(at + 1));
  }
  const span = spanGiven(asked);
  const own: Record<string, string> = {};
  for (const { name, otherwise } of query.parameters)
    own[name] = asked.get(name) ?? fromConfig[name] ?? otherwise;
  return {
    span,
    values: {
      ...own,
      from: span.from,
      to: span.to,
      from_day: span.fromDay,
      to_day: span.toDay,
      region: asked.get('region') ?? '%',
    },
  };
}

function spanGiven(asked: ReadonlyMap<string, string>): Span {
  try {
    return spanOf(asked.get('from'), asked.get('to'));
  } catch (error) {
    if (error instanceof RangeError) throw new ParameterError(`--param ${error.message}`);
    throw error;
  }
}
