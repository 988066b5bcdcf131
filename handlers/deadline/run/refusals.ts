import type { Notice } from '../../alert/render/notice.ts';
import type { Refusal } from '../exposures/waivers.ts';
import type { Incident } from '../incident.ts';
import type { Told } from '../telling/told.ts';

/** How a refusal is told. */
interface Telling {
  /** Tells its key apart from those of other refusals of the same waiver. */
  readonly mark: string;
  words(
    secret: string,
    author: string,
  ): { readonly title: string; readonly what: string; readonly now: string };
}

/** What is only late, or for nobody, is told by the deadline that goes on. */
const tellings = {
  'by-exposed': {
    mark: '',
    words: (secret, author) => ({
      title: 'A waiver by the one who read the secret does not count',
      what: `${secret} was waived by ${author}, who read it. The clock goes on.`,
      now: `Ask ${author} why. Someone else must replace the value, or waive it.`,
    }),
  },
  'before-read': {
    mark: ' before-read',
    words: (secret, author) => ({
      title: 'A waiver from before the read does not count',
      what: `${secret} was waived by ${author} before it was read. Nobody can answer for a read that has not happened. The clock goes on.`,
      now: `Ask ${author} how they knew. Someone else must replace the value, or waive it.`,
    }),
  },
  unproven: {
    mark: ' unproven',
    words: (secret, author) => ({
      title: 'A waiver was edited, and the log has not told yet by whom',
      what: `The waiver of ${secret}, which ${author} had put, was put anew. Until the log tells by whom, it does not count, and the clock goes on.`,
      now: `CloudTrail needs some minutes. Ask ${author} whether it was them.`,
    }),
  },
} satisfies Partial<Record<Refusal['why'], Telling>>;

type ToldWhy = keyof typeof tellings;

/** A refused waiver that is told, with what tells it apart from others. */
export type KeyedRefusal = Refusal & { readonly why: ToldWhy; readonly key: string; readonly secret: string };

/** Waivers that somebody tries to have counted and that have not been told as refused yet, with what was told of their incident. */
export function refusalsToTell(
  refusals: readonly Refusal[],
  incidents: readonly Incident[],
  told: readonly Told[],
): { refusal: KeyedRefusal; told: Told }[] {
  return refusals.flatMap((refusal) => {
    const { exposure, author, expires } = refusal.waiver;
    const exposed = ({ exposures }: Incident) => exposures.find((one) => one.exposure === exposure);
    const incident = incidents.find((one) => exposed(one) !== undefined);
    const secret = incidents.map(exposed).find((one) => one !== undefined)?.secret ?? 'unknown';
    const known = told.find((one) => one.incident === incident?.incident);
    const { why } = refusal;
    if (!isTold(why)) return [];
    const key = `${exposure} ${author} ${expires}${tellings[why].mark}`;
    return known === undefined || known.refused.includes(key)
      ? []
      : [{ refusal: { ...refusal, why, key, secret }, told: known }];
  });
}

function isTold(why: Refusal['why']): why is ToldWhy {
  return why in tellings;
}

export function refusalNotice(
  { waiver: { exposure, author }, secret, why }: KeyedRefusal,
  { incident }: Told,
): Notice {
  const { title, what, now } = tellings[why].words(secret, author);
  return {
    type: 'waiver-refused',
    severity: 'high',
    title,
    parts: [
      { label: 'what', text: what },
      { label: 'now', text: now },
      { label: 'more', text: `exposure ${exposure}, incident ${incident}` },
    ],
    account: null,
    data: { exposure, incident, author },
  };
}
