import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamUser } from '../../detections/event-builders.ts';
import {
  ana,
  bob,
  breakGlass,
  inEmergency,
  iso,
  opening,
  parameterPut,
  reading,
  rotation,
  versionMade,
} from './emergency.ts';
import { invoke, runBySchedule, stopSchedules } from './functions.ts';
import { itemsOf } from './ledger.ts';
import { Log } from './log.ts';
import { objectsIn } from './objects.ts';
import { messagesIn, type ReadMessage } from './slack-messages.ts';
import { home, Stage, until, type CloudTrailRecord } from './stage.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
/** The shortest session that AWS gives, ms; ana's ends one second after her first reads. */
const sessionMs = 900 * secondMs;
/** deadlineHours of 0.01. */
const deadlineMs = 36 * secondMs;

let log: Log;
let stage: Stage;
/** Full ARNs of the secrets, by name. */
let secrets: Readonly<Record<'payroll' | 'ledger' | 'vault' | 'mail', string>>;
/** When ana reads, a whole second (ms); her session began and her time runs out so long before and after. */
let start: number;
let told = 0;

beforeAll(async () => {
  log = await Log.open([reading(bob, 'prod/app', Date.now() - hourMs)]);
  stage = await Stage.set({
    config: {
      account: '111122223333',
      regions: [home],
      breakGlass: { roles: [breakGlass], users: [] },
      deadlineHours: 0.01,
      slack: { webhookSecret: 'glasswatch-slack-webhook' },
    },
    athena: log.athena.url,
  });
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  secrets = {
    payroll: await secretNamed('prod/payroll'),
    ledger: await secretNamed('prod/ledger'),
    vault: await secretNamed('prod/vault'),
    mail: await secretNamed('prod/mail'),
  };
});
afterAll(async () => {
  // There is none where it could not be set.
  await (stage as Stage | undefined)?.strike();
  await log.close();
});

async function secretNamed(name: string): Promise<string> {
  const { ARN = '' } = await stage.clients.secrets.send(
    new CreateSecretCommand({ Name: name, SecretString: 'what was read' }),
  );
  return ARN;
}

/** As with CloudTrail: the events come at once, and the log holds the same records. */
async function happen(...records: readonly CloudTrailRecord[]): Promise<void> {
  await log.deliver(records);
  await stage.send(records);
}

/** What Slack was told of deadlines since this was last asked. */
function newMessages(): ReadMessage[] {
  const all = messagesIn(stage.slack.posts).filter(({ headline }) => headline.includes('the emergency of'));
  const fresh = all.slice(told);
  told = all.length;
  return fresh;
}

/** One run without a look through the last hours of the log, whatever the hour. */
async function run(): Promise<ReadMessage[]> {
  await invoke(stage, 'deadline', { discover: false });
  return newMessages();
}

/** Waits for changes of values to be in the ledger, by their eventIDs. */
async function noted(...records: readonly CloudTrailRecord[]): Promise<void> {
  await until('all changes in the ledger', async () => {
    const places = Object.keys(secrets).map((name) => `value#111122223333:prod/${name}`);
    const items = await Promise.all(places.map((place) => itemsOf(stage, place)));
    const text = items
      .flat()
      .map(({ fact }) => fact?.S)
      .join(' ');
    return records.every(({ eventID }) => text.includes(String(eventID))) ? true : null;
  });
}

const deadline = () => iso(start + secondMs + deadlineMs);
const rotateCommand = (secret: string) =>
  `aws secretsmanager rotate-secret --secret-id ${secret} --region eu-central-1`;

