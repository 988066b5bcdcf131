import { isRefused, itemVersion, keyText, type LedgerTable } from '../../alert/ledger/ledger-table.ts';
import { factSchema, type Fact } from '../facts/fact.ts';
import { toldKeptMs, toldSchema, type Told } from '../telling/told.ts';
import { namesFully, partitionsOf } from './partition.ts';
import type { FactStore, ToldStore } from './ports.ts';

/** Facts are of use until a year-old incident has been audited; then the log and the evidence give them again. ms. */
const factsKeptMs = 400 * 86_400_000;
/** Behind every sort key: `~` comes after all that a time or an id begins with. */
const last = '~';
/** Writes under way at a time. */
const atOnce = 16;

/** Facts in the ledger's table, an item each. Writing one again changes nothing. */
export class DynamoFactStore implements FactStore {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async add(facts: readonly Fact[]): Promise<void> {
    for (let from = 0; from < facts.length; from += atOnce) {
      await Promise.all(
        facts
          .slice(from, from + atOnce)
          .flatMap((fact) => partitionsOf(fact).map((partition) => this.#put(partition, fact))),
      );
    }
  }

  /** Where it is refused, the fact is there already, with more of its secret's name. */
  async #put(partition: string, fact: Fact): Promise<void> {
    const full = namesFully(fact);
    await this.#table.update(
      { pk: keyText(partition), sk: `${String(fact.at).padStart(15, '0')}#${keyText(fact.id)}` },
      {
        UpdateExpression: `SET fact = :fact, v = :v, expires = :expires${full ? ', namesFully = :full' : ''}`,
        ...(full ? {} : { ConditionExpression: 'attribute_not_exists(namesFully)' }),
        ExpressionAttributeValues: {
          ':fact': JSON.stringify(fact),
          ':v': itemVersion,
          ':expires': this.#table.expires(fact.at + factsKeptMs),
          ...(full ? { ':full': true } : {}),
        },
      },
    );
  }

  async of(partition: string): Promise<Fact[]> {
    const items = await this.#table.between(keyText(partition), '0', last);
    return items.map(({ fact }) => factSchema.parse(JSON.parse(String(fact))));
  }
}

const toldPartition = 'told';

/** What was told, an item an incident. */
export class DynamoToldStore implements ToldStore {
  readonly #table: LedgerTable;

  constructor(table: LedgerTable) {
    this.#table = table;
  }

  async all(): Promise<Told[]> {
    const items = await this.#table.between(toldPartition, '0', last);
    return items.map(({ told }) => toldSchema.parse(JSON.parse(String(told))));
  }

  async put(told: Told, before: Told | null): Promise<boolean> {
    const answer = await this.#table.update(
      { pk: toldPartition, sk: told.incident },
      {
        UpdateExpression: 'SET told = :told, v = :v, expires = :expires',
        ConditionExpression: before === null ? 'attribute_not_exists(pk)' : 'told = :before',
        ExpressionAttributeValues: {
          ':told': textOf(told),
          ':v': itemVersion,
          ':expires': this.#table.expires(told.from + toldKeptMs),
          ...(before === null ? {} : { ':before': textOf(before) }),
        },
      },
    );
    // The client tries again where the answer was lost: what it then finds there is what it wrote.
    return !isRefused(answer) || answer.refused.told === textOf(told);
  }

  async drop(incident: string): Promise<void> {
    await this.#table.remove({ pk: toldPartition, sk: incident });
  }
}

/** The same text for the same state, whoever made it. */
function textOf(told: Told): string {
  return JSON.stringify(toldSchema.parse(told));
}
