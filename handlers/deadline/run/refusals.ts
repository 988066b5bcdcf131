import type { Notice } from '../../alert/render/notice.ts';
import type { Refusal } from '../exposures/waivers.ts';
import type { Incident } from '../incident.ts';
import type { Told } from '../telling/told.ts';

/** A refused waiver, with what tells it apart from others. */
export type KeyedRefusal = Refusal & { readonly key: string; readonly secret: string };

/** Waivers by the one who read the secret that have not been told as refused yet, with what was told of their incident. */
export function refusalsToTell(
  refusals: readonly Refusal[],
  incidents: readonly Incident[],
  told: readonly Told[],
): { refusal: KeyedRefusal; told: Told }[] {
  return refusals.flatMap((refusal) => {
    if (refusal.why !== 'by-exposed') return [];
    const { exposure, author, expires } = refusal.waiver;
    const exposed = ({ exposures }: Incident) => exposures.find((one) => one.exposure === exposure);
    const incident = incidents.find((one) => exposed(one) !== undefined);
    const secret = incidents.map(exposed).find((one) => one !== undefined)?.secret ?? 'unknown';
    const known = told.find((one) => one.incident === incident?.incident);
    const key = `${exposure} ${author} ${expires}`;
    return known === undefined || known.refused.includes(key)
      ? []
      : [{ refusal: { ...refusal, key, secret }, told: known }];
  });
}

export function refusalNotice(
  { waiver: { exposure, author }, secret }: KeyedRefusal,
  { incident }: Told,
): Notice {
  return {
    type: 'waiver-refused',
    severity: 'high',
    title: `A waiver by the one who read the secret does not count`,
    parts: [
      {
        label: 'what',
        text: `${secret} was waived by ${author}, who read it. The clock goes on.`,
      },
      { label: 'now', text: `Ask ${author} why. Someone else must replace the value, or waive it.` },
      { label: 'more', text: `exposure ${exposure}, incident ${incident}` },
    ],
    account: null,
    data: { exposure, incident, author },
  };
}
