import { clientOptions as deployedOptions } from '../../deployed/client-options.ts';

/** What every client of the checkup is made with: nobody waits for it but a person, and a look that hangs is no look. */
export function clientOptions(region: string) {
  return { ...deployedOptions({ connect: 3_000, answer: 8_000 }), region };
}

type ClientOptions = ReturnType<typeof clientOptions>;

/** One client for each Region, made when it is first needed. */
export function perRegion<Client>(make: (options: ClientOptions) => Client): (region: string) => Client {
  const clients = new Map<string, Client>();
  return (region) => {
    const known = clients.get(region) ?? make(clientOptions(region));
    clients.set(region, known);
    return known;
  };
}
