import type { Config } from '../../config/schema.ts';
import type { LogQuery } from '../../queries/log-query.ts';
import type { Clock } from '../alert/ports.ts';
import { openingsIn, type LoggedOpening } from './openings.ts';

/** Port: the openings that somebody was told of. */
export interface ToldOpenings {
  /** eventIDs of events between two instants (ms) for which an opening was told, or counted to one that was. */
  alerted(from: number, to: number): Promise<readonly string[]>;
  /** Whether an opening was told as missed before, by its first event. */
  wasTold(eventID: string): Promise<boolean>;
  /** Notes that it is about to be told as missed; answers whether an earlier attempt was, too: it may have been told. */
  begin(eventID: string): Promise<'first' | 'again'>;
  /** Notes that it was told as missed. */
  told(eventID: string): Promise<void>;
}

/** Port: tells people. A rejected promise means that nothing is certain to have arrived. */
export interface MissedNotifier {
  missed(opening: LoggedOpening, possiblyRepeated: boolean): Promise<void>;
}

export interface ReconciliationPorts {
  readonly log: LogQuery;
  readonly told: ToldOpenings;
  readonly notifier: MissedNotifier;
  readonly clock: Clock;
}

const minuteMs = 60_000;
/** The event path has this long to tell, ms: what is younger is not missed yet. */
export const eventPathLimitMs = 15 * minuteMs;
/** How far back each run looks, ms: CloudTrail may deliver late, and a run may fail. */
const lookedBackMs = 26 * 60 * minuteMs;

/**
 * Lets the log check the event path: openings of the glass that the log holds and of which nobody was told are told as
 * missed, once each, and answered. Told before noted: one whose note fails is told again, with words that say so.
 *
 * @throws QueryFailed, QueryCancelled when the log cannot be asked: an alarm, never "nothing was missed"; and what the
 * ports throw. Openings told until then stay told.
 */
export async function tellMissedOpenings(
  config: Config,
  { log, told, notifier, clock }: ReconciliationPorts,
): Promise<LoggedOpening[]> {
  // What is not to be told cannot be missed.
  if ((config.detections['break-glass-opened']?.mode ?? 'alert') !== 'alert') return [];
  const { roles, users } = config.breakGlass;
  const to = clock.now() - eventPathLimitMs;
  const from = to - lookedBackMs;
  // Alerts of events just outside count too: several events of one opening lie up to a minute apart.
  const alerted = await told.alerted(from - minuteMs, to + eventPathLimitMs);
  const openings = await openingsIn(log, { roles, users, from, to, region: '%', alerted });
  const missed: LoggedOpening[] = [];
  for (const opening of openings) {
    if (alerted.includes(opening.eventID) || (await told.wasTold(opening.eventID))) continue;
    await notifier.missed(opening, (await begun(opening, told)) === 'again');
    await told.told(opening.eventID);
    missed.push(opening);
  }
  return missed;
}

/** A ledger that cannot be written to keeps nobody from being told: with the words, since nobody can know. */
async function begun({ eventID }: LoggedOpening, told: ToldOpenings): Promise<'first' | 'again'> {
  try {
    return await told.begin(eventID);
  } catch {
    return 'again';
  }
}
