import { QueryFailed, type QueryValues } from '../../queries/log-query.ts';
import type { Query } from '../../queries/query.ts';

/** Longest ExecutionParameter that Athena takes, in characters; its quotes count. */
const longest = 1_024;

/**
 * The values of a query's placeholders as Athena takes them: string literals, in order.
 * @throws QueryFailed for a value that is missing or too long: asked before anything is sent.
 */
export function executionParameters(query: Query, values: QueryValues): readonly string[] {
  return query.placeholders.map((name) => {
    const value = values[name];
    if (value === undefined) throw new QueryFailed(query.name, `no value for the parameter ${name}`);
    const literal = `'${value.replaceAll("'", "''")}'`;
    if (literal.length > longest) {
      throw new QueryFailed(
        query.name,
        `the value of ${name} has ${literal.length} characters with its quotes; Athena takes ${longest}`,
      );
    }
    return literal;
  });
}
