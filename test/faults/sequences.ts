import fc from 'fast-check';
import {
  assumeRole,
  breakGlassRole,
  deleteSecret,
  deniedRead,
  read,
  record,
  roleSession,
  rotationFailed,
  type CloudTrailRecord,
} from '../handlers/alert/events.ts';
import { broken, type Sent } from './conservation.ts';
import { hopFaults, hops, slackFaults, type Hop, type HopFault, type SlackFault } from './hops.ts';
import type { FaultySlack } from './slack.ts';
import { memoryStores, World, type Stores } from './world.ts';

/** One event of each kind; each event of the first four is of a kind of its own. */
export const kinds = {
  opening: (id: string, n: number) => assumeRole(id, '09:00', { as: `person${n}` }),
  rotation: (id: string, n: number) => rotationFailed(id, '09:00', `db${n}-AbCdEf`),
  decoy: (id: string, n: number) => deniedRead(id, '09:00', { secret: 'bait', by: user(n) }),
  unreadable: (id: string, n: number) => ({ ...assumeRole(id, '09:00', { as: `x${n}` }), eventTime: 'noon' }),
  untimed: (id: string, n: number) => ({ ...rotationFailed(id, '09:00', `x${n}-AbCdEf`), eventTime: 'noon' }),
  forced: (id: string, n: number) => deleteSecret(id, '09:00', `gone${n}-AbCdEf`, true),
  reading: (id: string, n: number) => read(id, '09:05', `payroll${n}`, roleSession(breakGlassRole, 'alice')),
  chained: (id: string) =>
    assumeRole(id, '09:01', {
      role: 'arn:aws:iam::111122223333:role/app',
      by: roleSession(breakGlassRole, 'alice'),
    }),
  denied: (id: string) => deniedRead(id, '09:00'),
  ordinary: (id: string) =>
    read(id, '09:05', 'payroll', roleSession('arn:aws:iam::111122223333:role/worker', 'worker')),
  listing: (id: string) => record(id, '09:00', { eventName: 'ListSecrets' }),
} satisfies Record<string, (id: string, n: number) => CloudTrailRecord>;
export type Kind = keyof typeof kinds;

function user(n: number): CloudTrailRecord {
  return {
    type: 'IAMUser',
    principalId: `AIDA${n}`,
    arn: `arn:aws:iam::111122223333:user/u${n}`,
    accountId: '111122223333',
    userName: `u${n}`,
  };
}

/** What must become of a kind, said by hand. */
export function sentOf(kind: Kind, eventID: string): Sent {
  if (kind === 'listing' || kind === 'ordinary') return { eventID, fate: 'silent', critical: false };
  if (kind === 'denied' || kind === 'chained') return { eventID, fate: 'counted', critical: false };
  return { eventID, fate: 'told', critical: ['opening', 'decoy', 'forced'].includes(kind) };
}

/** What is known of a run beside the world itself. */
export class Run {
  readonly world: World;
  readonly sent: Sent[] = [];
  readonly #records: CloudTrailRecord[] = [];

  constructor(world: World) {
    this.world = world;
  }

  send(kind: Kind): void {
    const n = this.sent.length + 1;
    const eventID = `e${n}e`;
    const one = kinds[kind](eventID, n);
    this.sent.push(sentOf(kind, eventID));
    this.#records.push(one);
    this.world.send(one);
  }

  /** An event that was sent comes once more, as a message of its own. */
  repeat(n: number): void {
    const one = this.#records[n % this.#records.length];
    if (one !== undefined) this.world.send(one);
  }
}

/** The model: how many events there are. All else is asked in the end. */
export interface Model {
  events: number;
}

/** A command that can be given once there are so many events. */
export function step<Real extends object>(
  text: string,
  run: (model: Model, real: Real) => void | Promise<void>,
  needs = 0,
): fc.AsyncCommand<Model, Real> {
  return {
    check: ({ events }) => events >= needs,
    run: async (model, real) => run(model, real),
    toString: () => text,
  };
}

