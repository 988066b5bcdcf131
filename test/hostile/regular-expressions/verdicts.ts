import { readFileSync, writeFileSync } from 'node:fs';
import { check } from 'recheck';
import type { Found } from './find.ts';

/** What recheck says of a regular expression, by its text; `attack` is what it is slow with. */
export interface Verdict {
  readonly verdict: string;
  readonly attack?: string;
}
export type Verdicts = Readonly<Record<string, Verdict>>;

const file = new URL('./verdicts.json', import.meta.url);

export function nameOf({ source, flags }: Pick<Found, 'source' | 'flags'>): string {
  return `/${source}/${flags}`;
}

/** Asks recheck anew. Takes a minute; `npm test` reads what it said. */
export async function judged(found: readonly Pick<Found, 'source' | 'flags'>[]): Promise<Verdicts> {
  const verdicts: Record<string, Verdict> = {};
  const unlike = new Map(found.map((one) => [nameOf(one), one] as const));
  for (const [name, { source, flags }] of [...unlike].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const diagnostics = await check(source, flags, { timeout: 120_000, randomSeed: 1 });
    if (diagnostics.status === 'vulnerable') {
      const { pattern } = diagnostics.attack;
      verdicts[name] = { verdict: diagnostics.complexity.summary, attack: pattern };
    } else {
      verdicts[name] = { verdict: diagnostics.status };
    }
  }
  return verdicts;
}

export function committedVerdicts(): Verdicts {
  return JSON.parse(readFileSync(file, 'utf8')) as Verdicts;
}

export function writeVerdicts(verdicts: Verdicts): void {
  writeFileSync(file, `${JSON.stringify(verdicts, null, 2)}\n`);
}
