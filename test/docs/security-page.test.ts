import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');

/** The sections with a table of attempts. */
const sections = page.split(/^## /m).slice(1);

interface Named {
  readonly file: string;
  readonly title: string;
}

/** The tests that a text names: a file, a colon, and titles in quotes. */
function testsIn(text: string): Named[] {
  const [, held = ''] = text.split(/^Held by /m);
  const inOneLine = held.replaceAll(/\s*\n\s*/g, ' ');
  return [...inOneLine.matchAll(/`(test\/[^`]+)`: ((?:"[^"]+",? ?)+)/g)].flatMap(
    ([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ file, title })),
  );
}

const named = sections.flatMap(testsIn);

describe('the tests that docs/security.md names', () => {
  it('are many, and some in each section of attempts', () => {
    expect(named.length).toBeGreaterThan(50);
    const promising = sections.filter((text) => /\| attempt +\|/.test(text));
    expect(promising.length).toBe(4);
    expect(promising.filter((text) => testsIn(text).length === 0)).toEqual([]);
  });

  test.each(named)('$file: $title', ({ file, title }) => {
    expect(existsSync(join(root, file)), file).toBe(true);
    const source = readFileSync(join(root, file), 'utf8');
    const quoted = ["'", '"', '`'].map((quote) => `${quote}${title}${quote}`);
    expect(
      quoted.some((text) => source.includes(text)),
      `${file} has no test "${title}"`,
    ).toBe(true);
  });
});

it('the page names each statement of the service control policy, and no other', () => {
  const { Statement } = JSON.parse(readFileSync(join(root, 'infra/scp/protect-glasswatch.json'), 'utf8')) as {
    Statement: { Sid: string }[];
  };
  const onPage = new Set([...page.matchAll(/`(Protect\w+)`/g)].map(([, sid]) => sid));
  expect([...onPage].sort()).toEqual(Statement.map(({ Sid }) => Sid).sort());
});

it('the page names detections that there are', () => {
  const ids = new Set(detections.map(({ id }) => id));
  const told = [...page.matchAll(/told by ([a-z-]+)/g)].map(([, id = '']) => id);
  expect(told.length).toBeGreaterThan(5);
  expect(told.filter((id) => !ids.has(id))).toEqual([]);
});

it('every command of the page runs a file that exists', () => {
  const files = [...page.matchAll(/`npx vitest run [^`]*?(test\/\S+\.test\.ts)`/g)].map(
    ([, file = '']) => file,
  );
  expect(files.length).toBeGreaterThan(2);
  expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
