import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { comparisons } from './comparisons.ts';
import { floorsOf } from './floors.ts';
import { growthOf, growthSizes } from './growth.ts';
import { commands, growingOf } from './jobs.ts';
import { dayLog, yearLog } from './logs.ts';
import { measuredMatcher } from './matcher.ts';
import { measured } from './measure.ts';
import { page } from './page.ts';

// npm run bench [-- --rounds N]: measures the main jobs beside the floors and the alternatives, and writes docs/benchmarks.md.
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
const say = (text: string) => process.stderr.write(`${text}\n`);

say('The logs (made once, kept in .cache/bench) …');
const day = await dayLog(1_000_000);
const year = await yearLog();
const grown = await Promise.all(growthSizes.map(dayLog));

const small = await dayLog(100_000);

const workers = availableParallelism();
const floors = await floorsOf(small);
const runs = await measured(commands(day, year, floors, workers), rounds, say);
const growth = growthOf(await measured(growingOf(grown), rounds, say));
const matcher = await measuredMatcher(small, rounds);

const text = page({
  runs,
  growth,
  matcher,
  relevance: floors.relevance,
  comparisons: comparisons(runs, matcher),
  rounds,
  workers,
});
writeFileSync(join(import.meta.dirname, '..', 'docs', 'benchmarks.md'), text);
process.stdout.write(text);
