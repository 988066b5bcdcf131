import { nounOf } from '../../../config/counted.ts';
import { columnsOf } from '../columns.ts';
import { distinctOf } from '../sum.ts';
import type { Asking, Scope, Section } from '../section.ts';

const query = 'new-readers';

const fileOnly = ['last_read', 'first_event_id', 'account'];

/** First reads over both periods that lie in this one. */
function askingOf({ period }: Pick<Scope, 'period'>): Asking {
  return { query, about: 'both', values: { since: period.from } };
}

export const newReaders: Section = {
  id: 'first-reads',
  title: 'New readers',
  about: 'Principals that read a secret which they had not read in the period before.',
  asks: (scope) => [askingOf(scope)],
  look: ({ rowsOf, beforeIsKnown, ...scope }) => {
    if (!beforeIsKnown)
      return 'The log holds nothing of the period before, so that every reader would count as new.';
    const rows = rowsOf(askingOf(scope)) ?? [];
    const all = { table: query, filter: '' };
    return {
      nothing: rows.length === 0 ? 'Everybody who read a secret had read it in the period before.' : null,
      figures: [
        {
          label: `${nounOf(rows.length, 'pair')} of reader and secret`,
          value: rows.length,
          tone: rows.length > 0 ? 'low' : 'good',
          rows: all,
        },
        {
          label: nounOf(distinctOf(rows, 'principal'), 'principal'),
          value: distinctOf(rows, 'principal'),
          tone: 'plain',
          rows: all,
        },
        {
          label: nounOf(distinctOf(rows, 'secret'), 'secret'),
          value: distinctOf(rows, 'secret'),
          tone: 'plain',
          rows: all,
        },
      ],
      tables: [
        {
          id: query,
          title: 'Who reads what for the first time',
          columns: columnsOf(query, { fileOnly }),
          rows,
        },
      ],
      news: [
        {
          count: rows.length,
          says: `${nounOf(rows.length, 'pair')} of a reader and a secret`,
          tone: 'low',
          table: query,
          filter: '',
        },
      ],
    };
  },
};
