import type { Sighting } from '../../detections/catalogue/memory.ts';
import type { LastWord } from './alert.ts';
import type { Disposition } from './disposition.ts';
import { byEnd, lastTold } from './grouping.ts';
import type { Claim, GroupCount, GroupMember, Ledger, Turn } from './ports.ts';

interface Group extends GroupMember {
  count: number;
  /** The count that a last word was about to tell. */
  begun?: number;
}

function lastWordOf({ detection, title, count, at: from, window, begun }: Group): LastWord {
  const word = { detection, title, count, from, to: from + window };
  return begun === count ? { ...word, possiblyRepeated: true } : word;
}

/** The key of what is folded into one; no kind has it. */
const foldedKind = null;

/** The ledger of a laptop: lives as long as the process. */
export class MemoryLedger implements Ledger {
  readonly #claims = new Map<string, { readonly until: number; readonly turn: number | null }>();
  readonly #kept = new Map<string, string>();
  readonly #sightings = new Map<string, Sighting[]>();
  readonly #groups = new Map<string, Map<string | null, Group>>();
  readonly #counted = new Map<string, GroupCount>();
  /** Windows that are over and have not had their last word. */
  readonly #ended: Group[] = [];

  claim(eventID: string, now: number, lease: number): Promise<Claim> {
    const before = this.#claims.get(eventID);
    if (before?.until === Infinity) return Promise.resolve('delivered');
    if (before !== undefined && now < before.until) return Promise.resolve('held');
    this.#claims.set(eventID, { until: now + lease, turn: null });
    if (before === undefined) return Promise.resolve('new');
    return Promise.resolve(before.turn === null ? 'expired' : { turn: before.turn });
  }

  putOff(eventID: string, held: number, { turn, from }: Turn & { readonly from: number }): Promise<void> {
    if (this.#claims.get(eventID)?.until === held) this.#claims.set(eventID, { until: from, turn });
    return Promise.resolve();
  }

  record(eventID: string, _disposition: Disposition): Promise<void> {
    this.#claims.set(eventID, { until: Infinity, turn: null });
    this.#counted.delete(eventID);
    return Promise.resolve();
  }

  keep(key: string, value: string): Promise<string> {
    const kept = this.#kept.get(key);
    if (kept === undefined) this.#kept.set(key, value);
    return Promise.resolve(kept ?? value);
  }

  find(key: string): Promise<string | null> {
    return Promise.resolve(this.#kept.get(key) ?? null);
  }

  see(key: string, member: string, at: number, window: number): Promise<readonly Sighting[]> {
    const known = this.#sightings.get(key) ?? [];
    this.#sightings.set(key, known);
    // Nothing is forgotten: an event that comes again, however late, gets the answer that it got before.
    const place = firstWhere(known, (seen) => seen.at > at || (seen.at === at && seen.member >= member));
    if (known[place]?.at !== at || known[place].member !== member) known.splice(place, 0, { member, at });
    const from = firstWhere(known, (seen) => seen.at > at - window);
    return Promise.resolve(
      known.slice(
        from,
        firstWhere(known, (seen) => seen.at > at),
      ),
    );
  }

  join(member: GroupMember): Promise<GroupCount> {
    const counted = this.#counted.get(member.eventID) ?? this.#countIn(member);
    this.#counted.set(member.eventID, counted);
    return Promise.resolve(counted);
  }

  #countIn(member: GroupMember): GroupCount {
    const kinds = `${member.detection} ${member.severity}`;
    const open = this.#groups.get(kinds) ?? new Map<string | null, Group>();
    this.#groups.set(kinds, open);
    const known = open.get(member.kind);
    const folded = known === undefined && open.size >= member.openKinds;
    const kind = folded ? foldedKind : member.kind;
    const group = open.get(kind);
    if (group !== undefined && member.at < group.at + group.window) {
      group.count += 1;
      return { count: group.count, folded };
    }
    if (group !== undefined) this.#ended.push(group);
    open.set(kind, { ...member, count: 1 });
    return { count: 1, folded };
  }

  async close(at: number, tell: (word: LastWord) => Promise<void>): Promise<void> {
    for (const open of this.#groups.values()) {
      for (const [kind, group] of open) {
        if (group.at + group.window > at) continue;
        open.delete(kind);
        this.#ended.push(group);
      }
    }
    const words = this.#ended.map((group) => ({ group, word: lastWordOf(group) }));
    for (const { group, word } of words.sort((a, b) => byEnd(a.word, b.word))) {
      if (group.lastWord && word.count > lastTold(word.count)) {
        group.begun = word.count;
        await tell(word);
      }
      this.#ended.splice(this.#ended.indexOf(group), 1);
    }
  }
}

/** The place of the first of a sorted list that meets a condition which all after it meet too; else the list's length. */
function firstWhere(sorted: readonly Sighting[], meets: (seen: Sighting) => boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const seen = sorted[middle];
    if (seen === undefined || meets(seen)) to = middle;
    else from = middle + 1;
  }
  return from;
}
