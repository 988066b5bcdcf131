import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unseen } from '../../../handlers/checkup/aws/unseen.ts';
import { probeWebhook } from '../../../handlers/checkup/aws/webhook.ts';
import { digestPlace } from '../../../handlers/checkup/digests/digest-key.ts';
import { readDigest } from '../../../handlers/checkup/digests/digest.ts';
import { password, WebhookServer } from '../channels/webhook-server.ts';

describe('an error of AWS', () => {
  const call = { action: 'sns:ListSubscriptionsByTopic', region: 'eu-central-1' };
  const named = (name: string, message = 'x') => Object.assign(new Error(message), { name });

  it.each<[string, Error, RegExp, RegExp]>([
    ['no credentials', named('CredentialsProviderError'), /there are no AWS credentials/, /AWS_PROFILE/],
    ['expired ones', named('ExpiredTokenException'), /have expired/, /Sign in again/],
    [
      'unknown ones',
      named('InvalidClientTokenId'),
      /does not know these credentials in eu-central-1/,
      /opt-in/,
    ],
    [
      'no permission',
      named('AuthorizationErrorException'),
      /sns:ListSubscriptionsByTopic in eu-central-1 is not allowed/,
      /Allow sns:ListSubscriptionsByTopic to/,
    ],
    ['too many requests', named('ThrottlingException'), /too many requests/, /in a minute/],
    ['no answer', named('TimeoutError'), /no answer \(TimeoutError\)/, /name of the Region/],
    [
      'no network',
      Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
      /no answer \(ENOTFOUND\)/,
      /network/,
    ],
    ['something else', named('InternalError'), /failed: InternalError$/, /with the AWS CLI/],
  ])('such as %s says what would let us look', (_, error, says, todo) => {
    const { message, todo: what } = unseen(call, error);
    expect(message).toMatch(says);
    expect(what).toMatch(todo);
  });
});

describe('asking a webhook', () => {
  it('posts nothing that would be shown, and answers status and code', async () => {
    const server = await WebhookServer.start({ status: 400, body: 'no_text' });
    expect(await probeWebhook(server.url)).toEqual({ status: 400, code: 'no_text' });
    expect(server.posts).toMatchObject([{ method: 'POST', type: 'application/json', body: '{}' }]);
    await server.stop();
  });

  it('shows nothing of the URL, whatever is answered', async () => {
    const server = await WebhookServer.start((response, request) => {
      response
        .writeHead(302, { location: `https://example.com${request.url ?? ''}` })
        .end(`see ${request.url ?? ''}`);
    });
    const answers = [
      await probeWebhook(server.url),
      await probeWebhook(`ftp://x/${password}`),
      await probeWebhook(password),
    ];
    await server.stop();
    answers.push(await probeWebhook(server.url));
    expect(answers.map(({ status }) => status)).toEqual([302, null, null, null]);
    expect(JSON.stringify(answers)).not.toContain(password);
  });
});

describe('digests', () => {
  const trail = {
    arn: 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/glasswatch-trail',
    bucket: 'logs',
    prefix: '',
    organization: null,
  };
  const key =
    'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/11/20/111122223333_CloudTrail-Digest_us-east-1_glasswatch-trail_eu-central-1_20261120T041705Z.json.gz';

  it('lie by Region and day, and are named by the end of their hour', () => {
    const place = digestPlace(trail, '111122223333');
    expect(key.startsWith(place.folder('us-east-1', '2026/11/20'))).toBe(true);
    expect(place.endOf(key)).toBe(Date.parse('2026-11-20T04:17:05Z'));
    const adopted = digestPlace({ ...trail, prefix: 'audit', organization: 'o-a1b2c3d4e5' }, '111122223333');
    expect(adopted.folder('us-east-1', '2026/11/20')).toMatch(
      /^audit\/AWSLogs\/o-a1b2c3d4e5\/111122223333\/CloudTrail-Digest\/us-east-1\/2026\/11\/20\//,
    );
  });

  it('of other trails, and those that were delivered later, are not of the chain', () => {
    const place = digestPlace(trail, '111122223333');
    expect(place.endOf(key.replace('glasswatch-trail', 'other'))).toBeNull();
    expect(place.endOf(key.replace('.json.gz', '_backfill.json.gz'))).toBeNull();
    expect(
      place.endOf(key.replace('glasswatch-trail_eu-central-1', 'glasswatch-trail_eu-west-1')),
    ).toBeNull();
  });

  const content = JSON.stringify({
    digestStartTime: '2026-11-20T03:17:05Z',
    digestEndTime: '2026-11-20T04:17:05Z',
    digestS3Object: key,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    logFiles: [],
  });

  it('are read with the hash of what they hold unpacked', () => {
    expect(readDigest(key, gzipSync(content))).toEqual({
      key,
      start: Date.parse('2026-11-20T03:17:05Z'),
      end: Date.parse('2026-11-20T04:17:05Z'),
      hash: createHash('sha256').update(content).digest('hex'),
      previousKey: null,
      previousHash: null,
    });
  });

  it.each([
    ['what is not packed', Buffer.from(content)],
    ['what is no JSON', gzipSync('digest')],
    ['what is cut off', gzipSync(content).subarray(0, 40)],
    ['what lay elsewhere', gzipSync(content.replace('us-east-1', 'us-east-2'))],
    ['a log file', gzipSync('{"Records":[]}')],
  ])('are not %s', (_, bytes) => {
    expect(readDigest(key, bytes)).toBeNull();
  });
});
