import fc from 'fast-check';
import { expect } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { compilePatterns } from '../../../detections/pattern/matcher.ts';
import { dispositions } from '../../../handlers/alert/disposition.ts';
import { record } from '../../handlers/alert/events.ts';
import { changes, anyPoison, poisonedText } from './poisoned-text.ts';
import { enveloped, queue, type Handled } from './queue.ts';
import type { Source } from './subjects.ts';

/** What a fuzzer saw, so that a test can demand that it saw something. */
export type Seen = Record<string, number>;

/** Not poisoned, and of no config: it must be told whatever stands before it. */
export const control = record('control', '2026-11-18T23:00:00Z', {
  eventName: 'RotationFailed',
  eventType: 'AwsServiceEvent',
  userIdentity: { accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' },
  additionalEventData: {
    SecretId: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:control-AbCdEf',
  },
});

/** Poisons records of a source and gives them to the alert handler, a few in a batch; `cases` counts records. */
export async function fuzzQueue(source: Source, runs: number, seed: number): Promise<Seen> {
  const handle = queue(source.config);
  const admits = admission(source);
  const seen: Seen = { cases: 0, admitted: 0 };
  const poisoned = fc.record({
    which: fc.nat(1_000_000),
    done: changes,
    /** What stands behind the detail in the envelope; and where the body is cut. */
    more: seldom(fc.tuple(fc.constantFrom('detail', 'source', 'region', 'time', 'x'), anyPoison), 20),
    cut: seldom(fc.double({ min: 0, max: 1, noNaN: true }), 50),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(poisoned, { minLength: 1, maxLength: 6 }), async (batch) => {
      const bodies = batch.map(({ which, done, more, cut }) => {
        const { event } = source.cases[which % source.cases.length] ?? { event: {} };
        const after = more === null ? '' : `,${JSON.stringify(more[0])}:${more[1]}`;
        const body = enveloped(poisonedText(event, done), after);
        return cut === null ? body : body.slice(0, Math.floor(cut * body.length));
      });
      const handled = await handle([...bodies, enveloped(JSON.stringify(control))]);
      expectPromises(bodies, handled, admits, seen);
      seen.cases = (seen.cases ?? 0) + bodies.length;
    }),
    { numRuns: runs, seed },
  );
  return seen;
}

/** Once in so many cases; else null. */
function seldom<T>(arbitrary: fc.Arbitrary<T>, once: number): fc.Arbitrary<T | null> {
  return fc.oneof({ arbitrary: fc.constant(null), weight: once - 1 }, { arbitrary, weight: 1 });
}

/** Adds what no detection asks for to records that must be told; they must be told all the same. */
export async function fuzzBystanders(source: Source, runs: number, seed: number): Promise<Seen> {
  const handle = queue(source.config);
  const seen: Seen = { cases: 0 };
  const alone: { event: Source['cases'][number]; plain: Handled }[] = [];
  for (const event of source.cases) alone.push({ event, plain: await handle(bodiesOf(event, [])) });
  const added = fc.array(fc.tuple(fc.constantFrom(...bystanders), anyPoison), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...alone), added, async ({ event, plain }, poison) => {
      const handled = await handle(bodiesOf(event, poison));
      const told = ({ alerts }: Handled) => alerts.map(({ eventID, detection }) => `${eventID} ${detection}`);
      expect(handled.failures).toEqual([]);
      if (handled.bares.length === 0) expect(told(handled)).toEqual(told(plain));
      else expect(handled.bares).toHaveLength(handled.letters.length);
      seen.cases = (seen.cases ?? 0) + 1;
      for (const outcome of handled.outcomes) seen[outcome] = (seen[outcome] ?? 0) + 1;
    }),
    { numRuns: runs, seed },
  );
  return seen;
}

/** Keys that CloudTrail does not write. */
const bystanders = [
  'zz',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  '',
  'detail',
  '\u0000',
];

function bodiesOf(
  { event, before }: Source['cases'][number],
  added: readonly (readonly [key: string, poison: string])[],
): string[] {
  const text = JSON.stringify(event);
  const more = added.map(([key, poison]) => `${JSON.stringify(key)}:${poison},`).join('');
  return [...before, null].map((one) =>
    enveloped(one === null ? `{${more}${text.slice(1)}` : JSON.stringify(one)),
  );
}

function expectPromises(
  bodies: readonly string[],
  { received, outcomes, alerts, bares, letters, back, failures }: Handled,
  admits: (record: Record<string, unknown>) => boolean,
  seen: Seen,
): void {
  expect(failures).toEqual([]);
  expect(back).toEqual([]);
  expect(received).toBe(bodies.length + 1);
  expect(outcomes).toHaveLength(received);
  for (const outcome of outcomes) {
    expect(dispositions).toContain(outcome);
    seen[outcome] = (seen[outcome] ?? 0) + 1;
  }
  const count = (...names: string[]) => outcomes.filter((outcome) => names.includes(outcome)).length;
  expect(alerts).toHaveLength(count('alerted', 'shadowed'));
  // A repeated event of no form is told once, and so are letters.
  expect(letters).toHaveLength(count('dead-lettered'));
  expect(bares).toHaveLength(letters.length);
  expect(alerts.some(({ eventID }) => eventID === 'control')).toBe(true);
  bodies.forEach((body, n) => {
    const detail = detailOf(body);
    if (detail === null) {
      expect(outcomes[n]).toBe('dead-lettered');
      return;
    }
    if (!admits(detail)) return;
    seen.admitted = (seen.admitted ?? 0) + 1;
    // Named by now; where it is said to be in error, a letter tells of it.
    if (outcomes[n] !== 'dead-lettered') return;
    expect(letters.some(({ messageId }) => messageId === `m${n + 1}`)).toBe(true);
  });
  const left = Object.prototype as Record<string, unknown>;
  expect([Object.keys(left), left.polluted]).toEqual([[], undefined]);
}

function detailOf(body: string): Record<string, unknown> | null {
  try {
    const { detail } = JSON.parse(body) as { detail?: unknown };
    if (typeof detail !== 'object' || detail === null || Array.isArray(detail)) return null;
    return detail as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Whether any detection's own patterns let a raw record in. */
function admission({ config }: Source): (record: Record<string, unknown>) => boolean {
  const patterns = detections
    .filter(({ id }) => config.detections[id]?.mode !== 'off')
    .flatMap((detection) => detection.patterns(config).map((pattern) => [detection.id, pattern] as const));
  const matching = compilePatterns(patterns);
  return (record) => matching({ detail: record }).length > 0;
}