describe('an emergency, held to its deadline by the deployed stacks', () => {
  it('fills the ledger by the event path: who opened the glass, and what was read, each by its full name', async () => {
    start = Math.floor(Date.now() / secondMs) * secondMs;
    const began = start + secondMs - sessionMs;
    const emergency = inEmergency('ana', began);
    const opened = opening(ana, 'ana', began);
    const reads = [
      reading(emergency, 'prod/payroll', start),
      reading(emergency, secrets.payroll, start + secondMs),
      reading(emergency, 'prod/ledger', start + secondMs),
      reading(emergency, 'prod/vault', start + secondMs),
    ];
    await happen(opened, ...reads, reading(bob, 'prod/mail', start));
    const day = `emergency#${iso(start).slice(0, 10)}`;
    const facts = await until('the reads in the ledger', async () => {
      const items = await itemsOf(stage, day);
      const all = items.map(({ fact }) => JSON.parse(fact?.S ?? '') as Record<string, unknown>);
      return all.filter(({ kind }) => kind === 'read').length < reads.length ? null : all;
    });
    const id = (arn: string) => arn.split(':secret:')[1];
    const session = `AROABREAKGLASSADMINXX:ana@${iso(began)}`;
    const secret = (name: keyof typeof secrets) => ({ secret: { id: id(secrets[name]), form: 'full-arn' } });
    const by = { caller: { session, actor: 'ana', role: breakGlass } };
    expect(facts.filter(({ kind }) => kind === 'read').sort(byEvent)).toMatchObject([
      { eventID: reads[0]?.eventID, at: start, what: secret('payroll'), ...by },
      { eventID: reads[1]?.eventID, at: start + secondMs, what: secret('payroll'), ...by },
      { eventID: reads[2]?.eventID, at: start + secondMs, what: secret('ledger'), ...by },
      { eventID: reads[3]?.eventID, at: start + secondMs, what: secret('vault'), ...by },
    ]);
    expect(facts.filter(({ kind }) => kind === 'assumed')).toMatchObject([
      { eventID: opened.eventID, session, role: breakGlass, until: start + secondMs },
    ]);
  });

  it('is told once the schedule starts the handler: counts, the deadline, and a command for each secret', async () => {
    // It notes what it told once it has told it.
    const item = await runBySchedule(stage, 'deadline', async () => (await itemsOf(stage, 'told'))[0]);
    const [message, ...others] = newMessages();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 3 secrets due within the hour in the emergency of ana');
    expect(message?.lines[0]).toBe(`what  3 secrets read: 3 due-soon. The first deadline is ${deadline()}.`);
    expect(message?.lines[1]).toBe(
      `who  ana, in BREAK-GLASS-ADMIN, from ${iso(start + secondMs - sessionMs)}, ended ${iso(start + secondMs)}`,
    );
    for (const name of ['payroll', 'ledger', 'vault'] as const) {
      const line = message?.lines.findIndex((one) =>
        one.startsWith(`due-soon  prod/${name}. Nobody has replaced it: `),
      );
      expect(message?.lines[(line ?? -1) + 1], name).toBe(rotateCommand(secrets[name]));
    }
    const { exposures } = JSON.parse(item.told?.S ?? '') as { exposures: Record<string, unknown> };
    expect(Object.values(exposures)).toEqual(
      Array.from({ length: 3 }, () => ({
        state: 'due-soon',
        reason: 'no-proof',
        deadline: start + secondMs + deadlineMs,
        terms: { deadlineHours: 0.01, clock: 'session-end', alternating: false },
      })),
    );
  });

  it('is not told again while nothing changes', async () => {
    expect(await run()).toEqual([]);
  });

  it('learns from the log what the events did not bring: a read, and an opening that nobody was told of', async () => {
    const emergency = inEmergency('ana', start + secondMs - sessionMs);
    const missed = opening(iamUser('mallory'), 'mallory', start - 20 * 60 * secondMs);
    await log.deliver([reading(emergency, secrets.mail, start + secondMs), missed]);
    await invoke(stage, 'deadline', { discover: true });
    const [message, ...others] = newMessages();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 1 secret due within the hour in the emergency of ana');
    expect(message?.lines[0]).toContain('4 secrets read: 4 due-soon.');
    expect(message?.lines).toContain(rotateCommand(secrets.mail));
    const openings = messagesIn(stage.slack.posts).filter(({ headline }) => headline.includes('MISSED'));
    expect(openings).toHaveLength(1);
    expect(openings[0]?.headline).toBe(`MISSED: mallory opened ${breakGlass}`);
    expect(openings[0]?.lines.join('\n')).toContain(String(missed.eventID));
  });

  it('is told of a secret that was rotated in time', async () => {
    const { VersionId = '' } = await stage.clients.secrets.send(
      new RotateSecretCommand({
        SecretId: secrets.payroll,
        ClientRequestToken: randomUUID(),
        RotationLambdaARN: 'arn:aws:lambda:eu-central-1:111122223333:function:rotate-payroll',
      }),
    );
    const at = Date.now();
    const rotated = [
      versionMade('RotateSecret', bob, secrets.payroll, VersionId, at),
      rotation('RotationStarted', secrets.payroll, at),
      rotation('RotationSucceeded', secrets.payroll, at),
    ];
    await happen(...rotated);
    await noted(...rotated);
    const [message, ...others] = await run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('LOW: 1 secret replaced in the emergency of ana');
    expect(message?.lines[0]).toContain('4 secrets read: 3 due-soon, 1 rotated.');
    expect(message?.lines).toContain(
      `rotated  prod/payroll, replaced at ${iso(at)} by bob (rotation-succeeded).`,
    );
  });

  it('turns overdue the second after the deadline, and is told once in Slack and by SNS', async () => {
    await stage.published();
    await delay(start + 2 * secondMs + deadlineMs - Date.now());
    const [message, ...others] = await run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('CRITICAL: 3 secrets overdue in the emergency of ana');
    expect(message?.lines[0]).toContain('4 secrets read: 3 overdue, 1 rotated.');
    expect(await run()).toEqual([]);
    const published = (await stage.published()).map(
      ({ Body = '' }) => JSON.parse(Body) as { Message: string },
    );
    const machine = published.map(({ Message }) => JSON.parse(Message) as Record<string, unknown>);
    expect(machine).toMatchObject([{ type: 'glasswatch.deadline', severity: 'critical' }]);
    const { changes } = machine[0]?.data as { changes: { secret: string; state: string }[] };
    expect(changes.map(({ secret, state }) => `${secret} ${state}`).sort()).toEqual(
      [secrets.ledger, secrets.mail, secrets.vault].map((secret) => `${secret} overdue`).sort(),
    );
  });

  it('is told again an hour later, once', async () => {
    stage.setClockAhead(hourMs);
    const [message, ...others] = await run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 3 secrets still overdue in the emergency of ana');
    expect(message?.lines).toContain(rotateCommand(secrets.vault));
    expect(await run()).toEqual([]);
  });

  it('closes when the others are replaced too late by API, and one is waived', async () => {
    const vault = await stage.clients.secrets.send(
      new PutSecretValueCommand({ SecretId: secrets.vault, SecretString: 'new' }),
    );
    const mail = await stage.clients.secrets.send(
      new UpdateSecretCommand({ SecretId: secrets.mail, SecretString: 'new' }),
    );
    const at = Date.now();
    const changed = [
      versionMade('PutSecretValue', bob, secrets.vault, vault.VersionId ?? '', at),
      versionMade('UpdateSecret', bob, secrets.mail, mail.VersionId ?? '', at),
    ];
    await waive(exposureOf('prod/ledger'), at);
    await happen(...changed);
    await noted(...changed);
    const [message, ...others] = await run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('MEDIUM: 1 secret waived in the emergency of ana');
    expect(message?.lines[0]).toBe('what  4 secrets read: 2 rotated-late, 1 rotated, 1 waived.');
    const expires = iso(start + 72 * hourMs).slice(0, 10);
    expect(message?.lines.filter((line) => /^(waived|rotated-late) {2}/.test(line)).sort()).toEqual([
      `rotated-late  prod/mail, replaced at ${iso(at)} by bob (update-secret).`,
      `rotated-late  prod/vault, replaced at ${iso(at)} by bob (put-secret-value).`,
      expect.stringContaining(
        `prod/ledger, waived by ${String(bob.arn)} until ${expires}: retired next week`,
      ),
    ]);
    stage.setClockAhead(3 * hourMs);
    expect(await run()).toEqual([]);
  });

  it('is on record when the log can tell no more: the evidence and its hash, the report, all that was told', async () => {
    stage.setClockAhead(25 * hourMs);
    const [message, ...others] = await run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('LOW: Evidence of the emergency of ana is on record');
    const kept = await objectsIn(stage, 'evidence');
    const named = (end: string) =>
      [...kept].filter(([key]) => key.startsWith('incidents/') && key.endsWith(end));
    expect([...kept.keys()].filter((key) => key.startsWith('tellings/'))).toHaveLength(6);
    expect([named('report.md'), named('report.html')].map(({ length }) => length)).toEqual([1, 1]);
    const [[, text] = ['', '']] = named('evidence.json');
    const hash = /"recordSha256":"([0-9a-f]{64})",/.exec(text)?.[1] ?? '';
    // Canonical JSON without that member is canonical JSON again.
    const unsigned = text.trimEnd().replace(`"recordSha256":"${hash}",`, '');
    expect(createHash('sha256').update(unsigned).digest('hex')).toBe(hash);
    expect(message?.lines[0]).toContain(`has SHA-256 ${hash}.`);
    const { exposures } = JSON.parse(text) as { exposures: Record<string, unknown>[] };
    expect(
      exposures.map(({ secret, state, reason, reads, final }) => ({ secret, state, reason, reads, final })),
    ).toEqual(
      expect.arrayContaining([
        { secret: secrets.payroll, state: 'rotated', reason: 'rotation-succeeded', reads: 2, final: true },
        { secret: secrets.vault, state: 'rotated-late', reason: 'put-secret-value', reads: 1, final: true },
        { secret: secrets.mail, state: 'rotated-late', reason: 'update-secret', reads: 1, final: true },
        { secret: secrets.ledger, state: 'waived', reason: 'no-proof', reads: 1, final: true },
      ]),
    );
    expect(exposures).toHaveLength(4);
    expect(await run()).toEqual([]);
  });

  it('went without a failure', async () => {
    const failures = messagesIn(stage.slack.posts).filter(({ headline }) =>
      /could not|failed/.test(headline),
    );
    expect(failures).toEqual([]);
    expect(await stage.waiting('glasswatch-undelivered')).toBe(0);
  });
});

/** The id by which people waive an exposure: from the message that told it overdue. */
function exposureOf(name: string): string {
  const lines = messagesIn(stage.slack.posts).flatMap((message) => message.lines);
  const found = lines.findLast((line) => line.startsWith(`overdue  ${name}. `));
  return /Exposure ([0-9a-f]{16})\./.exec(found ?? '')?.[1] ?? expect.unreachable();
}

async function waive(exposure: string, at: number): Promise<void> {
  const Name = `/glasswatch/waivers/${exposure}`;
  const expires = iso(start + 72 * hourMs).slice(0, 10);
  await new SSMClient(stage.emulator.clientConfig(home)).send(
    new PutParameterCommand({
      ...{ Name, Type: 'String' },
      Value: JSON.stringify({ reason: 'retired next week', expires }),
    }),
  );
  const put = parameterPut(bob, Name, at);
  await happen(put);
  await until('the waiver in the ledger', async () => {
    const items = await itemsOf(stage, `value#arn:aws:ssm:${home}:111122223333:parameter${Name}`);
    return items.length > 0 ? true : null;
  });
}

function byEvent(a: Record<string, unknown>, b: Record<string, unknown>): number {
  return String(a.eventID) < String(b.eventID) ? -1 : 1;
}
