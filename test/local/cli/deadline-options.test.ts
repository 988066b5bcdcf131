import { afterAll, describe, expect, it } from 'vitest';
import { ndjson } from '../replay/day.ts';
import { config, deadline, emergency, folder, log, verdictsOf } from './emergency.ts';
import { glasswatch } from './glasswatch.ts';

afterAll(() => {
  folder.remove();
});

describe('deadline --now', () => {
  it.each(['soon', '2026-11-21', '2026-11-21T09:00:00', '2026-13-41T09:00:00Z', ''])(
    '%j is no time: 2, and nothing is printed',
    async (now) => {
      const ended = await deadline([log], ['--now', now]);
      expect(ended).toMatchObject({ code: 2, stdout: '' });
      expect(ended.stderr).toMatch(/--now .*expected a time with its zone, such as 2026-11-18T06:14:07Z/);
    },
  );

  it('takes any zone, and judges by what was known then', async () => {
    const ended = await deadline([log], ['--format', 'json', '--now', '2026-11-20T11:30:00+01:00']);
    expect(verdictsOf(ended)).toMatchObject([{ state: 'open' }, { state: 'open', rotatedAt: null }]);
  });

  it('is the present by default: what is long past is overdue, and what is to come does not count', async () => {
    const yearOf = (year: string) => {
      const text = ndjson(...emergency.slice(0, 2)).replaceAll('2026-11-20', `${year}-11-20`);
      return folder.write(`${year}.ndjson`, text);
    };
    const ended = await glasswatch([
      'deadline',
      yearOf('2020'),
      yearOf('2999'),
      '--config',
      config,
      '--format',
      'json',
    ]);
    expect(verdictsOf(ended)).toMatchObject([{ state: 'overdue', deadline: '2020-11-20T14:00:00Z' }]);
  });
});

describe('deadline --waivers', () => {
  const waiving = (content: unknown) =>
    folder.write('waivers.json', typeof content === 'string' ? content : JSON.stringify(content));

  it('takes a waiver in force, and tells of those that do not count', async () => {
    const [overdue] = verdictsOf(await deadline([log], ['--format', 'json']));
    const waiver = {
      exposure: overdue?.exposure,
      reason: 'test system',
      author: 'carol',
      expires: '2026-12-31',
    };
    const file = waiving([waiver, { ...waiver, exposure: '0123456789abcdef', author: 'dan' }]);
    const ended = await deadline([log], ['--waivers', file, '--check']);
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(
      /^ {2}WAIVED +.*payroll-QwErTy\n +waived by carol until 2026-12-31: test system$/m,
    );
    expect(ended.stderr).toContain(
      'warning: the waiver of exposure 0123456789abcdef by dan concerns nothing in this log',
    );
    const own = waiving([{ ...waiver, author: 'alice' }]);
    const refused = await deadline([log], ['--waivers', own, '--check']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toMatch(/by alice does not count: its author is the one who read the secret/);
  });

  it('that is wrong ends with 2, names the file and every wrong key, and nothing is printed', async () => {
    const file = waiving([
      { exposure: 'XYZ', reason: ' ', author: 'carol', expires: 'soon' },
      { exposure: '0123456789abcdef', reason: 'r', author: 'carol', expires: '2026-12-31', extra: 1 },
      { exposure: '0123456789abcdef' },
    ]);
    const ended = await deadline([log], ['--waivers', file]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(file);
    for (const key of [
      '[0].exposure',
      '[0].reason',
      '[0].expires',
      '[1]',
      '[2].reason',
      '[2].author',
      '[2].expires',
    ]) {
      expect(ended.stderr).toContain(key);
    }
    expect(ended.stderr).toContain('extra');
  });

  it.each([
    ['no JSON', '[{', /expected a JSON array of waivers/],
    ['no array', '{}', /\(the whole file\)/],
  ])('that is %s ends with 2', async (_, content, message) => {
    const ended = await deadline([log], ['--waivers', waiving(content)]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(message);
  });

  it('that is not there ends with 2', async () => {
    const ended = await deadline([log], ['--waivers', `${folder.path}/nowhere.json`]);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toMatch(/nowhere\.json[^]*cannot be read \(ENOENT\)/);
  });
});
