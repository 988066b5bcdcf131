import { nameOfPrincipal, parseArn, partitionOfRegion } from './arn.ts';
import type { WrongKey } from './parse.ts';
import type { Config } from './schema.ts';

/** The account of the shipped cdk.json: it synthesizes, so that the stacks can be looked at, and is nobody's. */
export const placeholderAccount = '000000000000';

/** A config with all that deploying demands. */
export type DeploymentConfig = Config & {
  readonly account: string;
  readonly regions: readonly [string, ...string[]];
};

/** What deploying demands and a config, parsed or not, lacks. */
export function lackingForDeployment(value: unknown): WrongKey[] {
  const given = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const lacking = (key: string, expected: string) => (given[key] === undefined ? [{ key, expected }] : []);
  const email = Array.isArray(given.email) ? given.email : [];
  const channels = [given.slack, given.topic, email[0]].filter((channel) => channel !== undefined);
  return [
    ...lacking('account', 'expected the account to deploy to, 12 digits'),
    ...lacking('regions', 'expected the Regions to watch, the home Region first'),
    ...(channels.length > 0
      ? []
      : [{ key: 'slack', expected: 'expected a channel for alerts: "slack", "email" or "topic"' }]),
  ];
}

/** What is wrong between the keys of a parsed config, for deploying. */
export function wrongForDeployment(config: Config): WrongKey[] {
  const { regions = [], slack, topic, objectLock, retentionDays, breakGlassRole, key } = config;
  const home = regions[0] ?? '';
  const away = (arn: string | undefined) =>
    arn?.startsWith('arn:') === true && parseArn(arn)?.region !== home;
  const wrong: WrongKey[] = regions.flatMap((region, index) =>
    partitionOfRegion(region) === partitionOfRegion(home)
      ? []
      : [{ key: `regions[${index}]`, expected: `expected a Region of the same partition as ${home}` }],
  );
  if (away(slack?.webhookSecret))
    wrong.push({ key: 'slack.webhookSecret', expected: `expected a secret in the home Region, ${home}` });
  if (away(topic)) wrong.push({ key: 'topic', expected: `expected a topic in the home Region, ${home}` });
  if (away(key?.arn)) wrong.push({ key: 'key.arn', expected: `expected a key in the home Region, ${home}` });
  if (objectLock !== undefined && objectLock.days > retentionDays)
    wrong.push({ key: 'objectLock.days', expected: `expected at most retentionDays (${retentionDays})` });
  if (breakGlassRole !== undefined && !isWatched(breakGlassRole.name, config))
    wrong.push({
      key: 'breakGlassRole.name',
      expected: 'expected a name that breakGlass.roles covers: nobody would be told of its use',
    });
  return wrong;
}

function isWatched(name: string, { account, breakGlass }: Config): boolean {
  return breakGlass.roles.some((role) => {
    const parts = nameOfPrincipal(role).split('*');
    const pattern = new RegExp(`^${parts.map((part) => part.replace(/[.+]/g, '\\$&')).join('.*')}$`);
    return parseArn(role)?.account === account && role.split('/').length === 2 && pattern.test(name);
  });
}

/** What deploying allows but is most likely not meant. */
export function deploymentWarnings(config: Config): string[] {
  const { slack, email, topic, key } = config;
  return [
    ...(email.length === 0 && topic === undefined
      ? ['email is empty: critical alerts go to Slack alone, and what our alarms say reaches nobody']
      : []),
    ...(email.length === 0
      ? ['email is empty: the unfiltered copies of tampering reach nobody until someone subscribes']
      : []),
    ...(slack === undefined ? ['slack is absent: all alerts go by SNS'] : []),
    ...(key?.create === true && key.arn === undefined
      ? [
          'key.arn is absent: put the output LogKeyArn there, else whoever disables the key is told of as for any key',
        ]
      : []),
  ];
}
