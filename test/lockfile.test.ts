import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

type Versions = Readonly<Record<string, string>>;

interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dependencies?: Versions;
  readonly devDependencies?: Versions;
  readonly optionalDependencies?: Versions;
  readonly link?: boolean;
  readonly optional?: boolean;
  /** Comes inside another package's tarball, which has a hash of its own. */
  readonly inBundle?: boolean;
}

const read = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8')) as unknown;
const lock = read('package-lock.json') as { readonly packages: Readonly<Record<string, Package>> };
const manifest = read('package.json') as Package;

/** Where Node finds a package that the package at `from` asks for: nearest node_modules first. */
function found(name: string, from: string, packages: Readonly<Record<string, Package>>): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/')))) {
    const folder = at === '' || at.endsWith('/') ? at : `${at}/`;
    if (Object.hasOwn(packages, `${folder}node_modules/${name}`)) return true;
    if (at === '') return false;
    if (at.endsWith('/')) at = at.slice(0, -1);
  }
}

/** The optional dependencies that a lockfile has no entry for. */
function missing(packages: Readonly<Record<string, Package>>): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !found(name, path, packages))
      .map((name) => `${path === '' ? '(the project)' : path}: ${name}`),
  );
}

describe('package-lock.json', () => {
  it('holds every platform: an entry for each optional dependency of each package', () => {
    expect(missing(lock.packages)).toEqual([]);
    // esbuild, which tsx and vitest run on, is a package for each platform.
    const platforms = Object.keys(lock.packages).filter((path) => path.includes('node_modules/@esbuild/'));
    for (const platform of ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win32-x64']) {
      expect(
        platforms.some((path) => path.endsWith(`/${platform}`)),
        platform,
      ).toBe(true);
    }
  });

  it('takes every package from the registry, and says what each must be', () => {
    const packages = Object.entries(lock.packages).filter(
      ([path, { link, inBundle }]) => path !== '' && link !== true && inBundle !== true,
    );
    expect(packages.length).toBeGreaterThan(100);
    for (const [path, { version, resolved, integrity, optional }] of packages) {
      expect(version, path).toMatch(/^\d+\.\d+\.\d+/);
      expect(resolved ?? 'https://registry.npmjs.org/', path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
      // npm does not always know it of a platform other than the one it ran on.
      if (optional !== true) expect(integrity, path).toMatch(/^sha512-/);
    }
  });

  it('locks the very versions that package.json asks for', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
    expect(lock.packages['']?.dependencies).toEqual(manifest.dependencies);
    expect(lock.packages['']?.devDependencies).toEqual(manifest.devDependencies);
  });
});

describe('package.json', () => {
  it('has exact versions only', () => {
    const asked = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(asked.length).toBeGreaterThan(10);
    for (const [name, version] of asked) expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
  });
});

describe('this test', () => {
  it('would notice a platform that is missing, and knows nested packages', () => {
    const esbuild = {
      optionalDependencies: { '@esbuild/linux-x64': '1.0.0', '@esbuild/win32-x64': '1.0.0' },
    };
    expect(missing({ 'node_modules/esbuild': esbuild, 'node_modules/@esbuild/linux-x64': {} })).toEqual([
      'node_modules/esbuild: @esbuild/win32-x64',
    ]);
    const nested = {
      'node_modules/tsx/node_modules/esbuild': esbuild,
      'node_modules/tsx/node_modules/@esbuild/linux-x64': {},
      'node_modules/@esbuild/win32-x64': {},
    };
    expect(missing(nested)).toEqual([]);
    expect(
      missing({ 'node_modules/esbuild': esbuild, 'node_modules/tsx/node_modules/@esbuild/linux-x64': {} }),
    ).toHaveLength(2);
  });
});
