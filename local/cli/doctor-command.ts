import cliProgress from 'cli-progress';
import type { Command } from 'commander';
import picocolors from 'picocolors';
import { placeholderAccount } from '../../config/deployment.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { choice } from './choice.ts';
import { harmless } from '../../handlers/alert/render/harmless.ts';
import { deploymentOf, type Deployment } from '../../handlers/checkup/deployment.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';
import { findingFormats, findingsCount, findingsText, type FindingFormat } from '../output/findings.ts';
import { showsColors } from '../output/stream-notifier.ts';
import { widthOf } from '../output/wrapped.ts';
import { exit, UsageError } from './exit.ts';

interface DoctorFlags {
  readonly config: string;
  readonly region?: string;
  readonly sendTest?: boolean;
  readonly format: FindingFormat;
}

export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .summary('look at the deployed stacks')
    .description(
      'Looks, with your AWS credentials, whether the deployed stacks stand as the config says and whether alerts come through: trail, rules of every Region, functions, queues, schedules, channels, canary, log, digests. A line each: ok, wrong or cannot tell, and what to do.',
    )
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .option('--region <REGION>', 'look at one watched Region only; default: all')
    .option('--send-test', 'also send a test message to Slack and to the topic')
    .addOption(choice('--format <FORMAT>', 'how the findings are printed', findingFormats))
    .addHelpText(
      'after',
      `
Examples:
  glasswatch doctor
  glasswatch doctor --region eu-central-1
  glasswatch doctor --send-test --config my-account.json
  glasswatch doctor --format json | jq '.[] | select(.state != "ok")'

It reads only, but for --send-test. Credentials and profile are found as the AWS CLI finds them (AWS_PROFILE, aws sso login).
What each line means and what to do: docs/runbook.md.
Exit codes: 0 all ok; 1 something is wrong or cannot be told; 2 wrong usage or config.`,
    )
    .action(async (flags: DoctorFlags) => {
      process.exitCode = await runDoctor(flags);
    });
}

async function runDoctor({ config: file, region, sendTest = false, format }: DoctorFlags): Promise<number> {
  const deployment = deployed(file);
  const regions = regionsOf(region, deployment);
  const bar = progressBar();
  // Its advice on Node's versions is for whoever develops with it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // Loaded here: the AWS SDK is large, and no other command needs so much of it.
  const { examine } = await import('../doctor/doctor.ts');
  const findings = await examine({
    deployment,
    regions,
    sendTest,
    onDone: (done, of) => {
      bar?.setTotal(of);
      bar?.update(done);
    },
  });
  bar?.stop();
  const colors = picocolors.createColors(showsColors(process.stdout));
  process.stdout.write(findingsText(findings, format, colors, widthOf(process.stdout)));
  process.stderr.write(`${harmless(`account ${deployment.names.account}: ${findingsCount(findings)}`)}\n`);
  return findings.every(({ state }) => state === 'ok') ? exit.done : exit.incomplete;
}

function deployed(file: string): Deployment {
  const config = loadConfig(file, detections, Date.now());
  const deployment = deploymentOf(config, detections);
  if (deployment === null) {
    throw new UsageError(`${file} names no "account": doctor looks at what is deployed there`);
  }
  if (config.account === placeholderAccount) {
    throw new UsageError(
      `${file} names the placeholder account ${placeholderAccount}, in which nothing is deployed: name yours`,
    );
  }
  return deployment;
}

function regionsOf(region: string | undefined, { names }: Deployment): readonly string[] {
  if (region === undefined) return names.watchedRegions;
  if (names.watchedRegions.includes(region)) return [region];
  throw new UsageError(`${region} is not watched; the config watches ${names.watchedRegions.join(', ')}`);
}

function progressBar(): cliProgress.SingleBar | null {
  if (!process.stderr.isTTY) return null;
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {value}/{total} checks',
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1, 0);
  return bar;
}
