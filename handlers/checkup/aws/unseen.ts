import { errorName, errorNameAndRequest } from '../../deployed/error-name.ts';
import { Unseen } from '../finding.ts';

/** An IAM action, such as `sns:ListSubscriptionsByTopic`, and where it is called. */
export interface Call {
  readonly action: string;
  readonly region: string;
}

/**
 * Calls AWS; what goes wrong becomes an Unseen that says what would let us look.
 * @throws Unseen
 */
export async function looking<Answer>(call: Call, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw unseen(call, error);
  }
}

/** The same; null where AWS says, by one of the errors `missing`, that there is no such thing. */
export async function lookingFor<Answer>(
  call: Call,
  missing: readonly string[],
  ask: () => Promise<Answer>,
): Promise<Answer | null> {
  try {
    return await ask();
  } catch (error) {
    if (missing.includes(errorName(error))) return null;
    throw unseen(call, error);
  }
}

/** What stops a call, in our words, by the names that AWS and its SDK give it: never in theirs, which may quote anything. */
export function unseen({ action, region }: Call, error: unknown): Unseen {
  const name = errorName(error);
  const call = `${action} in ${region}`;
  if (/^(CredentialsProviderError|NoCredentials|TokenProviderError)$/.test(name)) {
    return new Unseen(
      'there are no AWS credentials',
      'Sign in (aws sso login) or set AWS_PROFILE, and run it again.',
      { cause: error },
    );
  }
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(name)) {
    return new Unseen('the AWS credentials have expired', 'Sign in again, and run it again.', {
      cause: error,
    });
  }
  if (
    /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|SignatureDoesNotMatch|AuthFailure)$/.test(
      name,
    )
  ) {
    return new Unseen(
      `AWS does not know these credentials in ${region} (${name})`,
      'Sign in to the account of the config; a Region that is opt-in has to be enabled first.',
      { cause: error },
    );
  }
  if (
    /^(AccessDenied|AccessDeniedException|AuthorizationError|AuthorizationErrorException|UnauthorizedOperation|Forbidden|403)$/.test(
      name,
    )
  ) {
    return new Unseen(`${call} is not allowed`, `Allow ${action} to whoever runs this.`, { cause: error });
  }
  if (/Throttl|TooManyRequests|SlowDown|LimitExceeded/.test(name)) {
    return new Unseen(`${call}: too many requests`, 'Run it again in a minute.', { cause: error });
  }
  if (/Timeout|^E[A-Z]+$|NetworkingError|AbortError|UnknownEndpoint/.test(name)) {
    return new Unseen(
      `${call}: no answer (${name})`,
      'Look at the network and at the name of the Region, and run it again.',
      { cause: error },
    );
  }
  return new Unseen(
    `${call} failed: ${errorNameAndRequest(error)}`,
    'Run it again; if it fails again, make this call with the AWS CLI, which shows what AWS says.',
    { cause: error },
  );
}
