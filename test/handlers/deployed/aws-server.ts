import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What was asked of a service, as it came over the wire. */
export interface AwsCall {
  /** Such as `secretsmanager.GetSecretValue`; of SNS the action alone. */
  readonly action: string;
  readonly body: string;
  /** Method and path, such as `PUT /bucket/key`. */
  readonly request: string;
  /** Of the credentials' scope: the Region that was signed for. */
  readonly region: string;
}

/** An answer: a value for JSON, text for XML, or a refusal by the name of its error, and its words (what was asked) and `more`. */
export type AwsAnswer =
  | { readonly value: Record<string, unknown> }
  | { readonly xml: string }
  | { readonly refuse: string; readonly says?: string; readonly more?: Record<string, unknown> };

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
        const asked = `${request.method ?? ''} ${request.url ?? ''}`;
        const call = { action, body, region, request: asked };
        calls.push(call);
        void Promise.resolve(answer(call)).then((given) => {
          respond(response, given, call, typeof target !== 'string');
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
function respond(
  response: ServerResponse,
  answer: AwsAnswer,
  { body, request, action }: AwsCall,
  targetless: boolean,
): void {
  if ('xml' in answer) {
    response.writeHead(200, { 'content-type': 'text/xml' }).end(answer.xml);
    return;
  }
  const refusal =
    'refuse' in answer
      ? { __type: answer.refuse, message: answer.says ?? `refused: ${body}`, ...answer.more }
      : null;
  // The query protocol and S3 speak XML; Lambda and the Scheduler are asked by path, and speak JSON.
  if (refusal !== null && targetless && !/ \/(20\d\d-|schedules)/.test(request)) {
    const error = `<Error><Code>${refusal.__type}</Code><Message>${escaped(refusal.message)}</Message></Error>`;
    const xml = action === '' ? error : `<ErrorResponse>${error}</ErrorResponse>`;
    response.writeHead(400, { 'content-type': 'text/xml' }).end(xml);
    return;
  }
  response.writeHead(refusal === null ? 200 : 400, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(refusal ?? ('value' in answer ? answer.value : {})));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
