import { WebhookServer } from '../handlers/channels/webhook-server.ts';
import type { Faults } from './hops.ts';

/** What came to Slack, and what Slack says it did with it. */
export interface Posted {
  readonly body: string;
  /** `unknown`: it may stand in the channel, and whoever posted it was not told. */
  readonly taken: 'yes' | 'no' | 'unknown';
}

/** A webhook on this machine that misbehaves as it is told. */
export class FaultySlack {
  readonly server: WebhookServer;
  readonly posted: Posted[];

  private constructor(server: WebhookServer, posted: Posted[]) {
    this.server = server;
    this.posted = posted;
  }

  static async start(faultsNow: () => Faults): Promise<FaultySlack> {
    const posted: Posted[] = [];
    const server = await WebhookServer.start((response) => {
      const fault = faultsNow().ofSlack();
      const body = server.posts.at(-1)?.body ?? '';
      const say = (taken: Posted['taken']) => posted.push({ body, taken });
      switch (fault) {
        case undefined:
          say('yes');
          response.end('ok');
          return;
        case '429':
          say('no');
          response.writeHead(429).end('rate_limited');
          return;
        case '429-retry-after':
          say('no');
          response.writeHead(429, { 'retry-after': '0' }).end('rate_limited');
          return;
        case '403':
        case '410':
          say('no');
          response.writeHead(Number(fault)).end('action_prohibited');
          return;
        case '500':
          say('unknown');
          response.writeHead(500).end('rollup_error');
          return;
        case 'garbage':
          say('unknown');
          response.end('\u0000<html>');
          return;
        case 'reset':
          say('unknown');
          response.destroy();
          return;
        case 'hang':
          say('unknown');
      }
    });
    return new FaultySlack(server, posted);
  }

  clear(): void {
    this.posted.length = 0;
    (this.server.posts as unknown[]).length = 0;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
