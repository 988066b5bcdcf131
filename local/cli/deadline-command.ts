import { writeSync } from 'node:fs';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import { counted } from '../../config/counted.ts';
import { configWarnings } from '../../config/parse.ts';
import { ownNames } from '../../config/names.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { choice } from './choice.ts';
import { harmlessJson } from '../../handlers/alert/render/harmless.ts';
import type { Refusal } from '../../handlers/deadline/exposures/waivers.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { judgedLog, type JudgedLog } from '../deadline/judged.ts';
import { readWaivers } from '../deadline/waivers-file.ts';
import { stateCounts } from '../../handlers/deadline/verdict.ts';
import { deadlineTable } from '../output/deadline-table.ts';
import { widthOf } from '../output/wrapped.ts';
import { showsColors } from '../output/stream-notifier.ts';
import { findLogFiles } from '../reader/reader.ts';
import { showProgress } from '../replay/progress.ts';
import { exit } from './exit.ts';
import { instantOf } from './instant.ts';
import { say } from './say.ts';
import { TroubleTeller } from './troubles.ts';

export interface DeadlineFlags {
  readonly config: string;
  readonly now?: string;
  readonly waivers?: string;
  readonly format: 'table' | 'json';
  readonly check?: boolean;
}

export function addDeadlineCommand(program: Command): void {
  program
    .command('deadline')
    .summary('say of every secret read in an emergency whether it was replaced in time')
    .description(
      'Finds the break-glass sessions of a log, the secrets read in them, and the proof that each was replaced before its deadline.',
    )
    .argument('<PATH...>', 'files, folders or globs of CloudTrail logs; "-" is standard input')
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .option('--now <ISO>', 'the moment to judge at; later records do not count (default: the present)')
    .option('--waivers <FILE>', 'JSON array of {exposure, reason, author, expires}')
    .addOption(choice('--format <FORMAT>', 'how it is printed', ['table', 'json']))
    .option('--check', 'end with code 3 when anything is overdue or unresolved')
    .addHelpText(
      'after',
      `
Examples:
  glasswatch deadline ./AWSLogs --config my-account.json
  glasswatch deadline ./AWSLogs --now 2026-11-18T06:14:07Z
  glasswatch deadline ./AWSLogs --format json | jq -r '.[] | select(.state == "overdue") | .secret'
  glasswatch deadline ./AWSLogs --check && echo "nothing is overdue"

Exit codes: 0 done; 1 done, but something was unreadable; 2 wrong usage or config; 3 --check found something
overdue or unresolved; 130 after Ctrl-C.`,
    )
    .action(async (paths: string[], flags: DeadlineFlags) => {
      process.exitCode = await runDeadline(paths, flags);
    });
}

/** Runs the command on the process's own streams; answers the exit code. `onJudged` sees the verdicts before they are printed. */
export async function runDeadline(
  paths: readonly string[],
  flags: DeadlineFlags,
  onJudged: (judged: JudgedLog) => void = () => undefined,
): Promise<number> {
  const present = Date.now();
  const now = flags.now === undefined ? present : instantOf('--now', flags.now);
  const config = loadConfig(flags.config, detections, present);
  const waivers = flags.waivers === undefined ? [] : readWaivers(flags.waivers);
  const files = await findLogFiles(paths);
  for (const warning of configWarnings(config)) say(`warning: ${warning}`);
  const troubles = new TroubleTeller();
  const bytes = files.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const progress = showProgress(files.length, bytes, process.stderr);
  const interrupted = () => {
    progress.stop();
    writeSync(2, 'interrupted\n');
    process.exit(exit.interrupted);
  };
  process.once('SIGINT', interrupted);
  const onTrouble = troubles.tell.bind(troubles);
  const judged = await judgedLog(files, { config, now, waivers, progress, onTrouble });
  process.removeListener('SIGINT', interrupted);
  troubles.end();
  onJudged(judged);
  for (const refusal of judged.refusals) say(`warning: ${refusalText(refusal)}`);
  const exposures = judged.incidents.flatMap((incident) => incident.exposures);
  if (flags.format === 'json') {
    const lines = exposures.map((verdict) => `  ${harmlessJson(verdict)}`);
    process.stdout.write(lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`);
  } else {
    const colors = picocolors.createColors(showsColors(process.stdout));
    const home = ownNames(config)?.homeRegion ?? null;
    process.stdout.write(
      deadlineTable(judged.incidents, { colors, now, home, width: widthOf(process.stdout) }),
    );
  }
  say(
    `${counted(exposures.length, 'exposure')} in ${counted(judged.incidents.length, 'incident')}${exposures.length === 0 ? '' : `: ${stateCounts(exposures)}`}`,
  );
  const { unreadable } = judged.log;
  if (flags.check === true && exposures.some(({ state }) => state === 'overdue' || state === 'unresolved')) {
    return exit.checkFailed;
  }
  return unreadable > 0 ? exit.incomplete : exit.done;
}

function refusalText({ waiver: { exposure, author, expires }, why }: Refusal): string {
  switch (why) {
    case 'by-exposed':
      return `the waiver of exposure ${exposure} by ${author} does not count: its author is the one who read the secret`;
    case 'expired':
      return `the waiver of exposure ${exposure} by ${author} expired on ${expires}`;
    // A file of waivers tells neither when one was put nor anew; should it, that is told like what it is.
    case 'before-read':
    case 'unproven':
      return `the waiver of exposure ${exposure} by ${author} does not count: ${why}`;
    case 'unknown-exposure':
      return `the waiver of exposure ${exposure} by ${author} concerns nothing in this log`;
  }
}
