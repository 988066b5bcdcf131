import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { bundle } from '../../../infra/bundle/bundle.ts';
import { configOf } from '../../handlers/alert/desk.ts';
import { WebhookServer } from '../../handlers/channels/webhook-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'glasswatch-errors-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('an error of Systems Manager in a bundle', () => {
  it('has the name, the message and the status that AWS gave it, though its class was left out', async () => {
    const metafile = await bundle(
      join(import.meta.dirname, 'refused-parameter-entry.ts'),
      folder,
      configOf({ name: 'errors' }),
    );
    const aws = await WebhookServer.start({
      status: 400,
      body: '{"__type":"com.amazonaws.ssm#ParameterNotFound","message":"no such parameter"}',
      headers: { 'content-type': 'application/x-amz-json-1.1' },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'index.mjs')], {
      env: { ENDPOINT: new URL(aws.url).origin },
    });
    await aws.stop();
    expect(JSON.parse(stdout)).toEqual({
      name: 'ParameterNotFound',
      message: 'no such parameter',
      status: 400,
    });
    const [made] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
    const errors = 'node_modules/@aws-sdk/client-ssm/dist-es/models/errors.js';
    expect(made?.inputs[errors]?.bytesInOutput ?? 0).toBe(0);
  });
});
