import { AthenaClient } from '@aws-sdk/client-athena';
import type { OwnNames } from '../../../config/names.ts';
import { QueryCancelled, QueryFailed, type LogQuery } from '../../../queries/log-query.ts';
import { athenaLogQuery } from '../../log-query/athena.ts';
import { Unseen } from '../finding.ts';
import { clientOptions } from './clients.ts';

/** Longest that a question may take, ms. */
const limit = 120_000;

/** The log by Athena; what fails becomes an Unseen. `occasion`: see athenaLogQuery. */
export function athenaLog({ homeRegion, workgroup, database }: OwnNames, occasion: string): LogQuery {
  const client = new AthenaClient(clientOptions(homeRegion));
  const log = athenaLogQuery({ client, workGroup: workgroup, database, occasion, limit });
  return {
    ask: async (query, values) => {
      try {
        return await log.ask(query, values);
      } catch (error) {
        if (!(error instanceof QueryFailed || error instanceof QueryCancelled)) throw error;
        throw new Unseen(
          error.message,
          `Look at workgroup ${workgroup}, where the execution says more, and at what may read the log bucket and its key.`,
          { cause: error },
        );
      }
    },
  };
}
