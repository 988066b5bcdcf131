import { nounOf } from '../../../config/counted.ts';
import { columnsOf } from '../columns.ts';
import { newColumn, newOf, withNewness } from '../newness.ts';
import { sumOf } from '../sum.ts';
import type { Asking, Section } from '../section.ts';

const query = 'cross-account-reads';
const now: Asking = { query, about: 'this' };
const earlier: Asking = { query, about: 'before' };
const key = ['caller_account', 'owner_account', 'kind', 'principal', 'assumed_by', 'secret'];

export const crossAccountReads: Section = {
  id: 'cross-account',
  title: 'Reads across accounts',
  about:
    'Our secrets read by other accounts (inbound), theirs read by us (outbound), and ours through roles assumed from outside. Only reads that succeeded.',
  asks: () => [now, earlier],
  look: ({ rowsOf }) => {
    const rows = withNewness(rowsOf(now) ?? [], rowsOf(earlier), key);
    const untrusted = rows.filter(({ trusted }) => trusted === false);
    const fresh = newOf(rows);
    const freshUntrusted = fresh.filter(({ trusted }) => trusted === false);
    const freshTrusted = fresh.filter(({ trusted }) => trusted === true);
    const unexpected = untrusted.length > 0;
    return {
      nothing: rows.length === 0 ? 'No secret was read across accounts.' : null,
      figures: [
        {
          label: `${nounOf(untrusted.length, 'pair')} with accounts not trusted`,
          value: untrusted.length,
          tone: unexpected ? 'high' : 'good',
          rows: { table: query, filter: 'trusted=no' },
        },
        {
          label: `${nounOf(rows.length, 'pair')} of reader and secret`,
          value: rows.length,
          tone: 'plain',
          rows: { table: query, filter: '' },
        },
        {
          label: nounOf(sumOf(rows, 'reads'), 'read'),
          value: sumOf(rows, 'reads'),
          tone: 'plain',
          rows: { table: query, filter: '' },
        },
      ],
      tables: [
        {
          id: query,
          title: 'Who reads across accounts',
          columns: [
            newColumn,
            ...columnsOf(query, { tones: { trusted: { yes: 'good', no: 'high' } }, first: ['trusted'] }),
          ],
          rows,
        },
      ],
      news: [
        {
          count: freshUntrusted.length,
          says: `${nounOf(freshUntrusted.length, 'reader')} across accounts, of accounts that are not trusted`,
          tone: 'high',
          table: query,
          filter: 'new=yes trusted=no',
        },
        {
          count: freshTrusted.length,
          says: `${nounOf(freshTrusted.length, 'reader')} across accounts, of trusted accounts`,
          tone: 'low',
          table: query,
          filter: 'new=yes trusted=yes',
        },
      ],
    };
  },
};
