import fc from 'fast-check';
import { broken } from '../../faults/conservation.ts';
import { slackFaults, slackProcessFaults, type SlackFault } from '../../faults/hops.ts';
import { kinds, newTally, step, type Kind, type Model, type Tally } from '../../faults/sequences.ts';
import { brokenBeside } from './beside.ts';
import { FaultyRun } from './faulty-run.ts';
import type { FaultyStage } from './faulty-stage.ts';
import { wireFaults, wireHops, type WireFault, type WireHop } from './wire.ts';

/** Faults that cost a client's whole patience each time. */
const slow: readonly string[] = ['hang', 'slow', 'late'];

const kind = fc.constantFrom(...(Object.keys(kinds) as Kind[]));
/** Once: the client's own attempts get over it. Three times: a call fails. Seven times: several do. */
const wireBreak = fc
  .tuple(
    fc.constantFrom<WireHop>(...wireHops),
    fc.constantFrom<WireFault>(...wireFaults),
    fc.constantFrom(1, 3, 7),
  )
  .map(([hop, fault, many]) => ({ hop, fault, times: slow.includes(fault) ? Math.min(many, 3) : many }));
const slackBreak = fc
  .tuple(fc.constantFrom<SlackFault>(...slackFaults, ...slackProcessFaults), fc.constantFrom(1, 2, 3))
  .map(([fault, many]) => ({ fault, times: slow.includes(fault) ? Math.min(many, 2) : many }));

const sends = kind.map((one) => step<FaultyRun>(`send ${one}`, (_, real) => real.send(one)));
const stacks = fc.constant(step<FaultyRun>('a stack of ours is made', (_, real) => real.makeStack()));
const repeats = fc.nat(20).map((n) => step<FaultyRun>(`deliver ${n} again`, (_, real) => real.repeat(n)));
const wireBreaks = wireBreak.map(({ hop, fault, times }) =>
  step<FaultyRun>(`${hop} ${fault} ×${times}`, (_, { stage }) => {
    stage.faults.arm(hop, fault, times);
  }),
);
const slackBreaks = slackBreak.map(({ fault, times }) =>
  step<FaultyRun>(`slack ${fault} ×${times}`, (_, { stage }) => {
    stage.faults.armSlack(fault, times);
  }),
);
const works = fc.constant(
  step<FaultyRun>('functions work', async (_, { stage }) => {
    await stage.control.work();
  }),
);
const doubles = fc
  .constantFrom(1, 2)
  .map((batches) =>
    step<FaultyRun>(`${batches} batches are handed out twice`, (_, { stage }) =>
      stage.control.handOutTwice(batches),
    ),
  );
const waits = fc
  .constantFrom(71_000, 361_000, 3_700_000)
  .map((ms) => step<FaultyRun>(`${ms} ms pass`, (_, { stage }) => stage.pass(ms)));

/** What every run begins with, so that none has nothing to show. */
const opening = fc.record({
  kinds: fc.array(kind, { minLength: 3, maxLength: 8, size: 'max' }),
  wire: fc.array(wireBreak, { minLength: 2, maxLength: 5, size: 'max' }),
  slack: fc.array(slackBreak, { maxLength: 1 }),
});
/** And then some events, faults, functions and waits, in any order. */
const commands = fc.commands<Model, FaultyRun, true>(
  [sends, sends, stacks, repeats, wireBreaks, wireBreaks, slackBreaks, works, works, doubles, waits] as never,
  { maxCommands: 25, size: 'max' },
);

/** Runs sequences on a stage; each ends with everything mended and drained, and must have broken no promise. */
export async function conserveDeployed(
  stage: FaultyStage,
  { runs, seed }: { readonly runs: number; readonly seed: number },
): Promise<Tally> {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(opening, commands, fc.nat(11), async (first, steps, twelfth) => {
      await stage.begin();
      const run = new FaultyRun(stage, `s${tally.sequences + 1}`);
      // In some runs both channels refuse from the first to the last.
      stage.faults.channelsGone = twelfth === 0;
      for (const { hop, fault, times } of first.wire) stage.faults.arm(hop, fault, times);
      for (const { fault, times } of first.slack) stage.faults.armSlack(fault, times);
      for (const one of first.kinds) await run.send(one);
      await fc.asyncModelRun(() => ({ model: { events: 0 }, real: run }), steps as never);
      stage.faults.heal();
      const found = await ended(stage, run, tally);
      if (found.length > 0) throw new Error(found.join('; '));
    }),
    // To make a failing run of minutes smaller takes hours.
    { numRuns: runs, seed, endOnFailure: true },
  );
  return tally;
}

/** Drains a stage, counts what came, and answers what of the run breaks a promise. */
export async function ended(stage: FaultyStage, run: FaultyRun, tally: Tally): Promise<string[]> {
  await stage.drain();
  const seen = await stage.seen();
  tally.sequences += 1;
  tally.events += run.sent.length;
  tally.invocations += stage.log.invocations;
  tally.kills += stage.kills;
  for (const [fault, times] of stage.faults.injected)
    tally.faults.set(fault, (tally.faults.get(fault) ?? 0) + times);
  const found = [...broken(seen, run.sent), ...(await brokenBeside(run, seen))];
  return found.length > 0 ? [...found, `\n${stage.story}`] : [];
}
