import { describe, expect, it } from 'vitest';
import { dispositions } from '../../../../handlers/alert/disposition.ts';
import { reservedMs } from '../../../../handlers/alert/handler.ts';
import { assumeRole, home, read, record, rotationFailed } from '../events.ts';
import { madeUp } from '../made-up.ts';
import { batch, envelope, QueueDesk } from './queue-desk.ts';

const opening = envelope(assumeRole('e1', '09:00'));
const label = {
  'detail-type': 'Secret Label Updated',
  source: 'aws.secretsmanager',
  resources: [`arn:aws:secretsmanager:eu-central-1:${home}:secret:mySecret-a1b2c3`],
};

describe('a batch of envelopes', () => {
  it('is told, and nothing of it comes again', async () => {
    const desk = new QueueDesk();
    expect(await desk.handle(batch([opening, envelope(rotationFailed('e2', '09:01', 'db-AbCdEf'))]))).toEqual(
      [],
    );
    expect(desk.channel.alerts.map(({ eventID, detection }) => `${eventID} ${detection}`)).toEqual([
      'e1 break-glass-opened',
      'e2 rotation-failed',
    ]);
    expect(desk).toMatchObject({ received: 2, outcomes: ['alerted', 'alerted'] });
  });

  it('gives back only what failed', async () => {
    const desk = new QueueDesk();
    desk.channel.broken = true;
    const bodies = [envelope(read('e0', '09:00', 'payroll')), opening, envelope(record('e2', '09:00'))];
    expect(await desk.handle(batch(bodies))).toEqual(['m2']);
    expect(desk.outcomes).toEqual(['unmatched', 'returned', 'unmatched']);
    expect(desk.letters).toEqual([]);
  });

  it('gives back what it has no time for, without having begun it', async () => {
    const desk = new QueueDesk();
    const left = [60_000, reservedMs, reservedMs - 1, 0];
    desk.remaining = () => left.shift() ?? 0;
    const bodies = ['e1', 'e2', 'e3', 'e4'].map((id) =>
      envelope(rotationFailed(id, '09:00', `${id}-AbCdEf`)),
    );
    expect(await desk.handle(batch(bodies))).toEqual(['m3', 'm4']);
    expect(desk.channel.alerts.map(({ eventID }) => eventID)).toEqual(['e1', 'e2']);
    expect(desk.outcomes).toEqual(['alerted', 'alerted', 'returned', 'returned']);
    expect(await desk.handle(batch(bodies.slice(2)))).toEqual(['m1', 'm2']);
    left.push(60_000, 60_000);
    expect(await desk.handle(batch(bodies.slice(2)))).toEqual([]);
    expect(desk.channel.alerts).toHaveLength(4);
  });

  it('gets back what it gave back unbegun after some seconds, twice, then at the queue’s own time', async () => {
    const desk = new QueueDesk();
    desk.remaining = () => 0;
    for (const receives of [1, 2, 3]) await desk.handle(batch([opening], receives));
    expect(desk.returns.map(([handle]) => handle)).toEqual(['handle-1', 'handle-1']);
    const [soon, later] = desk.returns.map(([, ms]) => ms);
    expect(soon).toBeGreaterThanOrEqual(4_000);
    expect(soon).toBeLessThanOrEqual(8_000);
    expect(later).toBeGreaterThanOrEqual(desk.lease);
  });

  it('keeps fifteen seconds', () => {
    expect(reservedMs).toBe(15_000);
  });

  it('tells an event once, though two rules or two deliveries brought it twice', async () => {
    const desk = new QueueDesk();
    await desk.handle(batch([opening, opening]));
    await desk.handle(batch([opening]));
    expect(desk.outcomes).toEqual(['alerted', 'duplicate', 'duplicate']);
    expect(desk.channel.alerts).toHaveLength(1);
  });

  it('ends every message in one disposition or gives it back', async () => {
    const desk = new QueueDesk({ detections: { 'rotation-failed': { mode: 'shadow' } } });
    const bodies = [
      opening,
      opening,
      'no JSON',
      envelope({}, label),
      envelope(rotationFailed('e3', '09:00', 'x')),
    ];
    await desk.handle(batch(bodies));
    expect(desk.outcomes).toHaveLength(desk.received);
    expect(desk.outcomes.every((one) => one === 'returned' || dispositions.includes(one))).toBe(true);
  });
});

