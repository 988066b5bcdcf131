import type { Random } from '../../../local/incident/random.ts';

type Fields = Record<string, unknown>;

/** A record that is like another in all but what each has of its own, or differs in one thing more that is easily missed. */
export function twin(record: Fields, random: Random): unknown {
  const changes = random.chance(0.8) ? ownChanges : [...ownChanges, ...slips];
  return random.pick(changes)({ ...record, eventID: `twin-${random.below(1e9)}` }, random);
}

type Change = (record: Fields, random: Random) => unknown;

/** Times as CloudTrail writes them, and as it does not: another offset, fractions, no such day, no time at all. */
const times = [
  ...Array.from({ length: 12 }, (_, hour) => `2026-11-18T${String(hour * 2).padStart(2, '0')}:30:59Z`),
  '2024-02-29T00:00:00Z',
  '2025-02-29T00:00:00Z',
  '2026-11-18T24:00:00Z',
  '2026-11-18T02:14:60Z',
  '2026-11-18T02:14:07.123Z',
  '2026-11-18T02:14:07+02:00',
  '0999-11-18T02:14:07Z',
  '2026-11-18t02:14:07z',
  '٢٠٢٦-11-18T02:14:07Z',
  '2026-11-18 02:14:07Z',
  'yesterday',
];

const ownChanges: readonly Change[] = [
  (record) => record,
  (record, random) => ({ ...record, eventTime: random.pick(times) }),
  (record, random) => ({ ...record, eventTime: random.pick(times), eventID: 'é😀' }),
  (record, random) => ({
    ...record,
    requestID: random.pick<unknown>([null, 7, { a: ['},{'] }, ',"requestID":', 'r']),
  }),
  (record, random) => ({ ...record, sharedEventID: random.pick<unknown>([null, '', 's1', 's2', { s: 1 }]) }),
];

const slips: readonly Change[] = [
  (record) => ({ ...record, eventID: 'a"b\\' }),
  (record) => ({ ...record, awsRegion: `${String(record.awsRegion)} ` }),
  (record) => ({
    ...record,
    requestParameters: { ...(record.requestParameters as Fields), eventID: 'inside' },
  }),
  (record) => ({ ...record, userIdentity: { ...(record.userIdentity as Fields), requestID: 'inside' } }),
  (record) => ({ ...record, 'eventTime.x': 1 }),
  (record) => ({ ...record, errorCode: 'AccessDenied' }),
  (record) => ({ ...record, additionalEventData: { n: 1e21 } }),
];
