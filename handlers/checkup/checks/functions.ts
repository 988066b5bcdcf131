import { counted } from '../../../config/counted.ts';
import type { Check } from '../check.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { FunctionState } from '../ports.ts';

const dayMs = 86_400_000;

/** Every function can run, and did without error for a day. */
export const functions: Check = {
  id: 'functions',
  where: 'home',
  look: async (region, { deployment, ports, now }) => {
    const verdicts = await Promise.all(
      deployment.functions.map(async (name) =>
        faultsOf(name, await ports.functions.state(region, name, now - dayMs)),
      ),
    );
    const faults = verdicts.flat();
    return faults.length > 0
      ? faults
      : [ok(`${counted(deployment.functions.length, 'function')} can run, without errors for 24 hours`)];
  },
};

function faultsOf(name: string, found: FunctionState | null): Verdict[] {
  if (found === null) return [wrong(`function ${name} does not exist`, 'Deploy the watch stack.')];
  const faults: Verdict[] = [];
  if (found.reservedConcurrency === 0) {
    faults.push(
      wrong(
        `function ${name} has a reserved concurrency of 0: it never runs`,
        `aws lambda delete-function-concurrency --function-name ${name}, then find out who set it.`,
      ),
    );
  }
  if (found.state !== 'Active') {
    faults.push(wrong(`function ${name} is ${found.state}`, 'Deploy again.'));
  }
  if (found.errors > 0) {
    faults.push(
      wrong(
        `function ${name} failed ${counted(found.errors, 'time')} in 24 hours`,
        `aws logs tail /aws/lambda/${name} --since 24h --filter-pattern ERROR`,
      ),
    );
  }
  return faults;
}
