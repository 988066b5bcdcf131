import { matchesConsistently } from './consistency.ts';
import type { Field, LeafValue } from './field.ts';
import { meets } from './field.ts';
import type { Path } from './path.ts';
import type { Paths } from './paths.ts';
import { Standing } from './holding.ts';
import { Reading } from './reading.ts';

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
 * Decides all candidates at once. What an event holds at the paths that most of them need (eventSource, eventName) picks
 * the few that are left; only these are looked at in full.
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
    return ranksFrom(this.#root, this.#reading, NO_RANKS);
  }
}

/** Candidates that must be looked at, or a path at which an event's value picks the nodes to go on with. */
type Node = Look | Question;

interface Look {
  readonly path: null;
  readonly candidates: readonly Candidate[];
}

interface Question {
  readonly path: Path;
  /** Those that demand one of several strings there. */
  readonly byString: ReadonlyMap<string, Node>;
  /** Those that demand something else there. */
  readonly others: Node | null;
  /** Those that can do without. */
  readonly rest: Node | null;
}

/** `ranks` and those of the candidates from a node on that the event matches. */
function ranksFrom(first: Node, reading: Reading, ranks: readonly number[]): readonly number[] {
  let all = ranks;
  let node: Node | null = first;
  while (node !== null) {
    if (node.path === null) return ranksAmong(node.candidates, reading, all);
    const standing = reading.standing(node.path);
    if (standing === Standing.leaf) {
      const picked = pickedBy(reading.leaf(node.path), node);
      if (picked !== undefined) all = ranksFrom(picked, reading, all);
    } else if (standing === Standing.many) {
      for (const { value } of reading.leaves(node.path)) {
        const picked = pickedBy(value, node);
        if (picked !== undefined) all = ranksFrom(picked, reading, all);
      }
    }
    if (node.others !== null && standing !== Standing.nothing) all = ranksFrom(node.others, reading, all);
    node = node.rest;
  }
  return all;
}

function pickedBy(value: LeafValue, { byString }: Question): Node | undefined {
  return typeof value === 'string' ? byString.get(value) : undefined;
}

function ranksAmong(
  candidates: readonly Candidate[],
  reading: Reading,
  ranks: readonly number[],
): readonly number[] {
  let all = ranks;
  for (const candidate of candidates) if (fits(candidate, reading)) all = [...all, candidate.rank];
  return all;
}

/** Fewer candidates are looked at faster than sorted out. */
const worthAsking = 2;

function build(candidates: readonly Candidate[], asked: ReadonlySet<Path>): Node {
  const path = candidates.length < worthAsking ? null : bestPath(candidates, asked);
  if (path === null) return { path, candidates };
  const { byString, others, rest } = sortedOut(candidates, path);
  const next = new Set([...asked, path]);
  const nodeOf = (some: readonly Candidate[]) => (some.length === 0 ? null : build(some, next));
  return {
    path,
    byString: new Map([...byString].map(([string, picked]) => [string, build(picked, next)])),
    others: nodeOf(others),
    rest: nodeOf(rest),
  };
}

interface SortedOut {
  readonly byString: ReadonlyMap<string, readonly Candidate[]>;
  readonly others: readonly Candidate[];
  readonly rest: readonly Candidate[];
}

/** Candidates by what they demand at a path. */
function sortedOut(candidates: readonly Candidate[], path: Path): SortedOut {
  const byString = new Map<string, Candidate[]>();
  const [others, rest]: [Candidate[], Candidate[]] = [[], []];
  for (const candidate of candidates) {
    const field = candidate.demands.find((demand) => demand.path === path)?.field;
    if (field === undefined || field.mayBeAbsent) rest.push(candidate);
    else if (field.strings === undefined) others.push(candidate);
    else
      for (const string of field.strings) byString.set(string, [...(byString.get(string) ?? []), candidate]);
  }
  return { byString, others, rest };
}

/**
 * The path that spares most. Each string counts alike; those that can do without are looked at whatever stands there, and
 * count twice.
 */
function bestPath(candidates: readonly Candidate[], asked: ReadonlySet<Path>): Path | null {
  const paths = new Set(candidates.flatMap(({ demands }) => demands.map(({ path }) => path)));
  let best: Path | null = null;
  let least = candidates.length * 2;
  for (const path of paths) {
    if (asked.has(path)) continue;
    const { byString, others, rest } = sortedOut(candidates, path);
    const picked = [...byString.values()].reduce((sum, { length }) => sum + length, 0);
    const left = rest.length * 2 + others.length + picked / Math.max(1, byString.size);
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
