import { afterAll, describe, expect, it } from 'vitest';
import { Folder, glasswatch } from './glasswatch.ts';

const folder = new Folder();
afterAll(() => {
  folder.remove();
});

const config = {
  account: '111122223333',
  regions: ['eu-central-1'],
  breakGlass: {},
  email: ['a@example.com'],
};
/** A machine without credentials, and without a metadata service to wait for. */
const env = {
  HOME: folder.path,
  AWS_PROFILE: '',
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_EC2_METADATA_DISABLED: 'true',
};
const file = folder.write('config.json', JSON.stringify(config));

describe('doctor', () => {
  it('without credentials cannot tell, says so of all checks at once with what to do, and exits with 1', async () => {
    const { code, stdout, stderr } = await glasswatch(['doctor', '--config', file], { env });
    expect(code).toBe(1);
    const lines = stdout.trimEnd().split('\n');
    const [, all = ''] = /, (\d+) cannot tell\n$/.exec(stderr) ?? [];
    expect(stderr).toBe(`account 111122223333: 0 ok, 0 wrong, ${all} cannot tell\n`);
    expect(Number(all)).toBeGreaterThan(15);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(new RegExp(`^cannot tell {2}all ${all} checks +there are no AWS credentials$`));
    expect(lines[1]).toMatch(/^ +→ Sign in/);
  });

  it('prints findings for machines, of one Region only', async () => {
    const args = ['doctor', '--config', file, '--format', 'json', '--region', 'us-east-1'];
    const { stdout } = await glasswatch(args, { env });
    const findings = JSON.parse(stdout) as { region: string; state: string }[];
    expect(findings.length).toBeGreaterThan(5);
    expect(new Set(findings.map(({ region, state }) => `${region} ${state}`))).toEqual(
      new Set(['us-east-1 cannot-tell']),
    );
  });

  it.each([
    ['a Region that is not watched', config, ['--region', 'eu-west-1'], /eu-west-1 is not watched/],
    ['a config without an account', { breakGlass: {} }, [], /names no "account"/],
    ['the placeholder account', { ...config, account: '000000000000' }, [], /placeholder account/],
  ])('exits with 2 for %s', async (_, value, more, says) => {
    const other = folder.write('other.json', JSON.stringify(value));
    const { code, stdout, stderr } = await glasswatch(['doctor', '--config', other, ...more], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(says);
  });
});
