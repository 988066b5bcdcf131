import { SNSClient } from '@aws-sdk/client-sns';
import { afterEach, describe, expect, it } from 'vitest';
import { snsMessage } from '../../../handlers/alert/render/sns.ts';
import { topicChannel } from '../../../handlers/channels/topic-channel.ts';
import { alertWith } from '../alert/render/alerts.ts';
import { WebhookServer, type Reply } from './webhook-server.ts';

const taken: Reply = {
  status: 200,
  headers: { 'content-type': 'text/xml' },
  body: '<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
};
const refused = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>quoted</Message></Error></ErrorResponse>`,
});
const cut: Reply = (response) => response.destroy();
const silent: Reply = () => undefined;

let server: WebhookServer;
afterEach(() => server.stop());

/** Publishes an alert to a topic that answers so; answers what came there, in its two forms. */
async function published(...replies: readonly Reply[]) {
  server = await WebhookServer.start(...replies);
  const client = new SNSClient({
    endpoint: new URL(server.url).origin,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    maxAttempts: 1,
    requestHandler: { requestTimeout: 300, throwOnRequestTimeout: true },
  });
  const channel = topicChannel(() => Promise.resolve(client), 'arn:aws:sns:eu-central-1:111122223333:alerts');
  const error = await channel(snsMessage(alertWith())).catch((thrown: unknown) => thrown);
  const came = server.posts.map(({ body }) => {
    const { default: machine, email } = JSON.parse(new URLSearchParams(body).get('Message') ?? '') as {
      default: string;
      email: string;
    };
    return { machine: JSON.parse(machine) as Record<string, unknown>, email };
  });
  return { error, came };
}

describe('a topic', () => {
  it.each<[string, Reply]>([
    ['the line is cut', cut],
    ['no answer comes', silent],
    ['the service fails', refused(500, 'InternalError')],
  ])('is told once more where %s, with words that say so', async (_, reply) => {
    const { error, came } = await published(reply, taken);
    expect(error).toBeUndefined();
    expect(came.map(({ machine }) => machine.possiblyRepeated)).toEqual([false, true]);
    expect(came.map(({ email }) => email.startsWith('Possibly repeated: '))).toEqual([false, true]);
    expect({ ...came[1]?.machine, possiblyRepeated: false }).toEqual(came[0]?.machine);
  });

  it.each([
    [429, 'Throttled'],
    [400, 'Throttling'],
  ])('that throttles (%i) is asked again, and nothing is called repeated', async (status, code) => {
    const { error, came } = await published(refused(status, code), taken);
    expect(error).toBeUndefined();
    expect(came.map(({ machine }) => machine.possiblyRepeated)).toEqual([false, false]);
  });

  it('that refuses is not asked again, and its words are not repeated', async () => {
    const { error, came } = await published(refused(403, 'AuthorizationError'), taken);
    expect(came).toHaveLength(1);
    expect(error).toMatchObject({ name: 'TopicRefusal' });
    expect(String(error)).not.toContain('quoted');
  });

  it('is asked three times at most', async () => {
    const { error, came } = await published(cut);
    expect(came).toHaveLength(3);
    expect(error).toMatchObject({ name: 'TopicRefusal' });
  });
});
