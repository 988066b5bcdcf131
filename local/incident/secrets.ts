import { account, home, partnerAccount } from './places.ts';
import { Random } from './random.ts';

export interface Secret {
  readonly name: string;
  readonly region: string;
  /** With the six characters that Secrets Manager adds. */
  readonly arn: string;
  /** The ARN without them: what people type from memory. */
  readonly partialArn: string;
  /** The version that AWSCURRENT names. */
  readonly version: string;
  readonly owner: string;
}

/** A secret; its suffix and version belong to the name, whatever the seed. */
export function secret(name: string, region: string = home, owner = account): Secret {
  const random = new Random(`secret/${owner}/${region}/${name}`);
  const partialArn = `arn:aws:secretsmanager:${region}:${owner}:secret:${name}`;
  return {
    name,
    region,
    partialArn,
    arn: `${partialArn}-${random.letters(6)}`,
    version: random.uuid(),
    owner,
  };
}

/** The secrets that the emergency touches. */
export const exposed = {
  paymentsDb: secret('prod/payments/db-master'),
  stripe: secret('prod/payments/stripe-api'),
  settlement: secret('prod/payments/settlement-key'),
  ordersDb: secret('prod/orders/db-app'),
  ordersMail: secret('prod/orders/smtp'),
  datadog: secret('prod/shared/datadog-key'),
  ledgerDb: secret('prod/ledger/db-writer'),
  customersDb: secret('prod/customers/db-master'),
  customersReader: secret('prod/customers/replica-reader'),
} as const;

/** Those that no emergency touches, though scenes and everyday traffic do. */
export const everyday = {
  catalogDb: secret('prod/catalog/db-app'),
  algolia: secret('prod/catalog/algolia'),
  invoicesMail: secret('prod/invoices/smtp'),
  invoicesDb: secret('prod/invoices/db-app'),
  fraudModel: secret('prod/fraud/model-token'),
  fraudDb: secret('prod/fraud/db-reader'),
  signingSeed: secret('prod/identity/signing-seed'),
  ldap: secret('prod/identity/ldap-bind'),
  redshift: secret('prod/warehouse/redshift'),
  grafana: secret('prod/shared/grafana-admin'),
  sentry: secret('prod/shared/sentry-dsn'),
  github: secret('prod/shared/github-app'),
  edgeJwt: secret('prod/edge/jwt-key', 'us-east-1'),
  pager: secret('prod/status/pager-token', 'us-east-1'),
  standbyDb: secret('prod/dr/db-standby', 'eu-west-1'),
  vpn: secret('prod/dr/vpn-psk', 'eu-west-1'),
} as const;

/** Nobody has a reason to read it: `decoys` of the config names it. */
export const decoy = secret('prod/decoy/root-password');

/** The SecureString that the emergency reads. */
export const parameter = {
  name: '/prod/payments/api-key',
  arn: `arn:aws:ssm:${home}:${account}:parameter/prod/payments/api-key`,
} as const;

/** Secrets that a single scene is about. */
export const single = {
  /** Its full ARN never shows in the log: whoever names it must do without the suffix. */
  warehouseLogin: secret('finance/reports/warehouse-login'),
  broker: secret('prod/legacy/mq-broker'),
  ftp: secret('legacy/ftp-partner'),
  exportToken: secret('prod/analytics/export-token'),
  partnerFeed: secret('prod/shared/partner-feed'),
  feedToken: secret('partner/feed-token', home, partnerAccount),
} as const;

const keys = new Map<string, string>();

/** ARN of the customer key that encrypts the secrets of an account and Region, or something else. */
export function keyArn(region: string, owner = account, use = 'secrets'): string {
  const name = `key/${owner}/${region}/${use}`;
  const known = keys.get(name);
  if (known !== undefined) return known;
  const arn = `arn:aws:kms:${region}:${owner}:key/${new Random(name).uuid()}`;
  keys.set(name, arn);
  return arn;
}
