import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** A program that is measured: a process of its own. */
export interface Job {
  readonly name: string;
  /** Arguments of `node`. */
  readonly command: readonly string[];
}

/** What one run took. */
export interface Run {
  /** s */
  readonly wall: number;
  /** s, of all threads */
  readonly cpu: number;
  /** Largest resident memory, bytes. */
  readonly peak: number;
}

/**
 * Runs each job `rounds` times, one of each in turn and each round beginning with another, so that what disturbs the
 * machine disturbs all alike; answers the medians.
 */
export async function measured<Name extends string>(
  jobs: Readonly<Record<Name, readonly string[]>>,
  rounds: number,
  onRun: (text: string) => void,
): Promise<Record<Name, Run>> {
  const names = Object.keys(jobs) as Name[];
  const runs = new Map<Name, Run[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const turn = round % names.length;
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const run = await runOnce({ name, command: jobs[name] });
      runs.get(name)?.push(run);
      onRun(
        `${name}: ${run.wall.toFixed(2)} s, ${run.cpu.toFixed(2)} s of CPU, ${Math.round(run.peak / 1e6)} MB`,
      );
    }
  }
  return Object.fromEntries(names.map((name) => [name, medians(runs.get(name) ?? [])])) as Record<Name, Run>;
}

async function runOnce({ name, command }: Job): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-bench-'));
  const usage = join(folder, 'usage.json');
  try {
    const started = performance.now();
    const preload = `file://${join(root, 'bench', 'programs', 'usage.mjs')}`;
    const child = spawn(process.execPath, ['--import', preload, ...command], {
      cwd: root,
      env: { ...process.env, BENCH_USAGE: usage },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
    const wall = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`${name} ended with ${String(code)}:\n${said}`);
    return { wall, ...(JSON.parse(readFileSync(usage, 'utf8')) as Omit<Run, 'wall'>) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function medians(runs: readonly Run[]): Run {
  const median = (of: (run: Run) => number) => {
    const sorted = runs.map(of).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
  };
  return { wall: median((run) => run.wall), cpu: median((run) => run.cpu), peak: median((run) => run.peak) };
}
