import { dayOf } from '../../../queries/span.ts';
import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';

const dayMs = 86_400_000;

/** The trail delivered something where the table looks, in each Region, yesterday (UTC) or today. */
export const logFiles: Check = {
  id: 'log-files',
  where: 'watched',
  look: async (region, { deployment, ports, now }) => {
    const { location } = deployment.table.storageDescriptor;
    const { bucket } = deployment.trail;
    const folder = location.slice(`s3://${bucket}/`.length);
    for (const day of [dayOf(now - dayMs), dayOf(now)]) {
      const [first] = await ports.objects.list(bucket, `${folder}${region}/${day}/`, 1);
      if (first !== undefined) return [ok(`log files of ${day} lie in the bucket`)];
    }
    return [
      wrong(
        `no log file of this Region lies at ${location}${region}/ since ${dayOf(now - dayMs)}`,
        "Compare the trail's prefix with trail.prefix, and its Regions with regions; the checkup's own calls alone should have left records.",
      ),
    ];
  },
};
