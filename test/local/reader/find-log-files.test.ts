import { chmod, mkdir, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { LogFolder } from './log-folder.ts';
import { PathError, findLogFiles, readLogFile } from '../../../local/reader/reader.ts';
import { logFolder, reasonOf } from './log-folder.ts';
import { patternParts } from '../../../local/reader/path-patterns.ts';

async function found(logs: LogFolder, ...paths: string[]): Promise<string[]> {
  const files = await findLogFiles(paths);
  return files.map(({ path }) => (path === '-' ? path : relative(logs.path, path).replaceAll('\\', '/')));
}

const isRoot = process.getuid?.() === 0;

describe('a folder', () => {
  it('is searched with all below it, for the names that logs have', async () => {
    await using logs = await logFolder();
    const expected = [
      'a.json',
      'b.jsonl',
      'c.ndjson',
      'd/e/f.json.gz',
      'd/g.jsonl.gz',
      'd/h.NDJSON.GZ',
      'i.gz',
    ];
    for (const name of [...expected, 'README.md', 'k.csv', 'd/l.txt']) await logs.write(name, '');
    expect(await found(logs, logs.path)).toEqual(expected);
  });

  it('is searched in the layout of CloudTrail, for an account and for an organization', async () => {
    await using logs = await logFolder();
    const name = '2026/11/20/111122223333_CloudTrail_eu-central-1_20261120T0905Z_abcdef.json.gz';
    const expected = [
      `prefix/AWSLogs/111122223333/CloudTrail/eu-central-1/${name}`,
      `prefix/AWSLogs/o-abc/111122223333/CloudTrail/eu-central-1/${name}`,
    ];
    for (const path of expected) await logs.write(path, '');
    expect(await found(logs, logs.path)).toEqual(expected);
  });

  it('is searched without hidden files, hidden folders and node_modules', async () => {
    await using logs = await logFolder();
    for (const name of ['a.json', '.b.json', '.c/d.json', 'node_modules/e.json', 'f/node_modules/g.json']) {
      await logs.write(name, '');
    }
    expect(await found(logs, logs.path)).toEqual(['a.json']);
  });

  it('is searched when it is itself hidden, because it was named', async () => {
    await using logs = await logFolder();
    await logs.write('.logs/a.json', '');
    expect(await found(logs, logs.at('.logs'))).toEqual(['.logs/a.json']);
  });

  it('without logs is an error that names it and says what was expected', async () => {
    await using logs = await logFolder();
    await logs.write('README.md', '');
    const error = await findLogFiles([logs.path]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PathError);
    expect(error).toMatchObject({ path: logs.path });
    expect(String(error)).toContain(`no logs in the folder "${logs.path}"`);
    expect(String(error)).toContain('.json');
  });

  it('that holds only files which will be skipped is not without logs', async () => {
    await using logs = await logFolder();
    await logs.write('AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/11/20/x.json.gz', '');
    await logs.write('report.json', '{"glasswatch":{}}');
    expect(await found(logs, logs.path)).toHaveLength(2);
  });

  it('is searched through symbolic links, each folder and file once, by its plain path', async () => {
    await using logs = await logFolder();
    await logs.write('real/x.json', '');
    await logs.write('elsewhere/y.json', '');
    await mkdir(logs.at('root'));
    await symlink(logs.at('real'), logs.at('root/a-link'));
    await symlink(logs.at('elsewhere/y.json'), logs.at('root/file.json'));
    await symlink(logs.at('elsewhere'), logs.at('root/z-link'));
    expect(await found(logs, logs.at('root'))).toEqual(['root/a-link/x.json', 'root/file.json']);
    expect(await found(logs, logs.path)).toEqual(['elsewhere/y.json', 'real/x.json']);
  });

  it('with links that go round in circles comes to an end', async () => {
    await using logs = await logFolder();
    const folders = Array.from({ length: 8 }, (_, n) => `d${n}`);
    for (const folder of folders) await logs.write(`${folder}/x.json`, '');
    for (const from of folders) {
      for (const to of [...folders, '.'])
        await symlink(logs.at(to), logs.at(from, `to-${to === '.' ? 'top' : to}`));
    }
    const expected = folders.map((folder) => `${folder}/x.json`);
    expect(await found(logs, logs.path)).toEqual(expected);
    expect(await found(logs, logs.at('**/*.json'))).toEqual(expected);
    expect(await found(logs, logs.at('**'))).toEqual(expected);
  });

  it('with a link to nothing gives that link, so that reading it can tell', async () => {
    await using logs = await logFolder();
    await symlink(logs.at('gone'), logs.at('a.json'));
    await symlink(logs.at('b.json'), logs.at('b.json'));
    const files = await findLogFiles([logs.path]);
    const readings = await Promise.all(files.map((file) => readLogFile(file)));
    expect(readings.map(reasonOf)).toEqual([
      'it does not exist (any more)',
      'its symbolic links go round in a circle',
    ]);
  });

  it.skipIf(isRoot)('below it that may not be entered is unreadable, and the rest goes on', async () => {
    await using logs = await logFolder();
    await logs.write('open/a.json', '[]');
    await logs.write('shut/b.json', '[]');
    await chmod(logs.at('shut'), 0);
    const files = await findLogFiles([logs.path]);
    const readings = await Promise.all(files.map((file) => readLogFile(file)));
    await chmod(logs.at('shut'), 0o755);
    expect(readings.map(({ outcome }) => outcome)).toEqual(['read', 'unreadable']);
  });
});

describe('a file', () => {
  it('that is named is taken whatever its name', async () => {
    await using logs = await logFolder();
    const path = await logs.write('.hidden.log', 'four');
    expect(await findLogFiles([path])).toEqual([{ path, size: 4 }]);
  });

  it('that does not exist is an error that names it', async () => {
    await using logs = await logFolder();
    const path = logs.at('nothing.json');
    await expect(findLogFiles([path])).rejects.toThrow(PathError);
    await expect(findLogFiles([path])).rejects.toThrow(`"${path}" does not exist`);
    await expect(findLogFiles([''])).rejects.toThrow(PathError);
    await expect(findLogFiles(['a\0b'])).rejects.toThrow(PathError);
  });

  it('whose name would move the cursor is named without that', async () => {
    await expect(findLogFiles(['no\u001b[2Jsuch\nfile'])).rejects.toThrow(/^(?:[^\p{Cc}])*$/u);
  });

  it('is taken once, whatever ways lead to it', async () => {
    await using logs = await logFolder();
    const path = await logs.write('logs/a.json', '');
    await symlink(path, logs.at('link.json'));
    const ways = [
      path,
      relative(process.cwd(), path),
      logs.at('logs'),
      `${logs.path}/logs/../logs//a.json`,
      logs.at('*.json'),
      logs.path,
    ];
    const files = await findLogFiles(ways);
    expect(files).toHaveLength(1);
    expect(await findLogFiles(ways.toReversed())).toEqual(files);
  });

  it('comes in the order of its path, whatever the order of the PATHs', async () => {
    await using logs = await logFolder();
    for (const name of ['b.json', 'a/z.json', 'a/B.json', 'c.json']) await logs.write(name, '');
    const expected = ['a/B.json', 'a/z.json', 'b.json', 'c.json'];
    expect(await found(logs, logs.at('c.json'), logs.at('b.json'), logs.at('a'))).toEqual(expected);
    expect(await found(logs, logs.at('a'), logs.at('b.json'), logs.at('c.json'))).toEqual(expected);
  });
});

describe('a pattern', () => {
  it('matches files, of whatever name it asks for', async () => {
    await using logs = await logFolder();
    for (const name of ['a.json', 'b.log', 'c/d.log', 'c/.e.log']) await logs.write(name, '');
    expect(await found(logs, logs.at('*.log'))).toEqual(['b.log']);
    expect(await found(logs, logs.at('**/*.log'))).toEqual(['b.log', 'c/d.log']);
    expect(await found(logs, logs.at('{a,b}.*'))).toEqual(['a.json', 'b.log']);
  });

  it('matches folders too, which are searched', async () => {
    await using logs = await logFolder();
    const name = (region: string) => `AWSLogs/1/CloudTrail/${region}/2026/x.json.gz`;
    for (const region of ['eu-central-1', 'eu-west-1', 'us-east-1']) await logs.write(name(region), '');
    expect(await found(logs, logs.at('AWSLogs/*/CloudTrail/eu-*'))).toEqual([
      name('eu-central-1'),
      name('eu-west-1'),
    ]);
    expect(await found(logs, logs.at('**/us-east-1'))).toEqual([name('us-east-1')]);
  });

  it('that ends in nothing but stars means logs, as a folder does', async () => {
    await using logs = await logFolder();
    for (const name of ['a.json', 'b.txt', 'c/d.json', 'c/e.txt', '.f.json']) await logs.write(name, '');
    for (const pattern of ['*', '**', '**/*']) {
      expect(await found(logs, logs.at(pattern))).toEqual(['a.json', 'c/d.json']);
    }
  });

  it('may be relative, and go upwards', async () => {
    await using logs = await logFolder();
    await logs.write('a.json', '');
    const pattern = join(relative(process.cwd(), logs.path), '*.json');
    expect(await findLogFiles([pattern])).toEqual([
      { path: join(relative(process.cwd(), logs.path), 'a.json'), size: 0 },
    ]);
  });

  it('without match is an error that names it', async () => {
    await using logs = await logFolder();
    await logs.write('a.txt', '');
    await expect(findLogFiles([logs.at('*.json')])).rejects.toThrow(PathError);
    await expect(findLogFiles([logs.at('*.json')])).rejects.toThrow(
      `nothing matches the pattern "${logs.at('*.json')}"`,
    );
    await expect(findLogFiles([logs.at('none/*.json')])).rejects.toThrow(PathError);
  });

  it('that matches only what holds no logs is an error', async () => {
    await using logs = await logFolder();
    await logs.write('sub/a.txt', '');
    await expect(findLogFiles([logs.at('*')])).rejects.toThrow('holds no logs');
  });

  it.skipIf(process.platform === 'win32')('that exists as a name is that file or folder', async () => {
    await using logs = await logFolder();
    for (const name of ['[a].json', 'a.json', 'day*/b.json', 'days/c.json']) await logs.write(name, '');
    expect(await found(logs, logs.at('[a].json'))).toEqual(['[a].json']);
    expect(await found(logs, logs.at('day*'))).toEqual(['day*/b.json']);
    expect(await found(logs, logs.at('day*/*.json'))).toEqual(['day*/b.json']);
  });
});

describe('a pattern on Windows', () => {
  const nothingExists = () => Promise.resolve(false);

  it.each([
    ['C:\\logs\\2026\\*.json', { base: 'C:/logs/2026', pattern: '*.json' }],
    ['C:\\*.json', { base: 'C:/', pattern: '*.json' }],
    ['\\\\server\\share\\**\\*.gz', { base: '//server/share', pattern: '**/*.gz' }],
    ['logs\\*\\x.json', { base: 'logs', pattern: '*/x.json' }],
    ['*.json', { base: '.', pattern: '*.json' }],
  ])('%s is parted at its backslashes', async (path, parts) => {
    expect(await patternParts(path, true, nothingExists)).toEqual(parts);
  });

  it('keeps its backslashes elsewhere, where they take a meaning away', async () => {
    expect(await patternParts('/logs/\\*.json', false, nothingExists)).toEqual({
      base: '/logs',
      pattern: '\\*.json',
    });
  });

  it('is not turned around by a leading exclamation mark', async () => {
    expect(await patternParts('!a*.json', false, nothingExists)).toEqual({
      base: '.',
      pattern: '\\!a*.json',
    });
  });
});

describe('standard input', () => {
  it('is one of the files', async () => {
    await using logs = await logFolder();
    await logs.write('a.json', '');
    const files = await findLogFiles([logs.path, '-']);
    expect(files).toContainEqual({ path: '-', size: null });
    expect(await findLogFiles(['-', logs.path])).toEqual(files);
  });

  it('can be named only once', async () => {
    await expect(findLogFiles(['-', '-'])).rejects.toThrow(PathError);
  });

  it('is not a file of the same name', async () => {
    await using logs = await logFolder();
    await logs.write('-', '');
    const before = process.cwd();
    process.chdir(logs.path);
    try {
      expect(await findLogFiles(['./-'])).toEqual([{ path: './-', size: 0 }]);
    } finally {
      process.chdir(before);
    }
  });
});

it('a file that vanishes after it was found is unreadable', async () => {
  await using logs = await logFolder();
  const path = await logs.write('a.json', '[]');
  const files = await findLogFiles([logs.path]);
  await rm(path);
  expect(await Promise.all(files.map((file) => readLogFile(file)))).toEqual([
    { outcome: 'unreadable', file: path, reason: 'it does not exist (any more)' },
  ]);
});
