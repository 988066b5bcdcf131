import { createHash } from 'node:crypto';
import type { Memory, Sighting } from '../../../detections/catalogue/memory.ts';
import { isRefused, itemVersion, keyText, type ItemKey, type LedgerTable } from './ledger-table.ts';

/** What detections remember, in the ledger. Each write says the same however often it is made. */
export class DynamoMemory implements Memory {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async keep(key: string, value: string, until: number): Promise<string> {
    const kept = await this.#table.update(keptKey(key), {
      UpdateExpression: 'SET #value = if_not_exists(#value, :value), v = :v, expires = :expires',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: {
        ':value': value,
        ':v': itemVersion,
        ':expires': this.#table.expires(until),
      },
      ReturnValues: 'ALL_NEW',
    });
    return isRefused(kept) || typeof kept.value !== 'string' ? value : kept.value;
  }

  async find(key: string): Promise<string | null> {
    const item = await this.#table.get(keptKey(key));
    return item === undefined ? null : String(item.value);
  }

  async see(key: string, member: string, at: number, window: number): Promise<readonly Sighting[]> {
    const pk = `seen#${keyText(key)}`;
    await this.#table.update(
      { pk, sk: `${instant(at)}#${digest(member)}` },
      {
        UpdateExpression: 'SET #member = :member, #at = :at, v = :v, expires = :expires',
        ExpressionAttributeNames: { '#member': 'member', '#at': 'at' },
        ExpressionAttributeValues: {
          ':member': member,
          ':at': at,
          ':v': itemVersion,
          ':expires': this.#table.expires(),
        },
      },
    );
    // Behind `#` comes a digest, and `$` comes after `#`: all of the last instant, nothing of the next.
    const items = await this.#table.between(pk, instant(Math.floor(at - window) + 1), `${instant(at)}$`);
    return items
      .map((item) => ({ member: String(item.member), at: Number(item.at) }))
      .sort((a, b) => a.at - b.at || (a.member < b.member ? -1 : 1));
  }
}

function keptKey(key: string): ItemKey {
  return { pk: `kept#${keyText(key)}`, sk: 'value' };
}

/** Instants (ms) whose texts are in the order of time. */
function instant(at: number): string {
  return String(Math.max(0, at)).padStart(15, '0');
}

/** A member can be longer than a key may be. */
function digest(member: string): string {
  return createHash('sha256').update(member).digest('base64url');
}
