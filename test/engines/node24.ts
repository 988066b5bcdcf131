import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const version = '24.21.0';
const folder = join(import.meta.dirname, '..', '..', '.cache', `node-${version}`);

/** The path of the Node that Lambda's runtime nodejs24.x has, installed from npm into .cache if need be. */
export function node24(): string {
  const binary = join(folder, 'node_modules', 'node', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const flags = ['--no-save', '--no-audit', '--no-fund', '--prefix', folder];
  execFileSync('npm', ['install', ...flags, `node@${version}`], { stdio: 'ignore' });
  return binary;
}
