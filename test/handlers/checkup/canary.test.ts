import { describe, expect, it } from 'vitest';
import { ownNames } from '../../../config/names.ts';
import { sendCanaries, type CanaryCalls } from '../../../handlers/checkup/canary.ts';
import type { CanaryLog } from '../../../handlers/checkup/canary-log.ts';
import { noteCanary } from '../../../handlers/checkup/canary-notes.ts';
import { Unseen } from '../../../handlers/checkup/finding.ts';
import { assumeRole, breakGlassRole, deniedRead, roleSession } from '../alert/events.ts';
import { away, deploymentWith, home, now } from './standing.ts';

const { config } = deploymentWith();
const names = ownNames(config) ?? expect.unreachable();
const canaryRole = 'arn:aws:iam::111122223333:role/glasswatch-canary';
const checkupRole = 'arn:aws:iam::111122223333:role/glasswatch-checkup';

/** A canary log that keeps what it is told, as lines. */
class Lines implements CanaryLog {
  readonly lines: string[] = [];
  sent(region: string, at: number): Promise<void> {
    this.lines.push(`sent ${region} ${new Date(at).toISOString()}`);
    return Promise.resolve();
  }
  seen(
    step: string,
    region: string,
    { eventTime, seenAt }: { eventTime: number; seenAt: number },
  ): Promise<void> {
    this.lines.push(`${step} ${region} ${new Date(eventTime).toISOString()} after ${seenAt - eventTime} ms`);
    return Promise.resolve();
  }
  trace(): never {
    throw new Error('not to be asked');
  }
}

/** Sends with calls that answer so. */
async function send(answer: 'refused' | 'given' | Error, lines = new Lines()) {
  const calls: string[] = [];
  const assume: CanaryCalls['assume'] = (region, role, session) => {
    calls.push(`assume ${role} in ${region} as ${session}`);
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve({
      ask: (secret) => {
        calls.push(`ask ${secret} in ${region}`);
        return Promise.resolve(answer);
      },
    });
  };
  const ports = { calls: { assume }, canaries: lines, clock: { now: () => now } };
  const findings = await sendCanaries([home, away], names, ports);
  return { calls: calls.sort(), findings, lines: lines.lines };
}

describe('sending a canary', () => {
  it('assumes the one role and asks for the one secret in each Region, and notes it', async () => {
    const { calls, findings, lines } = await send('refused');
    expect(calls).toEqual([
      `ask glasswatch-canary in ${home}`,
      `ask glasswatch-canary in ${away}`,
      `assume ${canaryRole} in ${home} as glasswatch-canary`,
      `assume ${canaryRole} in ${away} as glasswatch-canary`,
    ]);
    expect(lines).toEqual([`sent ${home} 2026-11-20T06:05:00.000Z`, `sent ${away} 2026-11-20T06:05:00.000Z`]);
    expect(findings.map(({ state, region }) => `${state} ${region ?? ''}`)).toEqual([
      `ok ${home}`,
      `ok ${away}`,
    ]);
  });

  it('is wrong when the role is not empty any more', async () => {
    const { findings } = await send('given');
    expect(findings[0]).toMatchObject({
      state: 'wrong',
      says: 'the canary role may read secrets: it has to be empty',
    });
    expect(findings[0]?.todo).toContain(canaryRole);
  });

  it('cannot tell when the role cannot be assumed, or anything else fails', async () => {
    const refused = await send(new Unseen('sts:AssumeRole in eu-central-1 is not allowed', 'Allow it.'));
    expect(refused.findings[0]).toMatchObject({
      check: 'canary-events',
      state: 'cannot-tell',
      says: 'no canary was sent: sts:AssumeRole in eu-central-1 is not allowed',
      todo: 'Allow it.',
    });
    const broken = await send(new TypeError('a token FwoGZXIvYXdzE stands here'));
    expect(broken.findings[0]).toMatchObject({ state: 'cannot-tell', says: 'no canary was sent: TypeError' });
  });
});

describe('a record on the event path', () => {
  const opening = assumeRole('e1', '09:00', {
    role: canaryRole,
    as: 'checkup',
    by: roleSession(checkupRole, 'run'),
  });
  const probe = deniedRead('e2', '09:00:01', {
    by: roleSession(canaryRole, 'run'),
    secret: 'glasswatch-canary',
  });
  const seenAt = Date.parse('2026-11-20T09:00:09Z');

  it('is noted when it is the canary’s, by step, Region and both times', async () => {
    const lines = new Lines();
    for (const record of [opening, probe]) await noteCanary(record, seenAt, config, lines);
    expect(lines.lines).toEqual([
      `assume ${home} 2026-11-20T09:00:00.000Z after 9000 ms`,
      `read ${home} 2026-11-20T09:00:01.000Z after 8000 ms`,
    ]);
  });

  it('is passed by when it is anything else', async () => {
    const lines = new Lines();
    const others = [
      assumeRole('e3', '09:00', { role: canaryRole }),
      assumeRole('e4', '09:00', { role: breakGlassRole, by: roleSession(checkupRole, 'run') }),
      deniedRead('e5', '09:00', { by: roleSession(canaryRole, 'run'), secret: 'payroll' }),
      { 'detail-type': 'no record at all' },
    ];
    for (const record of others) await noteCanary(record, seenAt, config, lines);
    expect(lines.lines).toEqual([]);
  });
});
