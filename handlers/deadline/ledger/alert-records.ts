import { claimKey } from '../../alert/ledger/dynamo-claims.ts';
import type { LedgerTable } from '../../alert/ledger/ledger-table.ts';
import type { AlertRecords } from './alerted-openings.ts';

/** What the claims in the ledger say of alerts. */
export function alertRecords(table: LedgerTable): AlertRecords {
  return { wasAlerted: async (eventID) => (await table.get(claimKey(eventID)))?.done === 'alerted' };
}
