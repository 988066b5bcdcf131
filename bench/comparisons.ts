import type { JobName } from './jobs.ts';
import type { MatcherRun } from './matcher.ts';
import type { Run } from './measure.ts';

/** One target: a ratio, or an amount, that must not be exceeded. */
export interface Comparison {
  readonly what: string;
  readonly measured: number;
  readonly target: number;
  readonly unit: '×' | 'MB' | 'ns';
}

/** The targets of the design's speed (issue "Speed and cost"), beside what was measured. */
export function comparisons(runs: Readonly<Record<JobName, Run>>, matcher: MatcherRun): Comparison[] {
  const wall = (job: JobName, than: JobName) => runs[job].wall / runs[than].wall;
  const ratio = (what: string, measured: number, target: number): Comparison => ({
    what,
    measured,
    target,
    unit: '×',
  });
  return [
    ratio('replay : gunzip, all workers', wall('replay, all workers', 'gunzip, all workers'), 2),
    ratio('replay : gunzip, one worker', wall('replay, one worker', 'gunzip, one worker'), 2),
    ratio('replay : DuckDB reading 4 columns', wall('replay, all workers', 'DuckDB, 4 columns'), 0.5),
    {
      what: 'replay: peak memory',
      measured: runs['replay, all workers'].peak / 1e6,
      target: 200,
      unit: 'MB',
    },
    ratio(
      'deadline and report : replay',
      (runs.deadline.wall + runs.report.wall) / runs['replay, all workers'].wall,
      1.5,
    ),
    ratio(
      'query secret-access : DuckDB reading 12 columns',
      wall('query secret-access', 'DuckDB, 12 columns'),
      1.2,
    ),
    ratio(
      'query records-per-day : DuckDB reading 12 columns',
      wall('query records-per-day', 'DuckDB, 12 columns'),
      1.2,
    ),
    ratio(
      'a day of a year : the year',
      wall('query secret-access, a day of it', 'query secret-access, a year'),
      0.1,
    ),
    {
      what: 'matcher: an event that matches nothing, all detections',
      measured: matcher.gate,
      target: 1_000,
      unit: 'ns',
    },
  ];
}
