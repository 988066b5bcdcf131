import { ownNames } from '../config/names.ts';
import { callerOf } from './break-glass/caller.ts';
import type { Detection, DetectionContext } from './catalogue/detection.ts';
import { decoyPatterns } from './decoy/decoy-patterns.ts';
import { whatElseCommand } from './event/command.ts';
import { atStart } from './event/proof.ts';
import { withoutSuffix, type Secret } from './event/secret.ts';

export default {
  id: 'decoy-read',
  title: 'Decoy secret touched',
  severity: 'critical',
  why: 'Nobody has a reason to read a decoy: whoever does is looking for secrets to steal.',
  mitre: ['T1555.006'],
  noise: 'Backup or inventory tools that read every secret; give them no permission on decoys.',
  readOnly: true,

  patterns: ({ decoys }) => decoyPatterns(decoys),

  confirm: (_event, context) => decoysNamed(context).length > 0,

  groupBy: (_event, context) =>
    `${context.identity.principal ?? ''} ${decoysNamed(context)
      .map(({ arn }) => arn)
      .join(' ')}`,

  describe: (event, context) => {
    const { identity } = context;
    const [decoy] = decoysNamed(context);
    const target = decoy?.arn ?? null;
    const name = decoy?.name ?? 'a decoy';
    const who = callerOf(event, context).name;
    const denied = event.errorCode !== null;
    return {
      title: `${atStart(who)} ${denied ? 'tried to read' : 'read'} the decoy ${name}`,
      what: `${event.eventName} of ${target ?? name}${denied ? ` was refused (${event.errorCode})` : ''}.`,
      target,
      signs: [
        'A decoy has no user: there is no innocent reader',
        ...(denied ? ['No value was handed out'] : []),
      ],
      next: `Treat the credentials of ${who} as stolen: take them away first, ask second. See what else they were used for:`,
      command: whatElseCommand(event, identity.name),
    };
  },
} satisfies Detection;

/**
 * The decoys among the secrets that an event names. The webhook's secret can be one: our own functions, which read it, touch
 * none. A decoy given as a name is meant in any account and Region; given as an ARN, with or without suffix, only there. An
 * ARN that the event shows may lack its suffix, and a name may end in what looks like one (`payroll-master`): what fits
 * either way is taken for the decoy.
 */
function decoysNamed({ config, identity, secrets }: DetectionContext): Secret[] {
  const own = ownNames(config);
  const isOurs = own !== null && identity.role !== null && own.functionRoles.includes(identity.role);
  return secrets.filter(({ arn, name }) => {
    if (isOurs && name === own.webhookSecret) return false;
    const shown = arn.slice(arn.lastIndexOf(':') + 1);
    const meant = new Set([name, shown, arn, withoutSuffix(arn)]);
    return config.decoys.some((decoy) => meant.has(decoy) || withoutSuffix(decoy) === arn);
  });
}
