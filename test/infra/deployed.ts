import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { parseDeploymentConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { featureFlags } from '../../infra/feature-flags.ts';
import { glasswatchStacks } from '../../infra/glasswatch-stacks.ts';

/** A resource of a template, tokens and all. */
export interface Resource {
  readonly id: string;
  readonly Type: string;
  readonly Properties: Fields;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
export type Fields = Readonly<Record<string, unknown>>;

export interface Template {
  readonly stack: string;
  readonly region: string;
  readonly resources: readonly Resource[];
  readonly outputs: Fields;
  /** As it is deployed. */
  readonly text: string;
}

const anyCode = Code.fromInline('exports.handler = async () => {};');

/** The app of a config, not synthesized. Its functions hold no code of ours: bundling has its own tests. */
export function appOf(fields: object, { validation = false } = {}): App {
  const outdir = mkdtempSync(join(tmpdir(), 'glasswatch-synth-'));
  const app = new App({ outdir, context: featureFlags, builtinCloudFormationValidation: validation });
  const config = parseDeploymentConfig(fields, { source: 'test', detections, now: 0 });
  const code = { alert: anyCode, deadline: anyCode, report: anyCode, checkup: anyCode };
  glasswatchStacks(app, { config, detections, code });
  return app;
}

/** The templates of a config, in the order in which they are deployed. */
export function templatesOf(fields: object): Template[] {
  return appOf(fields)
    .synth()
    .stacksRecursively.map((stack) => {
      const template = stack.template as { Resources: Record<string, Resource>; Outputs?: Fields };
      return {
        stack: stack.stackName,
        region: stack.environment.region,
        resources: Object.entries(template.Resources).map(([id, resource]) => ({ ...resource, id })),
        outputs: template.Outputs ?? {},
        text: JSON.stringify(template),
      };
    });
}

/** The template whose stack's name ends so. */
export function templateNamed(templates: readonly Template[], ending: string): Template {
  const found = templates.find(({ stack }) => stack.endsWith(ending));
  if (found === undefined) throw new Error(`no stack is named …${ending}`);
  return found;
}

export function ofType({ resources }: Template, type: string): Resource[] {
  return resources.filter(({ Type }) => Type === type);
}

/** A value of the template with its references spelled `ref:ID`, so that it can be compared as text. */
export function resolved(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(resolved);
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Record<string, unknown>;
  if (typeof fields.Ref === 'string') return `ref:${fields.Ref}`;
  if (Array.isArray(fields['Fn::GetAtt'])) return `ref:${String(fields['Fn::GetAtt'][0])}`;
  if (Array.isArray(fields['Fn::Join'])) {
    const [glue, parts] = fields['Fn::Join'] as [string, unknown[]];
    return parts.map(resolved).map(String).join(glue);
  }
  return Object.fromEntries(Object.entries(fields).map(([key, one]) => [key, resolved(one)]));
}
