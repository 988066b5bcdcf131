import { QueryCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Stage } from './stage.ts';

export type LedgerItem = Record<string, AttributeValue>;

/** The items of a partition of the ledger, read past our code. */
export async function itemsOf({ clients }: Stage, partition: string): Promise<LedgerItem[]> {
  const { Items = [] } = await clients.dynamo.send(
    new QueryCommand({
      TableName: 'glasswatch-ledger',
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      ConsistentRead: true,
    }),
  );
  return Items;
}
