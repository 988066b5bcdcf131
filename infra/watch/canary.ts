import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';

export interface CanaryProps {
  readonly config: DeploymentConfig;
  /** The only role that may assume it. */
  readonly checkupRole: iam.Role;
}

/**
 * The role that the break-glass patterns match and that can do nothing: the checkup assumes it and asks for a secret, to
 * be refused. Both events must come through the whole alert path. The secret need not exist: refusal comes first.
 */
export class Canary extends Construct {
  constructor(scope: Construct, id: string, { config, checkupRole }: CanaryProps) {
    super(scope, id);
    const { canaryRole } = ownOf(config);
    new iam.Role(this, 'Role', {
      roleName: canaryRole.split('/').at(-1) ?? '',
      description: 'Glasswatch: empty role that the checkup assumes to prove that alerts come',
      assumedBy: new iam.ArnPrincipal(checkupRole.roleArn),
    });
  }
}
