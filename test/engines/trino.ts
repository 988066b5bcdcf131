import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { createInterface } from 'node:readline';
import { installEngine } from './install.ts';

/** What a statement answers. A row of SQL is a list of its fields. */
export interface TrinoAnswer {
  readonly names: readonly string[];
  /** As Trino spells them. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** How a statement would run on a cluster. */
export interface TrinoPlan {
  readonly stages: number;
  /** How often tables are read for it; Athena bills each time. */
  readonly scans: number;
}

/** Trino refused a statement, or could not finish it. */
export class TrinoRefusal extends Error {
  /** Trino's own name of the error, such as SYNTAX_ERROR. */
  readonly code: string;

  constructor(code: string, reason: string) {
    super(`${code}: ${reason}`);
    this.name = 'TrinoRefusal';
    this.code = code;
  }
}

type Reply = TrinoAnswer | { readonly error: string; readonly code: string };

interface Asked {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

const flags = [
  // A short life: compiled fast rather than well.
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  '-Xss8m',
  '-Xmx4g',
  // Else the thread that answers may die and the others live on.
  '-XX:+ExitOnOutOfMemoryError',
];

/** Trino 435, Athena's engine, in a process of its own. Times without a zone are UTC's. */
export class Trino {
  readonly #java: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #waiting: Asked[] = [];
  readonly #closed: Promise<void>;
  /** The end of what Java wrote to its standard error. */
  #lastWords = '';
  #end: Error | null = null;

  private constructor(java: ChildProcessByStdio<Writable, Readable, Readable>) {
    this.#java = java;
    createInterface({ input: java.stdout }).on('line', (line) => {
      this.#waiting.shift()?.resolve(JSON.parse(line) as Reply);
    });
    java.stderr.setEncoding('utf8').on('data', (words: string) => {
      this.#lastWords = (this.#lastWords + words).slice(-4_000);
    });
    // Writing to a process that has ended is told by its end.
    java.stdin.on('error', () => undefined);
    this.#closed = new Promise((resolve) => {
      const ended = (how: string) => {
        this.#end = new Error(`Trino ${how}. ${this.#lastWords.trim()}`);
        for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
        resolve();
      };
      java.once('error', (error) => {
        ended(`could not be started: ${error.message}`);
      });
      java.once('close', (code, signal) => {
        ended(`ended with ${signal ?? `exit code ${String(code)}`}`);
      });
    });
  }

  /** Installs Trino if need be, starts it and waits until it answers. */
  static async start(): Promise<Trino> {
    const { classpath, temporary } = installEngine('trino');
    const java = spawn('java', [...flags, `-Djava.io.tmpdir=${temporary}`, '-cp', classpath, 'TrinoMain'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const trino = new Trino(java);
    await trino.ask('SELECT 1');
    return trino;
  }

  /** The process, for a test that ends it. */
  get pid(): number | undefined {
    return this.#java.pid;
  }

  /**
   * Runs a statement. Its `?` are filled by literals of SQL, as Athena's ExecutionParameters are; each catalog is a place
   * of its own for tables.
   *
   * @throws TrinoRefusal, or an Error with Java's last words if Trino has ended.
   */
  ask(sql: string, literals: readonly string[] = [], catalog = 'scratch'): Promise<TrinoAnswer> {
    return this.#send({ catalog, sql: withLiterals(sql, literals) });
  }

  /**
   * Plans a statement for a cluster, as Athena runs it, without running it.
   *
   * @throws TrinoRefusal, also for more stages than Trino allows by default (150).
   */
  async plan(sql: string, literals: readonly string[] = [], catalog = 'scratch'): Promise<TrinoPlan> {
    const { rows } = await this.#send({ catalog, sql: withLiterals(sql, literals), plan: true });
    const [stages, scans] = rows[0] as [number, number];
    return { stages, scans };
  }

  async #send(request: Readonly<Record<string, unknown>>): Promise<TrinoAnswer> {
    const reply = await new Promise<Reply>((resolve, reject) => {
      if (this.#end !== null) {
        reject(this.#end);
        return;
      }
      this.#waiting.push({ resolve, reject });
      this.#java.stdin.write(`${JSON.stringify(request)}\n`);
    });
    if ('error' in reply) throw new TrinoRefusal(reply.code, reply.error);
    return reply;
  }

  /** Ends Trino, once it has answered what it was asked. */
  async stop(): Promise<void> {
    this.#java.stdin.end();
    await this.#closed;
  }
}

/** A text as SQL writes it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The statement that fills another's `?`. */
export function withLiterals(sql: string, literals: readonly string[]): string {
  return literals.length === 0 ? sql : `EXECUTE IMMEDIATE ${literal(sql)} USING ${literals.join(', ')}`;
}
