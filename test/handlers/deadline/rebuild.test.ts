import { beforeEach, describe, expect, it } from 'vitest';
import { rebuildLedger, type RebuildSummary } from '../../../handlers/deadline/rebuild/rebuild.ts';
import { MemoryFactStore, MemoryToldStore } from '../../../handlers/deadline/ledger/memory-stores.ts';
import type { Incident } from '../../../handlers/deadline/incident.ts';
import { assumeRole, breakGlassRole, read, record, roleSession, secretArn } from '../alert/events.ts';
import { DeadlineDesk } from './run/deadline-desk.ts';

const alice = roleSession(breakGlassRole, 'alice');
const payroll = secretArn('payroll-AbCdEf');
const stripe = secretArn('stripe-GhIjKl');

/** Read by its name alone, which Glasswatch resolved when it happened: the log never shows its suffix. */
const vaultRead = read('read-vault', '09:12', 'vault', alice);
const opening = assumeRole('open', '09:00');
const rotated = record('rotated', '09:40', {
  eventName: 'RotationSucceeded',
  eventType: 'AwsServiceEvent',
  userIdentity: { accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' },
  additionalEventData: { SecretId: stripe },
});
const waive = (exposure: string) =>
  record('waive', '09:20', {
    eventSource: 'ssm.amazonaws.com',
    eventName: 'PutParameter',
    userIdentity: alice,
    requestParameters: { name: `/glasswatch/waivers/${exposure}`, type: 'String', value: 'HIDDEN' },
  });
const alert = {
  at: '2026-11-20T09:00:05Z',
  eventID: 'open',
  detection: 'break-glass-opened',
  severity: 'critical' as const,
  what: 'alice opened BREAK-GLASS-ADMIN',
  mfa: true,
};

let desk: DeadlineDesk;

/** An emergency as it goes: reads, one replaced, one refused waiver, one overdue; each told. */
beforeEach(async () => {
  desk = new DeadlineDesk();
  desk.log = [
    opening,
    read('read-payroll', '09:10', payroll, alice),
    read('read-stripe', '09:11', stripe, alice),
    vaultRead,
    rotated,
  ];
  await desk.hear(...desk.log.slice(0, 3), {
    ...vaultRead,
    requestParameters: { secretId: secretArn('vault-MnOpQr') },
  });
  desk.alerts = [alert];
  await desk.runAt('2026-11-20T09:15:00Z');
  const [told] = await desk.incidentsTold();
  const [exposure = ''] = Object.keys(told?.exposures ?? {});
  const parameter = `arn:aws:ssm:eu-central-1:111122223333:parameter/glasswatch/waivers/${exposure}`;
  const changedAt = Date.parse('2026-11-20T09:20:01Z');
  desk.waivers = [{ exposure, reason: 'mine', expires: '2026-12-01', parameter, changedAt }];
  desk.log.push(waive(exposure));
  await desk.hear(waive(exposure), rotated);
  await desk.runAt('2026-11-20T09:45:00Z');
  await desk.runAt('2026-11-20T14:15:00Z');
});

/** Deletes every item of the ledger. */
function deleteLedger(): void {
  desk.facts = new MemoryFactStore();
  desk.told = new MemoryToldStore();
}

async function rebuild(at = '2026-11-20T14:20:00Z', from: string | null = null): Promise<RebuildSummary> {
  desk.now = Date.parse(at);
  return rebuildLedger(desk.rebuildPorts(), from === null ? null : Date.parse(from));
}

describe('a ledger that was deleted', () => {
  it('comes out equal from log and evidence: exposures, terms, tellings, refused waivers, alerts', async () => {
    const before = { judged: await judgedAt('14:16'), told: await desk.incidentsTold() };
    desk.alerts = [];
    deleteLedger();
    expect(await judgedAt('14:16')).toEqual([]);
    expect(await rebuild()).toEqual({
      facts: expect.any(Number) as number,
      tellings: 4,
      incidents: 1,
      alerts: 1,
      unreadable: 0,
    });
    expect(marksAside(await desk.incidentsTold())).toEqual(marksAside(before.told));
    expect(before.told[0]?.refused).toHaveLength(1);
    expect(desk.alerts).toEqual([alert]);
    const judged = await judgedAt('14:17');
    expect(judged).toEqual(before.judged);
    expect(judged[0]?.exposures.map(({ secret, state }) => [secret, state])).toEqual([
      [payroll, 'overdue'],
      [stripe, 'rotated'],
      [secretArn('vault-MnOpQr'), 'overdue'],
    ]);
  });

  it('tells nothing anew once it is rebuilt, and goes on where it was', async () => {
    deleteLedger();
    await rebuild();
    expect(await desk.runAt('2026-11-20T14:30:00Z')).toEqual([]);
    expect((await desk.runAt('2026-11-20T15:15:00Z')).map(({ title }) => title)).toEqual([
      '2 secrets still overdue in the emergency of alice',
    ]);
  });

  it('keeps the first terms of an exposure, whatever the config said to a run in between', async () => {
    deleteLedger();
    desk.config = new DeadlineDesk({ deadlineHours: 400 }).config;
    await desk.hear(...desk.log);
    await desk.runAt('2026-11-20T14:18:00Z');
    expect((await judgedAt('14:19'))[0]?.exposures.map(({ state }) => state)).not.toContain('overdue');
    await rebuild();
    expect((await judgedAt('14:21'))[0]?.exposures.map(({ state }) => state)).toEqual([
      'overdue',
      'rotated',
      'overdue',
    ]);
  });

  it('is not recorded again where its evidence was on record', async () => {
    await desk.runAt('2026-11-21T14:15:00Z');
    expect(desk.records).toHaveLength(1);
    deleteLedger();
    await rebuild('2026-11-21T14:20:00Z');
    await desk.runAt('2026-11-21T14:30:00Z');
    expect(desk.records).toHaveLength(1);
  });

  it('leaves out what is no telling, and says of which key', async () => {
    deleteLedger();
    desk.evidence.set('tellings/x/2026-11-20T00:00:00.000Z.json', { version: 1, told: 'forged' });
    expect(await rebuild()).toMatchObject({ tellings: 4, incidents: 1, unreadable: 1 });
    expect(desk.failures).toContain('tellings/x/2026-11-20T00:00:00.000Z.json');
  });

  it('is found in the log from a given day where even the evidence is gone; with neither, it says so', async () => {
    deleteLedger();
    desk.evidence.clear();
    await expect(rebuild()).rejects.toThrow('name "from"');
    await rebuild('2026-11-20T14:20:00Z', '2026-11-01');
    expect((await judgedAt('14:21'))[0]?.exposures).toHaveLength(3);
  });

  it('is rebuilt twice, or while it is whole, without a change', async () => {
    const whole = await desk.incidentsTold();
    await rebuild();
    await rebuild();
    expect(marksAside(await desk.incidentsTold())).toEqual(marksAside(whole));
  });

  it('finds under one id what was told under two', async () => {
    // An earlier session of the same person, which the log tells late, gives the incident another id.
    const earlier = roleSession(breakGlassRole, 'alice', '08:40');
    const late = [
      assumeRole('open-earlier', '08:40'),
      read('early', '08:45', secretArn('early-StUvWx'), earlier),
    ];
    desk.log.push(...late);
    await desk.hear(...late);
    await desk.runAt('2026-11-20T14:17:00Z');
    const before = await desk.incidentsTold();
    expect(before).toHaveLength(1);
    deleteLedger();
    await rebuild();
    expect(marksAside(await desk.incidentsTold())).toEqual(marksAside(before));
  });
});

/** When the log was asked, what was seen in it, and when a record was written, decide only when it is asked again. */
function marksAside(told: readonly object[]): object[] {
  return told.map((one) => ({ ...one, askedAt: null, checked: undefined }));
}

/** What a run finds at a moment of the day, without a trace of the run. */
async function judgedAt(time: string): Promise<readonly Incident[]> {
  return desk.judgedAt(`2026-11-20T${time}:00Z`);
}
