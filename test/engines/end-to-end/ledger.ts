import {
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
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

/** All items of the ledger by partition and sort key. */
export async function allItems({ clients }: Stage): Promise<Map<string, LedgerItem>> {
  const found = new Map<string, LedgerItem>();
  let ExclusiveStartKey: LedgerItem | undefined;
  do {
    const page = await clients.dynamo.send(
      new ScanCommand({ TableName: 'glasswatch-ledger', ConsistentRead: true, ExclusiveStartKey }),
    );
    for (const item of page.Items ?? []) found.set(`${item.pk?.S ?? ''} ${item.sk?.S ?? ''}`, item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}

/** Writes an item, as somebody could who may write to the table. */
export async function putItem({ clients }: Stage, Item: LedgerItem): Promise<void> {
  await clients.dynamo.send(new PutItemCommand({ TableName: 'glasswatch-ledger', Item }));
}

/** Deletes every item of the ledger, as somebody could who may write to the table; answers how many there were. */
export async function deleteItems(stage: Stage): Promise<number> {
  const items = await allItems(stage);
  for (const { pk, sk } of items.values()) {
    if (pk === undefined || sk === undefined) throw new Error('an item of the ledger has no key');
    await stage.clients.dynamo.send(
      new DeleteItemCommand({ TableName: 'glasswatch-ledger', Key: { pk, sk } }),
    );
  }
  return items.size;
}
