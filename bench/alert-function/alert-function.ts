import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { bundleHandlers } from '../../infra/bundle/bundle-handlers.ts';
import { bundle } from '../../infra/bundle/bundle.ts';
import { node24 } from '../../test/engines/node24.ts';
import { batch, envelope } from '../../test/handlers/alert/queue/queue-desk.ts';
import { assumeRole, deniedRead, home, read, rotationFailed } from '../../test/handlers/alert/events.ts';
import { LambdaProcess } from '../../test/handlers/deployed/lambda-process.ts';
import { parts } from './parts.ts';

/**
 * Measures the alert function under Lambda's Node: how long its bundle and each part of it takes to load in a fresh process,
 * and how long an event takes once it is warm, without network. `npx tsx bench/alert-function/alert-function.ts`
 */

const runs = 15;
const batches = 400;
const environment = {
  TABLE_NAME: 'ledger',
  TOPIC_ARN: `arn:aws:sns:eu-central-1:${home}:alerts`,
  QUEUE_URL: `https://sqs.eu-central-1.amazonaws.com/${home}/alert`,
  DEAD_LETTER_QUEUE_URL: `https://sqs.eu-central-1.amazonaws.com/${home}/dead-letters`,
  FUNCTION_TIMEOUT: '60',
  MAX_RECEIVES: '5',
  AWS_REGION: 'eu-central-1',
};
const config = parseConfig(
  {
    account: home,
    regions: ['eu-central-1'],
    breakGlass: { roles: [`arn:aws:iam::${home}:role/BREAK-GLASS-*`], users: [] },
    decoys: ['bait'],
  },
  { source: 'bench', detections, now: Date.now() },
);

const node = node24();
const out = mkdtempSync(join(tmpdir(), 'glasswatch-bench-'));
// Parts import from the project: their entries must lie in it.
const entries = join(import.meta.dirname, 'entries');
mkdirSync(entries, { recursive: true });
try {
  say(
    `${execFileSync(node, ['-v'], { encoding: 'utf8' }).trim()}, ${cpus()[0]?.model ?? 'unknown processor'}`,
  );
  const folders = await bundleHandlers({ config, out });
  say('\nload of a bundle in a fresh process, ms (median of 15, least); size');
  for (const [name, folder] of Object.entries(folders)) await measureLoad(`function ${name}`, folder);
  for (const [n, [name, source]] of Object.entries(parts).entries()) {
    const entry = join(entries, `part-${n}.ts`);
    writeFileSync(entry, `${source}\nexport const handler = null;\n`);
    const folder = join(out, `part-${n}`);
    await bundle(entry, folder, config);
    await measureLoad(name, folder);
  }
  await measureWarm();
} finally {
  rmSync(out, { recursive: true });
  rmSync(entries, { recursive: true });
}

async function measureLoad(name: string, folder: string): Promise<void> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    try {
      const started = await LambdaProcess.start(folder, environment, node);
      times.push(started.init);
      await started.stop();
    } catch (error) {
      say(`  ${name}: not measured, ${String(error)}`);
      return;
    }
  }
  const size = statSync(join(folder, 'index.mjs')).size;
  say(`  ${at(times, 0.5)}  ${at(times, 0)}  ${String(Math.round(size / 1_000)).padStart(5)} kB  ${name}`);
}

/** Ten events a batch, of which seven only pass and three are alerts of kinds told before or anew. */
async function measureWarm(): Promise<void> {
  const folder = join(out, 'warm');
  await bundle(join(import.meta.dirname, 'warm-entry.ts'), folder, config);
  const lambda = await LambdaProcess.start(folder, environment, node);
  const times: number[] = [];
  for (let n = 0; n < batches; n += 1) {
    const id = (what: string) => `${what}-${n}`;
    const passing = Array.from({ length: 7 }, (_, m) => read(id(`read${m}`), '09:00', `secret-${m}`));
    const events = [
      ...passing,
      assumeRole(id('open'), '09:00', { as: `person${n}` }),
      deniedRead(id('denied'), '09:00'),
      rotationFailed(id('rotation'), '09:00', `db${n}-AbCdEf`),
    ];
    const { ms, answer } = await lambda.invoke(batch(events.map((event) => envelope(event))));
    const { alerts } = answer as { alerts: number };
    // Each batch has an opening of its own, which is never grouped away; the other two are folded before long.
    if (alerts < 1) throw new Error('the warm function told nothing');
    if (n >= batches / 10) times.push(ms / events.length);
  }
  await lambda.stop();
  say(`\nwarm, no network, ms an event: p50 ${at(times, 0.5).trim()}, p99 ${at(times, 0.99).trim()}`);
}

/** A quantile of some times, ms. */
function at(times: readonly number[], quantile: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? NaN;
  return value.toFixed(value < 10 ? 2 : 0).padStart(6);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
