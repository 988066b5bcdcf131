import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a server answers one request: with an answer, or by doing what it likes, even nothing. */
export type Reply =
  | { readonly status: number; readonly body?: string; readonly headers?: Readonly<Record<string, string>> }
  | ((response: ServerResponse, request: IncomingMessage) => void);

/** What was posted, and when (ms). */
export interface Post {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
  readonly at: number;
}

/** What no output may hold: the end of a webhook's URL is its password. */
export const password = 'Xq7-webhook-PASSWORD';

/** A webhook on this machine: a real HTTP server that takes down what is posted. */
export class WebhookServer {
  readonly posts: readonly Post[];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, posts: readonly Post[]) {
    this.#server = server;
    this.posts = posts;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/services/T0123/B0456/${password}`;
  }

  /** Starts a server that gives the replies in order, the last one for ever. */
  static async start(...replies: readonly Reply[]): Promise<WebhookServer> {
    const posts: Post[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        posts.push({
          method: request.method ?? '',
          path: request.url ?? '',
          type: request.headers['content-type'] ?? '',
          body,
          at: performance.now(),
        });
        const reply = replies[Math.min(posts.length, replies.length) - 1] ?? { status: 200, body: 'ok' };
        if (typeof reply === 'function') reply(response, request);
        else response.writeHead(reply.status, reply.headers).end(reply.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WebhookServer(server, posts);
  }

  /** Stops at once, whatever hangs. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

export const ok: Reply = { status: 200, body: 'ok' };
