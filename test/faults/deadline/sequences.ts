import fc from 'fast-check';
import type { CloudTrailRecord } from '../../handlers/alert/events.ts';
import { hopFaults, type HopFault } from '../hops.ts';
import { step, type Model } from '../sequences.ts';
import { broken } from './conservation.ts';
import { fateNames, fates, openings, waiverHeld, waiverPut, type Fate, type FateName } from './emergency.ts';
import { deadlineHops, DeadlineWorld, type DeadlineHop, type Delivered } from './world.ts';

const minuteMs = 60_000;
const timeOf = (record: CloudTrailRecord) => Date.parse(String(record.eventTime));
/** A quiet day until then. */
const start = Date.parse('2026-11-20T08:00:00Z');
/** A day after the last deadline, and then some. */
const finality = Date.parse('2026-11-21T18:00:00Z');

/** Closing events that the log brings later than this after they happened are doubted until it does, ms. */
const inTimeMs = 75 * minuteMs;

/** When the event path and the log bring a record. */
interface Way {
  /** ms after it happened; null: it is lost. */
  readonly heard: number | null;
  readonly logged: number;
}

const way: fc.Arbitrary<Way> = fc.record({
  heard: fc
    .constantFrom(1, 1, 5, 9, 40, null)
    .map((minutes) => (minutes === null ? null : minutes * minuteMs)),
  logged: fc.constantFrom(5, 15, 40, 70, 150).map((minutes) => minutes * minuteMs),
});

/** What a sequence is about: which secrets are read, and the ways of the records. */
const plot = fc.record({
  names: fc.subarray([...fateNames], { minLength: 2 }),
  ways: fc.array(way, { minLength: 40, maxLength: 40 }),
  first: fc.constantFrom(75, 135, 300),
});
type Plot = typeof plot extends fc.Arbitrary<infer One> ? One : never;

interface Sequence {
  readonly world: DeadlineWorld;
}

const runs = fc
  .tuple(fc.constantFrom(15, 15, 15, 30, 60, 180), fc.constantFrom(1, 1, 1, 2))
  .map(([minutes, functions]) =>
    step<Sequence>(`${minutes} minutes later ${functions} functions`, async (_, { world }) => {
      await world.pass(minutes * minuteMs);
      await world.run(functions);
    }),
  );
const breaks = fc
  .tuple(
    fc.constantFrom<DeadlineHop>(...deadlineHops),
    fc.constantFrom<HopFault>(...hopFaults),
    fc.constantFrom(1, 1, 2, 12),
  )
  .map(([hop, fault, times]) =>
    step<Sequence>(`${hop} ${fault} ×${times}`, (_, { world }) => {
      world.faults.arm(hop, fault, times);
    }),
  );
/** Any order of runs and faults. */
const commands = fc.commands<Model, Sequence, true>([runs, runs, breaks] as never, {
  maxCommands: 40,
  size: 'max',
});

/** What all sequences of a suite came to. */
export interface DeadlineTally {
  sequences: number;
  runs: number;
  failed: number;
  kills: number;
  messages: number;
  readonly faults: Map<string, number>;
}

export function deadlineTallyText(tally: DeadlineTally, seed: number): string {
  const sum = [...tally.faults.values()].reduce((total, one) => total + one, 0);
  return `deadline faults: seed ${seed}, ${tally.sequences} sequences, ${tally.runs} runs, ${tally.failed} failed, ${tally.kills} killed, ${tally.messages} messages, ${sum} faults of ${tally.faults.size} kinds\n`;
}

