import { expressionOf, expressionsOf, longestValue } from '../../queries/config-values.ts';
import { queries } from '../../queries/catalogue.ts';
import type { AnswerRow, LogQuery } from '../../queries/log-query.ts';
import { spanOf } from '../../queries/span.ts';

/** An opening of the glass as the log tells it: a row of queries/missed-openings.sql. */
export interface LoggedOpening {
  /** ISO 8601 UTC, of its first event. */
  readonly eventTime: string;
  readonly eventID: string;
  readonly eventName: string;
  readonly kind: 'role' | 'user' | 'key';
  /** ARN of the role or user that was opened. */
  readonly opened: string;
  readonly session: string;
  readonly principal: string | null;
  readonly actor: string | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly sourceIp: string | null;
}

export interface OpeningsAsked {
  /** ARNs of roles and users, `*` allowed. */
  readonly roles: readonly string[];
  readonly users: readonly string[];
  /** ms; `to` excluded. */
  readonly from: number;
  readonly to: number;
  /** `%`: all. */
  readonly region: string;
  /** Openings of which any of these events tells are left out, as far as they fit (`longestValue`). */
  readonly alerted?: readonly string[];
}

/** Asks the log for openings; in several questions where there are more ARNs than one takes. In order of time. */
export async function openingsIn(log: LogQuery, asked: OpeningsAsked): Promise<LoggedOpening[]> {
  const query = queries.find(({ name }) => name === 'missed-openings');
  if (query === undefined) throw new Error('queries/missed-openings.sql is missing');
  const span = spanOf(new Date(asked.from).toISOString(), new Date(asked.to).toISOString());
  const found: LoggedOpening[] = [];
  for (const { roles, users } of questionsOf(asked)) {
    const { rows } = await log.ask(query, {
      region: asked.region,
      from: span.from,
      to: span.to,
      from_day: span.fromDay,
      to_day: span.toDay,
      roles,
      users,
      alerted_ids: asFarAsFits(asked.alerted ?? []),
    });
    found.push(...rows.map(openingOf));
  }
  return found.sort((a, b) => (a.eventTime + a.eventID < b.eventTime + b.eventID ? -1 : 1));
}

function questionsOf({ roles, users }: OpeningsAsked): { roles: string; users: string }[] {
  const none = expressionOf([]);
  return [
    ...expressionsOf(roles).map((part) => ({ roles: part, users: none })),
    ...expressionsOf(users).map((part) => ({ roles: none, users: part })),
  ];
}

function asFarAsFits(ids: readonly string[]): string {
  let text = '';
  for (const id of ids) {
    const longer = text === '' ? id : `${text},${id}`;
    if (longer.length > longestValue) break;
    text = longer;
  }
  return text;
}

function openingOf(row: AnswerRow): LoggedOpening {
  const textOf = (name: string) => {
    const value = row[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    eventTime: textOf('event_time') ?? '',
    eventID: textOf('event_id') ?? '',
    eventName: textOf('event_name') ?? '',
    kind: textOf('kind') as LoggedOpening['kind'],
    opened: textOf('opened') ?? '',
    session: textOf('session') ?? '',
    principal: textOf('principal'),
    actor: textOf('actor'),
    account: textOf('account'),
    region: textOf('region'),
    sourceIp: textOf('source_ip'),
  };
}