describe('an event that another function works on', () => {
  it('goes back, and is told when that function is certain to be gone', async () => {
    const desk = new QueueDesk();
    desk.channel.broken = true;
    await desk.handle(batch([opening]));
    desk.channel.broken = false;
    expect(await desk.handle(batch([opening], 2))).toEqual(['m1']);
    expect(desk.letters).toEqual([]);
    expect(desk.returns.every(([, ms]) => ms >= desk.lease)).toBe(true);
    desk.now += desk.lease;
    expect(await desk.handle(batch([opening], 3))).toEqual([]);
    expect(desk.channel.alerts).toMatchObject([{ eventID: 'e1', possiblyRepeated: true }]);
  });
});

describe('an alert that has to wait for its turn in Slack', () => {
  it('comes again shortly before, to its turn, and is no failure', async () => {
    const desk = new QueueDesk();
    const turn = desk.now + 40_000;
    desk.channel.turn = turn;
    const failure = envelope(rotationFailed('e2', '09:01', 'db-AbCdEf'));
    expect(await desk.handle(batch([envelope(record('e1', '09:00')), failure]))).toEqual(['m2']);
    expect(desk.returns).toEqual([['handle-2', 37_000]]);
    expect(desk.failures).toEqual([]);
    desk.channel.turn = null;
    desk.now += 36_999;
    expect(await desk.handle(batch([failure], 2))).toEqual(['m1']);
    desk.now += 1;
    expect(await desk.handle(batch([failure], 3))).toEqual([]);
    expect(desk.channel.turns).toEqual([turn]);
    expect(desk.channel.alerts).toMatchObject([{ eventID: 'e2', possiblyRepeated: false, count: 1 }]);
    expect(desk.outcomes).toEqual(['unmatched', 'returned', 'returned', 'alerted']);
  });

  it('comes at the queue’s own time where the queue refuses to hide it, which is told', async () => {
    const desk = new QueueDesk();
    desk.broken = ['queue'];
    desk.channel.turn = desk.now + 40_000;
    expect(await desk.handle(batch([envelope(rotationFailed('e2', '09:01', 'db-AbCdEf'))]))).toEqual(['m1']);
    expect(desk.failures).toMatchObject([['have it come sooner', 'e2', {}]]);
    expect(desk.letters).toEqual([]);
  });

  it('is never given up for it', async () => {
    const desk = new QueueDesk();
    desk.channel.turn = desk.now + 40_000;
    expect(await desk.handle(batch([envelope(rotationFailed('e2', '09:01', 'db-AbCdEf'))], 14))).toEqual([
      'm1',
    ]);
    expect(desk.letters).toEqual([]);
    expect(desk.lastResorts).toEqual([]);
  });
});

describe('what the ledger must hear of', () => {
  it('is every event that came, alert or not', async () => {
    const desk = new QueueDesk();
    const rotated = record('e2', '09:00', { eventName: 'RotationSucceeded', eventType: 'AwsServiceEvent' });
    await desk.handle(batch([opening, envelope(rotated), envelope({ name: 'mySecret' }, label), opening]));
    expect(desk.noted).toEqual(['e1', 'e2', 'Secret Label Updated', 'e1']);
    expect(desk.outcomes).toEqual(['alerted', 'unmatched', 'unmatched', 'duplicate']);
  });

  it('comes again until it was noted, and is told once', async () => {
    const desk = new QueueDesk();
    desk.broken = ['notes'];
    expect(await desk.handle(batch([opening]))).toEqual(['m1']);
    desk.broken = [];
    expect(await desk.handle(batch([opening], 2))).toEqual([]);
    expect(desk.outcomes).toEqual(['returned', 'duplicate']);
    expect(desk.noted).toEqual(['e1']);
    expect(desk.channel.alerts).toHaveLength(1);
  });

  it('leaves a letter when it could never be noted, and no second alert', async () => {
    const desk = new QueueDesk();
    desk.broken = ['notes'];
    for (const receives of [1, 2, 3]) await desk.handle(batch([opening], receives));
    expect(desk.outcomes).toEqual(['returned', 'returned', 'dead-lettered']);
    expect(desk.letters).toMatchObject([{ eventID: 'e1', reason: 'not noted in 3 attempts' }]);
    expect(desk.lastResorts).toEqual([]);
  });
});

