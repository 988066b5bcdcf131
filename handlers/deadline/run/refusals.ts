import type { Notice } from '../../alert/render/notice.ts';
import type { Refusal } from '../exposures/waivers.ts';
import type { Incident } from '../incident.ts';
import type { Told } from '../telling/told.ts';

/** A refused waiver, with what tells it apart from others. */
export type KeyedRefusal = Refusal & { readonly key: string; readonly secret: string };

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
    const marks = { 'by-exposed': '', 'before-read': ' before-read', unproven: ' unproven' };
    if (!isTold(refusal.why)) return [];
    const key = `${exposure} ${author} ${expires}${marks[refusal.why]}`;
    return known === undefined || known.refused.includes(key)
      ? []
      : [{ refusal: { ...refusal, key, secret }, told: known }];
  });
}

/** What is only late, or for nobody, is told by the deadline that goes on. */
function isTold(why: Refusal['why']): why is 'by-exposed' | 'before-read' | 'unproven' {
  return why === 'by-exposed' || why === 'before-read' || why === 'unproven';
}

export function refusalNotice(
  { waiver: { exposure, author }, secret, why }: KeyedRefusal,
  { incident }: Told,
): Notice {
  const { title, what, now } = wordsOf(why, secret, author);
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

function wordsOf(
  why: Refusal['why'],
  secret: string,
  author: string,
): { title: string; what: string; now: string } {
  switch (why) {
    case 'unproven':
      return {
        title: 'A waiver was edited, and the log has not told yet by whom',
        what: `The waiver of ${secret}, which ${author} had put, was put anew. Until the log tells by whom, it does not count, and the clock goes on.`,
        now: `CloudTrail needs some minutes. Ask ${author} whether it was them.`,
      };
    case 'before-read':
      return {
        title: 'A waiver from before the read does not count',
        what: `${secret} was waived by ${author} before it was read. Nobody can answer for a read that has not happened. The clock goes on.`,
        now: `Ask ${author} how they knew. Someone else must replace the value, or waive it.`,
      };
    case 'by-exposed':
    case 'expired':
    case 'unknown-exposure':
      return {
        title: 'A waiver by the one who read the secret does not count',
        what: `${secret} was waived by ${author}, who read it. The clock goes on.`,
        now: `Ask ${author} why. Someone else must replace the value, or waive it.`,
      };
  }
}
