import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { bundle } from '../../infra/bundle/bundle.ts';
import { iamUser, readSecret } from '../../test/detections/event-builders.ts';
import { emulatedAccount } from '../../test/engines/emulator/emulator.ts';
import { breakGlass, iso } from '../../test/engines/end-to-end/emergency.ts';
import { stopSchedules } from '../../test/engines/end-to-end/functions.ts';
import { Log } from '../../test/engines/end-to-end/log.ts';
import { home, Stage } from '../../test/engines/end-to-end/stage.ts';
import { node24 } from '../../test/engines/node24.ts';
import { LambdaProcess } from '../../test/handlers/deployed/lambda-process.ts';
import { parts } from '../alert-function/parts.ts';
import { eventOf, environmentOf, functionNames } from './functions.ts';
import { coldStartPage, type Measured, type PartLoad } from './page.ts';
import { holdingsOf } from './holdings.ts';

// npm run bench:cold-start: measures how the four functions start, and writes docs/cold-start.md.
const starts = 9;
const warmRuns = 9;
const node = node24();
const fields = {
  account: emulatedAccount,
  regions: [home],
  breakGlass: { roles: [breakGlass], users: [] },
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
};
const config = parseConfig(fields, { source: 'bench', detections, now: Date.now() });

const out = mkdtempSync(join(tmpdir(), 'glasswatch-cold-start-'));
const log = await Log.open([{ ...readSecret(iamUser('bob'), 'prod/app'), eventTime: iso(Date.now()) }]);
const stage = await Stage.set({ config: fields, athena: log.athena.url });
try {
  await stopSchedules(stage, 'deadline', 'report', 'canary', 'checkup');
  const measured: Measured[] = [];
  for (const name of functionNames) measured.push(await measure(name));
  const version = execFileSync(node, ['-v'], { encoding: 'utf8' }).trim();
  const text = coldStartPage(measured, await partLoads(), version);
  writeFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cold-start.md'), text);
  process.stdout.write(text);
} finally {
  await stage.strike();
  await log.close();
  rmSync(out, { recursive: true });
}

async function measure(name: (typeof functionNames)[number]): Promise<Measured> {
  const folder = join(out, name);
  const entry = join(import.meta.dirname, '..', '..', 'handlers', name, 'entry.ts');
  const holdings = holdingsOf(await bundle(entry, folder, config));
  const environment = await environmentOf(stage, name, log.athena.url);
  const [init, first, warm, memory]: [number[], number[], number[], number[]] = [[], [], [], []];
  for (let start = 0; start < starts; start += 1) {
    const lambda = await LambdaProcess.start(folder, environment, node);
    init.push(lambda.init);
    const invoked = async () => {
      const { ms, error, memory: used = NaN } = await lambda.invoke(eventOf(name));
      if (error !== undefined) throw new Error(`${name} threw ${error}:\n${lambda.output}`);
      return { ms, used };
    };
    try {
      first.push((await invoked()).ms);
      // Enough of them in the last process.
      const again = start === starts - 1 ? warmRuns : 1;
      for (let run = 0; run < again; run += 1) {
        const { ms, used } = await invoked();
        warm.push(ms);
        memory.push(used);
      }
    } finally {
      await lambda.stop();
    }
  }
  process.stderr.write(`${name}: done\n`);
  return { name, holdings, init, first, warm, memory };
}

/** How long what the functions load takes by itself. */
async function partLoads(): Promise<PartLoad[]> {
  // They import from the project: their entries must lie in it.
  const entries = join(import.meta.dirname, 'entries');
  mkdirSync(entries, { recursive: true });
  const loads: PartLoad[] = [];
  try {
    for (const [n, [what, source]] of Object.entries(parts).entries()) {
      const [entry, folder] = [join(entries, `part-${n}.ts`), join(out, `part-${n}`)];
      writeFileSync(entry, `${source}\nexport const handler = null;\n`);
      const holdings = holdingsOf(await bundle(entry, folder, config));
      const times: number[] = [];
      for (let start = 0; start < starts; start += 1) {
        const lambda = await LambdaProcess.start(folder, { AWS_REGION: home }, node);
        times.push(lambda.init);
        await lambda.stop();
      }
      loads.push({ what, times, bytes: holdings.bytes });
    }
  } finally {
    rmSync(entries, { recursive: true });
  }
  return loads;
}
