import type { Trouble } from '../replay/replay.ts';
import { say } from './say.ts';

/** More places than this are counted, not listed: a broken NDJSON file has as many as lines. */
const listedTroubles = 20;

/** Tells of the first troubles one by one, and how many more there were. */
export class TroubleTeller {
  #told = 0;

  tell({ kind, file, position, reason }: Trouble): void {
    this.#told += 1;
    if (this.#told > listedTroubles) return;
    const place = position === null ? file : `${file}, ${position}`;
    say(kind === 'unreadable' ? `unreadable: ${place}: ${reason}` : `no event: ${place}: ${reason}`);
  }

  end(): void {
    const more = this.#told - listedTroubles;
    if (more > 0) say(`… and ${more} more of the kind`);
  }
}
