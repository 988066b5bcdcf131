import { join } from 'node:path';
import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { parseDeploymentConfig } from '../config/parse.ts';
import { detections } from '../detections/catalogue/catalogue.ts';
import { bundleHandlers } from './bundle/bundle-handlers.ts';
import { featureFlags } from './feature-flags.ts';
import { codeOf } from './function-code.ts';
import { glasswatchStacks } from './glasswatch-stacks.ts';
import { refusalFor } from './synth-account.ts';
import { synthWarnings } from './synth-warnings.ts';

/** Where bundles are written before the CDK copies them: git-ignored, and made anew each time. */
const bundles = join(import.meta.dirname, '..', '.cache', 'functions');

/** The app of cdk.json: the config in its context makes the stacks. A wrong config or account ends it, with every wrong key. */
async function main(): Promise<void> {
  const app = new App({ context: featureFlags });
  const config = parseDeploymentConfig(configIn(app), {
    source: 'cdk.json, context.glasswatch',
    detections,
    now: Date.now(),
  });
  const refusal = refusalFor(config.account, process.env.CDK_DEFAULT_ACCOUNT);
  if (refusal !== null) throw new Error(refusal);
  const code = codeOf(await bundleHandlers({ config, out: bundles }));
  const { watch } = glasswatchStacks(app, { config, detections, code });
  for (const [index, warning] of synthWarnings(config, detections).entries())
    Annotations.of(watch).addWarningV2(`glasswatch-${index}`, warning);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  app.synth();
}

/** The config in the context: an object of cdk.json, or the JSON text that `--context glasswatch=…` makes of it. */
function configIn(app: App): unknown {
  const value: unknown = app.node.tryGetContext('glasswatch');
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    // Its message quotes the text.
    throw new Error('context.glasswatch: expected JSON');
  }
}

try {
  await main();
} catch (error) {
  const told = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${told}\n`);
  process.exitCode = 2;
}
