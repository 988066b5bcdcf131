import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export const program = join(import.meta.dirname, '..', '..', '..', 'local', 'glasswatch.mjs');

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Run {
  readonly cwd?: string;
  /** What standard input holds; it stays open where this is null. */
  readonly input?: string | null;
  readonly env?: Readonly<Record<string, string>>;
  /** Sent SIGINT once standard error holds this. */
  readonly interruptAt?: RegExp;
  /** The reader of standard output goes away after the first bytes. */
  readonly head?: boolean;
  /** The reader of standard error is gone from the beginning. */
  readonly unheard?: boolean;
}

/** Runs the real command line in a process of its own. */
export function glasswatch(args: readonly string[], run: Run = {}): Promise<Ended> {
  const { NO_COLOR: _, FORCE_COLOR: __, GLASSWATCH_SLACK_WEBHOOK_URL: ___, ...env } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: run.cwd, env: { ...env, ...run.env } });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (run.head === true) child.stdout.destroy();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (run.interruptAt?.test(stderr) === true && !child.killed) child.kill('SIGINT');
    });
    if (run.unheard === true) child.stderr.destroy();
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, stdout, stderr });
    });
    child.stdin.on('error', () => undefined); // It may end without having read.
    if (run.input !== null) child.stdin.end(run.input ?? '');
  });
}

export type Summary = Record<string, number>;

/** The last line of standard error that begins `summary `. */
export function summaryOf({ stderr }: Ended): Summary {
  const line = stderr.split('\n').findLast((one) => one.startsWith('summary '));
  if (line === undefined) throw new Error(`no summary in: ${stderr}`);
  return JSON.parse(line.slice('summary '.length)) as Summary;
}

export type Line = Record<string, unknown>;

/** The lines of `--format ndjson`. */
export function linesOf({ stdout }: Ended): Line[] {
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
}

/** A folder that files are written to; remove it at the end. */
export class Folder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'glasswatch-cli-')));

  /** Writes a file and answers its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
