import { counted } from '../../../config/counted.ts';
import type { Check } from '../check.ts';
import { ok, wrong, type Verdict } from '../finding.ts';
import type { GlueTable } from '../../../queries/glue-table.ts';
import type { TableState } from '../ports.ts';

const todo = 'Deploy again, then find out who changed it.';

/**
 * The table that questions are asked of looks where the trail writes. One that was pointed elsewhere would make every
 * question come back empty, or full of somebody's invention.
 */
export const logTable: Check = {
  id: 'log-table',
  where: 'home',
  look: async (region, { deployment, ports }) => {
    const { table, names } = deployment;
    const found = await ports.tables.table(region, names.database, table.name);
    if (found === null) {
      return [wrong(`table ${names.database}.${table.name} does not exist`, 'Deploy the audit log stack.')];
    }
    const faults = [...placeOf(found, table), ...projectionOf(found, table), ...columnsOf(found, table)];
    if (faults.length > 0) return faults;
    return [
      ok(`the log's table looks at ${found.location}, in ${counted(names.watchedRegions.length, 'Region')}`),
    ];
  },
};

function placeOf(found: TableState, { storageDescriptor: { location } }: GlueTable): Verdict[] {
  if (found.location === location) return [];
  return [wrong(`the log's table looks at ${found.location}, but the trail writes to ${location}`, todo)];
}

function projectionOf({ parameters }: TableState, table: GlueTable): Verdict[] {
  const regions = 'projection.region.values';
  const days = 'projection.day.range';
  const faults: Verdict[] = [];
  for (const [key, value] of Object.entries(table.parameters)) {
    if (key === regions || key === days || parameters[key] === value) continue;
    faults.push(
      wrong(`the log's table has ${key} = ${parameters[key] ?? 'nothing'}, expected ${value}`, todo),
    );
  }
  const known = new Set((parameters[regions] ?? '').split(','));
  const lacking = (table.parameters[regions] ?? '').split(',').filter((region) => !known.has(region));
  if (lacking.length > 0) {
    faults.push(wrong(`the log's table does not know ${lacking.join(', ')}: no question finds them`, todo));
  }
  // Its first day, a date or so many days ago, is the deployment's own affair; the last must be the present one.
  if (!/^(\d{4}\/\d\d\/\d\d|NOW-\d+DAYS),NOW$/.test(parameters[days] ?? '')) {
    faults.push(wrong(`the log's table has days ${parameters[days] ?? 'nothing'}, expected … to NOW`, todo));
  }
  return faults;
}

function columnsOf({ columns }: TableState, { storageDescriptor }: GlueTable): Verdict[] {
  const lost = storageDescriptor.columns.filter(({ name }) => !columns.includes(name));
  if (lost.length === 0) return [];
  return [wrong(`the log's table has lost columns: ${lost.map(({ name }) => name).join(', ')}`, todo)];
}
