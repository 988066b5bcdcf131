import { nameOfPrincipal, parseArn } from '../../../config/arn.ts';
import type { Check, CheckContext } from '../check.ts';
import { ok, cannotTell, wrong, type Verdict } from '../finding.ts';
import { openingsIn } from '../openings.ts';

const dayMs = 86_400_000;
/** How many days of the log are searched for a name with `*`. */
const searchedDays = 30;

/**
 * Some event was ever about each configured break-glass role and user: a wrong ARN is the commonest cause of silence. The
 * event history is asked for exact names; it knows no `*`, so for those the log is asked for an opening.
 */
export const breakGlassKnown: Check = {
  id: 'break-glass-known',
  where: 'home',
  look: async (_region, context) => {
    const { roles, users } = context.deployment.config.breakGlass;
    if (roles.length + users.length === 0) {
      return [
        wrong(
          'breakGlass names no role and no user: no break-glass detection can ever match',
          'Name them and deploy.',
        ),
      ];
    }
    return Promise.all([...roles, ...users].map((arn) => known(arn, context)));
  },
};

async function known(arn: string, context: CheckContext): Promise<Verdict> {
  if (arn.includes('*')) return knownByLog(arn, context);
  for (const region of context.deployment.names.watchedRegions) {
    for (const resource of [arn, nameOfPrincipal(arn)]) {
      if (await context.ports.events.any(region, resource)) return ok(`events were about ${arn}`);
    }
  }
  return wrong(
    `no event of the last 90 days was about ${arn}`,
    'Compare the ARN, its path included, with `aws iam list-roles`. If it is right, open it once as a drill.',
  );
}

async function knownByLog(arn: string, context: CheckContext): Promise<Verdict> {
  const { now, ports } = context;
  const isUser = parseArn(arn)?.resource.startsWith('user/') === true;
  const openings = await openingsIn(ports.log, {
    roles: isUser ? [] : [arn],
    users: isUser ? [arn] : [],
    from: now - searchedDays * dayMs,
    to: now,
    region: '%',
  });
  if (openings.length > 0) return ok(`${arn} was opened within ${searchedDays} days`);
  return cannotTell(
    `nothing that ${arn} stands for was opened within ${searchedDays} days`,
    'Compare it with `aws iam list-roles`, path included, then open one of them as a drill.',
  );
}
