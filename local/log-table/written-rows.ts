import { join } from 'node:path';
import type { LogRow, Partition } from '../../queries/row.ts';
import { RowFile } from './row-file.ts';
import { commonMembers, ownLine } from './row-line.ts';

/**
 * What a thread wrote: of each record what it has of its own (eventid, eventtime), the number of its partition and that of
 * what it has in common with others; null: nothing of that is wanted. Both are files of JSON objects, one a line.
 */
export interface RowFiles {
  readonly own: string;
  readonly common: string;
  /** How many lines `common` has; their numbers begin at 0. */
  readonly commons: number;
  /** By their numbers. */
  readonly partitions: readonly Partition[];
}

/** Writes the rows of a thread: what many have in common, and where they lie, once. */
export class RowWriter {
  readonly #own: RowFile;
  readonly #common: RowFile;
  #commons = 0;
  readonly #numbers = new Map<string, number>();
  readonly #partitions: Partition[] = [];

  /** @param name of the files, as far as threads differ */
  constructor(folder: string, name: string) {
    this.#own = new RowFile(join(folder, `own-${name}.ndjson`));
    this.#common = new RowFile(join(folder, `common-${name}.ndjson`));
  }

  /** Writes a row's common part; answers its number. */
  common(row: LogRow): number {
    const number = this.#commons;
    this.#common.add(`{"number":${number}${commonMembers(row)}}\n`);
    this.#commons += 1;
    return number;
  }

  /** @param eventID and `eventTime`: JSON, as `common` and the number of the partition */
  own(common: number | null, partition: number, eventID: string, eventTime: string): void {
    this.#own.add(ownLine(common, partition, eventID, eventTime));
  }

  /** The number of a partition. */
  partition({ region, day }: Partition): number {
    const key = `${region}\n${day}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#partitions.push({ region, day }) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  end(): RowFiles {
    this.#own.close();
    this.#common.close();
    return {
      own: this.#own.path,
      common: this.#common.path,
      commons: this.#commons,
      partitions: this.#partitions,
    };
  }
}
