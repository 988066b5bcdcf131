import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { LastWord } from '../alert.ts';
import { byEnd } from '../grouping.ts';
import { LedgerError, type GroupCount, type GroupMember } from '../ports.ts';
import { claimKey } from './dynamo-claims.ts';
import {
  ended,
  foldedKey,
  groupKey,
  groupOf,
  groupsPartition,
  hasLastWord,
  itemOf,
  kindKey,
  kindsPrefix,
  opened,
  wordOf,
  type Group,
} from './group-items.ts';
import { isRefused, itemVersion, type Item, type LedgerTable, type Transaction } from './ledger-table.ts';

/** How often joining is tried while others join the same kind; each failure means that one of them got on. */
const attempts = 25;
/** Waits between attempts are drawn up to this, ms. */
const longestWait = 60;

/**
 * The groups of the ledger. A group's count and what it answered to the event are written in one transaction, so that an
 * event is counted once, however often it is delivered. Two functions at once may open one kind more than are told apart.
 */
export class DynamoGroups {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async join(member: GroupMember): Promise<GroupCount> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      const { group, folded, sk } = await this.#groupFor(member);
      const isOpen = group !== undefined && member.at < group.from + group.window;
      const counted: GroupCount = { count: isOpen ? group.count + 1 : 1, folded };
      const writes = isOpen ? [this.#more(group)] : this.#anew(sk, member, group);
      const lost = await this.#table.transact([this.#answered(member.eventID, counted), ...writes]);
      if (lost === null) return counted;
      const before = lost[0]?.counted;
      if (typeof before === 'string') return JSON.parse(before) as GroupCount;
      await delay(Math.random() * longestWait);
    }
    throw new LedgerError('write', new Error(`others were faster ${attempts} times`));
  }

  async close(at: number, tell: (word: LastWord) => Promise<void>): Promise<void> {
    const items = await this.#table.between(groupsPartition, 'ended#', 'open$');
    const over = items.map(groupOf).filter(({ from, window }) => from + window <= at);
    const silent = over.filter((group) => !hasLastWord(group));
    await Promise.all(silent.map((group) => this.#forget(group)));
    const speaking = over.filter(hasLastWord).map((group) => ({ group, word: wordOf(group) }));
    for (const { group, word } of speaking.sort((a, b) => byEnd(a.word, b.word))) {
      const begun = await this.#begin(group);
      if (begun === null) continue;
      await tell(begun === 'again' ? { ...word, possiblyRepeated: true } : word);
      await this.#forget({ ...group, begun: group.count });
    }
  }

  /** The group that counts a member: its kind's own, or the one for all kinds beyond those told apart. */
  async #groupFor(member: GroupMember): Promise<{ sk: string; group: Group | undefined; folded: boolean }> {
    const own = kindKey(member);
    if (member.openKinds === Infinity) {
      const item = await this.#table.get(groupKey(own));
      return { sk: own, group: item === undefined ? undefined : groupOf(item), folded: false };
    }
    const prefix = kindsPrefix(member);
    const open = (await this.#table.between(groupsPartition, prefix, `${prefix}~`)).map(groupOf);
    const folded = open.length >= member.openKinds && !open.some(({ sk }) => sk === own);
    const sk = folded ? foldedKey(member) : own;
    return { sk, group: open.find((group) => group.sk === sk), folded };
  }

  #more(group: Group): Transaction[number] {
    return {
      Update: {
        TableName: this.#table.name,
        Key: groupKey(group.sk),
        UpdateExpression: 'SET #count = :next, v = :v',
        ...unchanged(group, { ':next': group.count + 1, ':v': itemVersion }),
      },
    };
  }

  /** A group in place of one whose window is over, or of none. */
  #anew(sk: string, member: GroupMember, before: Group | undefined): Transaction {
    const expires = this.#table.expires();
    const put = { TableName: this.#table.name, Item: itemOf(opened(sk, member), expires) };
    if (before === undefined) return [{ Put: { ...put, ConditionExpression: 'attribute_not_exists(pk)' } }];
    const replaced = { Put: { ...put, ...unchanged(before) } };
    if (!hasLastWord(before)) return [replaced];
    const kept = itemOf(ended(before, member.eventID), expires);
    return [replaced, { Put: { TableName: this.#table.name, Item: kept } }];
  }

  /** Notes what an event was answered, unless it was answered before. */
  #answered(eventID: string, counted: GroupCount): Transaction[number] {
    return {
      Update: {
        TableName: this.#table.name,
        Key: claimKey(eventID),
        UpdateExpression: 'SET counted = :counted, v = :v, expires = :expires',
        ConditionExpression: 'attribute_not_exists(counted)',
        ExpressionAttributeValues: {
          ':counted': JSON.stringify(counted),
          ':v': itemVersion,
          ':expires': this.#table.expires(),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    };
  }

  /**
   * Notes that a group's last word is about to be told. `again`: it was begun before, and may have been told. Null: somebody joined
   * meanwhile, or told and forgot it: there is nothing to tell now.
   */
  async #begin(group: Group): Promise<'first' | 'again' | null> {
    if (group.begun === group.count) return 'again';
    // The client tries again where the answer was lost: what it then finds there may be its own.
    const beginner = randomUUID();
    const answer = await this.#table.update(groupKey(group.sk), {
      UpdateExpression: 'SET begun = #count, beginner = :beginner',
      ...unchanged(group, { ':beginner': beginner }),
    });
    if (!isRefused(answer) || answer.refused.beginner === beginner) return 'first';
    const { begun, count, from } = answer.refused;
    return begun === group.count && count === group.count && from === group.from ? 'again' : null;
  }

  /** Takes a group away, unless somebody joined it meanwhile: then its last word comes again, with the new count. */
  async #forget(group: Group): Promise<void> {
    const writes = [
      { Delete: { TableName: this.#table.name, Key: groupKey(group.sk), ...unchanged(group) } },
    ];
    await this.#table.transact(writes);
  }
}

/** The condition that a group is as it was read. */
function unchanged({ count, from, begun }: Group, values: Item = {}) {
  const isBegun = begun === undefined ? 'attribute_not_exists(begun)' : 'begun = :begun';
  return {
    ConditionExpression: `#count = :count AND #from = :from AND ${isBegun}`,
    ExpressionAttributeNames: { '#count': 'count', '#from': 'from' },
    ExpressionAttributeValues: {
      ':count': count,
      ':from': from,
      ...(begun === undefined ? {} : { ':begun': begun }),
      ...values,
    },
  };
}
