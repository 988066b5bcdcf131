import type { SSMClient } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { waiverPath } from '../../../detections/ledger/ledger-patterns.ts';
import type { WaiverParameter, WaiverSource } from '../ports.ts';

const value = z.object({ reason: z.string(), expires: z.string() });

/** The waivers under `/glasswatch/waivers/`. `malformed` is told of a parameter that holds none. */
export function parameterWaivers(
  client: () => Promise<SSMClient>,
  malformed: (parameter: string) => void,
): WaiverSource {
  return {
    all: async () => {
      const { GetParametersByPathCommand } = await import('../../deployed/sdk/ssm.ts');
      const ssm = await client();
      const waivers: WaiverParameter[] = [];
      let NextToken: string | undefined;
      do {
        const page = await ssm.send(
          new GetParametersByPathCommand({ Path: waiverPath, WithDecryption: true, NextToken }),
        );
        for (const { Name = '', ARN = '', Value = '', LastModifiedDate } of page.Parameters ?? []) {
          const held = value.safeParse(jsonOf(Value));
          if (held.success)
            waivers.push({
              ...held.data,
              exposure: Name.slice(waiverPath.length),
              parameter: ARN,
              // Without it nobody can say that the log has told the last edit: then it does not count.
              changedAt: LastModifiedDate?.getTime() ?? Infinity,
            });
          else malformed(Name);
        }
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return waivers;
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
