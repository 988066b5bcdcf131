import { parseArn } from '../../../config/arn.ts';
import { withoutSuffix } from '../../../detections/event/secret.ts';
import type { Fact, Place } from '../facts/fact.ts';

/** Where the ledger keeps a fact: what happened in emergencies by day, what happened to a value by its name. */
export function partitionOf(fact: Fact): string {
  switch (fact.kind) {
    case 'change':
    case 'tagged':
      return valuePartition(fact.what);
    case 'shown':
      return valuePartition({ secret: fact.secret });
    case 'active':
    case 'assumed':
    case 'signed-in':
    case 'revoked':
    case 'read':
    case 'resolved':
      return dayPartition(fact.at);
  }
}

/** The emergencies of the day (UTC) of a moment (ms). */
export function dayPartition(at: number): string {
  return `emergency#${new Date(at).toISOString().slice(0, 10)}`;
}

/** What happened to a value. Regions and suffixes share a partition: a reference by name finds what an ARN says. */
export function valuePartition(what: Place): string {
  if ('parameter' in what) return `value#${what.parameter}`;
  const { account, id } = what.secret;
  return `value#${account}:${withoutSuffix(id)}`;
}

/** The partition of the secret or parameter that an ARN names. */
export function valuePartitionOfArn(arn: string): string | null {
  const place = parseArn(arn);
  if (place === null) return null;
  if (place.service === 'ssm') return valuePartition({ parameter: arn });
  const id = place.resource.split(':')[1] ?? '';
  return `value#${place.account}:${withoutSuffix(id)}`;
}
