import { z } from 'zod';

/**
 * What the deadline needs of the log, event by event: small, without order, each fact known by its id so that repeats
 * change nothing. The ledger keeps facts, and the log gives the same ones again. `at` is eventTime in ms.
 */

const text = z.string();
const known = z.object({ id: text, eventID: text, at: z.number() });

/** Who made a call. */
const caller = z.object({
  /** principalId@creationDate; null for long-term keys and services. */
  session: text.nullable(),
  /** The long-term access key, where there is no session. */
  key: text.nullable(),
  principalId: text.nullable(),
  principal: text.nullable(),
  actor: text.nullable(),
  role: text.nullable(),
  sourceIdentity: text.nullable(),
});
export type FactCaller = z.output<typeof caller>;

const reference = z.object({
  partition: text,
  region: text,
  account: text,
  id: text,
  form: z.enum(['name', 'typed-arn', 'full-arn']),
});

/** A secret by reference, or the ARN of a parameter. */
const place = z.union([z.object({ secret: reference }), z.object({ parameter: text })]);
export type Place = z.output<typeof place>;

/** Something a watched principal did: a break-glass role or user, or one of a declared incident. */
const active = known.extend({
  kind: z.literal('active'),
  caller,
  /** ARN of the break-glass role (with path) or user; null where only a declared incident concerns it. */
  opened: text.nullable(),
  account: text.nullable(),
  console: z.boolean(),
});

/** A role assumed: by a session that may belong to an incident, or a watched role by anybody. */
const assumed = known.extend({
  kind: z.literal('assumed'),
  by: caller,
  /** The new session, principalId@creationDate. */
  session: text,
  role: text.nullable(),
  breakGlass: z.boolean(),
  sessionName: text.nullable(),
  sourceIdentity: text.nullable(),
  account: text.nullable(),
  /** When its credentials end, ms. */
  until: z.number(),
  console: z.boolean(),
});

/** The console's side of an opening. It shows the principalId, and not always the session. */
const signedIn = known.extend({
  kind: z.literal('signed-in'),
  principalId: text,
  session: text.nullable(),
});

/** Sessions cut off that began before, or allowed again; by role name or by access key. */
const revoked = known.extend({
  kind: z.literal('revoked'),
  account: text.nullable(),
  role: text.nullable(),
  key: text.nullable(),
  /** Name of the policy that says so; null where the role or key itself went. */
  policy: text.nullable(),
  /** Sessions made before it (ms) are cut off: those of a policy's own date. Null: all that were made before the call. */
  olderThan: z.number().nullable(),
  /** False: the revocation was taken back. */
  stands: z.boolean(),
});

const read = known.extend({
  kind: z.literal('read'),
  caller,
  account: text.nullable(),
  region: text.nullable(),
  /** `entry`: a call for this secret; `listed`: by a batch's list; `referred`: through a reference of Parameter Store. */
  via: z.enum(['entry', 'listed', 'referred', 'filter', 'path']),
  /** A filter's text, or what was read. */
  what: z.union([place, z.object({ filter: text })]),
  /** sharedEventID: both accounts' copies of one read have it. */
  shared: text.nullable(),
  /** A refused entry tells that the batch did not hand this secret out. */
  refused: z.boolean(),
});

/** The steps in which a secret's value changes. */
export const steps = [
  'requested',
  'started',
  'succeeded',
  'failed',
  'created',
  'put',
  'pending',
  'updated',
  'moved',
  'deleted',
  'restored',
  'replicated',
  'replica-stopped',
  'parameter-put',
  'version-seen',
] as const;

const change = known.extend({
  kind: z.literal('change'),
  what: place,
  step: z.enum(steps),
  version: text.nullable(),
  by: caller,
  /** Of `version-seen` (found by ListSecretVersionIds): whether AWSCURRENT names it. */
  current: z.boolean().optional(),
});

/** A full ARN that a record shows: it answers for the secret's name. */
const shown = known.extend({ kind: z.literal('shown'), secret: reference });

/** The tag that says that a rotation alternates between two users. */
const tagged = known.extend({ kind: z.literal('tagged'), what: place, alternating: z.boolean() });

/** What a filter or path stood for when it was read, found by asking: ARNs. */
const resolved = known.extend({ kind: z.literal('resolved'), arns: z.array(text) });

export const factSchema = z.discriminatedUnion('kind', [
  active,
  assumed,
  signedIn,
  revoked,
  read,
  change,
  shown,
  tagged,
  resolved,
]);

export type Fact = z.output<typeof factSchema>;
export type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;
export type Step = (typeof steps)[number];
