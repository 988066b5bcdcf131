import type { Trouble } from '../replay/replay.ts';
import { say } from './say.ts';

/** More places than this are counted, not listed: a broken NDJSON file has as many as lines. */
const listedTroubles = 20;

/**
 * Tells of the first troubles one by one, and how many more there were. Each kind is counted by itself: a file full of what
 * is no event cannot hide which other file gave nothing.
 */
export class TroubleTeller {
  readonly #told: Record<Trouble['kind'], number> = { unreadable: 0, 'no-event': 0 };

  tell({ kind, file, position, reason }: Trouble): void {
    this.#told[kind] += 1;
    if (this.#told[kind] > listedTroubles) return;
    const place = position === null ? file : `${file}, ${position}`;
    say(kind === 'unreadable' ? `unreadable: ${place}: ${reason}` : `no event: ${place}: ${reason}`);
  }

  end(): void {
    for (const told of Object.values(this.#told)) {
      if (told > listedTroubles) say(`… and ${told - listedTroubles} more of the kind`);
    }
  }
}
