import { queries } from '../../../queries/catalogue.ts';
import { dayOf, spanOf } from '../../../queries/span.ts';
import type { Check } from '../check.ts';
import { cannotTell, ok, wrong } from '../finding.ts';

const dayMs = 86_400_000;
/** Whole days that are looked back on, besides today. */
const lookedBack = 7;

/**
 * The log can be asked, and holds records of each of the last days. The checkup itself leaves some every day in every
 * watched Region: an empty day is a gap, never a quiet day.
 */
export const logDays: Check = {
  id: 'log-days',
  where: 'watched',
  look: async (region, { ports, now }) => {
    const query = queries.find(({ name }) => name === 'records-per-day');
    if (query === undefined) throw new Error('queries/records-per-day.sql is missing');
    const days = Array.from({ length: lookedBack }, (_, index) => isoDay(now - (lookedBack - index) * dayMs));
    const today = isoDay(now);
    const span = spanOf(days[0], today);
    const { rows } = await ports.log.ask(query, {
      region,
      from: span.from,
      to: span.to,
      from_day: span.fromDay,
      to_day: span.toDay,
    });
    const filled = new Set(rows.filter(({ gap }) => gap === false).map(({ day }) => day));
    const begun = days.findIndex((day) => filled.has(day));
    if (begun === -1 && filled.has(today)) {
      return [
        cannotTell(
          `the log of this Region begins today: nothing is known of ${days.at(-1) ?? ''}`,
          'After a first deployment look again tomorrow; otherwise find out where the earlier days went.',
        ),
      ];
    }
    if (begun === -1) {
      return [
        wrong(
          `the log holds no record of this Region since ${days[0] ?? ''}`,
          'If log-files is ok, the table or its permissions are wrong; if not, the trail does not deliver this Region.',
        ),
      ];
    }
    const empty = days.slice(begun).filter((day) => !filled.has(day));
    if (empty.length > 0) {
      return [
        wrong(
          `the log holds no record of ${empty.join(', ')}`,
          'Compare with the digests and with deleted versions in the bucket; ask CloudTrail’s event history what happened on those days.',
        ),
      ];
    }
    return [ok(`the log can be asked and holds records of every day since ${days[begun] ?? ''}`)];
  },
};

function isoDay(ms: number): string {
  return dayOf(ms).replaceAll('/', '-');
}
