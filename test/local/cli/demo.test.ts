import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { Folder, glasswatch } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

it('demo refuses a folder that holds somebody’s work, and leaves it as it is', async () => {
  folder.write('mine/expected.json', '{}');
  const precious = folder.write('mine/precious.ts', 'x');
  const { code, stdout, stderr } = await glasswatch([
    'demo',
    '--out',
    `${folder.path}/mine`,
    '--records',
    '0',
  ]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/is no earlier demo, or holds more: name another folder with --out/);
  expect(readFileSync(precious, 'utf8')).toBe('x');
});

it('demo raises what its script expects, replaces an earlier demo, and spares one that somebody put a file into', async () => {
  const out = `${folder.path}/demo`;
  const run = () => glasswatch(['demo', '--out', out, '--records', '0']);
  const first = await run();
  expect(first.code).toBe(0);
  for (const file of ['report/report.html', 'slack.html', 'slack.json'])
    expect(existsSync(`${out}/${file}`)).toBe(true);
  expect(readdirSync(`${out}/incidents`)).toHaveLength(3);
  expect(first.stderr).toMatch(/expects 26 alerts: all were raised, none besides/);
  const again = await run();
  expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout: first.stdout });
  const note = folder.write('demo/note.txt', 'mine');
  expect((await run()).code).toBe(2);
  expect(existsSync(note)).toBe(true);
  expect(readdirSync(folder.path).filter((name) => name.includes('partial'))).toEqual([]);
  // Two whole demos, where other suites may run beside them.
}, 180_000);

it('demo says in one sentence that it cannot write', async () => {
  const file = folder.write('a-file', '');
  const { code, stderr } = await glasswatch(['demo', '--out', `${file}/demo`, '--records', '0']);
  expect(code).toBe(1);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^glasswatch: (ENOTDIR|EEXIST)/);
});
