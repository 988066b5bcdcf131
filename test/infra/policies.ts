import { ofType, resolved, type Fields, type Resource, type Template } from './deployed.ts';

/** A statement of a policy, lists where IAM takes one or many. */
export interface Statement {
  readonly effect: string;
  readonly sid: string;
  /** Such as `events.amazonaws.com`, an ARN, or `*`; empty in a policy of an identity. */
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: Fields;
}

function listOf(value: unknown): string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

function principalsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values((value ?? {}) as Fields).flatMap(listOf);
}

export function statementsOf(document: unknown): Statement[] {
  const { Statement: all = [] } = resolved(document) as { Statement?: Fields[] };
  return all.map((one) => ({
    effect: String(one.Effect),
    sid: typeof one.Sid === 'string' ? one.Sid : '',
    principals: principalsOf(one.Principal),
    actions: listOf(one.Action),
    resources: listOf(one.Resource),
    notResources: listOf(one.NotResource),
    conditions: (one.Condition ?? {}) as Fields,
  }));
}

/** What a role may and may not do: the statements of every policy that names it. */
export function statementsOfRole(template: Template, role: Resource): Statement[] {
  return ofType(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => (resolved(Properties.Roles) as unknown[]).includes(`ref:${role.id}`))
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
}

/** The resource policy of a queue, topic or bucket: the statements of every policy resource that names it. */
export function policyOn(template: Template, { id, Type }: Resource): Statement[] {
  const [type = '', key = ''] =
    {
      'AWS::SQS::Queue': ['AWS::SQS::QueuePolicy', 'Queues'],
      'AWS::SNS::Topic': ['AWS::SNS::TopicPolicy', 'Topics'],
      'AWS::S3::Bucket': ['AWS::S3::BucketPolicy', 'Bucket'],
    }[Type] ?? [];
  return ofType(template, type)
    .filter(({ Properties }) => listOf(resolved(Properties[key])).includes(`ref:${id}`))
    .flatMap(({ Properties }) => statementsOf(Properties.PolicyDocument));
}
