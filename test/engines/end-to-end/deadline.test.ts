import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  PutSecretValueCommand,
  RotateSecretCommand,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamUser } from '../../detections/event-builders.ts';
import { emulatedAccount } from '../emulator/emulator.ts';
import { Drill, type SecretName } from './drill.ts';
import {
  ana,
  bob,
  breakGlass,
  inEmergency,
  iso,
  opening,
  reading,
  rotation,
  versionMade,
} from './emergency.ts';
import { invoke, runBySchedule } from './functions.ts';
import { allItems, deleteItems, itemsOf, putItem } from './ledger.ts';
import { objectsIn } from './objects.ts';
import { messagesIn } from './slack-messages.ts';
import { until } from './stage.ts';

const secondMs = 1_000;
const hourMs = 3_600_000;
/** The shortest session that AWS gives, ms; ana's ends one second after her first reads. */
const sessionMs = 900 * secondMs;
/** deadlineHours of 0.01. */
const deadlineMs = 36 * secondMs;

let drill: Drill;
/** When ana reads, a whole second (ms). Her session ends a second later. */
let start: number;

beforeAll(async () => {
  drill = await Drill.begin({ deadlineHours: 0.01 });
});
afterAll(async () => {
  // There is none where it could not begin.
  await (drill as Drill | undefined)?.end();
});

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
      reading(emergency, drill.secrets.payroll, start + secondMs),
      reading(emergency, 'prod/ledger', start + secondMs),
      reading(emergency, 'prod/vault', start + secondMs),
    ];
    await drill.happen(opened, ...reads, reading(bob, 'prod/mail', start));
    const facts = await until('the reads in the ledger', async () => {
      const all = await drill.facts(began, start);
      return all.filter(({ kind }) => kind === 'read').length < reads.length ? null : all;
    });
    const id = (arn: string) => arn.split(':secret:')[1];
    const session = `AROABREAKGLASSADMINXX:ana@${iso(began)}`;
    const secret = (name: SecretName) => ({ secret: { id: id(drill.secrets[name]), form: 'full-arn' } });
    const by = { caller: { session, actor: 'ana', role: breakGlass } };
    expect(facts.filter(({ kind }) => kind === 'read')).toMatchObject([
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
    // It notes that it tells, and what it told once it has told it.
    const item = await runBySchedule(drill.stage, 'deadline', async () =>
      (await itemsOf(drill.stage, 'told')).find(({ told }) => told?.S?.includes('"exposures":{"')),
    );
    const [message, ...others] = drill.newMessages();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 3 secrets due within the hour in the emergency of ana');
    expect(message?.lines).toContain(
      `what  3 secrets read: 3 due soon. The first deadline is ${deadline()}.`,
    );
    expect(message?.lines).toContain(
      `who  ana, in BREAK-GLASS-ADMIN, from ${iso(start + secondMs - sessionMs)}, ended ${iso(start + secondMs)}`,
    );
    for (const name of ['payroll', 'ledger', 'vault'] as const) {
      const line = message?.lines.findIndex((one) =>
        one.startsWith(`due soon  prod/${name}. Nobody has replaced it: `),
      );
      expect(message?.lines[(line ?? -1) + 1], name).toBe(rotateCommand(drill.secrets[name]));
    }
    const { exposures } = JSON.parse(item.told?.S ?? '') as { exposures: Record<string, unknown> };
    expect(Object.values(exposures)).toEqual(
      (['payroll', 'ledger', 'vault'] as const).map((name) => ({
        state: 'due-soon',
        reason: 'no-proof',
        deadline: start + secondMs + deadlineMs,
        terms: { deadlineHours: 0.01, clock: 'session-end', alternating: false },
        secret: drill.secrets[name],
        readEvent: expect.any(String) as string,
      })),
    );
  });

  it('is not told again while nothing changes', async () => {
    expect(await drill.run()).toEqual([]);
  });

  it('learns from the log what the events did not bring: a read, and an opening that nobody was told of', async () => {
    const emergency = inEmergency('ana', start + secondMs - sessionMs);
    const missed = opening(iamUser('mallory'), 'mallory', start - 20 * 60 * secondMs);
    await drill.log.deliver([reading(emergency, drill.secrets.mail, start + secondMs), missed]);
    await invoke(drill.stage, 'deadline', { discover: true });
    const [message, ...others] = drill.newMessages();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 1 secret due within the hour in the emergency of ana');
    expect(message?.lines.join('\n')).toContain('4 secrets read: 4 due soon.');
    expect(message?.lines).toContain(rotateCommand(drill.secrets.mail));
    const openings = messagesIn(drill.stage.slack.posts).filter(({ headline }) =>
      headline.includes('MISSED'),
    );
    expect(openings).toHaveLength(1);
    expect(openings[0]?.headline).toBe(`MISSED: mallory opened ${breakGlass}`);
    expect(openings[0]?.lines.join('\n')).toContain(String(missed.eventID));
  });

  it('is told of a secret that was rotated in time', async () => {
    const { VersionId = '' } = await drill.stage.clients.secrets.send(
      new RotateSecretCommand({
        SecretId: drill.secrets.payroll,
        ClientRequestToken: randomUUID(),
        RotationLambdaARN: 'arn:aws:lambda:eu-central-1:111122223333:function:rotate-payroll',
      }),
    );
    const at = Date.now();
    const rotated = [
      versionMade('RotateSecret', bob, drill.secrets.payroll, VersionId, at),
      rotation('RotationStarted', drill.secrets.payroll, at),
      rotation('RotationSucceeded', drill.secrets.payroll, at),
    ];
    await drill.change(...rotated);
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('LOW: 1 secret replaced in the emergency of ana');
    expect(message?.lines.join('\n')).toContain('4 secrets read: 3 due soon, 1 replaced in time.');
    expect(message?.lines).toContain(
      `replaced in time  prod/payroll, at ${iso(at)} by bob (rotation-succeeded).`,
    );
  });

  it('turns overdue the second after the deadline, and is told once in Slack and by SNS', async () => {
    await drill.stage.published();
    await delay(start + 2 * secondMs + deadlineMs - Date.now());
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('CRITICAL: 3 secrets overdue in the emergency of ana');
    expect(message?.lines.join('\n')).toContain('4 secrets read: 3 overdue, 1 replaced in time.');
    expect(await drill.run()).toEqual([]);
    const machine = await drill.stage.publishedMachine();
    expect(machine).toMatchObject([{ type: 'glasswatch.deadline', severity: 'critical' }]);
    const { changes } = machine[0]?.data as { changes: { secret: string; state: string }[] };
    expect(changes.map(({ secret, state }) => `${secret} ${state}`).sort()).toEqual(
      [drill.secrets.ledger, drill.secrets.mail, drill.secrets.vault]
        .map((secret) => `${secret} overdue`)
        .sort(),
    );
  });

  it('is told again an hour later, once', async () => {
    drill.stage.setClockAhead(hourMs);
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('HIGH: 3 secrets still overdue in the emergency of ana');
    expect(message?.lines).toContain(rotateCommand(drill.secrets.vault));
    expect(await drill.run()).toEqual([]);
  });

  it('believes no proof that somebody wrote straight into the ledger’s table: it is told, and the secret is overdue', async () => {
    const place = (name: SecretName) => `value#${emulatedAccount}:prod/${name}`;
    const items = await itemsOf(drill.stage, place('payroll'));
    const proof = items.find(({ fact }) => fact?.S?.includes('"step":"succeeded"'));
    const { eventID } = JSON.parse(proof?.fact?.S ?? '{}') as { eventID: string };
    const forged = (text = '') =>
      text
        .replaceAll(
          drill.secrets.payroll.split(':secret:')[1] ?? '',
          drill.secrets.vault.split(':secret:')[1] ?? '',
        )
        .replaceAll(eventID, 'forged');
    await putItem(drill.stage, {
      ...proof,
      pk: { S: place('vault') },
      sk: { S: forged(proof?.sk?.S) },
      fact: { S: forged(proof?.fact?.S) },
    });
    expect((await drill.run()).map(({ headline }) => headline)).toEqual([
      'LOW: 1 secret replaced in the emergency of ana',
    ]);
    // The log goes on behind it, and the time has come when it must hold it.
    await drill.log.deliver([reading(bob, 'prod/app', Date.now() + 2 * hourMs)]);
    drill.stage.setClockAhead(2.25 * hourMs);
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('CRITICAL: 1 secret no longer replaced in the emergency of ana');
    expect(message?.lines.join('\n')).toContain('4 secrets read: 3 overdue, 1 replaced in time.');
    const doubts = messagesIn(drill.stage.slack.posts).filter(({ headline }) =>
      headline.includes('the log does not'),
    );
    expect(doubts.map(({ headline }) => headline)).toEqual([
      'CRITICAL: The ledger holds what the log does not: it closes nothing',
    ]);
    expect(doubts[0]?.lines).toContain('event  forged');
  });

  it('closes when the others are replaced too late by API, and one is waived', async () => {
    const vault = await drill.stage.clients.secrets.send(
      new PutSecretValueCommand({ SecretId: drill.secrets.vault, SecretString: 'new' }),
    );
    const mail = await drill.stage.clients.secrets.send(
      new UpdateSecretCommand({ SecretId: drill.secrets.mail, SecretString: 'new' }),
    );
    const at = Date.now();
    const changed = [
      versionMade('PutSecretValue', bob, drill.secrets.vault, vault.VersionId ?? '', at),
      versionMade('UpdateSecret', bob, drill.secrets.mail, mail.VersionId ?? '', at),
    ];
    const expires = iso(start + 72 * hourMs).slice(0, 10);
    await drill.waive('ledger', 'retired next week', expires);
    await drill.change(...changed);
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('MEDIUM: 1 secret waived in the emergency of ana');
    expect(message?.lines).toContain('what  4 secrets read: 2 replaced late, 1 replaced in time, 1 waived.');
    expect(message?.lines.filter((line) => /^(waived|replaced late) {2}/.test(line)).sort()).toEqual([
      `replaced late  prod/mail, at ${iso(at)} by bob (update-secret).`,
      `replaced late  prod/vault, at ${iso(at)} by bob (put-secret-value).`,
      expect.stringContaining(
        `prod/ledger, waived by ${String(bob.arn)} until ${expires}: retired next week`,
      ),
    ]);
    drill.stage.setClockAhead(3 * hourMs);
    expect(await drill.run()).toEqual([]);
  });

  it('is on record when the log can tell no more: the evidence and its hash, the report, all that was told', async () => {
    drill.stage.setClockAhead(25 * hourMs);
    const [message, ...others] = await drill.run();
    expect(others).toEqual([]);
    expect(message?.headline).toBe('LOW: Evidence of the emergency of ana is on record');
    const kept = await objectsIn(drill.stage, 'evidence');
    const named = (end: string) =>
      [...kept].filter(([key]) => key.startsWith('incidents/') && key.endsWith(end));
    const told = [...kept.keys()].filter((key) => key.startsWith('tellings/') && !key.includes('.written-'));
    expect(told).toHaveLength(9);
    expect([named('report.md'), named('report.html')].map(({ length }) => length)).toEqual([1, 1]);
    const [[, text] = ['', '']] = named('evidence.json');
    const hash = /"recordSha256":"([0-9a-f]{64})",/.exec(text)?.[1] ?? '';
    // Canonical JSON without that member is canonical JSON again.
    const unsigned = text.trimEnd().replace(`"recordSha256":"${hash}",`, '');
    expect(createHash('sha256').update(unsigned).digest('hex')).toBe(hash);
    expect(message?.lines.join('\n')).toContain(`has SHA-256 ${hash}.`);
    const { exposures } = JSON.parse(text) as { exposures: Record<string, unknown>[] };
    expect(
      exposures.map(({ secret, state, reason, reads, final }) => ({ secret, state, reason, reads, final })),
    ).toEqual(
      expect.arrayContaining([
        {
          secret: drill.secrets.payroll,
          state: 'rotated',
          reason: 'rotation-succeeded',
          reads: 2,
          final: true,
        },
        {
          secret: drill.secrets.vault,
          state: 'rotated-late',
          reason: 'put-secret-value',
          reads: 1,
          final: true,
        },
        { secret: drill.secrets.mail, state: 'rotated-late', reason: 'update-secret', reads: 1, final: true },
        { secret: drill.secrets.ledger, state: 'waived', reason: 'no-proof', reads: 1, final: true },
      ]),
    );
    expect(exposures).toHaveLength(4);
    expect(await drill.run()).toEqual([]);
  });

  it('is told as lost where every item of the ledger was deleted, and comes back from log and evidence: nothing is told anew', async () => {
    // One of the items says how far the log was looked through.
    const toldIn = async () =>
      (await itemsOf(drill.stage, 'told'))
        .map(({ told: item }) => JSON.parse(item?.S ?? '') as { exposures: object })
        .filter(({ exposures }) => Object.keys(exposures).length > 0);
    const before = await toldIn();
    const alertsIn = async () =>
      [...(await allItems(drill.stage)).keys()].filter((key) => key.startsWith('alerted#'));
    const alerts = await alertsIn();
    expect(await deleteItems(drill.stage)).toBeGreaterThan(20);
    expect(await toldIn()).toEqual([]);
    await invoke(drill.stage, 'deadline', { discover: false, compare: true });
    const lost = messagesIn(drill.stage.slack.posts).at(-1);
    expect(lost?.headline).toBe('CRITICAL: An emergency that was told is in the ledger no longer');
    expect(lost?.lines.join('\n')).toContain(`${drill.secrets.vault} replaced late`);
    await invoke(drill.stage, 'deadline', { rebuild: {} });
    const after = await toldIn();
    expect(after.map(({ exposures }) => exposures)).toEqual(before.map(({ exposures }) => exposures));
    expect(Object.keys(after[0]?.exposures ?? {})).toHaveLength(4);
    expect(await alertsIn()).toEqual(expect.arrayContaining(alerts));
    // Were a state, a deadline or a name another than it was, that would be told.
    expect(await drill.run()).toEqual([]);
    expect(await toldIn()).toHaveLength(1);
  });

  it('went without a failure', async () => {
    const failures = messagesIn(drill.stage.slack.posts).filter(({ headline }) =>
      /could not|failed/.test(headline),
    );
    expect(failures).toEqual([]);
    expect(await drill.stage.waiting('glasswatch-undelivered')).toBe(0);
  });
});
