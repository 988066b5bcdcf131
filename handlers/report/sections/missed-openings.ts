import { nounOf } from '../../../config/counted.ts';
import type { AnswerRow } from '../../../queries/log-query.ts';
import { columnsOf } from '../columns.ts';
import type { Asking, Section } from '../section.ts';

const query = 'missed-openings';

/** eventIDs that fit into one value: Athena takes 1,024 characters. */
const idsAtOnce = 25;

function asksOf(alerted: readonly string[]): readonly Asking[] {
  const chunks = Array.from({ length: Math.max(1, Math.ceil(alerted.length / idsAtOnce)) }, (_, index) =>
    alerted.slice(index * idsAtOnce, (index + 1) * idsAtOnce),
  );
  return chunks.map((ids) => ({ query, about: 'this', values: { alerted_ids: ids.join(',') } }));
}

export const missedOpenings: Section = {
  id: 'missed',
  title: 'What the event path missed',
  about:
    'Openings of the glass that the log tells and no alert was recorded for. The event path is best effort; the log is complete.',
  asks: ({ alertedOpenings }) => (alertedOpenings === null ? [] : asksOf(alertedOpenings)),
  look: ({ alertedOpenings, rowsOf }) => {
    if (alertedOpenings === null)
      return 'Nobody told this report which openings alerts were recorded for: over files, there is no event path.';
    const answers = asksOf(alertedOpenings).map((asking) => rowsOf(asking) ?? []);
    const rows = inAll(answers);
    return {
      nothing: rows.length === 0 ? 'An alert was recorded for every opening in the log.' : null,
      figures: [
        {
          label: `${nounOf(rows.length, 'opening')} missed`,
          value: rows.length,
          tone: rows.length > 0 ? 'critical' : 'good',
          rows: { table: query, filter: '' },
        },
      ],
      tables: [
        {
          id: query,
          title: 'Openings without an alert',
          columns: columnsOf(query, { fileOnly: ['event_id', 'session', 'region'] }),
          rows,
        },
      ],
      news: [
        {
          count: rows.length,
          says: `${nounOf(rows.length, 'opening')} of the glass that no alert was recorded for`,
          tone: 'critical',
          table: query,
          filter: '',
        },
      ],
    };
  },
};

/** An opening was missed if none of the alerts is about it: if each part of the alerts leaves it. */
function inAll([first = [], ...others]: readonly (readonly AnswerRow[])[]): readonly AnswerRow[] {
  const left = others.map((rows) => new Set(rows.map((row) => row.event_id)));
  return first.filter((row) => left.every((ids) => ids.has(row.event_id)));
}
