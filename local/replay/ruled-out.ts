import type { Config } from '../../config/schema.ts';
import { mayBeOfBreakGlass } from '../../detections/break-glass/session.ts';
import type { Detection } from '../../detections/catalogue/detection.ts';
import { assumptionOf, identityOf } from '../../detections/event/identity.ts';
import type { LogSecretDirectory } from '../../detections/event/secret-directory.ts';
import { isOwnRole, referencesIn } from '../../handlers/alert/core.ts';
import type { CandidateStore, EventAndGate, HeldCandidate } from './held-candidates.ts';

interface Knowledge {
  readonly config: Config;
  readonly detections: readonly Detection[];
  readonly directory: LogSecretDirectory;
}

/**
 * Leaves out the candidates that no detection can confirm, in whatever order they come, because the whole log holds too few
 * of their kind, or nothing by which they could belong to a break-glass session. A busy log is full of ordinary reads.
 */
export function withoutRuledOut(
  candidates: readonly HeldCandidate[],
  store: CandidateStore,
  knowledge: Knowledge,
): HeldCandidate[] {
  const assumed = assumedRoleIds(candidates, store);
  const counts = new Map<string, DifferentMembers>();
  const judged = new Map<EventAndGate, Prospects>();
  const prospects = candidates.map((held) => {
    const common = store.common(held);
    if (common === null) return null;
    const known = judged.get(common);
    if (known !== undefined) return known;
    const found = prospectsOf(common, assumed, counts, knowledge);
    // Only what is alike comes again as the same object.
    if ('like' in held) judged.set(common, found);
    return found;
  });
  return candidates.filter((_, i) => prospects[i]?.some(({ isOpen }) => isOpen) ?? true);
}

/** Of a candidate, one for each gate: whether its detection may confirm it; known when all have been counted. */
type Prospects = readonly { readonly isOpen: boolean }[];

/** The different members under one key in the whole log. */
class DifferentMembers {
  readonly #members = new Set<string>();
  readonly #enough: number;

  constructor(enough: number) {
    this.#enough = enough;
  }

  add(members: readonly string[]): void {
    if (!this.isOpen) for (const member of members) this.#members.add(member);
  }

  get isOpen(): boolean {
    return this.#members.size >= this.#enough;
  }
}

const open = { isOpen: true };
const closed = { isOpen: false };

function prospectsOf(
  { event, gate }: EventAndGate,
  assumed: ReadonlySet<string>,
  counts: Map<string, DifferentMembers>,
  { config, detections, directory }: Knowledge,
): Prospects {
  const identity = identityOf(event);
  return gate.map((id) => {
    const detection = detections.find((one) => one.id === id);
    if (detection === undefined) return open;
    if (detection.ofBreakGlassOnly === true && !mayBeOfBreakGlass(event, identity, assumed, config))
      return closed;
    // Of our own lookups the core resolves no names.
    if (detection.counts === undefined || isOwnRole(identity, config)) return open;
    const secrets = referencesIn(event).flatMap((reference) => directory.answers(reference));
    const counted = detection.counts(event, { config, identity, secrets });
    if (counted === null) return open;
    const key = `${id} ${counted.key}`;
    const members = counts.get(key) ?? new DifferentMembers(counted.enough);
    counts.set(key, members);
    members.add(counted.members);
    return members;
  });
}

/** Of all sessions that a candidate opened. */
function assumedRoleIds(candidates: readonly HeldCandidate[], store: CandidateStore): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const held of candidates) {
    const event = store.common(held)?.event;
    if (event?.eventSource !== 'sts.amazonaws.com') continue;
    const { assumedRoleId } = assumptionOf(event);
    if (assumedRoleId !== null) ids.add(assumedRoleId);
  }
  return ids;
}
