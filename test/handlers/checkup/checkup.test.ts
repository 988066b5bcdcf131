import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkup, nothingSeen } from '../../../handlers/checkup/checkup.ts';
import { checks } from '../../../handlers/checkup/checks/all.ts';
import { Unseen } from '../../../handlers/checkup/finding.ts';
import type { CheckupPorts } from '../../../handlers/checkup/ports.ts';
import { away, contextWith, day, home, hourMs, now } from './standing.ts';

const project = join(import.meta.dirname, '..', '..', '..');

/** A log in which every day has records and the canary is. */
const log: CheckupPorts['log'] = {
  ask: ({ name, columns }) => {
    const week = ['13', '14', '15', '16', '17', '18', '19', '20'].map((date) => day(`2026-11-${date}`));
    const rows = name === 'records-per-day' ? week : [{ event_id: 'e1' }];
    return Promise.resolve({ columns, rows, scannedBytes: 0 });
  },
};

describe('the checks', () => {
  it('are all files of their folder, each in the list once and with a section in the runbook', () => {
    const files = readdirSync(join(project, 'handlers/checkup/checks')).filter((file) => file !== 'all.ts');
    expect(checks.map(({ id }) => `${id}.ts`).sort()).toEqual(files.sort());
    const runbook = readFileSync(join(project, 'docs/runbook.md'), 'utf8').split('\n');
    for (const { id } of checks) expect(runbook, id).toContain(`## ${id}`);
  });
});

describe('a checkup', () => {
  it('asks in the home Region what is there, and in every watched Region what is everywhere', async () => {
    const findings = await checkup(checks, [home, away], contextWith({ log }));
    const places = (check: string) =>
      new Set(findings.filter((one) => one.check === check).map(({ region }) => region));
    expect(places('trail')).toEqual(new Set([home]));
    expect(places('gate-rules')).toEqual(new Set([home, away]));
    expect(places('digests')).toEqual(new Set([home, away]));
    expect(new Set(findings.map(({ check }) => check)).size).toBe(checks.length);
    const onlyAway = await checkup(checks, [away], contextWith({ log }));
    expect(new Set(onlyAway.map(({ region }) => region))).toEqual(new Set([away]));
  });

  it('makes cannot-tell of whatever fails, with what to do, and goes on', async () => {
    const context = contextWith({
      log,
      trails: {
        trail: () => Promise.reject(new Unseen('cloudtrail:DescribeTrails is not allowed', 'Allow it.')),
      },
      queues: { messages: () => Promise.reject(new TypeError('x is not a function')) },
    });
    const findings = await checkup(checks, [home], context);
    const of = (check: string) => findings.filter((one) => one.check === check);
    expect(of('trail')).toEqual([
      {
        check: 'trail',
        region: home,
        state: 'cannot-tell',
        says: 'cloudtrail:DescribeTrails is not allowed',
        todo: 'Allow it.',
      },
    ]);
    expect(of('dead-letter-queues')).toMatchObject([
      {
        state: 'cannot-tell',
        says: expect.stringMatching(/^the look failed: TypeError in checkup\.test\.ts:\d+:\d+$/) as string,
      },
    ]);
    expect(of('schedules')).toMatchObject([{ state: 'ok' }]);
  });

  it('counts as it goes', async () => {
    const steps: string[] = [];
    await checkup(checks, [home], contextWith({ log }), (done, of) => steps.push(`${done}/${of}`));
    expect(steps.at(-1)).toBe(`${checks.length}/${checks.length}`);
    expect(steps).toHaveLength(checks.length);
  });

  it('without credentials says so in each line', () => {
    const findings = nothingSeen(
      checks,
      [home, away],
      contextWith(),
      new Unseen('no credentials', 'Sign in.'),
    );
    expect(findings.length).toBeGreaterThan(checks.length);
    expect(new Set(findings.map(({ state, says, todo }) => `${state} ${says} ${todo ?? ''}`))).toEqual(
      new Set(['cannot-tell no credentials Sign in.']),
    );
  });

  it('owes no digest to a trail that began just now', async () => {
    const digests = checks.filter(({ id }) => id === 'digests');
    const context = contextWith({
      objects: { list: () => Promise.resolve([]), read: () => Promise.reject(new Error()) },
    });
    const trail = await context.ports.trails.trail('');
    if (trail === null) return expect.unreachable();
    const since = (loggingSince: number) => ({
      ...context.ports,
      trails: { trail: () => Promise.resolve({ ...trail, loggingSince }) },
    });
    const [early] = await checkup(digests, [home], { ...context, ports: since(now - 2 * hourMs) });
    expect(early).toMatchObject({
      state: 'cannot-tell',
      says: expect.stringContaining('began to log') as string,
    });
    const [late] = await checkup(digests, [home], { ...context, ports: since(now - 30 * hourMs) });
    expect(late).toMatchObject({ state: 'wrong' });
    expect(late?.says).toMatch(/^no digest for 27 hours/);
  });
});
