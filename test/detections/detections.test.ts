import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { compilePattern } from '../../detections/pattern/matcher.ts';
import { isDeepStrictEqual } from 'node:util';
import type { NearMiss } from './detection-cases.ts';
import { tokenMarker, type Fields } from './event-builders.ts';
import { admits, casesOf, judge, loadSubject, truthNamed, withField } from './judgement.ts';

const subjects = await Promise.all(detections.map(loadSubject));
const runbookFile = join(import.meta.dirname, '../../docs/runbook.md');

function valueAt(event: Fields, path: readonly string[]): unknown {
  return path.reduce<unknown>((node, key) => (node as Fields | null | undefined)?.[key], event);
}

/** Whether a value is one field: an object of several would be several. */
function isOneField(value: unknown): boolean {
  return typeof value !== 'object' || value === null || Array.isArray(value);
}

/** Each with its name before it, which titles its test. */
function byName<Named extends { readonly name: string }>(
  all: readonly Named[],
): (readonly [string, Named])[] {
  return all.map((one) => [one.name, one] as const);
}

test('all twelve detections of the design are there', () => {
  expect(detections.map(({ id }) => id)).toEqual([
    'audit-tampering',
    'break-glass-chained',
    'break-glass-denied',
    'break-glass-opened',
    'break-glass-read',
    'break-glass-role-changed',
    'bulk-read',
    'decoy-read',
    'rotation-failed',
    'secret-access-denied',
    'secret-at-risk',
    'secret-exposed',
  ]);
});

describe.each(subjects.map((subject) => [subject.detection.id, subject] as const))('%s', (_id, subject) => {
  const { detection, cases, config } = subject;

  test.each(byName(cases.truths))('matches when %s', async (_name, truth) => {
    expect(admits(subject, truth.event)).toBe(true);
    const { outcome, alert } = await judge(subject, { before: [], ...truth }, { group: false });
    expect(outcome).toBe('alerted');
    expect(alert).toMatchObject({
      detection: detection.id,
      target: truth.target,
      severity: truth.severity ?? detection.severity,
      title: expect.stringContaining(truth.says ?? '') as string,
    });
  });

  test.each(byName(cases.truths))('tells once, and counts what repeats it, when %s', async (_name, truth) => {
    const { outcome } = await judge(subject, { before: [], ...truth }, { group: true });
    expect(outcome).toBe(truth.repeats === true ? 'grouped' : 'alerted');
  });

  test.each(byName(casesOf(subject).filter(({ expected }) => !expected)))(
    'does not match %s',
    async (_name, nearMiss) => {
      const matched =
        admits(subject, nearMiss.event) &&
        (await judge(subject, nearMiss, { group: false })).outcome !== 'unmatched';
      expect(matched).toBe(false);
    },
  );

  test.each(byName<NearMiss>(cases.nearMisses))(
    'differs in one thing from what it matches: %s',
    (_name, nearMiss) => {
      const truth = truthNamed(cases, nearMiss.of, detection.id);
      if ('before' in nearMiss) {
        expect(isDeepStrictEqual(nearMiss.before, truth.before ?? [])).toBe(false);
        return;
      }
      const was = valueAt(truth.event, nearMiss.set);
      expect(isOneField(nearMiss.to)).toBe(true);
      expect(isDeepStrictEqual(was, nearMiss.to)).toBe(false);
      expect(withField(withField(truth.event, nearMiss.set, nearMiss.to), nearMiss.set, was)).toEqual(
        truth.event,
      );
    },
  );

  test('names its cases apart', () => {
    const names = casesOf(subject).map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each(byName(cases.truths))('finds words that a person can use when %s', async (_name, truth) => {
    const { alert } = await judge(subject, { before: [], ...truth }, { group: false });
    const { title = '', what = '', signs = [], next = '', command = null } = alert ?? {};
    for (const text of [title, what, next, ...signs]) {
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/undefined|null|\[object|NaN/);
      expect(text).not.toMatch(/ {2}|\(\)|""/);
    }
    expect(title).not.toContain('\n');
    expect(next.split(/(?<=[.?!])\s+/).length).toBeLessThanOrEqual(3);
    expect(command ?? 'aws ').toMatch(/^aws /);
    expect(JSON.stringify(alert)).not.toContain(tokenMarker);
  });

  test('says what it is', () => {
    for (const text of [detection.title, detection.why, detection.noise]) expect(text.trim()).not.toBe('');
    expect(detection.mitre.filter((id) => !/^T\d{4}(\.\d{3})?$/.test(id))).toEqual([]);
  });

  test('has patterns that EventBridge takes', () => {
    const patterns = detection.patterns(config);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(compilePattern(pattern)({})).toBe(false);
  });

  test('has a section in the runbook', () => {
    const runbook = existsSync(runbookFile) ? readFileSync(runbookFile, 'utf8') : '';
    expect(runbook.split('\n')).toContain(`## ${detection.id}`);
  });
});