/** Runs sequences; each ends with everything mended and some healthy runs, and must have broken no promise. */
export async function conserveDeadlines({
  runs: numRuns,
  seed,
}: {
  readonly runs: number;
  readonly seed: number;
}): Promise<DeadlineTally> {
  const tally: DeadlineTally = { sequences: 0, runs: 0, failed: 0, kills: 0, messages: 0, faults: new Map() };
  const exposures = await exposureIds();
  await fc.assert(
    fc.asyncProperty(plot, commands, fc.nat(9), async (about, steps, tenth) => {
      const { world, late } = staged(about, exposures);
      await world.run();
      await world.pass(about.first * minuteMs);
      // In some sequences both channels refuse from the first to the last.
      world.faults.channelsGone = tenth === 0;
      await fc.asyncModelRun(() => ({ model: { events: 0 }, real: { world } }), steps as never);
      world.faults.heal();
      const silent = world.faults.channelsGone ? await silence(world) : [];
      await recover(world);
      tally.sequences += 1;
      tally.runs += world.ends.length;
      tally.failed += world.ends.filter(({ end }) => end === 'failed').length;
      tally.kills += world.kills;
      tally.messages += world.arrivals.length;
      for (const [name, times] of world.faults.injected)
        tally.faults.set(name, (tally.faults.get(name) ?? 0) + times);
      const found = [...silent, ...broken(world, about.names, late)];
      if (found.length > 0) throw new Error(found.join('; '));
    }),
    { numRuns, seed, endOnFailure: false },
  );
  return tally;
}

/** While no channel takes anything, every run that had something to say fails: its alarm is what is left. */
async function silence(world: DeadlineWorld): Promise<string[]> {
  for (let n = 0; n < 4; n += 1) await later(world, 15);
  const quiet = world.ends.filter(({ end, said }) => said > 0 && end === 'done').length;
  const found = quiet === 0 ? [] : [`${quiet} runs could tell nobody and did not fail`];
  if (world.arrivals.length > 0) found.push('something arrived though both channels were gone');
  if (!world.ends.some(({ end }) => end === 'failed')) found.push('nobody was told, and no run failed');
  world.faults.channelsGone = false;
  return found;
}

/** Healthy runs: for hours as they come, and when nothing can change any more. */
async function recover(world: DeadlineWorld): Promise<void> {
  for (let n = 0; n < 16; n += 1) await later(world, 15);
  await world.pass(Math.max(0, finality - world.now));
  for (const minutes of [0, 15, 60, 60, 25 * 60]) await later(world, minutes);
}

async function later(world: DeadlineWorld, minutes: number): Promise<void> {
  await world.pass(minutes * minuteMs);
  await world.run();
}

function staged({ names, ways }: Plot, exposures: ReadonlyMap<FateName, string>) {
  const waivers = names.flatMap((name) => {
    const { waived }: Fate = fates[name];
    const id = exposures.get(name) ?? '';
    return waived === undefined ? [] : [{ put: waiverPut(id, waived), held: waiverHeld(id, waived) }];
  });
  const records = [
    openings.alice,
    ...(names.includes('daves') ? [openings.dave] : []),
    ...names.flatMap((name) => fates[name].records),
    ...waivers.map(({ put }) => put),
  ];
  const delivered = records.map((record, n): Delivered => {
    const { heard, logged } = ways[n % ways.length] ?? { heard: null, logged: 0 };
    const at = timeOf(record);
    return { record, heardAt: heard === null ? null : at + heard, loggedAt: at + logged };
  });
  const late = delivered.some(({ record, loggedAt }) => loggedAt - timeOf(record) > inTimeMs);
  return {
    world: new DeadlineWorld(
      start,
      delivered,
      waivers.map(({ held }) => held),
    ),
    late,
  };
}

/** The ids of the exposures, as people read them in the first messages of a quiet day. */
async function exposureIds(): Promise<ReadonlyMap<FateName, string>> {
  const ways = [{ heard: minuteMs, logged: 5 * minuteMs }];
  const { world } = staged({ names: [...fateNames], ways, first: 75 }, new Map());
  for (let n = 0; n < 4; n += 1) await later(world, 60);
  const told = world.arrivals.flatMap(({ notice }) =>
    notice.type === 'deadline'
      ? (notice.data as { changes: { secret: string; exposure: string }[] }).changes
      : [],
  );
  return new Map(
    fateNames.map((name) => [name, told.find(({ secret }) => secret === fates[name].secret)?.exposure ?? '']),
  );
}
