/** Every place at which the alert function speaks over the wire with something that can fail. */
export const wireHops = [
  'ledger.claim',
  'ledger.record',
  'ledger.join',
  'ledger.read',
  'ledger.write',
  'traffic.circuit',
  'traffic.reserve',
  'traffic.open',
  'deliveries.taken',
  'deliveries.took',
  'webhook.read',
  'directory.resolve',
  'sns.publish',
  'letters.send',
] as const;
export type WireHop = (typeof wireHops)[number];

/**
 * `refuse`, `throttle`, `fail`: an answer of the service that says so. `hang`: no answer, nothing done. `slow`: done, and
 * answered after the client has given up. `drop`, `lose`: the line is cut before it was done, or after. `garbage`: done, and
 * answered with what nobody can read. `kill-before`, `kill-after`: the function's process is killed then.
 */
export const wireFaults = [
  'refuse',
  'throttle',
  'fail',
  'hang',
  'slow',
  'drop',
  'lose',
  'garbage',
  'kill-before',
  'kill-after',
] as const;
export type WireFault = (typeof wireFaults)[number];

/** A request to an AWS service. */
export interface WireCall {
  /** Of its header; SNS, which has none, names the action in its body. */
  readonly target: string | undefined;
  readonly body: string;
}

/** The hop of a call, by what goes over the wire; null for calls that nothing is done to. */
export function hopOf({ target, body }: WireCall): WireHop | null {
  if (target === undefined)
    return new URLSearchParams(body).get('Action') === 'Publish' ? 'sns.publish' : null;
  const [service = '', action = ''] = target.split('.');
  if (service.startsWith('DynamoDB')) return ledgerHop(action, body);
  if (action === 'GetSecretValue') return 'webhook.read';
  if (action === 'DescribeSecret') return 'directory.resolve';
  if (action === 'SendMessage') return 'letters.send';
  return null;
}

interface Asked {
  readonly Key?: { readonly pk?: { readonly S?: string }; readonly sk?: { readonly S?: string } };
  readonly UpdateExpression?: string;
}

function ledgerHop(action: string, body: string): WireHop {
  if (action === 'TransactWriteItems') return 'ledger.join';
  const { Key, UpdateExpression = '' } = JSON.parse(body) as Asked;
  const item = `${Key?.pk?.S ?? ''} ${Key?.sk?.S ?? ''}`;
  const reads = action === 'GetItem' || action === 'Query';
  if (item === 'slack circuit') return reads ? 'traffic.circuit' : 'traffic.open';
  if (item === 'slack permits') return 'traffic.reserve';
  if (/^event#.* claim$/.test(item)) {
    if (reads) return 'deliveries.taken';
    if (UpdateExpression.includes('done = ')) return 'ledger.record';
    return UpdateExpression.includes('#took') ? 'deliveries.took' : 'ledger.claim';
  }
  return reads ? 'ledger.read' : 'ledger.write';
}
