import type { Check } from '../check.ts';
import type { ExpectedTrail } from '../deployment.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { TrailState } from '../ports.ts';

const kms = 'kms.amazonaws.com';

/** The trail logs what it should, where it should, and delivers. */
export const trail: Check = {
  id: 'trail',
  where: 'home',
  look: async (_region, { deployment, ports }) => {
    const expected = deployment.trail;
    const found = await ports.trails.trail(expected.arn);
    if (found === null) {
      return [
        wrong(
          `there is no trail ${expected.arn}`,
          'Nothing is recorded and no rule matches: deploy again, or set trail.arn to the trail that there is.',
        ),
      ];
    }
    const faults = [...stopped(found), ...narrowed(found, expected), ...misplaced(found, expected)];
    if (faults.length > 0) return faults;
    const without = found.managementEvents.excluded.map((source) => `, without ${source}`).join('');
    return [ok(`the trail logs all management events of all Regions${without}`)];
  },
};

function stopped({ arn, logging, deliveryError }: TrailState): Verdict[] {
  const faults: Verdict[] = [];
  if (!logging) {
    faults.push(
      wrong(
        'the trail does not log',
        `aws cloudtrail start-logging --name ${arn}, then find out who stopped it.`,
      ),
    );
  }
  if (deliveryError !== null) {
    faults.push(
      wrong(
        `the trail's last delivery failed: ${deliveryError}`,
        "Compare the bucket's policy, and the key's, with what was deployed.",
      ),
    );
  }
  return faults;
}

function narrowed(found: TrailState, expected: ExpectedTrail): Verdict[] {
  const { read, write, excluded } = found.managementEvents;
  const lacks: string[] = [];
  if (!read) lacks.push('reads: no read of a secret and no AssumeRole is recorded');
  if (!write) lacks.push('writes: no rotation and no change is recorded');
  if (!expected.kmsExcluded && excluded.includes(kms))
    lacks.push('events of KMS, though kmsEvents is "include"');
  for (const source of excluded) {
    // The RDS Data API is beside what we watch; nothing else can be left out on a trail (aws-facts, section 1).
    if (source !== kms && source !== 'rdsdata.amazonaws.com') lacks.push(`events of ${source}`);
  }
  if (!found.multiRegion) lacks.push('all Regions but its own');
  if (!found.globalServiceEvents) lacks.push('events of global services, such as IAM');
  if (!found.fileValidation) lacks.push('digests: nobody could tell whether log files were changed');
  return lacks.map((what) =>
    wrong(
      `the trail lacks ${what}`,
      'Deploy again (an adopted trail: widen it), then find out who narrowed it.',
    ),
  );
}

function misplaced(found: TrailState, expected: ExpectedTrail): Verdict[] {
  const place = (bucket: string, prefix: string) =>
    `s3://${[bucket, prefix].filter((part) => part !== '').join('/')}`;
  const there = place(found.bucket, found.prefix);
  const faults: Verdict[] = [];
  if (there !== place(expected.bucket, expected.prefix)) {
    faults.push(
      wrong(
        `the trail writes to ${there}, not to ${place(expected.bucket, expected.prefix)}: questions are asked where it no longer writes`,
        'Move the trail back; if the move was meant, set trail.bucket and trail.prefix and deploy.',
      ),
    );
  }
  if (found.organization !== (expected.organization !== null)) {
    faults.push(
      wrong(
        `the trail is ${found.organization ? 'an' : 'not an'} organization trail: its files lie elsewhere than the table looks`,
        'Set or remove trail.organizationId and deploy.',
      ),
    );
  }
  return faults;
}
