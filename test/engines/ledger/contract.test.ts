import { afterAll, beforeAll, beforeEach } from 'vitest';
import { DynamoLedger } from '../../../handlers/alert/ledger/dynamo-ledger.ts';
import { LedgerTable } from '../../../handlers/alert/ledger/ledger-table.ts';
import { holdToContract } from '../../handlers/alert/ledger/ledger-contract.ts';
import { DynamoDb } from '../dynamodb.ts';

let dynamo: DynamoDb;
let table: string;

beforeAll(async () => {
  dynamo = await DynamoDb.start();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  table = await dynamo.table();
});

holdToContract(() => new DynamoLedger(new LedgerTable(dynamo.client, table, Date)));
