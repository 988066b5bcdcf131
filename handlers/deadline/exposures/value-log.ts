import { parseArn } from '../../../config/arn.ts';
import type { LogSecretDirectory } from '../../../detections/event/secret-directory.ts';
import { callerKey } from '../facts/caller.ts';
import type { FactOf } from '../facts/fact.ts';
import { sessionOfCall } from '../sessions/find-sessions.ts';
import type { SessionGroup } from '../sessions/incidents.ts';
import type { Session } from '../sessions/session.ts';
import { byTime, type Change } from './change.ts';
import { arnAt } from './reads.ts';

interface Placed {
  readonly arn: string;
  readonly fact: FactOf<'change'>;
  readonly session: string | null;
}

/** What the log tells of the values of all secrets and parameters. */
export class ValueLog {
  readonly #changes = new Map<string, Placed[]>();
  readonly #tags = new Map<string, FactOf<'tagged'>[]>();

  constructor(
    changes: readonly FactOf<'change'>[],
    tags: readonly FactOf<'tagged'>[],
    sessions: ReadonlyMap<string, Session>,
    directory: LogSecretDirectory,
  ) {
    for (const fact of changes) {
      const arn = arnAt(fact.what, fact.at, directory);
      const session = sessionOfCall(sessions, callerKey(fact.by), fact.at)?.key ?? null;
      append(this.#changes, apartFromRegion(arn), { arn, fact, session });
    }
    for (const tag of tags) append(this.#tags, arnAt(tag.what, tag.at, directory), tag);
  }

  /** The changes of one secret, and of its primary or replicas in other Regions, in order. */
  of(secret: string, group: SessionGroup): Change[] {
    const readers = new Set(group.members.map(({ session }) => session.key));
    return (this.#changes.get(apartFromRegion(secret)) ?? [])
      .map(({ arn, fact, session }) => ({
        step: fact.step,
        arn,
        at: fact.at,
        eventID: fact.eventID,
        version: fact.version,
        by: fact.by,
        byReader: session !== null && readers.has(session),
        elsewhere: arn !== secret,
        current: fact.current === true,
      }))
      .sort(byTime);
  }

  /**
   * Whether the tag says that rotations alternate. Once the incident has begun (`since`, ms), taking it away changes nothing:
   * whoever does that shows that it was there.
   */
  isTaggedAlternating(secret: string, since: number): boolean {
    const tags = this.#tags.get(secret) ?? [];
    return tags.findLast(({ at }) => at < since)?.alternating === true || tags.some(({ at }) => at >= since);
  }
}

function append<Value>(into: Map<string, Value[]>, key: string, value: Value): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [value]);
  else known.push(value);
}

/** Account, name and suffix: what a primary and its replicas share. A parameter has no replicas. */
function apartFromRegion(arn: string): string {
  const parts = parseArn(arn);
  return parts?.service === 'secretsmanager' ? `${parts.account}:${parts.resource}` : arn;
}
