import type { Config } from '../../config/schema.ts';
import type { Incident } from '../../handlers/deadline/incident.ts';
import { makeReport, questionsFor } from '../../handlers/report/make-report.ts';
import type { Report } from '../../handlers/report/report.ts';
import { reportFiles } from '../../handlers/report/render/files.ts';
import type { RowScan } from '../log-table/read-rows.ts';
import type { LogTable } from '../log-table/log-table.ts';
import type { LogFile } from '../reader/reader.ts';
import { showProgress } from '../replay/progress.ts';
import type { Trouble } from '../replay/replay.ts';
import { reportPeriod, spanToRead, type AskedPeriod } from './report-period.ts';
import { writeFiles } from './write-files.ts';

/** What became of the log's incidents, as of `now` (ms). */
export type IncidentsAt = (now: number) => readonly Incident[];

export interface ReportRun {
  readonly files: readonly LogFile[];
  /** What the report calls the log. */
  readonly source: string;
  readonly config: Config;
  readonly out: string;
  readonly asked: AskedPeriod;
  /** ms */
  readonly now: number;
  /** Null: they are not looked at. */
  readonly incidentsAt: IncidentsAt | null;
  /** Reads the files, for whoever has more to do with them. */
  readonly scanRows?: RowScan;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** Makes a report over files and writes it. Null where the log holds nothing that tells what to report on. */
export async function runReport(run: ReportRun): Promise<Report | null> {
  const { source, config, out, asked, now, incidentsAt } = run;
  const table = await readLog(run);
  try {
    const { log } = table;
    const period = await reportPeriod(asked, log);
    if (period === null) return null;
    const { filesRead, records, unreadable, noEvents } = table.counts;
    const report = await makeReport({
      log,
      config,
      period,
      now,
      // As of the period's end: the same log gives the same report, whenever it is made.
      incidents: incidentsAt?.(Math.min(now, Date.parse(period.to))) ?? null,
      alertedOpenings: null,
      read: { source, files: filesRead, records, unreadable: unreadable + noEvents },
    });
    writeFiles(out, reportFiles(report));
    return report;
  } finally {
    table.close();
  }
}

async function readLog({ files, config, asked, now, onTrouble, scanRows }: ReportRun): Promise<LogTable> {
  // Loaded here: 70 MB that no other command needs.
  const { openLogTable } = await import('../log-table/log-table.ts');
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const progress = showProgress(files.length, bytes, process.stderr);
  try {
    const span = spanToRead(
      asked,
      files.map(({ path }) => path),
    );
    // Which days a report is about changes what its questions answer, not what they look at.
    const period = { from: span.from, to: span.to };
    return await openLogTable(files, {
      span,
      ...(scanRows === undefined ? {} : { scanRows }),
      questions: questionsFor({
        config,
        period,
        before: period,
        now,
        incidents: null,
        alertedOpenings: null,
      }),
      onTrouble: (file, position, reason) => {
        onTrouble({ kind: position === null ? 'unreadable' : 'no-event', file, position, reason });
      },
      onProgress: (done, doneBytes, records) => {
        progress.update(done, doneBytes, records);
      },
    });
  } finally {
    progress.stop();
  }
}
