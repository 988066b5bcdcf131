import type { ItemKey, LedgerTable } from '../alert/ledger/ledger-table.ts';
import { itemVersion } from '../alert/ledger/ledger-table.ts';
import type { CanaryLog, CanarySighting, CanaryStep, CanaryTrace } from './canary-log.ts';

function keyOf(region: string, what: 'sent' | CanaryStep): ItemKey {
  return { pk: `canary#${region}`, sk: what };
}

/** What became of canaries, in the ledger: an item for each Region and step. */
export class CanaryLedger implements CanaryLog {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async sent(region: string, at: number): Promise<void> {
    await this.#note(keyOf(region, 'sent'), at, at);
  }

  async seen(step: CanaryStep, region: string, { eventTime, seenAt }: CanarySighting): Promise<void> {
    await this.#note(keyOf(region, step), eventTime, seenAt);
  }

  async trace(region: string): Promise<CanaryTrace> {
    const [sent, assume, read] = await Promise.all([
      this.#table.get(keyOf(region, 'sent')),
      this.#table.get(keyOf(region, 'assume')),
      this.#table.get(keyOf(region, 'read')),
    ]);
    return {
      sentAt: sent === undefined ? null : Number(sent.at),
      seen: { assume: sightingOf(assume), read: sightingOf(read) },
    };
  }

  /** Refused where what is there is as new: that is no error. */
  async #note(key: ItemKey, at: number, seenAt: number): Promise<void> {
    await this.#table.update(key, {
      UpdateExpression: 'SET #at = :at, seenAt = :seenAt, v = :v, expires = :expires',
      ConditionExpression: 'attribute_not_exists(#at) OR #at < :at',
      ExpressionAttributeNames: { '#at': 'at' },
      ExpressionAttributeValues: {
        ':at': at,
        ':seenAt': seenAt,
        ':v': itemVersion,
        ':expires': this.#table.expires(),
      },
    });
  }
}

function sightingOf(item: Readonly<Record<string, unknown>> | undefined): CanarySighting | null {
  return item === undefined ? null : { eventTime: Number(item.at), seenAt: Number(item.seenAt) };
}
