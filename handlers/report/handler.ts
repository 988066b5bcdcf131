import type { Config } from '../../config/schema.ts';
import { awsCommand } from '../../detections/event/command.ts';
import type { LogQuery } from '../../queries/log-query.ts';
import type { Clock } from '../alert/ports.ts';
import type { Notice } from '../alert/render/notice.ts';
import { countingFailures } from '../log-query/counting-failures.ts';
import { ledgerView, type LedgerPorts } from './ledger-view.ts';
import { makeReport } from './make-report.ts';
import { periodText, type Period } from './period.ts';
import { reportFiles, type ReportFile } from './render/files.ts';
import { reportNotice } from './render/notice.ts';
import type { Report } from './report.ts';

export interface ReportPorts {
  readonly config: Config;
  readonly clock: Clock;
  /** The log, asked for one occasion: a second attempt at the same report executes no question again. */
  readonly logFor: (occasion: string) => LogQuery;
  readonly ledger: LedgerPorts;
  /** Where files are kept; `folder` ends in a slash and begins with a scheme. */
  readonly place: string;
  readonly keep: (key: string, file: ReportFile) => Promise<void>;
  readonly notifier: { notice(notice: Notice): Promise<void> };
  /** How many questions to the log failed, none included; told once a run, whatever became of the report. */
  readonly failedQuestions: (count: number) => void;
}

const dayMs = 86_400_000;
const days = 7;

/**
 * Makes the report on the seven days before today, keeps its files, and tells of it. A question that failed is told with
 * the report, as loudly as an alert; a report that cannot be made, kept or told is told as such, and the error thrown.
 */
export async function runWeeklyReport(ports: ReportPorts): Promise<Report> {
  const now = ports.clock.now();
  const period = weekBefore(now);
  const log = countingFailures(ports.logFor(`report ${periodText(period)}`));
  try {
    const report = await made(ports, log, period, now);
    const folder = `${lastDayOf(period)}/`;
    for (const file of reportFiles(report)) await ports.keep(`${folder}${file.name}`, file);
    await ports.notifier.notice(keptReportNotice(report, `${ports.place}${folder}`));
    return report;
  } catch (error) {
    await ports.notifier.notice(failureNotice(period, ports.config));
    throw error;
  } finally {
    ports.failedQuestions(log.failures);
  }
}

async function made(
  { config, ledger, place }: ReportPorts,
  log: LogQuery,
  period: Period,
  now: number,
): Promise<Report> {
  const { incidents, alertedOpenings } = await ledgerView(ledger, { config, period, now });
  return makeReport({
    ...{ log, config, period, now, incidents, alertedOpenings },
    read: { source: place, files: null, records: null, unreadable: null },
  });
}

/** The seven whole days (UTC) before the day of an instant (ms). */
function weekBefore(now: number): Period {
  const to = Math.floor(now / dayMs) * dayMs;
  const text = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return { from: text(to - days * dayMs), to: text(to) };
}

function lastDayOf({ to }: Period): string {
  return new Date(Date.parse(to) - dayMs).toISOString().slice(0, 10);
}

/** What is told of a report that is kept in `folder`, which ends in a slash and begins with a scheme. */
export function keptReportNotice(report: Report, folder: string): Notice {
  return withCommand(reportNotice(report, `${folder}report.html`), folder);
}

function withCommand(notice: Notice, folder: string): Notice {
  const command = awsCommand('s3', 'cp', '--recursive', folder, './glasswatch-report');
  if (command === null) return notice;
  return {
    ...notice,
    parts: [...notice.parts, { label: 'read it', text: 'It opens from disk and asks for nothing.', command }],
  };
}

/** Says only what we wrote: an error's own words may quote what an event holds. */
function failureNotice(period: Period, { account }: Config): Notice {
  return {
    type: 'report-failed',
    severity: 'high',
    title: `The report on ${periodText(period)} could not be made or kept`,
    parts: [
      {
        label: 'what it means',
        text: 'Nobody has looked at that week. The log of the report function says what failed.',
      },
    ],
    account: account ?? null,
    data: { period },
  };
}
