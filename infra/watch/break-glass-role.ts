import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { acknowledge } from '../acknowledge.ts';

/**
 * An emergency role, where the config asks for one: two hours, with MFA, and a session and source identity that bear the
 * opener's own name, so that every event says who it was.
 */
export class BreakGlassRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { role }: { readonly role: NonNullable<DeploymentConfig['breakGlassRole']> },
  ) {
    super(scope, id);
    const openers = role.trustedPrincipals.map((arn) => new iam.ArnPrincipal(arn));
    const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const made = new iam.Role(this, 'Role', {
      roleName: role.name,
      description:
        'Emergency access; every use is told by Glasswatch, and every secret read has to be replaced',
      maxSessionDuration: Duration.hours(2),
      assumedBy: new iam.CompositePrincipal(
        ...openers.map((opener) =>
          opener.withConditions({
            ...mfa,
            // A user's own name; of a role's session no policy variable holds the name, so its form is demanded.
            StringLike: {
              'sts:RoleSessionName': opener.arn.includes(':user/') ? '${aws:username}' : '?*@?*',
              'sts:SourceIdentity': opener.arn.includes(':user/') ? '${aws:username}' : '?*@?*',
            },
          }),
        ),
      ),
      managedPolicies: role.managedPolicies.map((arn, index) =>
        iam.ManagedPolicy.fromManagedPolicyArn(this, `Policy${index}`, arn),
      ),
    });
    for (const arn of role.managedPolicies.filter((one) => one.includes(':iam::aws:')))
      acknowledge(
        made,
        `AwsSolutions-IAM4[Policy::${arn}]`,
        'What emergency access may do is for the config to say; AWS keeps this policy up to date.',
      );
    made.assumeRolePolicy?.addStatements(
      ...openers.map(
        (opener) =>
          new iam.PolicyStatement({
            actions: ['sts:SetSourceIdentity'],
            principals: [opener],
            conditions: mfa,
          }),
      ),
    );
  }
}
