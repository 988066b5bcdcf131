import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleHandlers } from '../../../infra/bundle/bundle-handlers.ts';
import { configOf } from '../../handlers/alert/desk.ts';
import { LambdaProcess } from '../../handlers/deployed/lambda-process.ts';

/** Bytes; the greater a bundle, the slower the first alert. */
const greatest = 1_500_000;
const out = mkdtempSync(join(tmpdir(), 'glasswatch-handlers-'));
let folders: Record<string, string>;

beforeAll(async () => {
  folders = await bundleHandlers({ config: configOf({ account: '111122223333' }), out });
});
afterAll(() => {
  rmSync(out, { recursive: true });
});

const environment = {
  TABLE_NAME: 'ledger',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
  QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/alert',
  DEAD_LETTER_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead-letters',
  FUNCTION_TIMEOUT: '60',
  MAX_RECEIVES: '5',
  AWS_REGION: 'eu-central-1',
};

describe('the bundles of all handlers', () => {
  it('are one for each folder with an entry', () => {
    const handlers = join(import.meta.dirname, '../../../handlers');
    const entries = readdirSync(handlers, { recursive: true, encoding: 'utf8' });
    const names = entries.filter((file) => /^[^/]+\/entry\.ts$/.test(file)).map((file) => file.split('/')[0]);
    expect(Object.keys(folders).sort()).toEqual(names.sort());
    expect(names).toContain('alert');
    for (const [name, folder] of Object.entries(folders)) expect(folder).toBe(join(out, name));
  });

  it('are small, have a source map each, and nothing else', () => {
    for (const folder of Object.values(folders)) {
      expect(readdirSync(folder).sort()).toEqual(['index.mjs', 'index.mjs.map']);
      expect(statSync(join(folder, 'index.mjs')).size, folder).toBeLessThan(greatest);
    }
  });

  it('load under plain node with nothing beside them', async () => {
    for (const folder of Object.values(folders)) {
      // Whatever they need of the environment they say; that is read after all is loaded.
      const loaded = await LambdaProcess.start(folder, {}).then(
        async (started) => {
          await started.stop();
          return 'loaded';
        },
        (error: unknown) => String(error),
      );
      expect(loaded).toMatch(/^loaded$|^Error: EnvironmentError: /);
    }
  });
});

describe('the alert function', () => {
  it('answers an empty batch', async () => {
    const lambda = await LambdaProcess.start(folders.alert ?? '', environment);
    expect(await lambda.invoke({ Records: [] })).toMatchObject({ answer: { batchItemFailures: [] } });
    await lambda.stop();
  });

  it('names every wrong variable of its environment, and no value', async () => {
    const wrong = {
      ...environment,
      TOPIC_ARN: 'https://hooks.slack.com/SECRET',
      FUNCTION_TIMEOUT: '1 minute',
    };
    const refusal: unknown = await LambdaProcess.start(folders.alert ?? '', wrong).catch(
      (error: unknown) => error,
    );
    expect(String(refusal)).toBe(
      'Error: EnvironmentError: wrong environment: TOPIC_ARN: expected the ARN of an SNS topic; FUNCTION_TIMEOUT: expected seconds as a whole number',
    );
  });
});
