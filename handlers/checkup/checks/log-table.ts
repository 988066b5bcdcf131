import type { Check } from '../check.ts';
import { ok, wrong } from '../finding.ts';

/**
 * The table that questions are asked of looks where the trail writes. One that was pointed elsewhere would make every
 * question come back empty, or full of somebody's invention.
 */
export const logTable: Check = {
  id: 'log-table',
  where: 'home',
  look: async (_region, { deployment, ports }) => {
    const { database, table } = deployment.log;
    const found = await ports.tables.table(database, table.name);
    const again = 'Deploy again, then find out who changed it.';
    if (found === null)
      return [wrong(`table ${database}.${table.name} does not exist`, 'Deploy the audit log stack.')];
    const { storageDescriptor, parameters } = table;
    const faults =
      found.location === storageDescriptor.location
        ? []
        : [
            wrong(
              `the log's table looks at ${found.location}, the trail writes to ${storageDescriptor.location}`,
              again,
            ),
          ];
    for (const [key, value] of Object.entries(parameters)) {
      const there = found.parameters[key];
      if (there === value) continue;
      faults.push(wrong(`the log's table has ${key} = ${there ?? 'nothing'}, expected ${value}`, again));
    }
    const lost = storageDescriptor.columns.filter(({ name }) => !found.columns.includes(name));
    if (lost.length > 0) {
      faults.push(
        wrong(`the log's table has lost columns: ${lost.map(({ name }) => name).join(', ')}`, again),
      );
    }
    return faults.length > 0
      ? faults
      : [ok(`the log's table looks at ${found.location}, all watched Regions`)];
  },
};
