/** An error as Athena answers it. */
export class Refusal extends Error {
  readonly type: 'InvalidRequestException' | 'TooManyRequestsException' | 'InternalServerException';
  readonly code: string | null;

  constructor(type: Refusal['type'], message: string, code: string | null = null) {
    super(message);
    this.type = type;
    this.code = code;
  }

  get status(): number {
    return this.type === 'InternalServerException' ? 500 : 400;
  }

  /** The body, as the JSON protocol wants it. */
  get body(): Record<string, string> {
    return {
      __type: this.type,
      Message: this.message,
      ...(this.code === null ? {} : { AthenaErrorCode: this.code }),
      ...(this.type === 'TooManyRequestsException' ? { Reason: 'CONCURRENT_QUERY_LIMIT_EXCEEDED' } : {}),
    };
  }
}

/** Throws what Athena answers to a request that is none. */
export function refuse(message: string, code = 'INVALID_INPUT'): never {
  throw new Refusal('InvalidRequestException', message, code);
}
