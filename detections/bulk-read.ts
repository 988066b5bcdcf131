import { z } from 'zod';
import { counted } from '../config/counted.ts';
import type { Config } from '../config/schema.ts';
import { callerOf } from './break-glass/caller.ts';
import type { Counted, Detection, DetectionContext } from './catalogue/detection.ts';
import { filterText, filtersOf } from './event/batch.ts';
import type { CloudTrailEvent } from './event/cloudtrail-event.ts';
import { whatElseCommand } from './event/command.ts';
import { asksByReference } from './event/parameter.ts';
import { atStart } from './event/proof.ts';

const settings = z.object({
  threshold: z
    .int()
    .positive()
    .default(10)
    .describe('distinct secrets of one principal that make a bulk read'),
  windowMinutes: z.number().positive().default(5).describe('within so many minutes'),
});

export default {
  id: 'bulk-read',
  title: 'Many secrets read at once',
  severity: 'high',
  why: 'Applications read the few secrets they need; whoever reads many is collecting them.',
  mitre: ['T1555.006', 'T1119'],
  noise: 'Tools that copy all secrets elsewhere (backup, external-secrets operators): suppress their role.',
  readOnly: true,
  settings,

  patterns: () => [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com'],
        eventName: ['GetSecretValue', 'BatchGetSecretValue'],
        errorCode: [{ exists: false }],
      },
    },
    { detail: { errorCode: [{ exists: false }], requestParameters: asksByReference } },
  ],

  confirm: async (event, context) => {
    const added = counts(event, context);
    if (added === null) return true;
    const { key, members, enough } = added;
    const window = settingsOf(context.config).windowMinutes * 60_000;
    let distinct = 0;
    for (const member of members) {
      const seen = await context.memory.see(key, member, event.time, window);
      distinct = seen.length < enough ? seen.length : new Set(seen.map((one) => one.member)).size;
    }
    return distinct >= enough;
  },

  counts,

  groupBy: (_event, { identity }) => identity.principal ?? '',

  describe: (event, context) => {
    const { config, identity, secrets } = context;
    const { threshold, windowMinutes } = settingsOf(config);
    const who = atStart(callerOf(event, context).name);
    const broad = catchesAll(event);
    return {
      title: broad
        ? `${who} read secrets in bulk: ${filterText(event)}`
        : `${who} read ${threshold} or more secrets`,
      what: broad
        ? `BatchGetSecretValue with ${filterText(event)}: it returns whatever the caller may read.`
        : `${threshold} or more different secrets within ${counted(windowMinutes, 'minute')}, up to ${secrets[0]?.arn ?? 'this one'}.`,
      target: secrets.length > 0 ? secrets.map(({ arn }) => arn).join(', ') : filterText(event),
      signs: [
        broad
          ? 'The event does not say which secrets came back'
          : `Counted by ${identity.principal ?? 'principal'}`,
        `Called by ${identity.kind}, ${identity.via}`,
      ],
      next: 'Find out whether the caller is a tool that is meant to read all these. If not, take its credentials away, then list what it read and rotate that:',
      command: whatElseCommand(event, identity.name),
    };
  },
} satisfies Detection;

function counts(
  event: CloudTrailEvent,
  { config, identity, secrets }: Pick<DetectionContext, 'config' | 'identity' | 'secrets'>,
): Counted | null {
  if (catchesAll(event)) return null;
  const members = secrets.map(({ arn }) => arn);
  return { key: `reads/${identity.principal ?? ''}`, members, enough: settingsOf(config).threshold };
}

const parsed = new WeakMap<Config, z.output<typeof settings>>();

function settingsOf(config: Config): z.output<typeof settings> {
  const known = parsed.get(config) ?? settings.parse(config.detections['bulk-read'] ?? {});
  parsed.set(config, known);
  return known;
}

/** A batch that asks for whatever there is: without filter, with an empty value, or by name or tag key alone. */
function catchesAll(event: CloudTrailEvent): boolean {
  if (event.eventName !== 'BatchGetSecretValue' || Array.isArray(event.requestParameters?.secretIdList))
    return false;
  const filters = filtersOf(event);
  return (
    filters.some(({ values }) => values.length === 0 || values.includes('')) ||
    filters.every(({ key }) => key === 'name' || key === 'tag-key')
  );
}
