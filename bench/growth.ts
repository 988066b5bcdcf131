import type { Run } from './measure.ts';

/** Records of the logs by which growth is measured. */
export const growthSizes = [10_000, 100_000, 1_000_000] as const;

export interface Growth {
  readonly job: string;
  readonly records: number;
  readonly run: Run;
}

/** Runs by the number of records in their names. */
export function growthOf(runs: Readonly<Record<string, Run>>): Growth[] {
  return Object.entries(runs)
    .map(([name, run]) => ({
      job: name.slice(0, name.lastIndexOf(' ')),
      records: Number(/\d+$/.exec(name)?.[0]),
      run,
    }))
    .toSorted((a, b) => a.job.localeCompare(b.job) || a.records - b.records);
}
