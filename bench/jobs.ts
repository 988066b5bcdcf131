import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Floors, Wanted } from './floors.ts';
import type { BenchLog } from './logs.ts';

const programs = join(import.meta.dirname, 'programs');
const glasswatch = join(import.meta.dirname, '..', 'local', 'glasswatch.mjs');

/** What is measured; arguments of `node`. A new command of ours is a line here and one in comparisons.ts. */
export function commands(
  day: BenchLog,
  year: BenchLog & { day: string },
  { least, shipped }: Floors,
  workers: number,
) {
  return {
    'gunzip, all workers': [join(programs, 'gunzip.mjs'), day.logs, String(workers)],
    'gunzip, one worker': [join(programs, 'gunzip.mjs'), day.logs, '1'],
    'bare filter, least': filter(day, workers, least),
    'bare filter, shipped patterns': filter(day, workers, shipped),
    'DuckDB, 4 columns': [join(programs, 'duckdb.mjs'), day.logs, '4'],
    'DuckDB, 12 columns': [join(programs, 'duckdb.mjs'), day.logs, '12'],
    'replay, all workers': replay(day, workers),
    'replay, one worker': replay(day, 1),
    deadline: deadline(day),
    report: report(day),
    'query secret-access': ask('secret-access', day),
    'query records-per-day': ask('records-per-day', day),
    'query secret-access, a year': ask('secret-access', year),
    'query secret-access, a day of it': ask('secret-access', year, `from=${year.day}`, `to=${year.day}`),
    'glasswatch --version': [glasswatch, '--version'],
  } as const;
}

export type JobName = keyof ReturnType<typeof commands>;

/** The same jobs with smaller and larger logs; names end in the number of records. */
export function growingOf(logs: readonly BenchLog[]): Record<string, readonly string[]> {
  return Object.fromEntries(
    logs.flatMap((log) => {
      const size = basename(dirname(log.logs));
      return [
        [`replay ${size}`, replay(log, 1)],
        [`deadline ${size}`, deadline(log)],
        [`report ${size}`, report(log)],
        [`query secret-access ${size}`, ask('secret-access', log)],
      ] as const;
    }),
  );
}

function filter({ logs }: BenchLog, workers: number, wanted: Wanted): readonly string[] {
  return [join(programs, 'marker.mjs'), logs, String(workers), JSON.stringify(wanted)];
}

function deadline({ logs, config }: BenchLog): readonly string[] {
  return [glasswatch, 'deadline', logs, '--config', config, '--format', 'json'];
}

function report({ logs, config }: BenchLog): readonly string[] {
  return [glasswatch, 'report', logs, '--config', config, '--out', join(tmpdir(), 'glasswatch-bench-report')];
}

function ask(name: string, { logs, config }: BenchLog, ...more: string[]): readonly string[] {
  return [
    ...[glasswatch, 'query', name, logs, '--config', config, '--format', 'csv'],
    ...more.flatMap((value) => ['--param', value]),
  ];
}

function replay({ logs, config }: BenchLog, workers: number): readonly string[] {
  return [glasswatch, 'replay', logs, '--config', config, '--format', 'ndjson', '--workers', String(workers)];
}
