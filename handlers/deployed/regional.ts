import { clientOptions } from './client-options.ts';

type Options = ReturnType<typeof clientOptions> & { readonly region: string };

/** Clients of a service, one for each Region, made with the first call there. */
export function regional<Client>(
  make: (options: Options) => Promise<Client>,
): (region: string) => Promise<Client> {
  const clients = new Map<string, Promise<Client>>();
  return (region) => {
    const client = clients.get(region) ?? make({ ...clientOptions(), region });
    clients.set(region, client);
    return client;
  };
}
