import { FactBook } from '../facts/fact-book.ts';
import { dayPartition, valuePartitions, valuePartitionsOfArn } from '../ledger/partition.ts';
import type { FactStore } from '../ledger/ports.ts';

const dayMs = 86_400_000;

/** The facts of the emergencies since `from` (ms), and of every value that was read in them. */
export async function gathered(store: FactStore, from: number, now: number): Promise<FactBook> {
  const book = new FactBook(now);
  for (let day = Math.floor(from / dayMs) * dayMs; day <= now; day += dayMs) {
    book.add(await store.of(dayPartition(day)));
  }
  for (const partition of valuesRead(book)) book.add(await store.of(partition));
  return book;
}

function valuesRead(book: FactBook): Set<string> {
  const reads = book.of('read').flatMap(({ what }) => ('filter' in what ? [] : valuePartitions(what)));
  const resolved = book.of('resolved').flatMap(({ arns }) => arns.flatMap(valuePartitionsOfArn));
  return new Set([...reads, ...resolved]);
}
