import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { BucketAlreadyOwnedByYou, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App } from 'aws-cdk-lib';
import { zipSync } from 'fflate';
import { parseDeploymentConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { bundleHandlers } from '../../../infra/bundle/bundle-handlers.ts';
import { featureFlags } from '../../../infra/feature-flags.ts';
import { codeOf } from '../../../infra/function-code.ts';
import { glasswatchStacks } from '../../../infra/glasswatch-stacks.ts';
import type { Emulator } from '../emulator/emulator.ts';
import { emulatorChanges, type Surroundings, type Template } from './emulator-changes.ts';

/** What was deployed of one stack. */
export interface DeployedStack {
  readonly name: string;
  /** Of each of the emulator's changes, how many resources it touched. */
  readonly changed: Readonly<Record<string, number>>;
}

const stackLimitMs = 60_000;

/**
 * Synthesizes the stacks of a config with the real bundles, changes the templates as the emulator needs, and deploys those
 * of the home Region in their order, or of all Regions. `folder` takes bundles and templates. Throws with the resources that
 * failed.
 */
export async function deployStacks(
  emulator: Emulator,
  fields: object,
  folder: string,
  surroundings: Surroundings,
  everyRegion = false,
): Promise<DeployedStack[]> {
  const config = parseDeploymentConfig(fields, { source: 'test', detections, now: Date.now() });
  const code = codeOf(await bundleHandlers({ config, out: join(folder, 'bundles') }));
  const app = new App({ outdir: join(folder, 'cdk.out'), context: featureFlags });
  glasswatchStacks(app, { config, detections, code });
  const assembly = app.synth();
  const [region = ''] = config.regions;
  await publishAssets(emulator.clientConfig(region), assembly.directory);
  const deployed: DeployedStack[] = [];
  for (const stack of assembly.stacksRecursively) {
    if (stack.environment.region !== region && !everyRegion) continue;
    const client = emulator.clientConfig(stack.environment.region);
    await bootstrap(client);
    const template = structuredClone(stack.template) as Template;
    const changed = Object.fromEntries(
      emulatorChanges.map(({ what, apply }) => [what, apply(template, surroundings)]),
    );
    await deploy(client, stack.stackName, template);
    deployed.push({ name: stack.stackName, changed });
  }
  return deployed;
}

type ClientConfig = ReturnType<Emulator['clientConfig']>;

interface AssetManifest {
  readonly files: Record<
    string,
    {
      readonly source: { readonly path: string; readonly packaging: 'zip' | 'file' };
      readonly destinations: Record<string, { readonly bucketName: string; readonly objectKey: string }>;
    }
  >;
}

/** What a template finds in a Region after `cdk bootstrap`. */
async function bootstrap(client: ClientConfig): Promise<void> {
  const Name = '/cdk-bootstrap/hnb659fds/version';
  await new SSMClient(client).send(
    new PutParameterCommand({ Name, Value: '30', Type: 'String', Overwrite: true }),
  );
}

/** Does what `cdk deploy` does with the code of functions. */
async function publishAssets(client: ClientConfig, directory: string): Promise<void> {
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const made = new Set<string>();
  const manifest = JSON.parse(
    readFileSync(join(directory, 'glasswatch-watch.assets.json'), 'utf8'),
  ) as AssetManifest;
  for (const { source, destinations } of Object.values(manifest.files)) {
    if (source.packaging !== 'zip') continue;
    for (const { bucketName: Bucket, objectKey: Key } of Object.values(destinations)) {
      if (!made.has(Bucket)) await s3.send(new CreateBucketCommand({ Bucket }));
      made.add(Bucket);
      const code = Object.fromEntries(
        ['index.mjs', 'index.mjs.map'].map((file) => [
          file,
          readFileSync(join(directory, source.path, file)),
        ]),
      );
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: zipSync(code, { level: 1 }) }));
    }
  }
}

/** By way of a bucket, as `cdk deploy` does it: a template of more than 51,200 bytes is taken in no other way. */
async function deploy(client: ClientConfig, StackName: string, template: Template): Promise<void> {
  const [Bucket, Key] = [`templates-${client.region}`, `${StackName}.json`];
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket })).catch(unlessItIsThere);
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(template) }));
  const formation = new CloudFormationClient(client);
  await formation.send(
    new CreateStackCommand({
      StackName,
      TemplateURL: `${client.endpoint}/${Bucket}/${Key}`,
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );
  const end = Date.now() + stackLimitMs;
  for (;;) {
    const { Stacks: [stack] = [] } = await formation.send(new DescribeStacksCommand({ StackName }));
    if (stack?.StackStatus === 'CREATE_COMPLETE') return;
    if (stack?.StackStatus !== 'CREATE_IN_PROGRESS' || Date.now() > end) break;
    await delay(100);
  }
  const { StackEvents = [] } = await formation.send(new DescribeStackEventsCommand({ StackName }));
  const reasons = StackEvents.filter(({ ResourceStatusReason = '' }) => ResourceStatusReason !== '').map(
    (one) => `${one.LogicalResourceId ?? ''} (${one.ResourceType ?? ''}): ${one.ResourceStatusReason ?? ''}`,
  );
  throw new Error(`${StackName} was not made:\n${reasons.join('\n')}`);
}

function unlessItIsThere(error: unknown): void {
  if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
}
