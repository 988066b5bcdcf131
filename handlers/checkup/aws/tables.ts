import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import type { CheckupPorts } from '../ports.ts';
import { perRegion } from './clients.ts';
import { lookingFor } from './unseen.ts';

const clientOf = perRegion((options) => new GlueClient(options));

/** Tables, from Glue's catalogue. */
export const glue: CheckupPorts['tables'] = {
  table: async (region, database, table) => {
    const found = await lookingFor({ action: 'glue:GetTable', region }, ['EntityNotFoundException'], () =>
      clientOf(region).send(new GetTableCommand({ DatabaseName: database, Name: table })),
    );
    if (found?.Table === undefined) return null;
    const { StorageDescriptor: storage, Parameters: parameters } = found.Table;
    return {
      location: storage?.Location ?? '',
      parameters: parameters ?? {},
      columns: (storage?.Columns ?? []).flatMap(({ Name }) => Name ?? []),
    };
  },
};
