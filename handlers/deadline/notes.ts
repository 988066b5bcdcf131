import type { Config } from '../../config/schema.ts';
import type { Memory } from '../../detections/catalogue/memory.ts';
import { followSession } from '../../detections/break-glass/session.ts';
import {
  asWrittenByCloudTrail,
  parseEvent,
  whyNoEvent,
  type CloudTrailEvent,
} from '../../detections/event/cloudtrail-event.ts';
import { identityOf } from '../../detections/event/identity.ts';
import type { SecretDirectory } from '../../detections/event/secret-directory.ts';
import { hasSuffix, referenceOfArn, withoutSuffix } from '../../detections/event/secret.ts';
import type { Envelope } from '../alert/envelope.ts';
import type { LedgerNotes } from '../alert/message.ts';
import type { Fact, FactOf, Place } from './facts/fact.ts';
import { factsOf } from './facts/facts-of.ts';
import { known } from './facts/sessions.ts';
import type { FactStore } from './ledger/ports.ts';

/** Port: what a filter or a path stands for at the moment, as ARNs; empty where that cannot be told. */
export interface ReadResolver {
  resolve(event: CloudTrailEvent): Promise<readonly string[]>;
}

export interface NotesPorts {
  readonly config: Config;
  readonly memory: Memory;
  readonly directory: SecretDirectory;
  readonly resolver: ReadResolver;
  readonly facts: FactStore;
}

/**
 * Notes what the deadline needs of an event that a gate let in: emergencies, and how values change. What others read is not
 * kept: whether a session belongs to an emergency is known from what was seen before, and the log finds what came too late.
 */
export function deadlineNotes(ports: NotesPorts): LedgerNotes {
  return {
    note: async ({ detail }: Envelope) => {
      if (whyNoEvent(detail) !== null) return;
      const event = parsed(asWrittenByCloudTrail(detail));
      if (event === null) return;
      const facts = await kept(event, ports);
      if (facts.length > 0) await ports.facts.add(facts);
    },
  };
}

/** Null where the record cannot be read: it was told bare, and the log gives it again. */
function parsed(record: Record<string, unknown>): CloudTrailEvent | null {
  try {
    return parseEvent(record);
  } catch {
    return null;
  }
}

async function kept(event: CloudTrailEvent, ports: NotesPorts): Promise<Fact[]> {
  const { config, memory } = ports;
  const facts = factsOf(event, config);
  const identity = identityOf(event);
  const declared = config.declaredIncidents.some(({ principal }) => principal === identity.principal);
  const emergency = declared || (await followSession(event, identity, memory, config)) !== null;
  const wanted = facts.filter((fact) => {
    if (fact.kind === 'read') return emergency;
    return fact.kind === 'assumed' ? emergency || fact.breakGlass : fact.kind !== 'shown';
  });
  // An ARN is worth keeping where it says what a value's name stands for.
  const named = wanted.some(({ kind }) => kind === 'read' || kind === 'change');
  const all = named ? [...wanted, ...facts.filter(({ kind }) => kind === 'shown')] : wanted;
  const resolved = await Promise.all(all.map((fact) => withFullArn(fact, ports.directory)));
  return [...resolved, ...(await resolution(event, wanted, ports.resolver))];
}

/** A name is resolved while it still stands for what it stood for. */
async function withFullArn(fact: Fact, directory: SecretDirectory): Promise<Fact> {
  if ((fact.kind !== 'read' && fact.kind !== 'change') || !('secret' in fact.what)) return fact;
  const what: Place = { secret: await full(fact.what.secret, fact.at, directory) };
  return { ...fact, what };
}

async function full(secret: FactOf<'shown'>['secret'], at: number, directory: SecretDirectory) {
  if (secret.form === 'full-arn') return secret;
  try {
    const { arn, name } = await directory.resolve(secret, at);
    const found = referenceOfArn(arn, 'full');
    // An ARN without suffix can end like one with it: `db-writer`.
    return found !== null && hasSuffix(found.id) && withoutSuffix(found.id) === name ? found : secret;
  } catch {
    return secret; // The log will tell.
  }
}

async function resolution(
  event: CloudTrailEvent,
  facts: readonly Fact[],
  resolver: ReadResolver,
): Promise<Fact[]> {
  const open = facts.some((fact) => fact.kind === 'read' && (fact.via === 'filter' || fact.via === 'path'));
  if (!open) return [];
  const arns = await resolver.resolve(event);
  return arns.length === 0 ? [] : [{ ...known(event, 'resolved'), kind: 'resolved', arns: [...arns] }];
}
