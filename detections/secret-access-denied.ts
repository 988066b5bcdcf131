import { callerOf } from './break-glass/caller.ts';
import type { Detection } from './catalogue/detection.ts';
import { awsCommand } from './event/command.ts';
import { denialOf } from './event/denial.ts';
import { atStart } from './event/proof.ts';

export default {
  id: 'secret-access-denied',
  title: 'Access to a secret denied',
  severity: 'medium',
  why: 'An application lost a permission it needs, or someone is trying which secrets they can reach.',
  mitre: ['T1555.006'],
  noise:
    'Scanners and inventory tools that ask for more than they may; a deployment that forgot a permission.',
  readOnly: true,

  patterns: () => [
    {
      detail: {
        eventSource: ['secretsmanager.amazonaws.com'],
        // VpceAccessDenied: refused by a VPC endpoint's policy, in network activity events (aws-facts, section 1).
        errorCode: [{ prefix: 'AccessDenied' }, 'VpceAccessDenied'],
      },
    },
    {
      detail: {
        eventSource: ['kms.amazonaws.com'],
        errorCode: [{ prefix: 'AccessDenied' }],
        userIdentity: { invokedBy: ['secretsmanager.amazonaws.com'] },
      },
    },
  ],

  groupBy: (_event, { identity }) => identity.principal ?? '',

  describe: (event, context) => {
    const { identity, secrets } = context;
    const { resource, cause, action } = denialOf(event);
    const target = event.eventSource === 'kms.amazonaws.com' ? resource : (secrets[0]?.arn ?? resource);
    const wanted = target ?? 'a secret that the event does not name';
    return {
      title: `${atStart(callerOf(event, context).name)} was denied ${event.eventName}${target === null ? '' : ` of ${secrets[0]?.name ?? target}`}`,
      what: `${event.eventName} of ${wanted} was refused (${event.errorCode ?? ''}${cause === null ? '' : `: ${cause}`}).`,
      target,
      signs: [
        ...(event.eventSource === 'kms.amazonaws.com'
          ? ['Refused by the key behind the secret, not by Secrets Manager']
          : []),
        ...(event.errorCode === 'VpceAccessDenied' ? ['Refused by the policy of a VPC endpoint'] : []),
        'No value was handed out by this call',
      ],
      next: 'If the caller is an application, find what changed in its permissions. If it is a person, or asks for secret after secret, treat its credentials as stolen:',
      command:
        identity.principal?.startsWith('arn:') === true
          ? awsCommand(
              'iam',
              'simulate-principal-policy',
              '--policy-source-arn',
              identity.principal,
              '--action-names',
              action ?? `secretsmanager:${event.eventName}`,
              ...(target?.startsWith('arn:') === true ? ['--resource-arns', target] : []),
            )
          : null,
    };
  },
} satisfies Detection;
