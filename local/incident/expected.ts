import { iso, timeOfDay } from './clock.ts';
import { dispositionsOf } from './dispositions.ts';
import { account } from './places.ts';
import type { ScriptedEvent } from './scene.ts';
import type { Script } from './script.ts';
import { verdicts } from './verdicts.ts';

/** What was written beside the script: the number of files and records, and the events delivered a second time. */
export interface Written {
  readonly files: number;
  readonly records: number;
  readonly redelivered: readonly ScriptedEvent[];
}

/** What must come out of the log, told by the script alone and by none of the code that is measured against it. */
export function expectedOf(script: Script, start: number, written: Written) {
  const dispositions = dispositionsOf(script.events);
  const count = (name: string) => dispositions.filter(({ disposition }) => disposition === name).length;
  const matched = dispositions.filter(({ disposition }) => disposition !== 'unmatched');
  const alerted = count('alerted');
  const grouped = count('grouped');
  const redelivered = written.redelivered.filter(({ expect }) => expect !== null);
  const duplicate = redelivered.length;
  const at = (clock: string) => iso(timeOfDay(start, clock));
  const summary = {
    files: written.files,
    unreadable: 0,
    skipped: 0,
    records: written.records,
    alerted,
    grouped,
    suppressed: 0,
    duplicate,
    canary: 0,
    shadowed: 0,
    unmatched: written.records - matched.length - duplicate,
    'dead-lettered': 0,
  };
  return {
    glasswatch: { kind: 'expected', version: 1 },
    account,
    start: iso(start),
    now: iso(start + 86_400_000),
    summary: { ...summary, alerted, grouped },
    summaryUngrouped: { ...summary, alerted: matched.length, grouped: 0 },
    redelivered: redelivered.map(({ record }) => record.eventID),
    alerts: matched
      .filter(({ disposition }) => disposition === 'alerted')
      .map(({ event, count }) => ({ ...alertOf(event), count })),
    alertsUngrouped: matched.map(({ event }) => alertOf(event)),
    verdicts: verdicts.map((verdict) => ({
      ...verdict,
      firstRead: at(verdict.firstRead),
      lastRead: at(verdict.lastRead),
      deadline: at(verdict.deadline),
      rotatedAt: verdict.rotatedAt === null ? null : at(verdict.rotatedAt),
    })),
    crossAccountReads: script.crossAccountReads.map((row) => ({
      caller_account: row.caller,
      owner_account: row.owner,
      principal: row.principal,
      secret: row.secret,
      reads: row.reads,
      first_read: at(row.firstRead),
      last_read: at(row.lastRead),
      trusted: row.trusted,
    })),
    timeline: dispositions.map(({ event, disposition }) => ({
      eventTime: event.record.eventTime,
      eventID: event.record.eventID,
      eventName: event.record.eventName,
      region: event.region,
      what: event.what,
      detection: event.expect?.detection ?? null,
      disposition,
    })),
  };
}

function alertOf({ record, region, expect }: ScriptedEvent) {
  return {
    eventID: record.eventID,
    eventTime: record.eventTime,
    detection: expect?.detection ?? null,
    also: expect?.also ?? [],
    severity: expect?.severity ?? null,
    mode: 'alert',
    account,
    region,
    actor: expect?.actor ?? null,
    target: expect?.target ?? null,
  };
}
