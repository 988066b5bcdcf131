import type { Disposition } from '../disposition.ts';
import type { Claim, Turn } from '../ports.ts';
import { isRefused, itemVersion, keyText, type ItemKey, type LedgerTable } from './ledger-table.ts';

/** One item an event: who works on it until when (`until`, ms), its turn in Slack (`turn`, ms), or how it ended (`done`). */
export function claimKey(eventID: string): ItemKey {
  return { pk: `event#${keyText(eventID)}`, sk: 'claim' };
}

/** The claims of the ledger: one conditional write each, so that of two functions at once one has it. */
export class DynamoClaims {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async claim(eventID: string, now: number, lease: number): Promise<Claim> {
    const answer = await this.#table.update(claimKey(eventID), {
      UpdateExpression: 'SET #until = :until, v = :v, expires = :expires REMOVE turn',
      ConditionExpression: 'attribute_not_exists(done) AND (attribute_not_exists(#until) OR #until <= :now)',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: {
        ':now': now,
        ':until': now + lease,
        ':v': itemVersion,
        ':expires': this.#table.expires(),
      },
      ReturnValues: 'ALL_OLD',
    });
    if (isRefused(answer)) return answer.refused.done === undefined ? 'held' : 'delivered';
    if (answer.until === undefined) return 'new';
    return answer.turn === undefined ? 'expired' : { turn: Number(answer.turn) };
  }

  async putOff(
    eventID: string,
    held: number,
    { turn, from }: Turn & { readonly from: number },
  ): Promise<void> {
    await this.#table.update(claimKey(eventID), {
      UpdateExpression: 'SET #until = :from, turn = :turn',
      ConditionExpression: 'attribute_not_exists(done) AND #until = :held',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':held': held, ':from': from, ':turn': turn },
    });
  }

  async record(eventID: string, disposition: Disposition): Promise<void> {
    await this.#table.update(claimKey(eventID), {
      UpdateExpression: 'SET done = :done, v = :v, expires = :expires REMOVE counted',
      ExpressionAttributeValues: {
        ':done': disposition,
        ':v': itemVersion,
        ':expires': this.#table.expires(),
      },
    });
  }
}
