import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Emulator } from '../emulator.ts';

const home = 'eu-central-1';
const TableName = 'glasswatch-ledger';

/** The ledger's table, empty. */
export async function makeLedger(emulator: Emulator): Promise<void> {
  await new DynamoDBClient(emulator.clientConfig(home)).send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}

/** Writes that a canary was sent at `at` (ms), and both its calls seen a moment later. */
export async function noteCanary(emulator: Emulator, region: string, at: number): Promise<void> {
  const client = new DynamoDBClient(emulator.clientConfig(home));
  for (const [what, delay] of [
    ['sent', 0],
    ['assume', 8_000],
    ['read', 9_000],
  ] as const) {
    await client.send(
      new PutItemCommand({
        TableName,
        Item: {
          pk: { S: `canary#${region}` },
          sk: { S: what },
          at: { N: String(at) },
          seenAt: { N: String(at + delay) },
          v: { N: '1' },
        },
      }),
    );
  }
}
