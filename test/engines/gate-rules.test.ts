import { expect, test } from 'vitest';
import type { Config } from '../../config/schema.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { admissions, type Admission } from '../../detections/gate/admission.ts';
import { gateRules, queueRules, tamperRules, type Rule } from '../../detections/gate/rules.ts';
import { compilePattern, compilePatterns } from '../../detections/pattern/matcher.ts';
import { account, type Fields } from '../detections/event-builders.ts';
import { casesOf, loadSubject } from '../detections/judgement.ts';
import { gateConfigs } from './gate-configs.ts';
import { ledgerEvents } from './ledger-events.ts';
import { judge } from './ruler.ts';

// Fixed, so that a run on unchanged code says the same; SEED=… and CONFIGS=… look elsewhere and further.
const SEED = Number(process.env.SEED ?? 20_261_124);
const COUNT = Number(process.env.CONFIGS ?? 8);

const delivered = (record: Fields): Fields => ({
  source: `aws.${String(record.eventSource).split('.')[0] ?? ''}`,
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  detail: record,
});

/** The rules of one hop, and the patterns that were packed into them. */
interface Hop {
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly apart: readonly Admission[];
}

function hopsOf(config: Config): Hop[] {
  const all = admissions(config, detections);
  const { alert, critical } = queueRules(config, detections);
  const tampering = detections.filter(({ id }) => id === 'audit-tampering');
  const copied = admissions({ ...config, detections: {} }, tampering).filter(({ by }) => by !== 'ledger');
  return [
    { name: 'gate', rules: gateRules(config, detections), apart: all },
    { name: 'alert', rules: alert, apart: all.filter((one) => !one.critical) },
    { name: 'critical', rules: critical, apart: all.filter((one) => one.critical) },
    { name: 'tamper', rules: tamperRules(config, detections), apart: copied },
  ];
}

test('event-ruler, our matcher and the patterns one by one agree on every packed rule and every event', async () => {
  process.stderr.write(`engines: rules of ${COUNT} generated configs, SEED=${SEED}\n`);
  const subjects = await Promise.all(detections.map(loadSubject));
  const records = [
    ...subjects.flatMap((subject) => casesOf(subject).flatMap(({ event, before }) => [...before, event])),
    ...ledgerEvents,
  ];
  const events = [...new Set(records.map((record) => JSON.stringify(delivered(record))))];
  const parsed = events.map((event) => JSON.parse(event) as Fields);
  const hops = [...subjects.map(({ config }) => config), ...gateConfigs(SEED, COUNT)].flatMap(hopsOf);
  const patterns = [
    ...new Set(hops.flatMap(({ rules }) => rules.map(({ pattern }) => JSON.stringify(pattern)))),
  ];

  const different: string[] = [];
  const admitting = new Map<string, Set<number>>();
  const pairs = patterns.flatMap((pattern) => events.map((event) => ({ pattern, event })));
  const verdicts = await judge(pairs);
  for (const [at, pattern] of patterns.entries()) {
    const ours = compilePattern(pattern);
    const admitted = new Set<number>();
    for (const [index, event] of parsed.entries()) {
      const verdict = verdicts[at * events.length + index]?.verdict ?? 'none';
      if (verdict === 'match') admitted.add(index);
      if (verdict !== (ours(event) ? 'match' : 'no match'))
        different.push(`ruler ${verdict}: ${pattern} ${events[index] ?? ''}`);
    }
    admitting.set(pattern, admitted);
  }

  let admissionsSeen = 0;
  for (const { name, rules, apart } of hops) {
    const matching = compilePatterns(apart.map(({ by, pattern }) => [by, pattern]));
    for (const [index, event] of parsed.entries()) {
      const wanted = matching({ detail: event.detail }).length > 0;
      const packed = rules.some(({ pattern }) => admitting.get(JSON.stringify(pattern))?.has(index));
      if (wanted !== packed)
        different.push(`${name}: one by one ${wanted}, ruler ${packed}: ${events[index] ?? ''}`);
      if (packed) admissionsSeen += 1;
    }
  }
  expect(different.slice(0, 5), `SEED=${SEED}: ${different.length} differences`).toEqual([]);
  expect(patterns.length).toBeGreaterThan(5 * COUNT);
  expect(admissionsSeen).toBeGreaterThan(1_000 * COUNT);
});

test('event-ruler forgets an alternative that overlaps with one before it, which is why packing keeps them apart', async () => {
  const pattern = '{"$or":[{"a":["x"]},{"a":["x","y"]}]}';
  const [first, second] = await judge([
    { pattern, event: '{"a":"x"}' },
    { pattern, event: '{"a":"y"}' },
  ]);
  expect([first?.verdict, second?.verdict]).toEqual(['match', 'no match']);
});
