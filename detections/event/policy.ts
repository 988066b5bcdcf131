/** To whom a resource policy opens what it stands on, beside its own account. */
export interface Opening {
  /** Anybody at all. */
  readonly everyone: boolean;
  /** Account ids of others, or principals that name no account (an organization, a federated provider). */
  readonly others: readonly string[];
}

interface Statement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: unknown;
}

/** Condition keys that keep `*` within one account when their value is that account. */
const accountKeys = new Set([
  'aws:principalaccount',
  'aws:sourceaccount',
  'kms:calleraccount',
  'aws:sourceowner',
]);
/** Condition keys that keep `*` within an organization: others than this account, but not everyone. */
const organizationKeys = new Set(['aws:principalorgid', 'aws:principalorgpaths']);

/**
 * Reads a resource policy. Only Allow statements open; principals of AWS services and of the account itself do not
 * count. Null when the text is no policy: then nobody can say what it opens.
 */
export function openingOfPolicy(policy: unknown, account: string): Opening | null {
  const document = typeof policy === 'string' ? parsed(policy) : policy;
  if (typeof document !== 'object' || document === null || !('Statement' in document)) return null;
  const statements: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  let everyone = false;
  const others = new Set<string>();
  for (const statement of statements) {
    if (typeof statement !== 'object' || statement === null) return null;
    const { Effect, Principal, NotPrincipal, Condition } = statement as Statement;
    if (Effect !== 'Allow') continue;
    if (NotPrincipal !== undefined) everyone = true;
    for (const principal of awsPrincipals(Principal)) {
      if (principal !== '*') {
        const owner = accountOf(principal);
        if (owner !== account) others.add(owner);
        continue;
      }
      const fence = fenceOf(Condition, account);
      if (fence === 'none') everyone = true;
      else if (fence !== 'own-account') others.add(fence);
    }
  }
  return { everyone, others: [...others] };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The principals that are accounts, users, roles or federated; services act for their own account's resources. */
function awsPrincipals(principal: unknown): string[] {
  if (principal === '*') return ['*'];
  if (typeof principal !== 'object' || principal === null) return [];
  const { AWS, Federated, CanonicalUser } = principal as Record<string, unknown>;
  return [AWS, Federated, CanonicalUser].flatMap((listed) => texts(listed));
}

function texts(value: unknown): string[] {
  const listed: unknown[] = Array.isArray(value) ? value : [value];
  return listed.filter((item): item is string => typeof item === 'string');
}

/** The account in a principal: `123456789012`, or the fifth part of an ARN; else the principal itself. */
export function accountOf(principal: string): string {
  if (/^\d{12}$/.test(principal)) return principal;
  const account = principal.split(':')[4];
  return account !== undefined && /^\d{12}$/.test(account) ? account : principal;
}

/**
 * What a statement's conditions make of `*`. Only conditions that demand a value (`…Equals`, `…Like`) fence: those that
 * end in IfExists, and those on ForAllValues, hold where the key is missing.
 */
function fenceOf(condition: unknown, account: string): string {
  if (typeof condition !== 'object' || condition === null) return 'none';
  let fence = 'none';
  for (const [operator, demanded] of Object.entries(condition as Record<string, unknown>)) {
    if (!/^(ForAnyValue:)?(String|Arn)(Equals|Like)(IgnoreCase)?$/.test(operator)) continue;
    for (const [key, value] of Object.entries((demanded ?? {}) as Record<string, unknown>)) {
      const values = texts(value);
      if (accountKeys.has(key.toLowerCase())) {
        if (values.length > 0 && values.every((one) => one === account)) return 'own-account';
        fence = values.find((one) => one !== account) ?? fence;
      } else if (organizationKeys.has(key.toLowerCase())) {
        fence = `organization ${values.join(', ')}`;
      } else if (key.toLowerCase() === 'aws:principalarn' || key.toLowerCase() === 'aws:sourcearn') {
        const owners = values.map(accountOf);
        if (owners.length > 0 && owners.every((owner) => owner === account)) return 'own-account';
        const other = owners.find((owner) => owner !== account);
        if (other !== undefined && !other.includes('*')) fence = other;
      }
    }
  }
  return fence === '*' ? 'none' : fence;
}
