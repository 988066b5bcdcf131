import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPython } from '../python.ts';

/** What the AWS CLI makes of a command: the call that it would send, or why it refuses. */
export type Judged =
  | { readonly operation: string; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly refused: string };

/** Files that the commands of the pages read. */
const readFiles = ['new-value', 'new-url', 'url', 'webhook-url.txt', 'infra/scp/protect-glasswatch.json'];

/**
 * Asks the AWS CLI (version 1, from PyPI) of commands as a shell would give them to it; nothing is sent. Two things are of
 * version 2 alone, which PyPI does not have: `logs tail`, judged here as the `filter-log-events` that it becomes, and
 * `--cli-binary-format`, left out.
 */
export function judgeAwsCommands(commands: readonly string[]): readonly Judged[] {
  const python = installPython('aws-cli', join(import.meta.dirname, 'requirements.txt'));
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-aws-cli-'));
  try {
    for (const file of readFiles) {
      execFileSync('mkdir', ['-p', join(folder, file, '..')]);
      writeFileSync(join(folder, file), '{}');
    }
    const words = commands.map((command) => asVersion1(wordsOf(command, folder)));
    const answer = execFileSync(python, [join(import.meta.dirname, 'judge.py')], {
      cwd: folder,
      encoding: 'utf8',
      input: JSON.stringify(words),
      maxBuffer: 1 << 26,
    });
    return JSON.parse(answer) as Judged[];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The words that `aws` is given, once a real shell has taken quotes and substitutions away. */
function wordsOf(command: string, folder: string): string[] {
  const script = `aws() { printf '%s\\0' "$@"; exit 0; }\n${command.replace(/\s\|.*$/, '')}`;
  const given = execFileSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
  return given.split('\0').slice(0, -1);
}

function asVersion1(words: readonly string[]): string[] {
  const [service, command, ...rest] = words;
  if (service === 'logs' && command === 'tail') {
    const [group = '', ...options] = rest;
    const since = options.indexOf('--since');
    if (since >= 0) {
      if (!/^\d+[smhdw]$/.test(options[since + 1] ?? ''))
        return ['logs', `tail --since ${options[since + 1]}`];
      options.splice(since, 2);
    }
    return ['logs', 'filter-log-events', '--log-group-name', group, ...options];
  }
  const format = words.indexOf('--cli-binary-format');
  return words.filter((_, n) => format < 0 || (n !== format && n !== format + 1));
}
