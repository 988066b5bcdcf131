import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of a service, as it came over the wire. */
export interface AwsCall {
  /** Such as `secretsmanager.GetSecretValue`; of SNS the action alone. */
  readonly action: string;
  readonly body: string;
  /** Of the credentials' scope: the Region that was signed for. */
  readonly region: string;
}

/** An answer: a value for JSON, text for SNS's XML, or a refusal by the name of its error. */
export type AwsAnswer =
  { readonly value: Record<string, unknown> } | { readonly xml: string } | { readonly refuse: string };

/** AWS services on this machine, as far as a test answers for them: the real SDK speaks to it over HTTP. */
export class AwsServer {
  readonly calls: readonly AwsCall[];
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server, calls: readonly AwsCall[]) {
    this.#server = server;
    this.calls = calls;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `answer` may also never resolve. */
  static async start(answer: (call: AwsCall) => AwsAnswer | Promise<AwsAnswer>): Promise<AwsServer> {
    const calls: AwsCall[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text));
      request.on('end', () => {
        const target = request.headers['x-amz-target'];
        const action = typeof target === 'string' ? target : (new URLSearchParams(body).get('Action') ?? '');
        const region =
          /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
        const call = { action, body, region };
        calls.push(call);
        void Promise.resolve(answer(call)).then((given) => {
          respond(response, given, body);
        });
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new AwsServer(server, calls);
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}

/** A refusal quotes what was asked, as some of AWS's do. */
function respond(response: ServerResponse, answer: AwsAnswer, asked: string): void {
  if ('xml' in answer) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer.xml);
    return;
  }
  const refused = 'refuse' in answer;
  response.writeHead(refused ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(
    JSON.stringify(refused ? { __type: answer.refuse, message: `refused: ${asked}` } : answer.value),
  );
}
