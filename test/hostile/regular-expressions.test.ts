import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkSync } from 'recheck';
import { globSync } from 'tinyglobby';
import ts from 'typescript';
import { expect, it } from 'vitest';

// Its own JavaScript, whatever else of it is installed: the same verdict on every machine.
process.env.RECHECK_SYNC_BACKEND = 'pure';

const root = join(import.meta.dirname, '..', '..');

interface Found {
  readonly at: string;
  readonly source: string;
  readonly flags: string;
}

/** Those that may take longer than in proportion to their text, and why no attacker can give them a long one. */
const bounded: Readonly<Record<string, string>> = {
  'detections/pattern/address.ts /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/': 'tried on 128 characters at most',
  'detections/pattern/address.ts /\\/+$/': 'reads a range of a pattern, which is ours',
  'detections/pattern/matcher.ts /\\.+$/': 'reads a field name of a pattern, which is ours',
  'handlers/checkup/aws/trails.ts /^\\/+|\\/+$/g':
    'reads S3KeyPrefix, which CloudTrail limits to 200 characters',
  'queries/asked-sources.ts /\\/\\*.*?\\*\\//gs': 'reads the .sql files, which are ours',
  'queries/query.ts /^@param (\\w+) = (.*?): (.+)$/': 'reads the .sql files, which are ours',
};

/** Made at run time: of what, and why an attacker has no hand in it. */
const made: Readonly<Record<string, string>> = {
  'config/deployment.ts': 'of the config, tried on the name of a role in the config',
  'config/schema.ts': 'of two words of ours, tried on the config',
  'infra/bundle/folders-as-imports.ts': 'of a file name of ours, while bundling',
  'queries/asked-sources.ts': 'of names of ours, tried on the .sql files',
};

const files = globSync(['{config,detections,handlers,local,queries,infra}/**/*.ts'], {
  cwd: root,
  ignore: ['local/scan/kernel/assembly/**'],
}).sort();

const literals: Found[] = [];
const constructed = new Set<string>();
for (const file of files) {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      literals.push({ at: file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    const callee = ts.isNewExpression(node) || ts.isCallExpression(node) ? node.expression : null;
    if (callee !== null && ts.isIdentifier(callee) && callee.text === 'RegExp') constructed.add(file);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

it('the checker finds what takes too long', () => {
  expect(checkSync('^(a+)+$', '').status).toBe('vulnerable');
  expect(checkSync('\\s+$', '').status).toBe('vulnerable');
});

// Seconds on a quiet machine.
it('no regular expression takes longer than in proportion to what it reads', { timeout: 600_000 }, () => {
  expect(literals.length).toBeGreaterThan(150);
  const doubtful = literals
    .filter(({ source, flags }) => checkSync(source, flags, { timeout: 120_000 }).status !== 'safe')
    .map(({ at, source, flags }) => `${at} /${source}/${flags}`);
  expect(doubtful.sort()).toEqual(Object.keys(bounded).sort());
});

it('regular expressions are made of an attacker’s text nowhere', () => {
  expect([...constructed].sort()).toEqual(Object.keys(made).sort());
});
