import { parseConfig } from '../../../config/parse.ts';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import type { CheckContext } from '../../../handlers/checkup/check.ts';
import { deploymentOf, type Deployment } from '../../../handlers/checkup/deployment.ts';
import type { CheckupPorts, RuleState, TrailState } from '../../../handlers/checkup/ports.ts';
import type { AnswerRow } from '../../../queries/log-query.ts';

/** The present in these tests. */
export const now = Date.parse('2026-11-20T06:05:00Z');
export const hourMs = 3_600_000;
export const home = 'eu-central-1';
export const away = 'us-east-1';
const account = '111122223333';

export const config = {
  account,
  regions: [home],
  breakGlass: { roles: [`arn:aws:iam::${account}:role/BREAK-GLASS-ADMIN`] },
  slack: { webhookSecret: 'glasswatch-slack-webhook' },
};

export function deploymentWith(more: Record<string, unknown> = {}): Deployment {
  const parsed = parseConfig({ ...config, ...more }, { source: 'test', detections, now });
  const deployment = deploymentOf(parsed, detections);
  if (deployment === null) throw new Error('no account');
  return deployment;
}

export const healthyTrail: TrailState = {
  arn: `arn:aws:cloudtrail:${home}:${account}:trail/glasswatch-trail`,
  homeRegion: home,
  multiRegion: true,
  globalServiceEvents: true,
  fileValidation: true,
  organization: false,
  bucket: `glasswatch-log-${account}-${home}`,
  prefix: '',
  logging: true,
  loggingSince: Date.parse('2026-01-01T00:00:00Z'),
  deliveryError: null,
  selectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }] }],
};

/** The rules that a deployment makes, as EventBridge tells them. */
export function standingRules(deployment: Deployment, region: string, bus: string): RuleState[] {
  const rules = bus === 'default' ? deployment.gateRules(region) : deployment.busRules;
  return rules.map(({ name, state, pattern, target }) => ({
    name,
    state,
    pattern: JSON.stringify(pattern),
    targets: [target],
  }));
}

/** A row of records-per-day. */
export function day(text: string, gap = false): AnswerRow {
  return {
    region: home,
    day: text,
    last_day: text,
    records: gap ? 0 : 12,
    first_time: null,
    last_time: null,
    gap,
  };
}

/** Ports of an account in which all stands; what a test says of a port stands instead. */
export function standingPorts(deployment: Deployment, other: Partial<CheckupPorts> = {}): CheckupPorts {
  const { table } = deployment;
  return {
    trails: { trail: () => Promise.resolve(healthyTrail) },
    rules: { rules: (region, bus) => Promise.resolve(standingRules(deployment, region, bus)) },
    topics: { subscriptions: () => Promise.resolve([{ protocol: 'email', confirmed: true }]) },
    queues: { messages: () => Promise.resolve(0) },
    schedules: { state: () => Promise.resolve('ENABLED') },
    functions: { state: () => Promise.resolve({ state: 'Active', reservedConcurrency: null, errors: 0 }) },
    tables: {
      table: () =>
        Promise.resolve({
          location: table.storageDescriptor.location,
          parameters: table.parameters,
          columns: table.storageDescriptor.columns.map(({ name }) => name),
        }),
    },
    objects: {
      list: (_bucket, prefix) => Promise.resolve([{ key: `${prefix}file.json.gz` }]),
      read: () => Promise.resolve(new Uint8Array()),
    },
    webhook: { probe: () => Promise.resolve({ status: 400, code: 'no_text' }) },
    events: { any: () => Promise.resolve(true) },
    log: { ask: ({ columns }) => Promise.resolve({ columns, rows: [], scannedBytes: 0 }) },
    canaries: {
      sent: () => Promise.resolve(),
      seen: () => Promise.resolve(),
      trace: () => {
        const sentAt = now - 65 * 60_000;
        const sighting = { eventTime: sentAt, seenAt: sentAt + 20_000 };
        return Promise.resolve({ sentAt, seen: { assume: sighting, read: sighting } });
      },
    },
    ...other,
  };
}

/** What a check looks at in these tests. */
export function contextWith(
  other: Partial<CheckupPorts> = {},
  more: Record<string, unknown> = {},
): CheckContext {
  const deployment = deploymentWith(more);
  return { deployment, ports: standingPorts(deployment, other), now };
}
