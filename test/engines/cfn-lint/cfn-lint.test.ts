import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configs, type ConfigName } from '../../infra/configs.ts';
import { templatesOf, type Template } from '../../infra/deployed.ts';
import { installPython } from '../python.ts';

interface Finding {
  readonly rule: string;
  readonly at: string;
  readonly says: string;
}

/** The CDK writes dependencies that references imply already; they do no harm. */
const ignored = 'W3005';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-cfn-lint-'));
let linter: string;

beforeAll(() => {
  const python = installPython('cfn-lint', join(import.meta.dirname, 'requirements.txt'));
  linter = join(dirname(python), 'cfn-lint');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What cfn-lint finds in a template, for the Region that it is deployed in; experimental rules too. */
function findingsIn({ stack, region, text }: Pick<Template, 'stack' | 'region' | 'text'>): Finding[] {
  const file = join(folder, `${stack}.json`);
  writeFileSync(file, text);
  const args = ['-f', 'json', '-e', '-i', ignored, '-r', region, '-t', file];
  const { status, stdout, stderr } = spawnSync(linter, args, { encoding: 'utf8', cwd: folder });
  let findings;
  try {
    findings = JSON.parse(stdout) as { Rule: { Id: string }; Location: { Path: unknown }; Message: string }[];
  } catch {
    throw new Error(`cfn-lint did not answer (status ${status ?? 'none'}): ${stderr}`);
  }
  return findings.map(({ Rule, Location, Message }) => ({
    rule: Rule.Id,
    at: JSON.stringify(Location.Path),
    says: Message,
  }));
}

describe.each(Object.keys(configs) as ConfigName[])('cfn-lint over the stacks of the %s config', (name) => {
  it.each(templatesOf(configs[name]).map((template) => [template.stack, template] as const))(
    'finds nothing in %s',
    (_stack, template) => {
      expect(findingsIn(template)).toEqual([]);
    },
  );
});

it('would find what CloudFormation refuses', () => {
  const queue = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 50_000 } };
  const template = { stack: 'wrong', region: 'eu-central-1', text: JSON.stringify({ Resources: { queue } }) };
  expect(findingsIn(template)).toMatchObject([
    { rule: 'E3034', at: '["Resources","queue","Properties","VisibilityTimeout"]' },
  ]);
});
