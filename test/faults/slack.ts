import { WebhookServer } from '../handlers/channels/webhook-server.ts';
import type { SlackFault } from './hops.ts';

/** What came to Slack, and what Slack says it did with it. */
export interface Posted {
  readonly body: string;
  /** `unknown`: it may stand in the channel, and whoever posted it was not told. */
  readonly taken: 'yes' | 'no' | 'unknown';
}

/** Longer than any function waits for an answer, ms. */
const lateMs = 3_600;

interface SlackFaults {
  ofSlack(): SlackFault | undefined;
}

/** A webhook on this machine that misbehaves as it is told. */
export class FaultySlack {
  readonly server: WebhookServer;
  readonly posted: Posted[];

  private constructor(server: WebhookServer, posted: Posted[]) {
    this.server = server;
    this.posted = posted;
  }

  /** `kill` ends the process at the other end of a connection, told by its port. */
  static async start(faultsNow: () => SlackFaults, kill?: (port: number) => void): Promise<FaultySlack> {
    const posted: Posted[] = [];
    const server = await WebhookServer.start((response, { socket: { remotePort = 0 } }) => {
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
        case '429-for-long':
          say('no');
          response.writeHead(429, { 'retry-after': '30' }).end('rate_limited');
          return;
        case 'late':
          say('unknown');
          setTimeout(() => response.end('ok'), lateMs);
          return;
        case 'kill-before':
          say('no');
          kill?.(remotePort);
          return;
        case 'kill-after':
          say('yes');
          kill?.(remotePort);
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
