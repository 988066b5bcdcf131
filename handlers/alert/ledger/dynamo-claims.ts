import { randomUUID } from 'node:crypto';
import type { Disposition } from '../disposition.ts';
import type { Claim, Turn } from '../ports.ts';
import { isRefused, itemVersion, keyText, type ItemKey, type LedgerTable } from './ledger-table.ts';

/**
 * One item an event: who (`claimant`) works on it until when (`until`, ms), how often it was claimed (`claims`), its turn in
 * Slack (`turn`, ms) and after how many claims it was given one (`turned`), or how it ended (`done`).
 */
export function claimKey(eventID: string): ItemKey {
  return { pk: `event#${keyText(eventID)}`, sk: 'claim' };
}

/** A claim after `claims` earlier ones: of an event that the last of them gave a turn, or of one that it did not end. */
function claimAgain({ turn, turned }: Record<string, unknown>, claims: number): Claim {
  return turn !== undefined && turned === claims ? { turn: Number(turn) } : 'expired';
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
      ReturnValues: 'ALL_OLD',
    });
    if (!isRefused(answer))
      return answer.until === undefined ? 'new' : claimAgain(answer, Number(answer.claims));
    const { done, claimant: holder, claims } = answer.refused;
    if (done !== undefined) return 'delivered';
    if (holder !== claimant) return 'held';
    return claims === 1 ? 'new' : claimAgain(answer.refused, Number(claims) - 1);
  }

  async putOff(
    eventID: string,
    held: number,
    { turn, from }: Turn & { readonly from: number },
  ): Promise<void> {
    await this.#table.update(claimKey(eventID), {
      UpdateExpression: 'SET #until = :from, turn = :turn, turned = if_not_exists(claims, :none)',
      ConditionExpression: 'attribute_not_exists(done) AND #until = :held',
      ExpressionAttributeNames: { '#until': 'until' },
      ExpressionAttributeValues: { ':held': held, ':from': from, ':turn': turn, ':none': 0 },
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
