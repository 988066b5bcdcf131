import { describe, expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { compilePattern } from '../../detections/pattern/matcher.ts';
import { casesOf, judge, loadSubject, type Case, type Subject } from './judgement.ts';
import { mutantsOf } from './mutants.ts';

/** A case with all that a mutant's verdict depends on. */
interface Judged extends Case {
  /** By pattern: whether it lets the event in. */
  readonly passes: readonly boolean[];
  /** What `confirm` says once the event is in. */
  readonly confirmed: boolean;
}

/** One wrong version of a detection, and the verdict that it gives. */
interface WrongDetection {
  readonly name: string;
  readonly verdict: (judged: Judged) => boolean;
}

async function judgedCases(subject: Subject): Promise<Judged[]> {
  const matchers = subject.detection.patterns(subject.config).map((pattern) => compilePattern(pattern));
  return Promise.all(
    casesOf(subject).map(async (one) => ({
      ...one,
      passes: matchers.map((matches) => matches({ detail: one.event })),
      confirmed: (await judge(subject, one, { group: false })).outcome !== 'unmatched',
    })),
  );
}

function wrongDetections({ detection, config }: Subject): WrongDetection[] {
  const ofPatterns = detection.patterns(config).flatMap((pattern, index) =>
    mutantsOf(pattern).map(({ name, matches }) => ({
      name: `pattern ${index}, ${name}`,
      verdict: ({ event, passes, confirmed }: Judged) =>
        confirmed && (passes.some((pass, other) => pass && other !== index) || matches({ detail: event })),
    })),
  );
  if (detection.confirm === undefined && detection.ofBreakGlassOnly === undefined) return ofPatterns;
  return [
    ...ofPatterns,
    { name: 'confirmed always', verdict: ({ passes }) => passes.includes(true) },
    { name: 'confirmed never', verdict: () => false },
  ];
}

const subjects = await Promise.all(
  detections.map(async (detection) => {
    const subject = await loadSubject(detection);
    const mutants = wrongDetections(subject);
    const cases = await judgedCases(subject);
    const survivors = mutants.filter(({ verdict }) => cases.every((one) => verdict(one) === one.expected));
    return { id: detection.id, subject, mutants, cases, survivors: survivors.map(({ name }) => name) };
  }),
);

describe.each(subjects.map((one) => [one.id, one] as const))(
  '%s',
  (id, { subject, mutants, cases, survivors }) => {
    const equivalent = Object.keys(subject.cases.equivalent ?? {});

    test('gives the expected verdict on every case while nothing is mutated', () => {
      const verdict = ({ passes, confirmed }: Judged) => passes.includes(true) && confirmed;
      expect(cases.filter((one) => verdict(one) !== one.expected).map(({ name }) => name)).toEqual([]);
    });

    test('has no mutant that its cases let live: a case is missing, or a condition says nothing', () => {
      const alive = survivors.filter((name) => !equivalent.includes(name)).map((name) => `${id}: ${name}`);
      expect(alive).toEqual([]);
    });

    test('calls no mutant equivalent that a case can tell', () => {
      expect(equivalent.filter((name) => !survivors.includes(name))).toEqual([]);
    });

    test('has mutants that differ from one another', () => {
      const names = mutants.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    });
  },
);

test('mutants are made of every detection, and many of all', () => {
  expect(subjects.filter(({ mutants }) => mutants.length < 5).map(({ id }) => id)).toEqual([]);
  expect(subjects.reduce((sum, { mutants }) => sum + mutants.length, 0)).toBeGreaterThan(500);
});
