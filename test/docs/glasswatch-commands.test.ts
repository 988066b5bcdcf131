import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOf } from './commands.ts';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'local', 'glasswatch.mjs');
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'glasswatch-docs-')));
const hasJq = spawnSync('jq', ['--version']).status === 0;

/** What stands for something of the reader's own, and what we have instead. */
const stands: readonly (readonly [RegExp, string])[] = [
  [/\b(PATH|LOGS)(…|\.\.\.)?/g, './AWSLogs'],
  [/\bDIR\b/g, './written'],
  [/\bNAME\b/g, 'secret-access'],
  [/\bTHE-CONFIG\b/g, 'my-account.json'],
  [/--records 1000000 --out \/tmp\/big-day/g, '--records 700 --out ./big-day'],
  [/glasswatch-demo\//g, './demo/'],
];

/** A command's name alone, as text speaks of it, is no more than that. */
const onlyNamed = /^(npx )?glasswatch (deadline|incident|report|replay)$/;

/** Commands that end otherwise than with 0 over what is here, and why. */
const otherwise: readonly (readonly [RegExp, number, RegExp])[] = [
  // The shipped cdk.json has a placeholder account, and there is no AWS here; test/engines runs doctor against an emulator.
  [/\bdoctor\b/, 2, /names the placeholder account|names no "account"/],
  // The incident has secrets that were never replaced.
  [/--check/, 3, /overdue/],
];

/** What a shell with Glasswatch, a log and somebody's AWS account would have. */
const surroundings = `
set -o pipefail
glasswatch() { '${process.execPath}' '${program}' "$@"; }
npx() { "$@"; }
aws() { cat looked-up.json; }
${hasJq ? '' : 'jq() { cat; }'}
`;

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function run(command: string): { code: number | null; said: string } {
  const { CI: _, FORCE_COLOR: __, ...env } = process.env;
  const ended = spawnSync('bash', ['-c', surroundings + command], { cwd: folder, encoding: 'utf8', env });
  return { code: ended.status, said: ended.stdout + ended.stderr };
}

/** A documented command with what is here in place of what the reader has. */
function asRun(text: string): string {
  return stands.reduce((now, [what, by]) => now.replace(what, by), text).replace(/^npx /, '');
}

/** Every example of the commands' help. */
function examplesOfHelp(): string[] {
  const help = (...args: string[]): string =>
    execFileSync(process.execPath, [program, ...args, '--help'], { encoding: 'utf8' });
  const commands = [...help().matchAll(/^ {2}(\w+) .*(?:\n {10,}.*)*/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');
  return commands.flatMap((name) => {
    const [, examples = ''] = /^Examples:\n((?: {2}.*\n)+)/m.exec(help(name)) ?? [];
    expect(examples, `${name} --help has examples`).not.toBe('');
    return examples.trim().split(/\n\s*/);
  });
}

const documented = commandsOf('glasswatch').filter(({ text }) => !onlyNamed.test(text));
const shown = examplesOfHelp().map((text) => ({ page: '--help', text }));
const all = [...new Map([...documented, ...shown].map((one) => [asRun(one.text), one])).values()];

beforeAll(() => {
  const demo = run('glasswatch demo --records 600 --out ./demo');
  expect(demo.code, demo.said).toBe(0);
  renameSync(join(folder, 'demo', 'logs', 'AWSLogs'), join(folder, 'AWSLogs'));
  execFileSync('cp', ['-r', 'AWSLogs', 'demo/logs/AWSLogs'], { cwd: folder });
  execFileSync('cp', ['-r', 'AWSLogs', 'logs'], { cwd: folder });
  // The shipped config, in which nothing can be deployed, with the roles of the log.
  const { context } = readJson(join(root, 'cdk.json')) as { context: { glasswatch: object } };
  const glasswatch = {
    ...context.glasswatch,
    ...(readJson(join(folder, 'demo', 'glasswatch.json')) as object),
  };
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ context: { glasswatch } }));
  // As \`aws cloudtrail lookup-events\` answers: each event is text within the answer.
  const records = run(`gunzip -c $(find AWSLogs -name '*.json.gz' | head -1)`).said;
  const { Records } = JSON.parse(records) as { Records: Record<string, unknown>[] };
  writeFileSync(
    join(folder, 'looked-up.json'),
    JSON.stringify({
      Events: Records.map((one) => ({ EventId: one.eventID, CloudTrailEvent: JSON.stringify(one) })),
    }),
  );
  for (const { text } of commandsOf('echo').filter(({ text }) => text.includes('my-account.json'))) {
    expect(run(text).code, text).toBe(0);
  }
  const incident = run(`glasswatch incident ./AWSLogs --config demo/glasswatch.json --out ./incidents
    cp $(ls incidents/*/evidence.json | head -1) evidence.json`);
  expect(incident.code, incident.said).toBe(0);
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('every glasswatch command of the pages and of --help does what it says', () => {
  it('finds them', () => {
    expect(documented.length).toBeGreaterThan(20);
    expect(shown.length).toBeGreaterThan(15);
  });

  it.each(all.map(({ page, text }) => [text, page] as const))('%s (%s)', { timeout: 60_000 }, (text) => {
    const { code, said } = run(asRun(text));
    const [, expected, saying] = otherwise.find(([which]) => which.test(text)) ?? [null, 0, /\S/];
    expect(code, said).toBe(expected);
    expect(said).toMatch(saying);
  });
});
