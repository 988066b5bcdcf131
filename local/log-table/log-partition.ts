import type { Partition } from '../../queries/row.ts';

/** CloudTrail's key layout: `…/CloudTrail/REGION/YYYY/MM/DD/…` (aws-facts, section 10). */
const layout =
  /(?:^|[\\/])CloudTrail(?:-NetworkActivity)?[\\/]([a-z0-9-]+)[\\/](\d{4})[\\/](\d{2})[\\/](\d{2})[\\/]/;

/** The partition that a file lies in; null where its path is not in CloudTrail's layout. */
export function partitionOfPath(path: string): Partition | null {
  const [, region, year, month, day] = layout.exec(path) ?? [];
  if (region === undefined) return null;
  return { region, day: `${year}/${month}/${day}` };
}
