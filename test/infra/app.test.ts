import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refusalFor } from '../../infra/synth-account.ts';
import { configs } from './configs.ts';

const project = join(import.meta.dirname, '..', '..');
const shipped = (
  JSON.parse(readFileSync(join(project, 'cdk.json'), 'utf8')) as { context: { glasswatch: object } }
).context.glasswatch;

/** Runs the app as the CDK does; what it says on standard error, and whether it ended well. */
function runApp(config: unknown, account?: string): { said: string; status: number | null } {
  const { stderr, status } = spawnSync('npx', ['tsx', 'infra/app.ts'], {
    cwd: project,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      CDK_CONTEXT_JSON: JSON.stringify({ glasswatch: config }),
      ...(account === undefined ? {} : { CDK_DEFAULT_ACCOUNT: account }),
    },
  });
  return { said: stderr, status };
}

describe('the app of cdk.json', () => {
  it('names every wrong key and makes nothing', () => {
    const { said, status } = runApp({ breakGlass: {}, regoins: ['eu-central-1'], retentionDays: 'long' });
    expect(status).toBe(2);
    for (const key of ['account', 'regions', 'slack', 'regoins', 'retentionDays'])
      expect(said).toContain(`  ${key}: `);
    expect(said).not.toContain('at main');
  });

  it('refuses the placeholder account as soon as there are credentials', () => {
    const { said, status } = runApp(shipped, '111122223333');
    expect(status).toBe(2);
    expect(said).toContain('expected your account in the place of 000000000000');
  });

  it('refuses credentials of another account, the config being an object or its text', () => {
    for (const config of [configs.small, JSON.stringify(configs.small)]) {
      const { said, status } = runApp(config, '999988887777');
      expect(status).toBe(2);
      expect(said).toContain(
        '111122223333 is in the config, but the credentials at hand are of 999988887777',
      );
    }
  });
});

describe('an account', () => {
  it('is accepted without credentials, and with its own', () => {
    expect(refusalFor('111122223333', undefined)).toBeNull();
    expect(refusalFor('000000000000', undefined)).toBeNull();
    expect(refusalFor('111122223333', '111122223333')).toBeNull();
  });
});
