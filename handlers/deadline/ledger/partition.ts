import { referenceOfArn, withoutSuffix } from '../../../detections/event/secret.ts';
import type { Fact, Place } from '../facts/fact.ts';

/**
 * Where the ledger keeps a fact: what happened in emergencies by day, what happened to a value by its name. Of an ARN as a
 * caller typed it nobody can tell whether its end is a suffix or part of the name: it is kept under both names.
 */
export function partitionsOf(fact: Fact): string[] {
  switch (fact.kind) {
    case 'change':
    case 'tagged':
      return valuePartitions(fact.what);
    case 'shown':
      return valuePartitions({ secret: fact.secret });
    case 'active':
    case 'assumed':
    case 'signed-in':
    case 'revoked':
    case 'read':
    case 'resolved':
      return [dayPartition(fact.at)];
  }
}

/** Whether a fact names a secret by its full ARN. */
export function namesFully(fact: Fact): boolean {
  if (fact.kind !== 'read' && fact.kind !== 'change') return false;
  return 'secret' in fact.what && fact.what.secret.form === 'full-arn';
}

/** The emergencies of the day (UTC) of a moment (ms). */
export function dayPartition(at: number): string {
  return `emergency#${new Date(at).toISOString().slice(0, 10)}`;
}

/** What happened to a value. Regions and suffixes share a partition: a reference by name finds what an ARN says. */
export function valuePartitions(what: Place): string[] {
  if ('parameter' in what) return [`value#${what.parameter}`];
  const { account, id, form } = what.secret;
  const names = form === 'name' ? [id] : form === 'full-arn' ? [withoutSuffix(id)] : [withoutSuffix(id), id];
  return [...new Set(names)].map((name) => `value#${account}:${name}`);
}

/** The partition of the secret or parameter that a full ARN names. */
export function valuePartitionsOfArn(arn: string): string[] {
  const secret = referenceOfArn(arn, 'full');
  return valuePartitions(secret === null ? { parameter: arn } : { secret });
}
