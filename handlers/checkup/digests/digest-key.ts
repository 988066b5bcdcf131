import type { ExpectedTrail } from '../deployment.ts';

/** Where digests of a trail lie, and how they are named (aws-facts, section 10). */
export interface DigestPlace {
  readonly bucket: string;
  /** Of a Region and day `yyyy/MM/dd`: what the keys of its digests begin with. */
  folder(region: string, day: string): string;
  /** End of the hour that a key's digest is about, ms; null: no digest of this trail, or one that was delivered later (`_backfill`). */
  endOf(key: string): number | null;
}

export function digestPlace(trail: ExpectedTrail, account: string): DigestPlace {
  const [, , , home = ''] = trail.arn.split(':');
  const name = trail.arn.slice(trail.arn.lastIndexOf('/') + 1);
  const root = [trail.prefix, 'AWSLogs', trail.organization ?? '', account, 'CloudTrail-Digest']
    .filter((part) => part !== '')
    .join('/');
  // A bucket may hold the digests of several trails; those of one name with the trail's own Region.
  const named = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.json\.gz$/;
  return {
    bucket: trail.bucket,
    folder: (region, day) =>
      `${root}/${region}/${day}/${account}_CloudTrail-Digest_${region}_${name}_${home}_`,
    endOf: (key) => {
      const file = key.slice(key.lastIndexOf('/') + 1);
      const begin = file.indexOf(`_${name}_${home}_`);
      const match = begin === -1 ? null : named.exec(file.slice(begin + `_${name}_${home}_`.length));
      if (match === null) return null;
      const [, year, month, day, hour, minute, second] = match;
      return Date.parse(
        `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour ?? ''}:${minute ?? ''}:${second ?? ''}Z`,
      );
    },
  };
}
