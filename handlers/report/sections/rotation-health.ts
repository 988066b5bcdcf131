import { nounOf } from '../../../config/counted.ts';
import { columnsOf } from '../columns.ts';
import { newColumn, newOf, withNewness } from '../newness.ts';
import type { Tone } from '../../page/tone.ts';
import type { Asking, Section } from '../section.ts';

const query = 'rotation-health';
const now: Asking = { query, about: 'this' };
const earlier: Asking = { query, about: 'before' };

/** What the query finds, in the order of the figures. */
const findings: readonly (readonly [finding: string, label: string, tone: Tone])[] = [
  ['failed', 'failing', 'high'],
  ['abandoned', 'abandoned', 'high'],
  ['stuck-pending', 'stuck as AWSPENDING', 'high'],
  ['never-ended', 'started and not ended', 'medium'],
  ['by-hand', 'written by hand', 'medium'],
  ['never-rotated', 'read and never rotated', 'low'],
];

export const rotationHealth: Section = {
  id: 'rotation',
  title: 'Rotation health',
  about: 'Secrets whose value is not replaced as it should be, as far as the log of these days tells.',
  asks: () => [now, earlier],
  look: ({ rowsOf }) => {
    const rows = withNewness(rowsOf(now) ?? [], rowsOf(earlier), ['finding', 'secret']);
    const tones = Object.fromEntries(findings.map(([finding, , tone]) => [finding, tone]));
    const fresh = newOf(rows);
    return {
      nothing:
        rows.length === 0
          ? 'No rotation failed or is stuck, and every secret that was read was rotated.'
          : null,
      figures: findings.map(([finding, label, tone]) => {
        const value = rows.filter((row) => row.finding === finding).length;
        return {
          label,
          value,
          tone: value > 0 ? tone : 'good',
          rows: { table: query, filter: `finding=${finding}` },
        };
      }),
      tables: [
        {
          id: query,
          title: 'Secret by secret',
          columns: [
            newColumn,
            ...columnsOf(query, {
              tones: { finding: tones },
              fileOnly: ['account', 'region', 'last_event_id'],
            }),
          ],
          rows,
        },
      ],
      news: findings.map(([finding, label, tone]) => {
        const count = fresh.filter((row) => row.finding === finding).length;
        const says = `${nounOf(count, 'secret')} ${label}`;
        return { count, says, tone, table: query, filter: `new=yes finding=${finding}` };
      }),
    };
  },
};
