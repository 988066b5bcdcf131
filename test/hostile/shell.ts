import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What became of commands in a shell. */
export interface Ran {
  /** The words that `aws` got, call by call. */
  readonly calls: readonly (readonly string[])[];
  readonly stderr: string;
  readonly status: number | null;
  /** Files that were made in the folder they ran in. */
  readonly files: readonly string[];
}

/** Gives commands to `/bin/sh` as if they were pasted, with an `aws` that only says what it was given. */
export function pasted(commands: readonly string[]): Ran {
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-shell-'));
  try {
    const { stdout, stderr, status } = spawnSync('/bin/sh', ['-s'], {
      cwd: folder,
      env: { PATH: '/usr/bin:/bin', HOME: folder },
      input: `aws() { printf '%s\\0' "$@"; printf '\\0'; }\n${commands.join('\n')}\n`,
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const calls = stdout.split('\0\0').slice(0, -1);
    return { calls: calls.map((call) => call.split('\0')), stderr, status, files: readdirSync(folder) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
