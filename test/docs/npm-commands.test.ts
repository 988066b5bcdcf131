import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { documentedCommands } from './commands.ts';

const root = join(import.meta.dirname, '..', '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
const asked = documentedCommands.flatMap(({ page, text }) =>
  [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)].map(([, run, own]) => ({
    page,
    script: run ?? own ?? '',
  })),
);

describe('npm commands of the pages', () => {
  it.each(asked.map(({ page, script }) => [script, page] as const))('npm has "%s" (%s)', (script) => {
    expect(Object.keys(scripts)).toContain(script);
  });

  it('leave no script of package.json untold', () => {
    const untold = Object.keys(scripts).filter((script) => !asked.some((one) => one.script === script));
    expect(untold).toEqual([]);
  });

  it('begin the README: its first screen holds the two that do everything', () => {
    const [first = '', second = ''] = documentedCommands
      .filter(({ page }) => page === 'README.md')
      .map(({ text }) => text);
    expect([first, second]).toEqual(['npm ci && npm start', 'npm ci && npm test']);
    const screen = readFileSync(join(root, 'README.md'), 'utf8').split('\n').slice(0, 24).join('\n');
    expect(screen).toContain(first);
    expect(screen).toContain(second);
  });
});
