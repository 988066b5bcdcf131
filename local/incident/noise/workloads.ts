import { agents } from '../agents.ts';
import { role, type Role } from '../identities.ts';
import { account, global, home } from '../places.ts';
import { Random } from '../random.ts';
import { everyday, exposed, type Secret } from '../secrets.ts';

/** Where a workload runs decides how its sessions are named and made. */
export type Runtime = 'lambda' | 'ecs' | 'ec2' | 'irsa';

/** Something that runs in the account all day under a role of its own. */
export interface Workload {
  readonly role: Role;
  readonly region: string;
  readonly runtime: Runtime;
  readonly agent: string;
  readonly ip: string;
  /** What it reads: one to three secrets, by name or by ARN, always the same way. */
  readonly secrets: readonly { readonly secret: Secret; readonly id: string }[];
}

const irsaAgents = [agents.boto, agents.java];
const agentOf: Readonly<Record<Runtime, readonly string[]>> = {
  lambda: [agents.lambda],
  ecs: [agents.java],
  ec2: [agents.boto],
  irsa: irsaAgents,
};

function workload(name: string, path: string, region: string, runtime: Runtime, secrets: Secret[]): Workload {
  const random = new Random(`workload/${name}`);
  return {
    role: role(name, path),
    region,
    runtime,
    agent: random.pick(agentOf[runtime]),
    ip: `10.20.${random.below(64)}.${random.below(254) + 1}`,
    secrets: secrets.map((secret) => ({ secret, id: random.chance(0.5) ? secret.name : secret.arn })),
  };
}

/** The workloads of the account. None reads more than three secrets: nothing of theirs may look like a bulk read. */
export const workloads: readonly Workload[] = [
  workload('payments-api', '/apps/', home, 'irsa', [exposed.paymentsDb, exposed.stripe]),
  workload('settlement-worker', '/apps/', home, 'ecs', [exposed.settlement]),
  workload('orders-api', '/apps/', home, 'ecs', [exposed.ordersDb, exposed.ordersMail, exposed.datadog]),
  workload('ledger-writer', '/service-role/', home, 'lambda', [exposed.ledgerDb]),
  workload('customers-api', '/apps/', home, 'irsa', [exposed.customersDb]),
  workload('customers-search', '/', home, 'ec2', [exposed.customersReader]),
  workload('catalog-sync', '/service-role/', home, 'lambda', [everyday.catalogDb, everyday.algolia]),
  workload('invoice-mailer', '/service-role/', home, 'lambda', [everyday.invoicesMail, everyday.invoicesDb]),
  workload('fraud-scoring', '/apps/', home, 'ecs', [everyday.fraudModel, everyday.fraudDb]),
  workload('identity-broker', '/apps/', home, 'irsa', [everyday.signingSeed, everyday.ldap]),
  workload('warehouse-loader', '/service-role/', home, 'lambda', [everyday.redshift]),
  workload('dashboards', '/', home, 'ec2', [everyday.grafana, everyday.sentry]),
  workload('edge-auth', '/service-role/', global, 'lambda', [everyday.edgeJwt]),
  workload('status-page', '/service-role/', global, 'lambda', [everyday.pager]),
  workload('dr-replicator', '/', 'eu-west-1', 'ec2', [everyday.standbyDb, everyday.vpn]),
];

/** The workloads of a Region. */
export function workloadsIn(region: string): readonly Workload[] {
  return byRegion.get(region) ?? [];
}

const byRegion = new Map(
  [home, global, 'eu-west-1'].map(
    (region) => [region, workloads.filter((each) => each.region === region)] as const,
  ),
);

export const clusterProvider = `arn:aws:iam::${account}:oidc-provider/oidc.eks.${home}.amazonaws.com/id/5B0E1F6A94C7D2384E5F60718293A4B5`;

/** The service accounts of the cluster carry their role's name. */
export function subjectOf({ role }: Workload): string {
  return `system:serviceaccount:production:${role.name}`;
}
