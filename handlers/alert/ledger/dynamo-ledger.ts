import type { Sighting } from '../../../detections/catalogue/memory.ts';
import type { LastWord } from '../alert.ts';
import type { Disposition } from '../disposition.ts';
import type { Claim, GroupCount, GroupMember, Ledger, Turn } from '../ports.ts';
import { DynamoClaims } from './dynamo-claims.ts';
import { DynamoGroups } from './dynamo-groups.ts';
import { DynamoMemory } from './dynamo-memory.ts';
import type { LedgerTable } from './ledger-table.ts';

/**
 * The ledger of the deployed stacks, in DynamoDB. Its answers are MemoryLedger's (the same tests hold both), also with
 * several functions at once. An event that is told costs a write each for claim and record and a transaction of two or
 * three for its kind; one that only passes costs what its detections remember.
 */
export class DynamoLedger implements Ledger {
  readonly #claims: DynamoClaims;
  readonly #memory: DynamoMemory;
  readonly #groups: DynamoGroups;

  constructor(table: LedgerTable) {
    this.#claims = new DynamoClaims(table);
    this.#memory = new DynamoMemory(table);
    this.#groups = new DynamoGroups(table);
  }

  claim(eventID: string, now: number, lease: number): Promise<Claim> {
    return this.#claims.claim(eventID, now, lease);
  }

  putOff(eventID: string, held: number, until: Turn & { readonly from: number }): Promise<void> {
    return this.#claims.putOff(eventID, held, until);
  }

  record(eventID: string, disposition: Disposition): Promise<void> {
    return this.#claims.record(eventID, disposition);
  }

  keep(key: string, value: string, until: number): Promise<string> {
    return this.#memory.keep(key, value, until);
  }

  find(key: string): Promise<string | null> {
    return this.#memory.find(key);
  }

  see(key: string, member: string, at: number, window: number): Promise<readonly Sighting[]> {
    return this.#memory.see(key, member, at, window);
  }

  join(member: GroupMember): Promise<GroupCount> {
    return this.#groups.join(member);
  }

  close(at: number, tell: (word: LastWord) => Promise<void>): Promise<void> {
    return this.#groups.close(at, tell);
  }
}
