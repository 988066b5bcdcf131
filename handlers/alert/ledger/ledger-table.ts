import { createHash } from 'node:crypto';
import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
  type DynamoDBDocumentClient,
  type TransactWriteCommandInput,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { LedgerError, type Clock } from '../ports.ts';

export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Readonly<Record<string, unknown>>;
export type Update = Omit<UpdateCommandInput, 'TableName' | 'Key'>;
export type Transaction = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** The form of the items that this code writes; a newer one must be able to read it. */
export const itemVersion = 1;

/**
 * How long an item outlives its use, ms. A message can wait 14 days in a queue and its dead-letter queue; what comes
 * again by then must find what it found before.
 */
const keptMs = 15 * 86_400_000;

/** A condition that did not hold, and the item that was there. */
export interface Refused {
  readonly refused: Item;
}

/**
 * The ledger's table, one for all: partition key `pk`, sort key `sk`, TTL attribute `expires` (s). Everything that goes
 * wrong is a LedgerError, but for a condition that does not hold, which is an answer.
 */
export class LedgerTable {
  readonly name: string;
  readonly #client: DynamoDBDocumentClient;
  readonly #clock: Clock;

  constructor(client: DynamoDBDocumentClient, name: string, clock: Clock) {
    this.#client = client;
    this.name = name;
    this.#clock = clock;
  }

  /** When an item may go that is of use until `until` (ms), or now: epoch seconds. */
  expires(until = 0): number {
    return Math.ceil((Math.max(until, this.#clock.now()) + keptMs) / 1_000);
  }

  /** As it is now: never an older state. */
  async get(key: ItemKey): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.name, Key: key, ConsistentRead: true });
    const { Item } = await this.#asked('read', () => this.#client.send(command));
    return Item;
  }

  /** The attributes that `update.ReturnValues` asks for; or the item that kept the condition from holding. */
  async update(key: ItemKey, update: Update): Promise<Item | Refused> {
    const command = new UpdateCommand({
      TableName: this.name,
      Key: key,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      ...update,
    });
    try {
      const { Attributes } = await this.#client.send(command);
      return Attributes ?? {};
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw new LedgerError('write', error);
      return { refused: translated(error.Item) };
    }
  }

  async remove(key: ItemKey): Promise<void> {
    await this.#asked('write', () =>
      this.#client.send(new DeleteCommand({ TableName: this.name, Key: key })),
    );
  }

  /** All items of a partition whose sort key is between two, both included; as they are now. */
  async between(pk: string, from: string, to: string): Promise<Item[]> {
    const items: Item[] = [];
    let start: Record<string, unknown> | undefined;
    do {
      const command = new QueryCommand({
        TableName: this.name,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      });
      const page = await this.#asked('read', () => this.#client.send(command));
      items.push(...(page.Items ?? []));
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    return items;
  }

  /** Null when all was written; else what was there, for each write whose condition did not hold. */
  async transact(writes: Transaction): Promise<(Item | null)[] | null> {
    try {
      await this.#client.send(new TransactWriteCommand({ TransactItems: writes }));
      return null;
    } catch (error) {
      if (error instanceof TransactionConflictException) return writes.map(() => null);
      if (!(error instanceof TransactionCanceledException)) throw new LedgerError('write', error);
      const reasons = error.CancellationReasons ?? [];
      const other = reasons.find(({ Code }) => !racing.includes(Code ?? 'None'));
      if (other !== undefined) throw new LedgerError('write', error);
      return reasons.map(({ Code, Item }) => (Code === 'ConditionalCheckFailed' ? translated(Item) : null));
    }
  }

  async #asked<Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> {
    try {
      return await ask();
    } catch (error) {
      throw new LedgerError(what, error);
    }
  }
}

/** Why a transaction is cancelled when somebody else was faster. */
const racing = ['None', 'ConditionalCheckFailed', 'TransactionConflict'];

/** The document client does not translate what stands in an error. Our items hold texts and numbers. */
function translated(item: Record<string, AttributeValue> = {}): Item {
  return Object.fromEntries(
    Object.entries(item).map(([name, { S, N }]) => [name, S ?? (N === undefined ? null : Number(N))]),
  );
}

export function isRefused(answer: Item | Refused): answer is Refused {
  return 'refused' in answer;
}

/** The longest text, in bytes, that stands as it is in a key: DynamoDB takes 2,048 in `pk`, 1,024 in `sk`. */
const keyTextBytes = 700;

/** A text of any length, attackers' included, as part of a key. */
export function keyText(text: string): string {
  if (Buffer.byteLength(text) <= keyTextBytes) return text;
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
