import { parseConfig } from '../../config/parse.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { configValues } from '../../queries/config-values.ts';
import { config as recordedConfig } from '../recorded/expected.ts';

/** A log that both engines are asked about, and how. */
export interface AskedLog {
  /** Values that its config gives, as on the command line. */
  readonly fromConfig: Readonly<Record<string, string>>;
  /** For each query parameters that are not the default ones, as `--param` takes them. */
  readonly given: Readonly<Record<string, readonly string[]>>;
}

function fromConfig(config: Record<string, unknown>): Record<string, string> {
  return configValues(parseConfig(config, { source: 'test', detections, now: Date.parse('2026-11-21') }));
}

const account = '111122223333';
const role = `arn:aws:iam::${account}:role`;
const customersDb = `arn:aws:secretsmanager:eu-central-1:${account}:secret:prod/customers/db-master-S1mSAD`;
const opened = 'AROA5EZUYWP7RORZBATWI:ana.ops@example.com@2026-11-18T02:14:07Z';
const night = ['from=2026-11-18T02:00:00Z', 'to=2026-11-18T06:30:00Z', 'region=eu-central-1'];

/** The built-in incident. */
export const incidentLog: AskedLog = {
  fromConfig: fromConfig({
    account,
    breakGlass: {
      roles: [`${role}/BREAK-GLASS-*`],
      users: [`arn:aws:iam::${account}:user/break-glass-root-key`],
    },
    trustedAccounts: ['444455556666'],
  }),
  given: {
    'break-glass-secrets': [],
    'cross-account-reads': ['services=include', 'new_since=2026-11-18T01:00:00Z'],
    'deadline-records': [`principals=^${role}/reporting-job$`],
    'denied-access': [`principal=${role}/reporting-job`],
    'kms-decrypts': night,
    'missed-openings': [
      'alerted_ids=183f1ba5-b5df-4e9a-ac4d-eec1df3591e1, 5a6a625b-5f5b-43f9-a82b-17fd17cfe131',
    ],
    'new-readers': ['since=2026-11-18T12:00:00Z'],
    persistence: [`session=${opened}`, `principal=${role}/BREAK-GLASS-admin`],
    'reads-per-day': ['from=2026-11-18', 'to=2026-11-18', 'region=e%'],
    'records-per-day': ['from=2026-11-18', 'to=2026-11-18', 'region=e%'],
    'records-per-hour': ['from=2026-11-18', 'to=2026-11-18', 'region=e%'],
    'rotation-health': night,
    rotations: [`secret=${customersDb}`],
    'secret-access': ['secret=prod/payments/db-master', `principal=${role}/BREAK-GLASS-admin`],
    'session-timeline': [`session=${opened}`, `principal=${role}/BREAK-GLASS-admin`],
    'stale-readers': [`secret=${customersDb}`],
    tampering: ['name_prefix=svc-'],
    'top-readers': night,
  },
};

const user = 'arn:aws:iam::307578594326:user/christophe';

/** What other people recorded, from many accounts. Its texts have quotes and more in them. */
export const recordedLog: AskedLog = {
  fromConfig: fromConfig(recordedConfig),
  given: {
    'break-glass-secrets': ['from=2024-01-01', 'to=2024-12-31'],
    'cross-account-reads': ['account=903144391865', 'services=include', `new_since=it's`],
    'deadline-records': ['principals=^arn:aws:iam::(307578594326:user/christophe|111111111111:user/.*)$'],
    'denied-access': ['principal=arn:aws:iam::111111111111:user/TrailDiscover'],
    'missed-openings': ['alerted_ids=2591da42-959b-7f34-29dc-817cfcd01f6c'],
    'new-readers': ['since=2024-07-31T12:36:50Z'],
    persistence: [`principal=${user}`],
    'reads-per-day': ['from=2024-01-01', 'to=2024-12-31'],
    'records-per-day': ['from=2024-07-30', 'to=2024-08-18'],
    'secret-access': ['secret=TrailDiscoverSecretId'],
    'session-timeline': ['session=AROC7E598EE6F3133789@2024-03-13T07:42:34Z'],
    tampering: ['name_prefix=stratus-'],
  },
};