const sends = fc.constantFrom(...(Object.keys(kinds) as Kind[])).map((kind) =>
  step<Run>(`send ${kind}`, (model, real) => {
    model.events += 1;
    real.send(kind);
  }),
);
const repeats = fc.nat(20).map((n) =>
  step<Run>(
    `deliver ${n} again`,
    (_, real) => {
      real.repeat(n);
    },
    1,
  ),
);
const hopBreaks = fc
  .tuple(fc.constantFrom<Hop>(...hops), fc.constantFrom<HopFault>(...hopFaults), fc.constantFrom(1, 1, 2, 12))
  .map(([hop, fault, times]) =>
    step<Run>(`${hop} ${fault} ×${times}`, (_, real) => {
      real.world.faults.arm(hop, fault, times);
    }),
  );
const slackBreaks = fc
  .tuple(fc.constantFrom<SlackFault>(...slackFaults), fc.constantFrom(1, 2, 3))
  .map(([fault, times]) =>
    step<Run>(`slack ${fault} ×${times}`, (_, real) => {
      real.world.faults.armSlack(fault, fault === 'hang' ? 1 : times);
    }),
  );
const crowds = fc
  .constantFrom(3, 12)
  .map((seconds) =>
    step<Run>(`others take ${seconds} seconds of Slack`, (_, real) => real.world.crowdSlack(seconds)),
  );
const invokes = fc
  .constantFrom(1, 2, 3)
  .map((functions) => step<Run>(`${functions} functions`, (_, real) => real.world.invoke(functions), 1));
const waits = fc
  .constantFrom(1_000, 61_000, 361_000, 3_700_000)
  .map((ms) => step<Run>(`wait ${ms} ms`, (_, real) => void (real.world.now += ms)));

/** Runs of some events, faults, functions and waits, in any order. */
export const commands = fc.commands<Model, Run, true>(
  [sends, sends, sends, repeats, hopBreaks, hopBreaks, slackBreaks, crowds, invokes, invokes, waits] as never,
  { maxCommands: 50, size: 'max' },
);

/** What all sequences of a suite came to. */
export interface Tally {
  sequences: number;
  events: number;
  invocations: number;
  kills: number;
  readonly faults: Map<string, number>;
}

export function newTally(): Tally {
  return { sequences: 0, events: 0, invocations: 0, kills: 0, faults: new Map() };
}

export function tallyText({ sequences, events, invocations, kills, faults }: Tally, seed: number): string {
  const sum = [...faults.values()].reduce((total, one) => total + one, 0);
  return `faults: seed ${seed}, ${sequences} sequences, ${events} events, ${invocations} invocations, ${kills} killed, ${sum} faults of ${faults.size} kinds\n`;
}

/** Runs sequences; each ends with everything mended and drained, and must have broken no promise. */
export async function conserve(
  slack: FaultySlack,
  {
    runs,
    seed,
    stores = () => Promise.resolve(memoryStores()),
  }: {
    readonly runs: number;
    readonly seed: number;
    readonly stores?: () => Promise<Stores>;
  },
  use: (world: World) => void,
): Promise<Tally> {
  const tally = newTally();
  await fc.assert(
    fc.asyncProperty(commands, fc.nat(9), async (steps, tenth) => {
      const world = new World(slack, await stores());
      use(world);
      slack.clear();
      const run = new Run(world);
      // In some runs both channels refuse from the first to the last.
      world.faults.channelsGone = tenth === 0;
      await fc.asyncModelRun(() => ({ model: { events: 0 }, real: run }), steps as never);
      world.faults.heal();
      await world.drain();
      tally.sequences += 1;
      tally.events += run.sent.length;
      tally.invocations += world.invocations;
      tally.kills += world.kills;
      for (const [name, times] of world.faults.injected)
        tally.faults.set(name, (tally.faults.get(name) ?? 0) + times);
      const faults = broken(world.seen, run.sent);
      if (faults.length > 0) throw new Error(faults.join('; '));
    }),
    { numRuns: runs, seed, endOnFailure: false },
  );
  return tally;
}
