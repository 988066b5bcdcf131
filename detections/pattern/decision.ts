import { matchesConsistently } from './consistency.ts';
import type { Field } from './field.ts';
import { meets } from './field.ts';
import type { Path } from './path.ts';
import type { Paths } from './paths.ts';
import { Reading, Standing } from './reading.ts';

/** One field of a candidate and where to read it. */
export interface Demand {
  readonly field: Field;
  readonly path: Path;
}

/** One alternative of a pattern: what it demands, sorted by field name, and the rank of the pattern's id. */
export interface Candidate {
  readonly rank: number;
  readonly demands: readonly Demand[];
  /** The same, first those that fewest events meet: that a field is there at all says more than that it is not. */
  readonly soonest: readonly Demand[];
}

const NO_RANKS: readonly number[] = [];

/**
 * Decides all candidates at once. Where many demand plain strings of one path (eventSource, eventName), the event's
 * value there picks the few that are left; only these are looked at in full.
 */
export class Decision {
  readonly #root: Node;
  readonly #reading: Reading;

  /** `paths`: those that the candidates name, and all that begin them. */
  constructor(candidates: readonly Candidate[], paths: Paths) {
    this.#root = build(candidates, new Set());
    this.#reading = new Reading(paths);
  }

  /** The ranks of the candidates that an event matches, in no order, perhaps repeated. */
  matching(event: unknown): readonly number[] {
    // event-ruler refuses an event that is no object: not even the absence of a field is found in it.
    if (typeof event !== 'object' || event === null || Array.isArray(event)) return NO_RANKS;
    this.#reading.begin(event);
    return ranksAt(this.#root, this.#reading, NO_RANKS);
  }
}

/** Either candidates that must be looked at, or a path whose value picks the next node. */
interface Node {
  readonly candidates: readonly Candidate[];
  readonly split:
    { readonly path: Path; readonly byString: ReadonlyMap<string, Node>; readonly rest: Node } | undefined;
}

/** `ranks` and those of the candidates at a node, and below it, that the event matches. */
function ranksAt(node: Node, reading: Reading, ranks: readonly number[]): readonly number[] {
  let all = ranks;
  for (const candidate of node.candidates) if (fits(candidate, reading)) all = [...all, candidate.rank];
  if (!node.split) return all;
  const { path, byString, rest } = node.split;
  const standing = reading.standing(path);
  if (standing === Standing.many) {
    for (const { value } of reading.leaves(path)) {
      const picked = typeof value === 'string' ? byString.get(value) : undefined;
      if (picked) all = ranksAt(picked, reading, all);
    }
  } else if (standing === Standing.leaf) {
    const value = reading.leaf(path);
    const picked = typeof value === 'string' ? byString.get(value) : undefined;
    if (picked) all = ranksAt(picked, reading, all);
  }
  return ranksAt(rest, reading, all);
}

/** Fewer candidates are looked at faster than sorted out. */
const WORTH_SPLITTING = 2;

function build(candidates: readonly Candidate[], used: ReadonlySet<Path>): Node {
  const path = candidates.length < WORTH_SPLITTING ? undefined : bestSplit(candidates, used);
  if (!path) return { candidates, split: undefined };
  const byString = new Map<string, Candidate[]>();
  const rest: Candidate[] = [];
  for (const candidate of candidates) {
    const strings = stringsAt(candidate, path);
    if (!strings) rest.push(candidate);
    for (const string of strings ?? []) byString.set(string, [...(byString.get(string) ?? []), candidate]);
  }
  const next = new Set([...used, path]);
  const split = {
    path,
    byString: new Map([...byString].map(([string, picked]) => [string, build(picked, next)])),
    rest: build(rest, next),
  };
  return { candidates: [], split };
}

const stringsAt = ({ demands }: Candidate, path: Path): ReadonlySet<string> | undefined =>
  demands.find((demand) => demand.path === path)?.field.strings;

/**
 * The path that spares most: where each string asked for leaves as few candidates as possible. Each string counts
 * alike, and a candidate that demands no string there stays in any case.
 */
function bestSplit(candidates: readonly Candidate[], used: ReadonlySet<Path>): Path | undefined {
  const picked = new Map<Path, Map<string, number>>();
  const without = new Map<Path, number>();
  for (const { demands } of candidates) {
    for (const { path, field } of demands) {
      if (!field.strings || used.has(path)) continue;
      const counts = picked.get(path) ?? new Map<string, number>();
      picked.set(path, counts);
      without.set(path, (without.get(path) ?? candidates.length) - 1);
      for (const string of field.strings) counts.set(string, (counts.get(string) ?? 0) + 1);
    }
  }
  let best: Path | undefined;
  let least = candidates.length;
  for (const [path, counts] of picked) {
    const mean = [...counts.values()].reduce((sum, count) => sum + count, 0) / counts.size;
    const left = (without.get(path) ?? 0) + mean;
    if (left < least) [best, least] = [path, left];
  }
  return best;
}

function fits({ demands, soonest }: Candidate, reading: Reading): boolean {
  let inArrays = false;
  for (const { field, path } of soonest) {
    const standing = reading.standing(path);
    if (standing !== Standing.many) {
      const isMet = standing === Standing.leaf ? meets(field, reading.leaf(path)) : field.mayBeAbsent;
      if (!isMet) return false;
      continue;
    }
    const leaves = reading.leaves(path);
    let isMet = field.mayBeAbsent && leaves.length === 0;
    let elsewhere = false;
    for (const { value, element } of leaves) {
      isMet ||= meets(field, value);
      elsewhere ||= element !== undefined;
    }
    if (!isMet && !(field.mayBeAbsent && elsewhere)) return false;
    inArrays ||= elsewhere;
  }
  if (!inArrays) return true;
  return matchesConsistently(demands.map(({ field, path }) => ({ field, leaves: reading.leaves(path) })));
}
