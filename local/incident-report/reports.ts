import { queries } from '../../queries/catalogue.ts';
import { spanOf } from '../../queries/span.ts';
import { ownNames } from '../../config/names.ts';
import type { Config } from '../../config/schema.ts';
import type { Incident } from '../../handlers/deadline/incident.ts';
import { composeReport, type IncidentReport } from '../../handlers/incident/report.ts';
import { readerDays } from '../../handlers/incident/stale-readers.ts';
import type { LogFile } from '../reader/reader.ts';
import { showProgressOver } from '../replay/progress.ts';
import { replayedTellings } from './replayed-tellings.ts';

const dayMs = 86_400_000;

/**
 * The reports of a log's incidents as of `now` (ms), in the order given. The log is put into one table for all of them; only
 * days that a question can be about are read.
 */
export async function reportsOf(
  incidents: readonly Incident[],
  files: readonly LogFile[],
  config: Config,
  now: number,
): Promise<IncidentReport[]> {
  const [first, ...others] = incidents.map(({ from }) => Date.parse(from));
  if (first === undefined) return [];
  const tellings = await replayedTellings(files, config, now);
  const earliest = Math.min(first, ...others) - readerDays * dayMs;
  // Loaded here: 70 MB that a log without incidents does not need.
  const { openLogTable } = await import('../log-table/log-table.ts');
  const { duckdbLogQuery } = await import('../log-table/duckdb-query.ts');
  const progress = showProgressOver(files, 'timeline');
  const table = await openLogTable(files, {
    span: spanOf(new Date(earliest).toISOString(), new Date(now + dayMs).toISOString()),
    // Whoever found the incidents has told of both.
    onTrouble: () => undefined,
    onProgress: (done, bytes, records) => {
      progress.update(done, bytes, records);
    },
  });
  progress.stop();
  try {
    const log = duckdbLogQuery(table.connection);
    const reports: IncidentReport[] = [];
    for (const incident of incidents) {
      const facts = {
        incident,

        now,
        watchedRegions: config.regions ?? [],
        home: ownNames(config)?.homeRegion ?? null,
        tellings,
        tellingBasis: 'replay',
      } as const;
      reports.push(await composeReport(facts, log, queries));
    }
    return reports;
  } finally {
    table.close();
  }
}