describe('an event that cannot be read or worded', () => {
  it.each<[string, unknown]>([
    ['an event', envelope({ ...assumeRole('e1', '09:00'), eventTime: 'yesterday noon' })],
    ['no event', 'no JSON'],
  ])('is told again, as possibly repeated, where its end could not be recorded: %s', async (_, body) => {
    const desk = new QueueDesk();
    desk.broken = ['record'];
    expect(await desk.handle(batch([body]))).toEqual(['m1']);
    desk.broken = [];
    desk.now += desk.lease;
    expect(await desk.handle(batch([body], 2))).toEqual([]);
    expect(desk.channel.bares.map(({ possiblyRepeated = false }) => possiblyRepeated)).toEqual([false, true]);
  });

  it('is told bare and leaves a letter', async () => {
    const desk = new QueueDesk();
    await desk.handle(batch([envelope({ ...assumeRole('e1', '09:00'), eventTime: 'yesterday noon' })]));
    expect(desk.outcomes).toEqual(['dead-lettered']);
    expect(desk.channel.bares).toMatchObject([{ eventID: 'e1', severity: 'critical', account: home }]);
    expect(desk.letters).toEqual([
      {
        version: 1,
        reason: 'unusable eventTime',
        gate: desk.letters[0]?.gate,
        messageId: 'm1',
        eventID: 'e1',
        eventTime: null,
        eventSource: 'sts.amazonaws.com',
        eventName: 'AssumeRole',
        account: home,
        region: 'eu-central-1',
      },
    ]);
    expect(desk.letters[0]?.gate).toContain('break-glass-opened');
    expect(desk.noted).toEqual([]);
  });

  it('is told bare where a detection fails', async () => {
    const speechless = madeUp('speechless', {
      describe: () => {
        throw new TypeError('no words');
      },
    });
    const desk = new QueueDesk({}, [speechless]);
    await desk.handle(batch([envelope(read('e1', '09:00', 'payroll'))]));
    expect(desk.channel.bares).toMatchObject([
      {
        gate: ['speechless'],
        reason: expect.stringMatching(/^cannot be worded: TypeError in handler\.test\.ts:\d+:\d+$/) as string,
      },
    ]);
    expect(desk.letters).toMatchObject([{ eventID: 'e1', gate: ['speechless'] }]);
  });

  it.each([
    ['no JSON', '{"detail":'],
    ['no envelope', JSON.stringify({ detail: { eventID: 'e1' } })],
    ['no event', envelope({ eventID: 'e1', eventName: 'GetSecretValue' })],
  ])('is told bare once where it is %s', async (_, body) => {
    const desk = new QueueDesk();
    await desk.handle(batch([body]));
    await desk.handle(batch([body], 2));
    expect(desk.outcomes).toEqual(['dead-lettered', 'dead-lettered']);
    expect(desk.channel.bares).toMatchObject([{ eventID: 'm1', gate: [], severity: 'high' }]);
    expect(desk.letters).toHaveLength(1);
  });

  it('was told though its letter could not be sent', async () => {
    const desk = new QueueDesk();
    desk.broken = ['letters'];
    expect(await desk.handle(batch([envelope({ ...assumeRole('e1', '09:00'), eventTime: 'x' })]))).toEqual(
      [],
    );
    expect(desk.channel.bares).toHaveLength(1);
    expect(desk.failures).toMatchObject([['dead-letter', 'e1', {}]]);
  });
});

describe('an event that fails for too long', () => {
  it('comes again while it may, then is told bare without the ledger', async () => {
    const desk = new QueueDesk();
    desk.broken = ['ledger'];
    expect(await desk.handle(batch([opening], 1))).toEqual(['m1']);
    expect(await desk.handle(batch([opening], 2))).toEqual(['m1']);
    expect(desk.lastResorts).toEqual([]);
    expect(await desk.handle(batch([opening], 3))).toEqual([]);
    expect(desk.lastResorts).toMatchObject([
      {
        eventID: 'e1',
        severity: 'critical',
        reason: 'not decided or not delivered in 3 attempts',
        possiblyRepeated: true,
      },
    ]);
    expect(desk.letters).toMatchObject([{ eventID: 'e1', eventName: 'AssumeRole' }]);
    expect(desk.outcomes).toEqual(['returned', 'returned', 'dead-lettered']);
  });

  it('leaves a letter though not even the topic takes it', async () => {
    const desk = new QueueDesk();
    desk.broken = ['ledger', 'last-resort'];
    expect(await desk.handle(batch([opening], 3))).toEqual([]);
    expect(desk.letters).toHaveLength(1);
  });

  it('is left to the queue where not even a letter can be sent', async () => {
    const desk = new QueueDesk();
    desk.broken = ['ledger', 'letters'];
    expect(await desk.handle(batch([opening], 3))).toEqual(['m1']);
    expect(desk.lastResorts).toHaveLength(1);
  });

  it('is not told where nothing that may alert let it in', async () => {
    const desk = new QueueDesk({ detections: { 'rotation-failed': { mode: 'shadow' } } });
    desk.broken = ['ledger'];
    await desk.handle(batch([envelope(rotationFailed('e1', '09:00', 'x'))], 3));
    expect(desk.lastResorts).toEqual([]);
    expect(desk.letters).toHaveLength(1);
  });
});

