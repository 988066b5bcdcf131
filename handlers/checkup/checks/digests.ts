import { counted, nounOf } from '../../../config/counted.ts';
import { dayOf } from '../../../queries/span.ts';
import type { Check, CheckContext } from '../check.ts';
import {
  chainFaults,
  deliveryLimitMs,
  type BrokenDigest,
  type ChainFault,
  type Listed,
} from '../digests/chain.ts';
import { digestPlace } from '../digests/digest-key.ts';
import { readDigest } from '../digests/digest.ts';
import { cannotTell, ok, wrong, type Verdict } from '../finding.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** How far back each run walks: longer than a day, so that no hour lies between two runs. */
const walkedMs = 2 * dayMs;
/** Digests of one day of one trail and Region: 24, and some for restarts. */
const mostADay = 200;
const readAtOnce = 8;

/** The trail's digests lie there for every hour, each naming the one before with its hash. */
export const digests: Check = {
  id: 'digests',
  where: 'watched',
  look: async (region, context) => {
    const to = context.now - deliveryLimitMs;
    const keys = await keysOf(region, to - walkedMs, context);
    const from = await beginning(to - walkedMs, keys, context);
    if (to - from < hourMs) {
      return [
        cannotTell('the trail began to log hours ago: no digest is due yet', 'Look again in some hours.'),
      ];
    }
    const walked = await read(
      keys.filter(({ end }) => end >= from),
      context,
    );
    const faults = chainFaults(walked, from, to);
    if (faults.length > 0) return faults.map((fault) => verdictOf(fault, context.deployment.trail.bucket));
    return [
      ok(
        `${counted(walked.length, 'digest')}, one for each hour since ${isoOf(from)}, ${nounOf(walked.length, 'forms', 'form')} one chain`,
      ),
    ];
  },
};

interface DigestKey {
  readonly key: string;
  readonly end: number;
}

async function keysOf(
  region: string,
  from: number,
  { deployment, ports, now }: CheckContext,
): Promise<DigestKey[]> {
  const place = digestPlace(deployment.trail, deployment.names.account);
  const days = Array.from({ length: Math.ceil((now - from) / dayMs) + 1 }, (_, index) =>
    dayOf(from + index * dayMs),
  );
  const listings = await Promise.all(
    days.map((day) => ports.objects.list(place.bucket, place.folder(region, day), mostADay)),
  );
  return listings.flat().flatMap(({ key }) => {
    const end = place.endOf(key);
    return end === null ? [] : [{ key, end }];
  });
}

/**
 * Since when a digest must lie there for every hour, ms. A trail that began later owes none for before; but where digests
 * do lie before, it was only stopped and started, and owes those too.
 */
async function beginning(
  from: number,
  keys: readonly DigestKey[],
  { deployment, ports }: CheckContext,
): Promise<number> {
  const found = await ports.trails.trail(deployment.trail.arn);
  const since = (found?.loggingSince ?? 0) + hourMs;
  return keys.some(({ end }) => end < since) ? from : Math.max(from, since);
}

async function read(keys: readonly DigestKey[], { deployment, ports }: CheckContext): Promise<Listed[]> {
  const listed: Listed[] = [];
  for (let at = 0; at < keys.length; at += readAtOnce) {
    const some = keys.slice(at, at + readAtOnce).map(async ({ key, end }) => {
      const digest = readDigest(key, await ports.objects.read(deployment.trail.bucket, key));
      return { key, end, digest };
    });
    listed.push(...(await Promise.all(some)));
  }
  return listed;
}

const says: Readonly<Record<BrokenDigest['kind'], string>> = {
  unreadable: 'is no digest, or lay elsewhere',
  hour: 'is about another hour than its name says',
  link: 'does not name the digest before it',
  hash: 'names another content of the digest before it: one of the two was changed',
  restarted: 'begins a new chain: the trail was stopped and started',
};

function verdictOf(fault: ChainFault, bucket: string): Verdict {
  if (fault.kind !== 'missing') {
    return wrong(
      `digest s3://${bucket}/${fault.key} ${says[fault.kind]}`,
      'Find out who wrote to the bucket or stopped the trail; the bucket keeps older versions.',
    );
  }
  const { hours, from, to } = fault;
  const when =
    hours === 1
      ? `the hour that ended ${isoOf(from)}`
      : `${counted(hours, 'hour')}, ended ${isoOf(from)} to ${isoOf(to)}`;
  return wrong(
    `no digest for ${when}: nobody can tell whether the log of that time is whole`,
    `aws s3api list-object-versions --bucket ${bucket} shows deleted ones; find out who deleted them, or who stopped the trail.`,
  );
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
