import { claimKey } from '../alert/ledger/dynamo-claims.ts';
import type { LedgerTable } from '../alert/ledger/ledger-table.ts';
import type { ChannelName, Deliveries } from './ports.ts';

const attributes: Readonly<Record<ChannelName, string>> = { slack: 'tookSlack', sns: 'tookSns' };
const channels = Object.keys(attributes) as ChannelName[];

/** The marks of the channels, on the item of the event's claim. */
export class DynamoDeliveries implements Deliveries {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async taken(eventID: string): Promise<ChannelName[]> {
    const item = await this.#table.get(claimKey(eventID));
    return channels.filter((channel) => item?.[attributes[channel]] === 1);
  }

  async took(eventID: string, channel: ChannelName): Promise<void> {
    await this.#table.update(claimKey(eventID), {
      UpdateExpression: 'SET #took = :one, expires = :expires',
      ExpressionAttributeNames: { '#took': attributes[channel] },
      ExpressionAttributeValues: { ':one': 1, ':expires': this.#table.expires() },
    });
  }
}