describe('a letter that was moved back to the queue', () => {
  const left = async () => {
    const desk = new QueueDesk();
    desk.broken = ['ledger', 'last-resort'];
    await desk.handle(batch([opening], 3));
    desk.broken = [];
    return { desk, letter: desk.letters[0] };
  };

  it('is told bare, once, with the event that it is about, and leaves no other', async () => {
    const { desk, letter } = await left();
    await desk.handle(batch([letter, letter]));
    expect(desk.channel.bares).toMatchObject([
      {
        ...{ eventID: 'e1', eventTime: '2026-11-20T09:00:00Z', severity: 'critical', account: home },
        reason: 'not decided or not delivered in 3 attempts',
      },
    ]);
    expect(desk.letters).toEqual([letter]);
    expect(desk.outcomes.slice(1)).toEqual(['dead-lettered', 'duplicate']);
  });

  it('tells nothing where its event was told since', async () => {
    const { desk, letter } = await left();
    await desk.handle(batch([opening, letter]));
    expect(desk.channel.bares).toEqual([]);
    expect(desk.channel.alerts).toHaveLength(1);
  });

  it('goes back as it was where it came too soon', async () => {
    const { desk, letter } = await left();
    desk.broken = ['ledger'];
    expect(await desk.handle(batch([letter], 2))).toEqual(['m1']);
    expect(await desk.handle(batch([letter], 3))).toEqual([]);
    expect(desk.letters).toEqual([letter, letter]);
  });

  it('silences no event of which it names no detection: it is told like anything that nobody knows', async () => {
    const { desk, letter } = await left();
    await desk.handle(batch([{ ...letter, gate: ['no-such-detection'] }, opening]));
    expect(desk.channel.bares).toMatchObject([{ eventID: 'm1', gate: [] }]);
    expect(desk.channel.alerts).toHaveLength(1);
  });
});

describe('a stack of ours that was made', () => {
  const stack = `arn:aws:cloudformation:eu-west-1:${home}:stack/glasswatch-gate/6f1e`;
  const made = (status: string) => ({
    ...envelope({ 'stack-id': stack, 'status-details': { status, 'status-reason': '' } }),
    'detail-type': 'CloudFormation Stack Status Change',
    source: 'aws.cloudformation',
    region: 'eu-west-1',
  });

  it('is announced once: the way is armed', async () => {
    const desk = new QueueDesk({ account: home });
    await desk.handle(batch([made('CREATE_COMPLETE'), made('CREATE_COMPLETE')]));
    expect(desk.announced).toMatchObject([
      { title: 'Glasswatch is armed in eu-west-1', severity: 'critical' },
    ]);
    expect(desk.announced[0]?.text).toMatch(
      /12 of 12 detections alert, in account 111122223333\. Break-glass: arn:/,
    );
    expect(desk.outcomes).toEqual(['alerted', 'duplicate']);
  });

  it('is announced again where that could not be noted, as what may be repeated', async () => {
    const desk = new QueueDesk({ account: home });
    desk.broken = ['record'];
    await desk.handle(batch([made('CREATE_COMPLETE')]));
    desk.broken = [];
    desk.now += desk.lease;
    await desk.handle(batch([made('CREATE_COMPLETE')], 2));
    const marked = desk.announced.map(({ text }) => String(text).includes('Possibly repeated'));
    expect(marked).toEqual([false, true]);
  });

  it('is announced when it is whole only', async () => {
    const desk = new QueueDesk();
    await desk.handle(batch([made('CREATE_IN_PROGRESS'), made('UPDATE_COMPLETE')]));
    expect(desk.announced).toEqual([]);
    expect(desk.outcomes).toEqual(['unmatched', 'unmatched']);
  });
});
