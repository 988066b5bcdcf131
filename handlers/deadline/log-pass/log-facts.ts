import type { Config } from '../../../config/schema.ts';
import { expressionOf, expressionsOf, otherPrincipals } from '../../../queries/config-values.ts';
import type { LogQuery, QueryValues } from '../../../queries/log-query.ts';
import type { Span } from '../../../queries/span.ts';
import type { Fact } from '../facts/fact.ts';
import { factsOf } from '../facts/facts-of.ts';
import { askLog } from './ask-log.ts';
import { deadlineRowSchema, eventOfRow, type DeadlineRow } from './deadline-row.ts';

/**
 * The facts that the log tells between the instants of a span (`to` excluded): those that the event path would have found,
 * had it missed nothing. Judged, they give the same verdicts as the facts of all the log's records: what is left out
 * concerns no incident. The span must begin before the incident's first session does, and its chains are followed for six
 * steps.
 *
 * @throws QueryFailed, QueryCancelled; Error where a row is not as expected.
 */
export async function logFacts(log: LogQuery, config: Config, span: Span): Promise<Fact[]> {
  const { roles, users } = config.breakGlass;
  // Where nobody is watched, no value has to be replaced: the log need not be paid for.
  if (roles.length + users.length + config.declaredIncidents.length === 0) return [];
  const facts = new Map<string, Fact>();
  for (const values of questionsOf(config)) {
    for (const row of await askLog(log, 'deadline-records', span, values, deadlineRowSchema)) {
      for (const fact of factsOfRow(row, config)) facts.set(fact.id, fact);
    }
  }
  return [...facts.values()];
}

/** The facts that a row gives. @throws Error that names the event whose row cannot be read. */
export function factsOfRow(row: DeadlineRow, config: Config): Fact[] {
  return factsOf(eventOfRow(row), config);
}

/** As many questions as the longest list of ARNs needs: each session is followed by the one that asks for its principal. */
function questionsOf(config: Config): QueryValues[] {
  const lists = {
    roles: expressionsOf(config.breakGlass.roles),
    users: expressionsOf(config.breakGlass.users),
    principals: expressionsOf(otherPrincipals(config)),
  };
  const count = Math.max(...Object.values(lists).map(({ length }) => length));
  const none = expressionOf([]);
  return Array.from({ length: count }, (_, index) => ({
    roles: lists.roles[index] ?? none,
    users: lists.users[index] ?? none,
    principals: lists.principals[index] ?? none,
  }));
}
