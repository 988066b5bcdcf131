import { nounOf } from '../../../config/counted.ts';
import { columnsOf } from '../columns.ts';
import { daysOf } from '../period.ts';
import { distinctOf, sumOf } from '../sum.ts';
import type { Asking, Section } from '../section.ts';

const readers: Asking = { query: 'top-readers', about: 'this' };
const days: Asking = { query: 'reads-per-day', about: 'this' };
const daysBefore: Asking = { query: 'reads-per-day', about: 'before' };

/** What Secrets Manager takes for a read, in US dollars (its price page: 0.05 for 10,000 calls). */
const dollarsPerRead = 0.05 / 10_000;

export const topReaders: Section = {
  id: 'readers',
  title: 'Top readers',
  about:
    'Who reads which secret most often. Reads that are not cached cost money, and hide the ones that matter.',
  asks: () => [readers, days, daysBefore],
  look: ({ rowsOf, period, before }) => {
    const rows = rowsOf(readers) ?? [];
    const perDay = rowsOf(days) ?? [];
    const reads = sumOf(rows, 'reads');
    const readsOn = (answer: ReturnType<typeof rowsOf>) => {
      const known = new Map((answer ?? []).map((row) => [row.day, Number(row.reads)]));
      return (day: string | undefined) => (day === undefined ? 0 : (known.get(day) ?? 0));
    };
    const earlier = rowsOf(daysBefore);
    const daysEarlier = daysOf(before);
    const [readsNow, readsThen] = [readsOn(perDay), readsOn(earlier)];
    return {
      nothing: rows.length === 0 ? 'No secret was read.' : null,
      figures: [
        {
          label: nounOf(reads, 'read'),
          value: reads,
          tone: 'plain',
          rows: { table: 'reads-per-day', filter: '' },
        },
        {
          label: 'US dollars for them',
          value: (reads * dollarsPerRead).toFixed(2),
          tone: 'plain',
          rows: { table: 'top-readers', filter: '' },
        },
        {
          label: nounOf(distinctOf(rows, 'principal'), 'principal'),
          value: distinctOf(rows, 'principal'),
          tone: 'plain',
          rows: { table: 'top-readers', filter: '' },
        },
        {
          label: nounOf(distinctOf(rows, 'secret'), 'secret'),
          value: distinctOf(rows, 'secret'),
          tone: 'plain',
          rows: { table: 'top-readers', filter: '' },
        },
      ],
      charts: [
        {
          kind: 'bars',
          caption: 'Reads a day',
          bars: daysOf(period).map((day, index) => ({
            label: day.slice(5),
            value: readsNow(day),
            before: earlier === null ? null : readsThen(daysEarlier[index]),
          })),
        },
      ],
      tables: [
        {
          id: 'top-readers',
          title: 'Who reads what',
          columns: columnsOf('top-readers', { fileOnly: ['account', 'first_read'] }),
          rows,
        },
        { id: 'reads-per-day', title: 'Reads a day', columns: columnsOf('reads-per-day'), rows: perDay },
      ],
    };
  },
};
