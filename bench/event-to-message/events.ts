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

/** The window in which repeats of a kind are counted, ms. */
const windowMs = 3_600_000;
/** Kinds of a detection that are told apart in one window. */
const kinds = 20;

/** The events that are measured. Each has an eventID of its own. */
export class Events {
  readonly #stage: Stage;
  #windows = 0;

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

  /**
   * The rotation of a secret fails. The `n`th of a series is of a kind of its own; when as many as are told apart have been, the
   * functions' clock is set ahead into another window.
   */
  rotationFailure(n: number): Sent {
    if (n % kinds === 0) this.newWindow();
    return this.#sent(serviceEvent('RotationFailed', { SecretId: secretArn(`prod/db-${n % kinds}-AbCdEf`) }));
  }

  /** A read is refused, of one kind with all others. */
  refusal(): Sent {
    const by = iamUser('mallory');
    const message = notAuthorized(by, 'secretsmanager:GetSecretValue', 'prod/storm');
    return this.#sent(
      deniedCall('secretsmanager', 'GetSecretValue', by, message, { more: { readOnly: true } }),
    );
  }

  /** Nothing that was counted before is counted any more. */
  newWindow(): void {
    this.#windows += 1;
    this.#stage.setClockAhead(this.#windows * (windowMs + 1_000));
  }

  #sent(record: CloudTrailRecord): Sent {
    const eventID = randomUUID();
    const eventTime = iso(Date.now() + this.#windows * (windowMs + 1_000));
    return { eventID, send: () => this.#stage.send([{ ...record, eventID, eventTime }]) };
  }
}
