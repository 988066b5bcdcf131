import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { lengthText, periodText } from '../../handlers/report/period.ts';
import type { Report } from '../../handlers/report/report.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { findLogFiles, STANDARD_INPUT } from '../reader/reader.ts';
import { askedPeriod, type AskedPeriod } from '../report/report-period.ts';
import { IncidentsReadAlong } from '../report/read-along.ts';
import { runReport } from '../report/run-report.ts';
import { exit, UsageError } from './exit.ts';
import { interruptible } from './interruptible.ts';
import { instantOf } from './instant.ts';
import { say } from './say.ts';
import { TroubleTeller } from './troubles.ts';

export interface ReportFlags {
  readonly out: string;
  readonly config: string;
  readonly from?: string;
  readonly to?: string;
  readonly now?: string;
}

export function addReportCommand(program: Command): void {
  program
    .command('report')
    .summary('write the report on who read secrets')
    .description(
      'Writes report.html, report.json and a CSV for each table: who read secrets across accounts, who broke the glass, what was refused, which rotations fail, and what is new.',
    )
    .argument('<PATH...>', 'files, folders or globs of CloudTrail logs; "-" is standard input')
    .requiredOption('--out <DIR>', 'folder that the report is written to')
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .option('--from <ISO>', 'first day or instant; without it, the last 7 days of the log')
    .option('--to <ISO>', "last day (included) or instant (excluded); without it, the log's last day")
    .option('--now <ISO>', 'the time of making (default: the present)')
    .addHelpText(
      'after',
      `
Examples:
  glasswatch report ./AWSLogs --out ./report
  glasswatch report ./AWSLogs --out ./november --from 2026-11-01 --to 2026-11-30 --config my-account.json

The period before of the same length tells what is new: keep its logs too. With files in CloudTrail's layout
(…/CloudTrail/REGION/YYYY/MM/DD/…) only the days of both are read, and all for the deadlines of incidents, which
standard input leaves out. All times are UTC.
Exit codes: 0 done; 1 done, but something was unreadable or a question failed; 2 wrong usage or config; 130 after Ctrl-C.`,
    )
    .action(async (paths: string[], flags: ReportFlags) => {
      process.exitCode = await runReportCommand(paths, flags);
    });
}

/** Runs the command on the process's own streams; answers the exit code. `onReport` sees the report once it is written. */
export async function runReportCommand(
  paths: readonly string[],
  flags: ReportFlags,
  onReport: (report: Report) => void = () => undefined,
): Promise<number> {
  const now = flags.now === undefined ? Date.now() : instantOf('--now', flags.now);
  if (flags.out === '') throw new UsageError('--out needs the name of a folder');
  const asked = periodOf(flags);
  const config = loadConfig(flags.config, detections, now);
  const files = await findLogFiles(paths);
  const source = paths.join(' ');
  const out = resolve(flags.out);
  const troubles = new TroubleTeller();
  return interruptible(async () => {
    // Deadlines are judged by the whole log; what comes by standard input is seldom that.
    const along = files.some(({ path }) => path === STANDARD_INPUT)
      ? null
      : new IncidentsReadAlong(files, config);
    const report = await runReport({
      ...{ files, source, config, out, asked, now },
      ...(along === null ? {} : { scanRows: along.scanRows }),
      incidentsAt: along === null ? null : (at) => along.at(at),
      onTrouble: troubles.tell.bind(troubles),
    });
    troubles.end();
    if (report === null) {
      say(
        'no record in the log tells which days to report on: no report was written (--from and --to name them)',
      );
      return exit.incomplete;
    }
    onReport(report);
    for (const line of inWords(report)) say(line);
    process.stdout.write(`${harmless(join(flags.out, 'report.html'))}\n`);
    return codeOf(report);
  });
}

function periodOf({ from, to }: ReportFlags): AskedPeriod {
  try {
    return askedPeriod(from, to);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}

/** What a report says in a few lines: its period, what it lacks, and what is new. */
export function inWords({ period, before, troubles, news, beforeIsKnown }: Report): readonly string[] {
  return [
    `report on ${periodText(period)}, compared with ${periodText(before)}`,
    ...troubles.map(({ says }) => `INCOMPLETE: ${says}`),
    ...(beforeIsKnown
      ? []
      : [
          `the log holds nothing of the ${lengthText(before)} before: whether reads, refusals and findings are new cannot be told`,
        ]),
    ...news.map(({ count, says }) => `new: ${count} ${says}`),
  ];
}

/** A day without log is told, but is no failure to read what there is. */
export function codeOf({ troubles }: Report): number {
  return troubles.some(({ kind }) => kind !== 'no-log') ? exit.incomplete : exit.done;
}
