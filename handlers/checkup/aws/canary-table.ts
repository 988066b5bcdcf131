import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { LedgerTable } from '../../alert/ledger/ledger-table.ts';
import type { Clock } from '../../alert/ports.ts';
import { LedgerError } from '../../alert/ports.ts';
import { CanaryLedger } from '../canary-ledger.ts';
import type { CanaryLog } from '../canary-log.ts';
import { clientOptions } from './clients.ts';
import { unseen } from './unseen.ts';

/** The canaries in a ledger's table; what fails becomes an Unseen. */
export function canaryTable(region: string, table: string, clock: Clock): CanaryLog {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(region)));
  const ledger = new CanaryLedger(new LedgerTable(client, table, clock));
  const explained = async <Answer>(action: string, asked: Promise<Answer>): Promise<Answer> => {
    try {
      return await asked;
    } catch (error) {
      throw unseen({ action, region }, error instanceof LedgerError ? error.cause : error);
    }
  };
  return {
    sent: (where, at) => explained('dynamodb:UpdateItem', ledger.sent(where, at)),
    seen: (step, where, sighting) => explained('dynamodb:UpdateItem', ledger.seen(step, where, sighting)),
    trace: (where) => explained('dynamodb:GetItem', ledger.trace(where)),
  };
}
