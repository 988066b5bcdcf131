import { expiryMs } from '../../../config/schema.ts';
import type { TableColumn } from '../../page/table.ts';
import { labelOf } from '../columns.ts';
import type { Section } from '../section.ts';

/** A suppression is told as expiring this long before, ms. */
const soon = 14 * 86_400_000;

const columns: readonly TableColumn[] = [
  {
    name: 'state',
    label: 'State',
    says: 'in force, expiring within 14 days, or expired',
    kind: 'text',
    tones: { 'in force': 'plain', expiring: 'medium', expired: 'high' },
  },
  { name: 'expires', label: 'Expires', says: 'the last day on which it suppresses', kind: 'time' },
  ...['detection', 'owner', 'reason'].map((name) => ({ name, label: labelOf(name), kind: 'text' as const })),
  { name: 'principal', label: 'Principal', kind: 'name' },
  ...['account', 'error_code'].map((name) => ({ name, label: labelOf(name), kind: 'text' as const })),
  { name: 'secret', label: 'Secret', kind: 'name' },
];

export const suppressions: Section = {
  id: 'suppressions',
  title: 'Suppressions',
  about:
    'Known noise that is kept silent, by whom, why, and until when. What is critical is never suppressed. How often each was used is not counted here: "npx glasswatch replay PATH --summary" counts it over the log.',
  asks: () => [],
  look: ({ config, now }) => {
    const rows = config.suppressions.map((one) => ({
      state: stateOf(expiryMs(one.expires), now),
      expires: one.expires,
      detection: one.detection,
      owner: one.owner,
      reason: one.reason,
      principal: one.principal ?? null,
      account: one.account ?? null,
      error_code: one.errorCode ?? null,
      secret: one.secret ?? null,
    }));
    const counted = (state: string) => rows.filter((row) => row.state === state).length;
    return {
      nothing: rows.length === 0 ? 'The config suppresses nothing.' : null,
      figures: [
        {
          label: 'expiring within 14 days',
          value: counted('expiring'),
          tone: counted('expiring') > 0 ? 'medium' : 'plain',
          rows: { table: 'suppressions-list', filter: 'state=expiring' },
        },
        {
          label: 'expired: suppress nothing',
          value: counted('expired'),
          tone: counted('expired') > 0 ? 'high' : 'plain',
          rows: { table: 'suppressions-list', filter: 'state=expired' },
        },
        {
          label: 'in all',
          value: rows.length,
          tone: 'plain',
          rows: { table: 'suppressions-list', filter: '' },
        },
      ],
      tables: [{ id: 'suppressions-list', title: 'Suppressions of the config', columns, rows }],
    };
  },
};

function stateOf(expiresAt: number, now: number): string {
  if (expiresAt <= now) return 'expired';
  return expiresAt - now <= soon ? 'expiring' : 'in force';
}
