import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const project = join(import.meta.dirname, '..', '..', '..');
const rooms = ['config', 'detections', 'handlers', 'local', 'queries'];

let copy: string;
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'glasswatch-start-'));
  for (const name of [...rooms, 'package.json', 'package-lock.json', 'tsconfig.json'])
    cpSync(join(project, name), join(copy, name), { recursive: true });
  // Its own folder for bundles, everybody's packages.
  const packages = join(copy, 'node_modules');
  cpSync(join(project, 'node_modules', '.package-lock.json'), join(packages, '.package-lock.json'));
  for (const name of readdirSync(join(project, 'node_modules')))
    if (!name.startsWith('.')) symlinkSync(join(project, 'node_modules', name), join(packages, name));
});
afterAll(() => {
  rmSync(copy, { recursive: true });
});

const detections = () => answerOf('detections');

function answerOf(command: string): string {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [join(copy, 'local', 'glasswatch.mjs'), command],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  return stdout;
}

test('the program starts from its bundle, and never from one of other sources', () => {
  const bundles = join(copy, 'node_modules', '.cache', 'glasswatch');
  const before = detections();
  expect(readdirSync(bundles)).toHaveLength(1);
  expect(detections()).toBe(before);
  expect(readdirSync(bundles)).toHaveLength(1);

  const source = join(copy, 'detections', 'decoy-read.ts');
  writeFileSync(
    source,
    readFileSync(source, 'utf8').replace('Decoy secret touched', 'Somebody took the bait'),
  );
  expect(detections()).toContain('Somebody took the bait');

  // A bundle cannot be written where a file is in the way: the sources run.
  rmSync(bundles, { recursive: true });
  writeFileSync(bundles, '');
  expect(detections()).toContain('Somebody took the bait');
  expect(existsSync(join(bundles, 'main.mjs'))).toBe(false);
});

test('a project that was moved, its bundles with it, starts from where it is now', () => {
  rmSync(join(copy, 'node_modules', '.cache'), { recursive: true, force: true });
  const before = answerOf('query');
  const moved = `${copy}-moved`;
  renameSync(copy, moved);
  copy = moved;
  expect(answerOf('query')).toBe(before);
});
