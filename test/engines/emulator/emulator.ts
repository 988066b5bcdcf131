import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { installEmulator } from './install.ts';

/** The account that the emulator plays. */
export const emulatedAccount = '111122223333';

export interface EmulatorOptions {
  /** Folder of the `node` that runs Lambda functions, whatever their runtime says; this process's own otherwise. */
  readonly nodeFolder?: string;
  /** Put into the server's environment, and so into its functions': such as AWS_ENDPOINT_URL_ATHENA. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of another server than ours, built on it. */
  readonly server?: string;
}

/** What any AWS SDK client needs to talk to the emulator. */
export interface EmulatedClientConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: 1;
}

const startLimitMs = 60_000;
const stopLimitMs = 5_000;

/**
 * ministack with our corrections (server.py), on a free port of 127.0.0.1 only, with its state in a temporary folder.
 * IAM is enforced: the root credentials of `clientConfig` may do everything, an assumed role what its policies say.
 */
export class Emulator {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, process: ChildProcess, folder: string) {
    this.url = url;
    this.#process = process;
    this.#folder = folder;
  }

  static async start({
    nodeFolder,
    environment = {},
    server: script = join(import.meta.dirname, 'server.py'),
  }: EmulatorOptions = {}): Promise<Emulator> {
    const python = installEmulator();
    const folder = mkdtempSync(join(tmpdir(), 'glasswatch-emulator-'));
    const port = await freePort();
    const log = openSync(join(folder, 'server.log'), 'w');
    const node = nodeFolder ?? join(process.execPath, '..');
    const server = spawn(python, [script], {
      stdio: ['ignore', log, log],
      env: {
        PATH: `${node}${delimiter}${process.env.PATH ?? ''}`,
        HOME: folder,
        TMPDIR: folder,
        STATE_DIR: join(folder, 'state'),
        S3_DATA_DIR: join(folder, 's3'),
        BIND_HOST: '127.0.0.1',
        MINISTACK_HOST: '127.0.0.1',
        GATEWAY_PORT: String(port),
        MINISTACK_ACCOUNT_ID: emulatedAccount,
        AUTH: 'true',
        LAMBDA_EXECUTOR: 'local',
        DOCKER_HOST: 'unix:///nonexistent',
        IOT_MTLS_ENABLED: '0',
        SFTP_ENABLED: '0',
        ...environment,
      },
    });
    const emulator = new Emulator(`http://127.0.0.1:${port}`, server, folder);
    try {
      await emulator.#answers();
    } catch (error) {
      await emulator.stop();
      throw error;
    }
    return emulator;
  }

  /** For SDK clients of a Region, as the account's root user. */
  clientConfig(region: string): EmulatedClientConfig {
    return {
      endpoint: this.url,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    };
  }

  /** The same for a program that finds endpoint, Region and credentials in its environment. */
  clientEnvironment(region: string): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: this.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** The server's process. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** What the server and the functions in it have printed. */
  get log(): string {
    return readFileSync(join(this.#folder, 'server.log'), 'utf8');
  }

  /** Ends the server and deletes its state. */
  async stop(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, 'exit');
      this.#process.kill('SIGTERM');
      const killing = setTimeout(() => {
        this.#process.kill('SIGKILL');
      }, stopLimitMs);
      await ended;
      clearTimeout(killing);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    const end = Date.now() + startLimitMs;
    while (Date.now() < end && this.#process.exitCode === null) {
      const health = await fetch(`${this.url}/_ministack/health`).catch(() => null);
      if (health?.ok === true) return;
      await delay(50);
    }
    throw new Error(`the emulator did not start:\n${this.log}`);
  }
}

/** A port of 127.0.0.1 that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
