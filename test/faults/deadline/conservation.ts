import { fates, type Fate, type FateName } from './emergency.ts';
import type { Arrival, DeadlineWorld } from './world.ts';

/** What a message of the deadline says of one secret. */
interface Change {
  readonly change: string;
  readonly secret: string;
  readonly state: string;
  readonly reason: string;
  readonly deadline: string | null;
}

const minuteMs = 60_000;
/** What is told again although nothing changed, and how soon at the earliest, ms. */
const repeats: Readonly<Record<string, number>> = {
  'still-overdue': 59 * minuteMs,
  'still-external': (24 * 60 - 1) * minuteMs,
};

function changesOf({ notice }: Arrival): readonly Change[] {
  return notice.type === 'deadline' ? (notice.data as { changes: readonly Change[] }).changes : [];
}

/** What of a run breaks a promise, in words; empty where all is kept. `late`: the log brought some of it later than it should. */
export function broken(
  { arrivals, judged, ends }: DeadlineWorld,
  names: readonly FateName[],
  late: boolean,
): string[] {
  const found: string[] = [];
  const say = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const verdicts = judged.flatMap(({ exposures }) => exposures);
  say(verdicts.length === names.length, `${names.length} secrets were read and ${verdicts.length} are held`);
  for (const name of names) {
    const { secret, state, reason, rotatedAt, waived }: Fate = fates[name];
    const verdict = verdicts.find((one) => one.secret === secret);
    const stands = `${verdict?.state} ${verdict?.reason} ${verdict?.rotatedAt}`;
    say(stands === `${state} ${reason} ${rotatedAt}`, `${name} ended as ${stands}`);
    const told = arrivals.flatMap((one) => changesOf(one).filter((change) => change.secret === secret));
    say(
      told.at(-1)?.state === state || isToldBeside(arrivals, secret, state),
      `${name} was last told as ${told.at(-1)?.state ?? 'nothing'}`,
    );
    if (state === 'overdue') {
      const loud = arrivals.some(
        (one) =>
          one.notice.severity === 'critical' &&
          changesOf(one).some((change) => change.secret === secret && change.state === 'overdue'),
      );
      say(loud, `${name} was overdue and nobody was told so as critical`);
    }
    const reopened = told.filter(({ change }) => change === 'reopened').length;
    say(reopened === 0 || name === 'rolledBack' || late, `${name} was told as no longer replaced`);
    if (waived !== undefined && state !== 'waived') {
      const refused = arrivals.filter(({ notice }) => notice.type === 'waiver-refused');
      say(refused.length > 0, `nobody was told that the waiver of ${name} does not count`);
    }
  }
  const incidents = new Set(arrivals.flatMap(({ notice }) => incidentOf(notice.data) ?? []));
  for (const incident of judged.map((one) => one.incident)) {
    const ofIt = arrivals.filter(({ notice }) => incidentOf(notice.data) === incident);
    say(incidents.has(incident), `incident ${incident} was not told`);
    say(
      ofIt.some(({ notice }) => notice.type === 'evidence'),
      `the record of incident ${incident} was not told`,
    );
  }
  for (const type of ['exposure-lost', 'exposure-gone', 'ledger-edited', ...(late ? [] : ['ledger-doubted'])])
    say(!arrivals.some(({ notice }) => notice.type === type), `${type} was told`);
  say(ends.at(-1)?.end === 'done', 'the last run failed');
  return [...found, ...repeated(arrivals)];
}

/**
 * Whether the last word on a secret is marked as one that another function may have told, and that one told at the same
 * moment how it stands: two at once can know different things, and which of them is heard last is chance.
 */
function isToldBeside(arrivals: readonly Arrival[], secret: string, state: string): boolean {
  const about = arrivals.filter((one) => changesOf(one).some((change) => change.secret === secret));
  const last = about.at(-1);
  return (
    last?.marked === true &&
    about.some(
      (one) =>
        one.at === last.at &&
        !one.marked &&
        changesOf(one).some((change) => change.secret === secret && change.state === state),
    )
  );
}

function incidentOf(data: unknown): string | null {
  return (data as { incident?: string } | null)?.incident ?? null;
}

/** What stands twice in a channel without a word, though nothing else was said in between. */
function repeated(arrivals: readonly Arrival[]): string[] {
  const found: string[] = [];
  const last = new Map<
    string,
    { readonly says: string; readonly unmarked: Map<Arrival['channel'], number> }
  >();
  /** Of one thing, `says` is how it stands; `soonest`: when it may be said again although nothing changed, ms after. */
  const hear = ({ channel, marked, at }: Arrival, thing: string, says: string, soonest = Infinity) => {
    const before = last.get(thing);
    const now = before?.says === says ? before : { says, unmarked: new Map<Arrival['channel'], number>() };
    last.set(thing, now);
    if (marked) return;
    if (at - (now.unmarked.get(channel) ?? -Infinity) < soonest && now.unmarked.has(channel))
      found.push(`${thing} was told twice as ${says} in ${channel}, unmarked`);
    now.unmarked.set(channel, at);
  };
  for (const arrival of arrivals) {
    const { type, data } = arrival.notice;
    for (const { secret, state, reason, deadline, change } of changesOf(arrival))
      hear(arrival, secret, `${state} ${reason} ${deadline}`, repeats[change]);
    if (type === 'waiver-refused') hear(arrival, JSON.stringify(data), 'refused');
    // A record is written anew after whatever was told since.
    if (type === 'deadline' || type === 'evidence')
      hear(arrival, `incident ${incidentOf(data)}`, type, type === 'deadline' ? 0 : Infinity);
  }
  return found;
}
