import { CfnResource } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentConfig } from '../../config/deployment.ts';
import { ownOf } from '../own.ts';

/**
 * Our bus, and the role with which the gates of all Regions put events on it. Nothing else in the account is let in by the
 * bus's policy; who may put events on any bus could, but our rules take `aws.` sources only, which AWS refuses to callers.
 */
export class WatchBus extends Construct {
  constructor(scope: Construct, id: string, { config }: { readonly config: DeploymentConfig }) {
    super(scope, id);
    const own = ownOf(config);
    const bus = new EventBus(this, 'Bus', {
      eventBusName: own.bus,
      description: 'Glasswatch: events that the gates of all Regions let in',
    });
    const role = new iam.Role(this, 'GateRole', {
      roleName: own.gateRole.split('/').at(-1) ?? '',
      description: 'Glasswatch: gate rules put events on our bus',
      assumedBy: new iam.ServicePrincipal('events.amazonaws.com', {
        conditions: {
          ArnLike: {
            'aws:SourceArn': `arn:${own.partition}:events:*:${own.account}:rule/${own.prefix}gate-*`,
          },
          StringEquals: { 'aws:SourceAccount': own.account },
        },
      }),
    });
    new iam.Policy(this, 'GatePolicy', {
      policyName: 'put-events',
      roles: [role],
      statements: [new iam.PolicyStatement({ actions: ['events:PutEvents'], resources: [own.busArn] })],
    });
    // CfnEventBusPolicy warns of its own deprecated property at every synth.
    new CfnResource(this, 'GatesOnly', {
      type: 'AWS::Events::EventBusPolicy',
      properties: {
        EventBusName: bus.eventBusName,
        StatementId: 'gates-only',
        Statement: {
          Sid: 'gates-only',
          Effect: 'Allow',
          Principal: { AWS: `arn:${own.partition}:iam::${own.account}:root` },
          Action: 'events:PutEvents',
          Resource: own.busArn,
          Condition: { ArnEquals: { 'aws:PrincipalArn': own.gateRole } },
        },
      },
    });
  }
}
