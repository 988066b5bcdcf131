import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientOptions } from '../../deployed/client-options.ts';
import { LedgerTable } from './ledger-table.ts';

/** The ledger's table of a deployed function. */
export function deployedTable(name: string): LedgerTable {
  const client = new DynamoDBClient(clientOptions({ connect: 1_000, answer: 2_000 }));
  return new LedgerTable(DynamoDBDocumentClient.from(client), name, Date);
}
