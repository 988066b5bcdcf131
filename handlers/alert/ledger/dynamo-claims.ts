import { randomUUID } from 'node:crypto';
import type { Disposition } from '../disposition.ts';
import type { Claim } from '../ports.ts';
import { isRefused, itemVersion, keyText, type ItemKey, type LedgerTable } from './ledger-table.ts';

/** One item an event: who works on it until when (`until`, ms), or how it ended (`done`). */
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
    // The client tries again where the answer was lost: what it then finds there may be this very claim.
    const claimant = randomUUID();
    const answer = await this.#table.update(claimKey(eventID), {
      UpdateExpression:
        'SET #until = :until, claimant = :claimant, claims = if_not_exists(claims, :none) + :one, v = :v, expires = :expires',
      ConditionExpression: 'attribute_not_exists(done) AND (attribute_not_exists(#until) OR #until <= :now)',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: {
        ':now': now,
        ':until': now + lease,
        ':claimant': claimant,
        ':none': 0,
        ':one': 1,
        ':v': itemVersion,
        ':expires': this.#table.expires(),
      },
      ReturnValues: 'UPDATED_OLD',
    });
    if (!isRefused(answer)) return answer.until === undefined ? 'new' : 'expired';
    const { done, claimant: holder, claims } = answer.refused;
    if (done !== undefined) return 'delivered';
    if (holder !== claimant) return 'held';
    return claims === 1 ? 'new' : 'expired';
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
