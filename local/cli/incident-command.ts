import { join } from 'node:path';
import type { Command } from 'commander';
import { counted } from '../../config/counted.ts';
import { configWarnings } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { states, stateWords } from '../../handlers/deadline/verdict.ts';
import { evidenceOf } from '../../handlers/incident/evidence.ts';
import { incidentPage } from '../../handlers/incident/render/html.ts';
import { incidentMarkdown } from '../../handlers/incident/render/markdown.ts';
import type { IncidentReport } from '../../handlers/incident/report.ts';
import { QueryFailed } from '../../queries/log-query.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { judgedLog } from '../deadline/judged.ts';
import { readWaivers } from '../deadline/waivers-file.ts';
import { mayBeWritten, writeReportFolder } from '../incident-report/report-folder.ts';
import { reportsOf } from '../incident-report/reports.ts';
import { withFilesToReadAgain } from '../incident-report/spooled.ts';
import { widthOf } from '../output/wrapped.ts';
import { findLogFiles, type LogFile } from '../reader/reader.ts';
import { showProgress } from '../replay/progress.ts';
import { exit, UsageError } from './exit.ts';
import { interruptible } from './interruptible.ts';
import { instantOf } from './instant.ts';
import { say } from './say.ts';
import { TroubleTeller } from './troubles.ts';

export interface IncidentFlags {
  readonly out: string;
  readonly config: string;
  readonly now?: string;
  readonly waivers?: string;
}

export function addIncidentCommand(program: Command): void {
  program
    .command('incident')
    .summary('write the report and the evidence record of each incident')
    .description(
      'Writes, for each break-glass or declared incident in CloudTrail files, a folder with its report (Markdown and HTML) and its evidence record.',
    )
    .argument('<PATH...>', 'files, folders or globs of CloudTrail logs; "-" is standard input')
    .requiredOption('--out <DIR>', 'where the folders are written, each named by its incident')
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .option('--now <ISO>', 'the moment that verdicts hold for; without it, the present')
    .option('--waivers <FILE>', 'JSON array of {exposure, reason, author, expires}')
    .addHelpText(
      'after',
      `
Writes DIR/<incident>/report.md, report.html and evidence.json, and prints a line for each incident:
its id, who, the role, how many secrets were read, the worst of their states, and the folder.
An earlier report of the same incident is replaced; a folder that holds anything else is left alone.

Examples:
  glasswatch incident ./AWSLogs --out ./incidents
  glasswatch incident ./AWSLogs --out ./incidents --now 2026-11-19T00:00:00Z
  jq -r '.exposures[] | [.state, .secret] | @tsv' ./incidents/*/evidence.json

docs/runbook.md tells how to check an evidence record.

Exit codes: 0 done; 1 done, but something was unreadable or not written; 2 wrong usage or config; 130 after Ctrl-C.`,
    )
    .action(async (paths: string[], flags: IncidentFlags) => {
      process.exitCode = await runIncident(paths, flags);
    });
}

/** Runs the command on the process's own streams; answers the exit code. */
export async function runIncident(paths: readonly string[], flags: IncidentFlags): Promise<number> {
  const present = Date.now();
  const now = flags.now === undefined ? present : instantOf('--now', flags.now);
  if (flags.out === '') throw new UsageError('--out needs the name of a folder');
  const config = loadConfig(flags.config, detections, present);
  const waivers = flags.waivers === undefined ? [] : readWaivers(flags.waivers);
  const found = await findLogFiles(paths);
  const work = () =>
    withFilesToReadAgain(found, async (files) => {
      const { incidents, log } = await judged(files, { config, now, waivers });
      const folders = incidents.map(({ incident }) => folderOf(flags.out, incident));
      for (const report of await reportsOf(incidents, files, config, now)) await write(report, flags.out);
      if (folders.length === 0) say('no break-glass session in this log: nothing is written');
      return log.unreadable > 0 ? exit.incomplete : exit.done;
    });
  try {
    return await interruptible(() => {
      for (const warning of configWarnings(config)) say(`warning: ${warning}`);
      return work();
    });
  } catch (error) {
    if (!(error instanceof QueryFailed)) throw error;
    say(error.message);
    return exit.incomplete;
  }
}

async function judged(
  files: readonly LogFile[],
  options: Pick<Parameters<typeof judgedLog>[1], 'config' | 'now' | 'waivers'>,
) {
  const troubles = new TroubleTeller();
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const progress = showProgress(files.length, bytes, process.stderr);
  const log = await judgedLog(files, { ...options, progress, onTrouble: troubles.tell.bind(troubles) });
  troubles.end();
  return log;
}

/** Where an incident's report goes. @throws UsageError where that is somebody else's: before anything is written. */
function folderOf(out: string, incident: string): string {
  const folder = join(out, incident);
  if (mayBeWritten(folder, incident)) return folder;
  throw new UsageError(
    `${folder} exists and is no earlier report of this incident, or holds more: name another folder with --out DIR`,
  );
}

async function write(report: IncidentReport, out: string): Promise<void> {
  const { incident, actor, opened, exposures } = report.incident;
  const { text, recordSha256 } = evidenceOf(report);
  await writeReportFolder(join(out, incident), {
    'report.md': incidentMarkdown(report, recordSha256),
    'report.html': incidentPage(report, recordSha256),
    'evidence.json': text,
  });
  const read = counted(exposures.length, 'secret');
  const worst = states.find((state) => exposures.some((one) => one.state === state));
  const parts = [
    incident,
    actor ?? 'someone unknown',
    opened,
    worst === undefined ? read : `${read}, worst: ${stateWords[worst]}`,
    join(out, incident),
  ];
  const words = parts.map(harmless);
  const line = words.join('  ');
  // A line for scripts; on a terminal that is narrower, a line for each part, which can be copied whole.
  const fits = line.length <= widthOf(process.stdout);
  process.stdout.write(`${fits ? line : words.join('\n  ')}\n`);
}
