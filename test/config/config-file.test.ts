import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { ConfigError } from '../../config/parse.ts';
import type { Config } from '../../config/schema.ts';
import { loadConfig } from '../../local/config-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-config-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const role = 'arn:aws:iam::111122223333:role/BREAK-GLASS-*';
const bare = `{"breakGlass":{"roles":["${role}"]},"deadlineHours":2}`;
const file = join(folder, 'config.json');

function load(text: string): Config {
  writeFileSync(file, text);
  return loadConfig(file, [], Date.parse('2026-11-20T12:00:00Z'));
}

/** The message about a file that cannot be used. */
function complaint(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the file was accepted');
}

const told = (line: string) => `${file}: wrong config\n  ${line}`;

describe('a config file', () => {
  it.each([
    ['the config itself', bare],
    ['a cdk.json', `{"app":"npx tsx infra/app.ts","context":{"@aws-cdk/core:x":true,"glasswatch":${bare}}}`],
    ['a cdk.json without app', `{"context":{"glasswatch":${bare}}}`],
    ['indented, with CRLF and a byte order mark', `\uFEFF${bare.replaceAll(',', ',\r\n  ')}\r\n`],
  ])('may be %s', (_, text) => {
    expect(load(text)).toMatchObject({ breakGlass: { roles: [role], users: [] }, deadlineHours: 2 });
  });

  it('may have comments and trailing commas', () => {
    const text = `// who may break the glass
      {
        /* one role */
        "breakGlass": { "roles": ["${role}",], },
        "deadlineHours": 2, // two hours
      }`;
    expect(load(text)).toMatchObject({ breakGlass: { roles: [role] }, deadlineHours: 2 });
  });

  it('that is a cdk.json without our key says which key is missing', () => {
    const missing = told('context.glasswatch: expected the config of Glasswatch here');
    expect(complaint('{"app":"npx tsx infra/app.ts","context":{"other":{}}}')).toBe(missing);
    expect(complaint('{"app":"npx tsx infra/app.ts"}')).toBe(missing);
    expect(complaint('{"context":"x"}')).toBe(missing);
    expect(complaint('{"context":null}')).toBe(missing);
  });

  it('with a wrong key names the file and the key', () => {
    expect(complaint('{"breakGlass":{},"deadlineHours":0}')).toBe(
      told('deadlineHours: expected a number of hours above 0'),
    );
    expect(complaint('{"app":"x","context":{"glasswatch":{"breakGlass":{},"deadlineHours":0}}}')).toBe(
      told('deadlineHours: expected a number of hours above 0'),
    );
  });

  it.each([
    ['a missing colon', '{\n  "breakGlass" {}\n}', '(line 2, column 16): expected JSON: ColonExpected'],
    [
      'a missing comma',
      '{\n  "breakGlass": {}\n  "clock": 1\n}',
      '(line 3, column 3): expected JSON: CommaExpected',
    ],
    ['a missing end', '{"breakGlass": {}', '(line 1, column 18): expected JSON: CloseBraceExpected'],
    ['a bare word', '{"breakGlass": none}', '(line 1, column 16): expected JSON: InvalidSymbol'],
    ['nothing', '', '(line 1, column 1): expected JSON: ValueExpected'],
    ['CRLF', '{\r\n\r\n"a" 1}', '(line 3, column 5): expected JSON: ColonExpected'],
    ['a byte order mark', '\uFEFF{"a" 1}', '(line 1, column 6): expected JSON: ColonExpected'],
    [
      'a byte order mark and an error that begins a line',
      '\uFEFF{\n1}',
      '(line 2, column 1): expected JSON: PropertyNameExpected',
    ],
  ])('that is broken JSON names line and column (%s)', (_, text, line) => {
    expect(complaint(text)).toBe(told(line));
  });

  it('that is missing says so, and how to name one', () => {
    const missing = join(folder, 'nowhere.json');
    expect(() => loadConfig(missing, [], 0)).toThrow(ConfigError);
    expect(() => loadConfig(missing, [], 0)).toThrow(
      /nowhere\.json: wrong config\n.*no such file.*--config FILE/s,
    );
  });

  it('that is a folder cannot be read', () => {
    expect(() => loadConfig(folder, [], 0)).toThrow(/cannot be read \(EISDIR\)/);
  });
});
