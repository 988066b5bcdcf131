import { necessitiesOf, type Necessity, type Sign } from '../../detections/pattern/necessity.ts';
import type { EventPattern } from '../../detections/pattern/matcher.ts';
import type { RecordKind } from './kernel/kernel.ts';

/** Records that somebody wants to see: those that may match a pattern. */
export interface Interest {
  /** Plain data, so that a worker can be given it. */
  readonly pattern: EventPattern;
  /** Where the record stands in what the pattern is about: alone, or as `detail` of an event. */
  readonly of: 'record' | 'event';
}

/**
 * Whether a record of some kind can be of interest: never, always, or where it shows, for any of the lists, at least one
 * sign of each of its members (bit i of a member: sign i).
 */
export type Bearing = 'never' | 'always' | readonly (readonly number[])[];

/** Whether any of the interests asks for one of these fields of a record, or for something in one. */
export function askFor(names: readonly string[], interests: readonly Interest[]): boolean {
  return interests.some(({ pattern, of }) =>
    necessitiesOf(pattern).some(({ fields }) =>
      fields.some((field) => {
        const inRecord = of === 'record' ? field : field.replace(/^detail\./, '');
        return names.some((name) => inRecord === name || inRecord.startsWith(`${name}.`));
      }),
    ),
  );
}

/** More of one field's signs than this are too many to look for. */
const mostSigns = 8;

/**
 * What the interests come to, for a look at records that are not parsed. Only ever too wide: whatever a pattern matches
 * is wanted.
 *
 * @param watch looks out for a sign and answers its number; null where no more can be looked for
 */
export function bearings(
  interests: readonly Interest[],
  watch: (sign: Sign) => number | null,
): (kind: RecordKind) => Bearing {
  const watched = new Map<string, number | null>();
  const numberOf = (sign: Sign) => {
    const key = `${sign.in} ${sign.text}`;
    const known = watched.get(key);
    const number = known === undefined ? watch(sign) : known;
    watched.set(key, number);
    return number;
  };
  const demands = interests
    .flatMap((interest) => necessitiesOf(interest.pattern).map((one) => new Demand(one, interest)))
    // What no kind rules out needs its signs most.
    .sort((a, b) => Number(b.isOfAnyKind) - Number(a.isOfAnyKind));
  for (const demand of demands) demand.chooseSigns(numberOf);
  return (kind) => {
    const open = demands.filter((demand) => demand.admits(kind)).map(({ signs }) => signs);
    if (open.length === 0) return 'never';
    return open.some((signs) => signs.length === 0) ? 'always' : open;
  };
}

class Demand {
  readonly isOfAnyKind: boolean;
  signs: readonly number[] = [];
  readonly #necessity: Necessity;
  readonly #prefix: string;

  constructor(necessity: Necessity, { of }: Interest) {
    this.#necessity = necessity;
    this.#prefix = of === 'event' ? 'detail.' : '';
    // No service and no call has such a name.
    this.isOfAnyKind = this.admits({ eventSource: '\0', eventName: '\0', errorCode: null });
  }

  admits(kind: RecordKind): boolean {
    return kindFields.every((field) => this.#necessity.allows(`${this.#prefix}${field}`, kind[field]));
  }

  chooseSigns(numberOf: (sign: Sign) => number | null): void {
    const known = kindFields.map((field) => `${this.#prefix}${field}`);
    const few = this.#necessity.signs.filter(
      ({ field, anyOf }) => !known.includes(field) && anyOf.length <= mostSigns,
    );
    const ofValues = few.filter(({ anyOf }) => anyOf.every((sign) => sign.in === 'value'));
    // Values tell more than keys, which every record of a kind has.
    this.signs = (ofValues.length > 0 ? ofValues : few).flatMap(({ anyOf }) => {
      const numbers = anyOf.map(numberOf);
      const mask = numbers.reduce<number | null>(
        (all, number) => (all === null || number === null ? null : all | (1 << number)),
        0,
      );
      return mask === null ? [] : [mask];
    });
  }
}

const kindFields = ['eventSource', 'eventName', 'errorCode'] as const;
