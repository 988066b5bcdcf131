import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/**
 * Installs the pinned packages of a requirements file from PyPI into a Python environment under `.cache/<name>` and answers
 * the path of its Python. What is there already for the same requirements is used again. Throws with one sentence where
 * Python 3.10 or newer with venv is missing.
 */
export function installPython(name: string, requirements: string): string {
  const cache = join(root, '.cache', name);
  const environment = join(cache, 'venv');
  const python = join(environment, 'bin', 'python');
  const stamp = join(cache, 'stamp');
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(stamp) && existsSync(python) && readFileSync(stamp, 'utf8') === hash) return python;
  rmSync(environment, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true });
  process.stderr.write(`engines: installing ${name} from PyPI into ${environment} (about 10 s)\n`);
  run('python3', ['-m', 'venv', environment], 'Python 3 with venv is missing (Debian: python3-venv)');
  run(
    python,
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements],
    `${name} could not be installed from PyPI`,
  );
  writeFileSync(stamp, hash);
  return python;
}

function run(command: string, args: readonly string[], trouble: string): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${trouble}: ${`${stdout}${stderr}`.trim() || message}`, { cause: error });
  }
}
