import { nameOfPrincipal, parseArn } from '../../config/arn.ts';
import type { Config } from '../../config/schema.ts';
import { conditionOf } from '../../detections/break-glass/conditions.ts';
import { compilePatterns, type EventPattern } from '../../detections/pattern/matcher.ts';

/**
 * Notes which configured break-glass roles and users any event concerned. One that none did is most likely a wrong ARN,
 * the commonest cause of silence.
 */
export class BreakGlassSeen {
  readonly #unseen: Set<string>;
  readonly #concerned: (event: unknown) => string[];

  constructor(config: Config) {
    const { roles, users } = config.breakGlass;
    this.#unseen = new Set([...roles, ...users]);
    this.#concerned = compilePatterns(concerns(config));
  }

  note(record: Record<string, unknown>): void {
    if (this.#unseen.size === 0) return;
    for (const arn of this.#concerned(record)) this.#unseen.delete(arn);
  }

  /** Keeps as unseen only what another part of the log did not show either. */
  keepUnseen(elsewhere: readonly string[]): void {
    for (const arn of this.#unseen) if (!elsewhere.includes(arn)) this.#unseen.delete(arn);
  }

  /** The configured ARNs that no event concerned. */
  get unseen(): string[] {
    return [...this.#unseen];
  }
}

/** For each configured ARN, the pattern of records that concern it. */
export function concerns(config: Config): (readonly [arn: string, pattern: EventPattern])[] {
  const { roles, users } = config.breakGlass;
  return [
    ...roles.map((arn) => [arn, concern(arn, 'role')] as const),
    ...users.map((arn) => [arn, concern(arn, 'user')] as const),
  ];
}

/** Where an event can show a role or user: as caller, as what is assumed or changed, or in a denial. */
function concern(arn: string, kind: 'role' | 'user'): EventPattern {
  const is = [conditionOf(arn)];
  const named = { [`${kind}Name`]: [conditionOf(nameOfPrincipal(arn))] };
  const account = parseArn(arn)?.account ?? '';
  return {
    $or: [
      { userIdentity: { arn: is } },
      { userIdentity: { sessionContext: { sessionIssuer: { arn: is } } } },
      { requestParameters: { roleArn: is } },
      { eventSource: ['iam.amazonaws.com'], recipientAccountId: [account], requestParameters: named },
      { errorMessage: [{ wildcard: arn.endsWith('*') ? `*${arn}` : `*${arn}*` }] },
    ],
  };
}
