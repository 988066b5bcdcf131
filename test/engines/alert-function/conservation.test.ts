import { afterAll, beforeAll, expect, it } from 'vitest';
import { DynamoLedger } from '../../../handlers/alert/ledger/dynamo-ledger.ts';
import { LedgerTable } from '../../../handlers/alert/ledger/ledger-table.ts';
import { DynamoDeliveries } from '../../../handlers/channels/dynamo-deliveries.ts';
import { DynamoTraffic } from '../../../handlers/channels/dynamo-traffic.ts';
import { conserve, tallyText } from '../../faults/sequences.ts';
import { FaultySlack } from '../../faults/slack.ts';
import type { World } from '../../faults/world.ts';
import { today } from '../../handlers/alert/desk.ts';
import { DynamoDb } from '../dynamodb.ts';

const sequences = 50;
const seed = 7_311;

let slack: FaultySlack;
let dynamo: DynamoDb;
let world: World;
beforeAll(async () => {
  slack = await FaultySlack.start(() => world.faults);
  dynamo = await DynamoDb.start();
});
afterAll(async () => {
  await slack.stop();
  await dynamo.stop();
});

it(`${sequences} random sequences keep every promise with the ledger in DynamoDB (seed ${seed})`, async () => {
  const stores = async () => {
    const table = new LedgerTable(dynamo.client, await dynamo.table(), { now: () => today });
    return {
      ledger: new DynamoLedger(table),
      traffic: new DynamoTraffic(table),
      deliveries: new DynamoDeliveries(table),
    };
  };
  const tally = await conserve(slack, { runs: sequences, seed, stores }, (one) => (world = one));
  process.stdout.write(tallyText(tally, seed));
  expect(tally.sequences).toBe(sequences);
  expect(tally.faults.size).toBeGreaterThan(30);
});
