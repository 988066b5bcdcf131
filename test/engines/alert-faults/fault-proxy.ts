import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import type { Faults } from '../../faults/hops.ts';
import { refusal } from './refusals.ts';
import { hopOf, type WireCall, type WireFault, type WireHop } from './wire.ts';

/** Longer than any client of the function waits for an answer, ms. */
const slowMs = 3_600;

/** A call that the service answered, whatever became of the answer. */
export interface Done extends WireCall {
  readonly hop: WireHop | null;
  readonly status: number;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface FaultProxyOptions {
  /** URL of the services. */
  readonly target: string;
  readonly faults: Faults<WireHop, WireFault>;
  /** Ends the process at the other end of a connection, told by its port. */
  readonly kill: (port: number) => void;
}

/** Stands between the functions and AWS's services, hands on what is asked and answered, and does what faults it is told. */
export class FaultProxy {
  readonly url: string;
  /** All that was done, in order. */
  readonly done: Done[] = [];
  readonly #server: Server;
  readonly #agent: Agent;

  private constructor(server: Server, agent: Agent) {
    this.#server = server;
    this.#agent = agent;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start({ target, faults, kill }: FaultProxyOptions): Promise<FaultProxy> {
    const agent = new Agent({ keepAlive: true });
    const server = createServer((asked, response) => {
      void bodyOf(asked).then(async (body) => {
        const header = asked.headers['x-amz-target'];
        const call = { target: typeof header === 'string' ? header : undefined, body: body.toString() };
        const hop = hopOf(call);
        const fault = hop === null ? undefined : faults.at(hop);
        const act = async () => {
          const answer = await handedOn(target, agent, asked, body);
          proxy.done.push({ ...call, hop, status: answer.status });
          return answer;
        };
        await misbehave(fault, { call, asked, response, act, kill });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const proxy = new FaultProxy(server, agent);
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    this.#agent.destroy();
    await closed;
  }
}

interface Exchange {
  readonly call: WireCall;
  readonly asked: IncomingMessage;
  readonly response: ServerResponse;
  /** Has the service do what is asked. */
  readonly act: () => Promise<Answer>;
  readonly kill: (port: number) => void;
}

async function misbehave(fault: WireFault | undefined, { call, asked, response, act, kill }: Exchange) {
  const give = ({ status, headers, body }: Answer) => response.writeHead(status, headers).end(body);
  const killed = async () => {
    // Another fault may have ended the same function since it asked: its end of the connection is closed then.
    await setImmediate();
    if (!asked.socket.destroyed) kill(asked.socket.remotePort ?? 0);
  };
  switch (fault) {
    case undefined:
      give(await act());
      return;
    case 'refuse':
    case 'throttle':
    case 'fail':
      give(refusal(fault, call));
      return;
    case 'hang':
      return;
    case 'slow': {
      const answer = await act();
      setTimeout(() => give(answer), slowMs);
      return;
    }
    case 'drop':
      response.destroy();
      return;
    case 'lose':
      await act();
      response.destroy();
      return;
    case 'garbage':
      give({ ...(await act()), headers: { 'content-type': 'text/html' }, body: Buffer.from('\u0000<html>') });
      return;
    case 'kill-before':
      await killed();
      return;
    case 'kill-after':
      await act();
      await killed();
  }
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As it came: what is signed stays as it was signed. */
async function handedOn(target: string, agent: Agent, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const { method = 'POST', url = '/', headers } = asked;
    request(new URL(url, target), { method, headers, agent }, resolve).on('error', reject).end(body);
  });
  const { 'transfer-encoding': _, ...headers } = answer.headers;
  return { status: answer.statusCode ?? 500, headers, body: await bodyOf(answer) };
}
