import { callersOf, sessionsOf, type Cast } from './cast.ts';
import { timeOfDay } from './clock.ts';
import { home } from './places.ts';
import { Random } from './random.ts';
import type { CrossAccountRead, ScriptedEvent, Stage } from './scene.ts';
import { acrossAccounts } from './scenes/accounts.ts';
import { attempts } from './scenes/attempts.ts';
import { elsewhere } from './scenes/elsewhere.ts';
import { openTheGlass } from './scenes/openings.ts';
import { readSecrets } from './scenes/reads.ts';
import { rotations } from './scenes/rotations.ts';
import { tampering } from './scenes/tampering.ts';

/** The whole script, ordered by eventTime and eventID. */
export interface Script {
  readonly events: readonly ScriptedEvent[];
  readonly crossAccountReads: readonly CrossAccountRead[];
}

/** Plays all scenes on the day that begins at `start` (ms). The times are fixed; the seed decides the ids. */
export function playScript(start: number, seed: number): Script {
  const events: ScriptedEvent[] = [];
  const time = (clock: string) => timeOfDay(start, clock);
  const stage: Stage = {
    random: new Random(`${seed}/script`),
    at: (clock, region = home) => ({ time: time(clock), region }),
    add: (at, record, what, expect) => {
      events.push({ ...at, record, what, expect: expect ?? null });
    },
  };
  const sessions = sessionsOf(time);
  const cast: Cast = { sessions, callers: callersOf(sessions) };
  attempts(stage, cast);
  openTheGlass(stage, cast);
  readSecrets(stage, cast);
  tampering(stage, cast);
  rotations(stage, cast);
  elsewhere(stage, cast);
  const crossAccountReads = acrossAccounts(stage, cast);
  events.sort((a, b) => a.time - b.time || (a.record.eventID < b.record.eventID ? -1 : 1));
  return { events, crossAccountReads };
}
