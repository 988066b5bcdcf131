import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What an invocation gave, and how long it took, ms. */
export interface Invocation {
  readonly answer?: unknown;
  /** The name of the error that the handler threw. */
  readonly error?: string;
  readonly ms: number;
  /** Of the process after it, resident, bytes. */
  readonly memory?: number;
}

/** A bundle in a process of its own, as Lambda runs it: plain node, the function's environment and nothing else. */
export class LambdaProcess {
  /** How long the bundle took to load, ms. */
  readonly init: number;
  readonly #child: ChildProcess;
  readonly #output: Buffer[];

  private constructor(child: ChildProcess, init: number, output: Buffer[]) {
    this.#child = child;
    this.init = init;
    this.#output = output;
  }

  /** `node` is the path of the node to run. Throws what the bundle throws while it is loaded. */
  static async start(
    folder: string,
    environment: Readonly<Record<string, string>>,
    node: string = process.execPath,
  ): Promise<LambdaProcess> {
    const output: Buffer[] = [];
    const child = fork(join(import.meta.dirname, 'invoke.mjs'), [join(folder, 'index.mjs')], {
      execPath: node,
      execArgv: [],
      cwd: folder,
      env: { ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (bytes: Buffer) => output.push(bytes));
    const [first] = (await Promise.race([once(child, 'message'), once(child, 'close')])) as [
      Invocation | number,
    ];
    if (typeof first !== 'object') throw new Error(`ended with ${first} before the bundle was loaded`);
    if (first.error !== undefined) throw new Error(first.error);
    return new LambdaProcess(child, first.ms, output);
  }

  /** All that it wrote so far, as CloudWatch Logs would have it. */
  get output(): string {
    return Buffer.concat(this.#output).toString();
  }

  /** Invokes the handler; `remaining` is the time that it has, ms. */
  async invoke(event: unknown, remaining = 60_000): Promise<Invocation> {
    const answered = once(this.#child, 'message');
    this.#child.send({ event, remaining });
    const [invocation] = (await answered) as [Invocation];
    return invocation;
  }

  async stop(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill();
    await closed;
  }
}
