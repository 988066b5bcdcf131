import type { ServerResponse } from 'node:http';
import type { WebhookServer } from '../../test/handlers/channels/webhook-server.ts';

/** What is not there after this, ms, counts as lost. */
const limitMs = 300_000;

/** When the message of each event came, by its eventID: what a Slack endpoint notes of the posts that it answers. */
export class Arrivals {
  readonly #at = new Map<string, number>();
  readonly #waiting = new Map<string, () => void>();

  /** Answers a post and notes it. The server is asked, because it has the body. */
  take(response: ServerResponse, server: WebhookServer): void {
    const post = server.posts.at(-1);
    const eventID = /event ([0-9a-f-]{36})/.exec(post?.body ?? '')?.[1];
    if (post !== undefined && eventID !== undefined && !this.#at.has(eventID)) {
      this.#at.set(eventID, post.at);
      this.#waiting.get(eventID)?.();
      this.#waiting.delete(eventID);
    }
    response.writeHead(200).end('ok');
  }

  /** When the message of an event came, by `performance.now()`; null where none has. */
  sofar(eventID: string): number | null {
    return this.#at.get(eventID) ?? null;
  }

  /** The same, and waits for it. Infinity where it is lost. */
  async of(eventID: string): Promise<number> {
    if (!this.#at.has(eventID)) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, limitMs);
        this.#waiting.set(eventID, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.#at.get(eventID) ?? Infinity;
  }
}
