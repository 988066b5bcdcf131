/** Of a name that is none of these nothing is told: it may be anything. */
const aName = /^([A-Za-z][A-Za-z0-9._]{0,79}|\d{3})$/;
const aRequestId = /^[A-Za-z0-9-]{8,64}$/;

/**
 * What people and logs are told of an error: its name, of the network's its code. Its message is the service's or the
 * library's, and may quote what it was about: a record, a URL, a secret.
 */
export function errorName(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  const { code } = error as { code?: unknown };
  const name = error.name === 'Error' && typeof code === 'string' ? code : error.name;
  return namedSafely(name);
}

/** A name or code of an error as a service tells it: `AccessDenied`. What does not look like one is not told. */
export function namedSafely(name: string): string {
  return aName.test(name) ? name : 'an unknown error';
}

/** The id by which CloudTrail and AWS know the call that failed; null where there is none. */
export function requestIdOf(error: unknown): string | null {
  const { $metadata: metadata } = (error instanceof Error ? error : {}) as {
    $metadata?: { requestId?: unknown } | null;
  };
  const id = metadata?.requestId;
  return typeof id === 'string' && aRequestId.test(id) ? id : null;
}

/** An error's name and, where AWS made it, the id of the request: `InternalServerException (request 1b2c…)`. */
export function errorNameAndRequest(error: unknown): string {
  const id = requestIdOf(error);
  return id === null ? errorName(error) : `${errorName(error)} (request ${id})`;
}
