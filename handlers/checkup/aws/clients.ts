/** What every client is made with: a look that hangs is no look. */
export interface ClientOptions {
  readonly region: string;
  readonly maxAttempts: number;
  readonly requestHandler: {
    /** ms */
    readonly connectionTimeout: number;
    /** ms */
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
  };
}

/** Options for a client of a Region. */
export function clientOptions(region: string): ClientOptions {
  return {
    region,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  };
}

/** One client for each Region, made when it is first needed. */
export function perRegion<Client>(make: (options: ClientOptions) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const known = clients.get(region) ?? make(clientOptions(region));
    clients.set(region, known);
    return known;
  };
}
