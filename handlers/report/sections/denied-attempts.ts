import { nounOf } from '../../../config/counted.ts';
import { columnsOf } from '../columns.ts';
import { newColumn, newOf, withNewness } from '../newness.ts';
import { distinctOf } from '../sum.ts';
import type { Asking, Section } from '../section.ts';

const query = 'denied-access';
const now: Asking = { query, about: 'this' };
const earlier: Asking = { query, about: 'before' };

const fileOnly = ['event_id', 'kind', 'account', 'region', 'session', 'user_agent'];

export const deniedAttempts: Section = {
  id: 'denied',
  title: 'Denied attempts',
  about: 'Calls on secrets that Secrets Manager, KMS behind it or a VPC endpoint refused.',
  asks: () => [now, earlier],
  look: ({ rowsOf }) => {
    const rows = withNewness(rowsOf(now) ?? [], rowsOf(earlier), ['principal', 'target', 'event_name']);
    const all = { table: query, filter: '' };
    return {
      nothing: rows.length === 0 ? 'Nobody was refused a secret.' : null,
      figures: [
        {
          label: nounOf(rows.length, 'refusal'),
          value: rows.length,
          tone: rows.length > 0 ? 'medium' : 'good',
          rows: all,
        },
        {
          label: `${nounOf(distinctOf(rows, 'principal'), 'principal')} refused`,
          value: distinctOf(rows, 'principal'),
          tone: 'plain',
          rows: all,
        },
        {
          label: `${nounOf(distinctOf(rows, 'target'), 'secret')} asked for`,
          value: distinctOf(rows, 'target'),
          tone: 'plain',
          rows: all,
        },
      ],
      tables: [
        {
          id: query,
          title: 'What was refused',
          columns: [newColumn, ...columnsOf(query, { fileOnly })],
          rows,
        },
      ],
      news: [
        {
          count: newOf(rows).length,
          says: `${nounOf(newOf(rows).length, 'refusal')} of what was not refused before to the same principal`,
          tone: 'medium',
          table: query,
          filter: 'new=yes',
        },
      ],
    };
  },
};
