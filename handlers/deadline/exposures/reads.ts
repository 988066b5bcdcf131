import { parseArn } from '../../../config/arn.ts';
import type { Config } from '../../../config/schema.ts';
import type { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { arnOf, withoutSuffix } from '../../../detections/event/secret.ts';
import { callerKey } from '../facts/caller.ts';
import type { FactOf, Place } from '../facts/fact.ts';
import { sessionOfCall } from '../sessions/find-sessions.ts';
import type { Session } from '../sessions/session.ts';
import type { Verdict } from '../verdict.ts';

/** One read of one secret in a session that belongs to an incident. */
export interface Read {
  readonly session: Session;
  readonly kind: Verdict['kind'];
  /** ARN of a secret or parameter, full where the log shows it; of a path its ARN ending in `/*`; of a filter its text. */
  readonly secret: string;
  /** The same without a secret's suffix: it stays when the suffix becomes known. */
  readonly named: string;
  readonly account: string | null;
  readonly region: string | null;
  /** ms */
  readonly at: number;
  readonly eventID: string;
}

interface Placed extends Read {
  readonly via: FactOf<'read'>['via'];
  readonly refused: boolean;
  readonly shared: string | null;
}

/** The ARN of a place, with the suffix that the log shows for the name at that time (ms). */
export function arnAt(place: Place, at: number, directory: LogSecretDirectory): string {
  return 'parameter' in place ? place.parameter : directory.resolve(place.secret, at).arn;
}

/**
 * The reads of sessions that belong to incidents, in order of time. The entries of a batch (GetSecretValue of the same
 * second and session) stand for its row; so does an entry for a reference of Parameter Store.
 */
export function readsOf(
  facts: readonly FactOf<'read'>[],
  resolutions: readonly FactOf<'resolved'>[],
  sessions: ReadonlyMap<string, Session>,
  directory: LogSecretDirectory,
  { declaredIncidents }: Pick<Config, 'declaredIncidents'>,
): Read[] {
  const found = new Map(resolutions.map(({ eventID, arns }) => [eventID, arns]));
  const bySecond = new Map<string, Placed[]>();
  for (const fact of facts) {
    const session = sessionOfCall(sessions, callerKey(fact.caller), fact.at);
    if (session === undefined || isOutside(session, fact.at, declaredIncidents)) continue;
    const second = `${session.key} ${Math.floor(fact.at / 1000)}`;
    const placed = placedReads(fact, session, directory, found.get(fact.eventID));
    bySecond.set(second, [...(bySecond.get(second) ?? []), ...placed]);
  }
  return withoutCopies([...bySecond.values()].flatMap(withoutBatchRows)).sort(
    (a, b) => a.at - b.at || (a.eventID < b.eventID ? -1 : 1),
  );
}

/**
 * A declared incident is about an interval: what the principal read before and after is its ordinary work. Of several that
 * concern it any one will do: a narrow one hides nothing of a wide one.
 */
function isOutside({ declared }: Session, at: number, incidents: Config['declaredIncidents']): boolean {
  const incident = declared === null ? undefined : incidents[declared];
  if (incident === undefined) return false;
  return !incidents.some(({ principal, from, to }) => {
    return principal === incident.principal && Date.parse(from) <= at && at <= Date.parse(to);
  });
}

function placedReads(
  { what, via, account, region, at, eventID, refused, shared }: FactOf<'read'>,
  session: Session,
  directory: LogSecretDirectory,
  resolved: readonly string[] | undefined,
): Placed[] {
  const read = { session, account, region, at, eventID, via, refused, shared };
  if (resolved !== undefined && (via === 'filter' || via === 'path')) {
    return resolved.map((secret) => ({
      ...read,
      secret,
      named: secret.includes(':secret:') ? withoutSuffix(secret) : secret,
      kind: kindOf(secret),
      via: 'listed',
    }));
  }
  if ('filter' in what) return [{ ...read, secret: what.filter, named: what.filter, kind: 'batch' }];
  if ('parameter' in what) {
    const { parameter: secret } = what;
    return [{ ...read, secret, named: secret, kind: via === 'path' ? 'path' : 'parameter' }];
  }
  const { arn: secret, name } = directory.resolve(what.secret, at);
  return [{ ...read, secret, named: arnOf({ ...what.secret, id: name }), kind: 'secret' }];
}

function kindOf(arn: string): 'secret' | 'parameter' {
  return arn.includes(':ssm:') ? 'parameter' : 'secret';
}

/** `reads`: all of one session in one second. */
function withoutBatchRows(reads: readonly Placed[]): Placed[] {
  const entries = reads.filter(({ via, kind }) => via === 'entry' && kind === 'secret');
  const answered = entries.some(({ refused }) => !refused);
  const entryOf = (secret: string) => entries.filter((entry) => entry.secret === secret);
  // A batch has an entry for each secret or for none: among entries for some only, a refused one is no answer of the batch.
  const isWhole = reads.every(({ via, secret }) => via !== 'listed' || entryOf(secret).length > 0);
  return reads.filter(({ via, secret, refused }) => {
    if (via === 'entry') return !refused;
    if (via === 'filter') return !answered;
    if (via === 'path') return true;
    return !entryOf(secret).some((entry) => !entry.refused || (via === 'listed' && isWhole));
  });
}

/** Of a read that both accounts' logs tell, the caller's copy stays: in whose account the secret is shows there. */
function withoutCopies(reads: readonly Placed[]): Placed[] {
  const rank = ({ account, secret, eventID }: Placed) =>
    `${account !== null && parseArn(secret)?.account !== account ? 'caller' : 'owner'} ${eventID}`;
  const told = new Map<string, Placed>();
  for (const read of reads) {
    const key = JSON.stringify([read.shared ?? read.eventID, read.named]);
    const known = told.get(key);
    if (known === undefined || rank(read) < rank(known)) told.set(key, read);
  }
  return [...told.values()];
}
