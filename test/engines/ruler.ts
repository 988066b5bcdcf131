import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { installEngine } from './install.ts';

/** A pattern and an event, both as JSON text, so that nothing of their spelling is lost. */
export interface Pair {
  readonly pattern: string;
  readonly event: string;
}

/** What event-ruler says of a pair; `invalid` is said of the pattern, `unreadable` of the event. */
export interface Verdict {
  readonly verdict: 'match' | 'no match' | 'invalid' | 'unreadable';
  /** event-ruler's own words, if it refused something. */
  readonly why?: string;
}

/** event-ruler 2.1.0's verdicts, in the order of the pairs. Installs it if need be; throws if it does not run. */
export async function judge(pairs: readonly Pair[]): Promise<Verdict[]> {
  const { classpath, temporary } = installEngine('ruler');
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Djava.io.tmpdir=${temporary}`];
  const java = spawn('java', [...flags, '-cp', classpath, 'RulerMain'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    java.once('close', resolve).once('error', reject);
  });

  const lines = Readable.from(pairs.map(({ pattern, event }) => `${JSON.stringify({ pattern, event })}\n`));
  const asked = pipeline(lines, java.stdin);
  const verdicts: Verdict[] = [];
  for await (const line of createInterface({ input: java.stdout }))
    verdicts.push(JSON.parse(line) as Verdict);
  await asked;
  const code = await ended;
  if (code !== 0 || verdicts.length !== pairs.length) {
    throw new Error(`event-ruler ended with ${code} after ${verdicts.length} of ${pairs.length} pairs.`);
  }
  return verdicts;
}
