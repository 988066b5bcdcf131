import type { Config } from '../../config/schema.ts';
import type { Memory } from '../../detections/catalogue/memory.ts';
import type { SecretDirectory } from '../../detections/event/secret-directory.ts';
import { CanaryLedger } from '../checkup/canary-ledger.ts';
import { noteCanary } from '../checkup/canary-notes.ts';
import { awsReadResolver } from '../deadline/aws/read-resolver.ts';
import { DynamoFactStore } from '../deadline/ledger/dynamo-stores.ts';
import { deadlineNotes } from '../deadline/notes.ts';
import { regional } from '../deployed/regional.ts';
import type { LedgerTable } from './ledger/ledger-table.ts';
import type { LedgerNotes } from './message.ts';

interface NotesParts {
  readonly config: Config;
  readonly memory: Memory;
  readonly directory: SecretDirectory;
  readonly table: LedgerTable;
}

/** What a deployed function notes of every event: for the deadline, and that the canary came through. */
export function deployedNotes({ config, memory, directory, table }: NotesParts): LedgerNotes {
  const canaries = new CanaryLedger(table);
  const deadline = deadlineNotes({
    config,
    memory,
    directory,
    resolver: awsReadResolver({
      secretsIn: regional(async (options) => {
        const { SecretsManagerClient } = await import('../deployed/sdk/secrets-manager.ts');
        return new SecretsManagerClient(options);
      }),
      parametersIn: regional(async (options) => {
        const { SSMClient } = await import('../deployed/sdk/ssm.ts');
        return new SSMClient(options);
      }),
    }),
    facts: new DynamoFactStore(table),
  });
  return {
    note: async (envelope) => {
      await deadline.note(envelope);
      await noteCanary(envelope.detail, Date.now(), config, canaries);
    },
  };
}
