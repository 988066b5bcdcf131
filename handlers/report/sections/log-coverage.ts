import { nounOf } from '../../../config/counted.ts';
import type { AnswerRow } from '../../../queries/log-query.ts';
import { columnsOf } from '../columns.ts';
import { daysOf } from '../period.ts';
import { sumOf } from '../sum.ts';
import type { Asking, Material, Section } from '../section.ts';
import type { Trouble } from '../report.ts';

const query = 'records-per-day';
const now: Asking = { query, about: 'this' };

/** us-east-1 is always watched: it logs IAM and STS's global endpoint. */
const always = 'us-east-1';

export const logCoverage: Section = {
  id: 'coverage',
  title: 'What the log holds',
  about:
    'Records of each Region and day. Where there are none, nothing in this report can be taken for good news.',
  asks: () => [now],
  look: (material) => {
    const rows = material.rowsOf(now) ?? [];
    const held = rows.filter(({ gap }) => gap === false);
    const gaps = rows.filter(({ gap }) => gap === true);
    const empty = emptyDays(held, material);
    const records = (day: string) =>
      sumOf(
        held.filter((row) => row.day === day),
        'records',
      );
    return {
      nothing: held.length === 0 ? 'The log holds nothing of this period.' : null,
      figures: [
        {
          label: `${nounOf(empty.length, 'day')} without log`,
          value: empty.length,
          tone: empty.length > 0 ? 'critical' : 'good',
          rows: { table: query, filter: 'gap=yes' },
        },
        {
          label: `${nounOf(gaps.length, 'gap')} of a Region`,
          value: gaps.length,
          tone: gaps.length > 0 ? 'medium' : 'good',
          rows: { table: query, filter: 'gap=yes' },
        },
        {
          label: nounOf(sumOf(held, 'records'), 'record'),
          value: sumOf(held, 'records'),
          tone: 'plain',
          rows: { table: query, filter: 'gap=no' },
        },
      ],
      charts: [
        {
          kind: 'bars',
          caption: 'Records a day',
          bars: daysOf(material.period).map((day) => ({
            label: day.slice(5),
            value: records(day),
            before: null,
          })),
        },
      ],
      tables: [
        {
          id: query,
          title: 'Region by Region, day by day',
          columns: columnsOf(query, { tones: { gap: { yes: 'medium' } } }),
          rows,
        },
      ],
      troubles: [
        ...(empty.length > 0 ? [emptyTrouble(empty)] : []),
        ...regionTroubles(held, gaps, empty, material),
      ],
    };
  },
};

/** Days of the period, up to now, of which no Region has a record. */
function emptyDays(held: readonly AnswerRow[], { period, now: present }: Material): readonly string[] {
  const known = new Set(held.map(({ day }) => day));
  const today = new Date(present).toISOString().slice(0, 10);
  return daysOf(period).filter((day) => day < today && !known.has(day));
}

function emptyTrouble(days: readonly string[]): Pick<Trouble, 'kind' | 'says'> {
  return {
    kind: 'no-log',
    says: `The log holds no record of ${days.join(', ')}: what happened then is not in this report`,
  };
}

/** Watched Regions of which the log holds nothing, or not all the days that it has. */
function regionTroubles(
  held: readonly AnswerRow[],
  gaps: readonly AnswerRow[],
  empty: readonly string[],
  { config }: Material,
): readonly Pick<Trouble, 'kind' | 'says'>[] {
  if (config.regions === undefined || held.length === 0) return [];
  return [...new Set([...config.regions, always])].flatMap((region) => {
    if (!held.some((row) => row.region === region))
      return [{ kind: 'no-log' as const, says: `The log holds no record of the watched Region ${region}` }];
    return gaps
      .filter((row) => row.region === region && !daysOfGap(row).every((day) => empty.includes(day)))
      .map((row) => ({
        kind: 'no-log' as const,
        says: `The log holds no record of the watched Region ${region} from ${String(row.day)} to ${String(row.last_day)}`,
      }));
  });
}

function daysOfGap({ day, last_day: last }: AnswerRow): readonly string[] {
  const end = new Date(Date.parse(String(last)) + 1).toISOString();
  return daysOf({ from: `${String(day)}T00:00:00Z`, to: end });
}
