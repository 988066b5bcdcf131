import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  assumeRole,
  deniedCall,
  iamUser,
  notAuthorized,
  secretArn,
  serviceEvent,
} from '../../test/detections/event-builders.ts';
import { breakGlass, iso } from '../../test/engines/end-to-end/emergency.ts';
import type { CloudTrailRecord, Stage } from '../../test/engines/end-to-end/stage.ts';
import type { BarePath } from './bare-path.ts';
import type { Sent } from './sending.ts';

/**
 * Kinds of a detection that are told apart within an hour: no series may have more. The functions' clock is not set ahead in
 * between, because the emulator refuses the first call that is signed by a clock which has jumped.
 */
export const mostKinds = 20;

/** The events that are measured. Each has an eventID of its own. */
export class Events {
  readonly #stage: Stage;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  bare(path: BarePath): Sent {
    const eventID = randomUUID();
    const Entries = [{ Source: path, DetailType: 'bare', Detail: JSON.stringify({ eventID }) }];
    return { eventID, send: () => this.#stage.clients.events.send(new PutEventsCommand({ Entries })) };
  }

  /** Somebody opens the glass, in a session of its own: each is told. */
  opening(): Sent {
    const session = randomUUID();
    return this.#sent(assumeRole(iamUser('ana'), breakGlass, { session, more: { readOnly: true } }));
  }

  /** The rotation of the `n`th secret fails: each is of a kind of its own. */
  rotationFailure(n: number): Sent {
    return this.#sent(serviceEvent('RotationFailed', { SecretId: secretArn(`prod/db-${n}-AbCdEf`) }));
  }

  /** A read is refused, of one kind with all others of the `n`th user. */
  refusal(n: number): Sent {
    const by = iamUser(`mallory-${n}`);
    const message = notAuthorized(by, 'secretsmanager:GetSecretValue', 'prod/storm');
    return this.#sent(
      deniedCall('secretsmanager', 'GetSecretValue', by, message, { more: { readOnly: true } }),
    );
  }

  #sent(record: CloudTrailRecord): Sent {
    const eventID = randomUUID();
    const eventTime = iso(Date.now());
    return { eventID, send: () => this.#stage.send([{ ...record, eventID, eventTime }]) };
  }
}
