import type { Config } from '../../../config/schema.ts';
import { keptManagementEvents } from '../../../detections/tampering/trail.ts';
import { namedSafely } from '../../deployed/error-name.ts';
import type { Check } from '../check.ts';
import type { ExpectedTrail } from '../deployment.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { TrailState } from '../ports.ts';

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
    const faults = [...stopped(found), ...narrowed(found, deployment.config), ...misplaced(found, expected)];
    if (faults.length > 0) return faults;
    const without = deployment.config.kmsEvents === 'exclude' ? ' but those of KMS, as configured' : '';
    return [ok(`the trail logs all management events${without}, of all Regions`)];
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
        `the trail's last delivery failed: ${namedSafely(deliveryError)}`,
        "Compare the bucket's policy, and the key's, with what was deployed.",
      ),
    );
  }
  return faults;
}

function narrowed(found: TrailState, config: Config): Verdict[] {
  const kept =
    found.selectors.length === 0 ? new Set(['read', 'write']) : keptManagementEvents(found.selectors, config);
  const lacks: string[] = [];
  if (!kept.has('read')) lacks.push('reads: not every read of a secret and AssumeRole is recorded');
  if (!kept.has('write')) lacks.push('writes: not every rotation and change is recorded');
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
