import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { bundle } from '../../../infra/bundle/bundle.ts';
import { queries } from '../../../queries/catalogue.ts';
import { breakGlassRole } from '../../handlers/alert/events.ts';
import { configOf } from '../../handlers/alert/desk.ts';

const entry = join(import.meta.dirname, 'telling-entry.ts');
const folder = mkdtempSync(join(tmpdir(), 'glasswatch-bundle-'));
const empty = mkdtempSync(join(tmpdir(), 'glasswatch-empty-'));

afterAll(() => {
  for (const one of [folder, empty]) rmSync(one, { recursive: true });
});

interface Told {
  detections: { id: string; title: string }[];
  queries: { name: string; sql: string; columns: unknown }[];
  name: string;
  roles: string[];
}

function run(bundled: string): Told {
  const file = join(bundled, 'index.mjs');
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: empty, encoding: 'utf8' })) as Told;
}

function bytes(bundled: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(bundled).map((file) => [file, readFileSync(join(bundled, file), 'hex')]),
  );
}

describe('a bundle', () => {
  const first = join(folder, 'first');
  let told: Told;

  beforeAll(async () => {
    await bundle(entry, first, configOf({ name: 'first' }));
    told = run(first);
  });

  it('runs under plain node, away from the project, with every detection', () => {
    expect(told.detections).toEqual(detections.map(({ id, title }) => ({ id, title })));
    expect(readdirSync(join(import.meta.dirname, '../../../detections'))).toEqual(
      expect.arrayContaining(told.detections.map(({ id }) => `${id}.ts`)),
    );
    expect(told.detections.length).toBeGreaterThan(10);
  });

  it('has every question, with its shared parts', () => {
    expect(told.queries).toEqual(queries.map(({ name, sql, columns }) => ({ name, sql, columns })));
    expect(told.queries.length).toBeGreaterThan(10);
  });

  it('knows the config that it was made with', () => {
    expect(told).toMatchObject({ name: 'first', roles: [breakGlassRole] });
  });

  it('is the same bytes from the same sources and config, and others from another config', async () => {
    const again = join(folder, 'deeper', 'again');
    const other = join(folder, 'other');
    await bundle(entry, again, configOf({ name: 'first' }));
    await bundle(entry, other, configOf({ name: 'other' }));
    expect(bytes(again)).toEqual(bytes(first));
    expect(bytes(other)['index.mjs']).not.toBe(bytes(first)['index.mjs']);
    expect(run(other).name).toBe('other');
  });

  it('says what does not bundle', async () => {
    await expect(bundle(join(empty, 'nothing.ts'), join(folder, 'nothing'), configOf())).rejects.toThrow(
      'nothing.ts',
    );
  });
});
