import type { Construct } from 'constructs';
import type { DeploymentConfig } from '../config/deployment.ts';
import type { Detection } from '../detections/catalogue/detection.ts';
import type { FunctionCode } from './function-code.ts';
import { ownOf } from './own.ts';
import { AuditLogStack } from './stacks/audit-log-stack.ts';
import { GateStack } from './stacks/gate-stack.ts';
import { WatchStack } from './stacks/watch-stack.ts';

export interface GlasswatchStacks {
  readonly auditLog: AuditLogStack;
  readonly watch: WatchStack;
  /** One for each watched Region. */
  readonly gates: readonly GateStack[];
}

/** All stacks of a deployment, in the order in which they are deployed. The same config makes the same stacks. */
export function glasswatchStacks(
  scope: Construct,
  {
    config,
    detections,
    code,
  }: { config: DeploymentConfig; detections: readonly Detection[]; code: FunctionCode },
): GlasswatchStacks {
  const own = ownOf(config);
  const props = (region: string, description: string) => ({
    config,
    // Explicit: credentials of another account deploy nothing.
    env: { account: own.account, region },
    description: `Glasswatch: ${description}`,
    tags: { application: config.name },
  });
  const auditLog = new AuditLogStack(scope, own.stacks.auditLog, {
    ...props(own.homeRegion, 'what must stay: log, evidence, reports, ledger'),
  });
  const watch = new WatchStack(scope, own.stacks.watch, {
    ...props(own.homeRegion, 'what runs: bus, queues, functions, schedules, alarms'),
    detections,
    code,
    key: auditLog.key,
  });
  watch.addStackDependency(auditLog);
  const gates = own.gateStacks.map(({ region, name }) => {
    const gate = new GateStack(scope, name, {
      ...props(region, `what lets events of ${region} in`),
      detections,
      region,
    });
    gate.addStackDependency(watch);
    return gate;
  });
  return { auditLog, watch, gates };
}
