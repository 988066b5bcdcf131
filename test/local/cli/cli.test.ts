import { symlinkSync } from 'node:fs';

import { afterAll, describe, expect, it } from 'vitest';

import { assumeRole } from '../../handlers/alert/events.ts';
import { config, day, logFile, ndjson } from '../replay/day.ts';
import { Folder, glasswatch, linesOf, summaryOf } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const configFile = folder.write('config.json', config);
const log = folder.write('log.json.gz', logFile(day.opened, day.listed));

describe.concurrent('the command line', () => {
  it('exits with 0 when all was read, and says what it found', async () => {
    const ended = await glasswatch(['replay', log, '--config', configFile, '--format', 'ndjson']);
    expect(ended.code).toBe(0);
    expect(linesOf(ended)).toMatchObject([{ eventID: 'e01' }]);
    expect(summaryOf(ended)).toMatchObject({
      files: 1,
      unreadable: 0,
      skipped: 0,
      records: 2,
      alerted: 1,
      unmatched: 1,
    });
  });

  it('finds the config in ./cdk.json where none is named', async () => {
    folder.write(
      'project/cdk.json',
      JSON.stringify({ app: 'npx tsx infra/app.ts', context: { glasswatch: JSON.parse(config) as unknown } }),
    );
    const ended = await glasswatch(['replay', log], { cwd: `${folder.path}/project` });
    expect(ended).toMatchObject({ code: 0, stdout: expect.stringContaining('CRITICAL') as string });
  });

  it.each([
    [
      'a PATH that does not exist',
      ['replay', log, 'nowhere.json', '--config', configFile],
      /"nowhere\.json" does not exist/,
    ],
    [
      'an unknown option',
      ['replay', log, '--formt', 'ndjson'],
      /unknown option '--formt'\n\(Did you mean --format\?\)/,
    ],
  ])('exits with 2 for %s, and has done nothing', async (_, args, message) => {
    const ended = await glasswatch(args, { cwd: folder.path });
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toMatch(/^summary |\bat .+\.ts:\d+/m);
  });

  it('reads on where a file is unreadable, names it, and exits with 1', async () => {
    const damaged = folder.write('bad/damaged.json.gz', logFile(day.opened).slice(0, 60));
    const notJson = folder.write('bad/words.json', 'no log at all');
    const gone = `${folder.path}/bad/gone.json`;
    symlinkSync(`${folder.path}/nowhere`, gone);
    const ended = await glasswatch([
      'replay',
      `${folder.path}/bad`,
      log,
      '--config',
      configFile,
      '--format',
      'ndjson',
    ]);
    expect(ended.code).toBe(1);
    for (const file of [damaged, notJson, gone]) expect(ended.stderr).toContain(`unreadable: ${file}: `);
    expect(linesOf(ended)).toMatchObject([{ eventID: 'e01' }]);
    expect(summaryOf(ended)).toMatchObject({ files: 4, unreadable: 3, records: 2 });
  });

  it('exits with 1 for bad lines of NDJSON: each is a dead-lettered record; twenty are listed, the rest counted', async () => {
    const bad = Array.from({ length: 48 }, () => 'not json');
    const ended = await glasswatch(['replay', '-', '--config', configFile, '--format', 'ndjson'], {
      input: ndjson(day.opened, 'not json', day.listed, '{"eventName":"ListSecrets"}', ...bad),
    });
    expect(ended.code).toBe(1);
    expect(summaryOf(ended)).toMatchObject({
      files: 1,
      unreadable: 0,
      records: 52,
      alerted: 1,
      unmatched: 1,
      'dead-lettered': 50,
    });
    expect(ended.stderr).toMatch(/^no event: -, line 2: /m);
    expect(ended.stderr).toMatch(/^no event: -, line 4: eventSource, eventTime, eventID missing$/m);
    expect(ended.stderr.match(/^no event: /gm)).toHaveLength(20);
    expect(ended.stderr).toContain('… and 30 more of the kind');
  });

  it('exits with 130 after Ctrl-C, with a summary of what was done', async () => {
    folder.write('waiting/+first.ndjson', ndjson(day.listed, day.written, day.listed, 'not json'));
    const ended = await glasswatch(['replay', '+first.ndjson', '-', '--config', configFile], {
      cwd: `${folder.path}/waiting`,
      input: null,
      interruptAt: /no event: \+first\.ndjson, line 4/,
    });
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    expect(ended.stderr).toMatch(/^interrupted$/m);
    expect(summaryOf(ended)).toMatchObject({ files: 1, records: 4, unmatched: 3, 'dead-lettered': 1 });
  });

  it('ends quietly when its reader goes away', async () => {
    const openings = Array.from({ length: 3_000 }, (_, n) =>
      assumeRole(
        `e${String(n).padStart(4, '0')}`,
        `09:${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`,
      ),
    );
    const long = folder.write('long.json.gz', logFile(...openings));
    const ended = await glasswatch(['replay', long, '--config', configFile], { head: true });
    expect(ended.stdout).toContain('CRITICAL');
    expect(ended.stderr).not.toMatch(/EPIPE|Error|\bat .+:\d+/);
    expect(ended.code).toBe(1);
  });

  it('writes its results all the same when nobody reads what it says beside them', async () => {
    const log = folder.write('unheard.json', logFile(assumeRole('e1', '09:00')));
    const args = ['replay', log, '--config', configFile, '--format', 'ndjson'];
    const [heard, unheard] = await Promise.all([glasswatch(args), glasswatch(args, { unheard: true })]);
    expect(unheard).toEqual({ code: 0, stdout: heard.stdout, stderr: '' });
    expect(heard.stdout).toContain('"break-glass-opened"');
    expect(await glasswatch(['query', 'no-such-question', log], { unheard: true })).toMatchObject({
      code: 2,
    });
  });
});
