import type { Command } from 'commander';
import { configWarnings } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { isExpired } from '../../handlers/alert/suppression.ts';
import { defaultConfigFile, loadConfig } from '../config-file.ts';

export function addCheckCommand(program: Command): void {
  program
    .command('check')
    .summary('validate the config and print the effective one')
    .description(
      'Validates the config, names every wrong key, and prints the effective config with all defaults.',
    )
    .option('--config <FILE>', 'config, or a cdk.json that holds it', defaultConfigFile)
    .addHelpText(
      'after',
      '\nExamples:\n  glasswatch check\n  glasswatch check --config my-account.json | jq .suppressions',
    )
    .action(({ config: file }: { config: string }) => {
      const now = Date.now();
      const config = loadConfig(file, detections, now);
      for (const warning of configWarnings(config)) process.stderr.write(`warning: ${warning}\n`);
      for (const { detection, expires } of config.suppressions.filter((one) => isExpired(one, now))) {
        process.stderr.write(`warning: the suppression of ${detection} expired on ${expires}\n`);
      }
      process.stdout.write(`${JSON.stringify(config, null, 2)}\n`);
    });
}
