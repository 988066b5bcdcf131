import { z } from 'zod';
import { deploymentKeys } from './deployment-keys.ts';
import type { Severity } from './severity.ts';

/** What the schema has to know of a detection: config/ may not import detections/. */
export interface KnownDetection {
  readonly id: string;
  readonly severity: Severity;
  /** Settings of the detection's own, beside `mode` and `reason`. */
  readonly settings?: z.ZodObject;
}

/** A suppression may last this many days from today: noise is looked at again, not forgotten. */
export const longestSuppressionDays = 90;
const dayMs = 86_400_000;

const accountId = z.string().regex(/^\d{12}$/, 'expected an account id of 12 digits');
const regionName = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected a Region such as "eu-central-1"');

function principalArn(kind: 'role' | 'user') {
  return z
    .string()
    .regex(
      new RegExp(`^arn:aws[a-z-]*:iam::\\d{12}:${kind}/([\\w+=,.@-]+/)*[\\w+=,.@*-]+$`),
      `expected the ARN of an IAM ${kind}, such as "arn:aws:iam::123456789012:${kind}/BREAK-GLASS-*" ("*" is allowed in the name only)`,
    )
    .refine((arn) => !arn.includes('**'), 'expected single "*", not "**"');
}

const anyPrincipalArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    "expected the ARN of an IAM role or user (of the role, not of its session: a session name is the caller's choice)",
  );

const secretReference = z
  .string()
  .regex(/^[^\s]+$/, 'expected the name or the ARN of a secret')
  .describe('name or ARN');

const instant = z.iso
  .datetime({ offset: true, error: 'expected a time such as "2026-11-18T02:14:00Z"' })
  .describe('ISO 8601 with time zone');

/** A day counts to its end, UTC. */
const expiry = z
  .union([z.iso.date(), z.iso.datetime({ offset: true })], {
    error: 'expected a date such as "2026-12-31"',
  })
  .describe('a date (valid through its end, UTC), at most 90 days from now');

/** The instant, in ms, from which a suppression with this `expires` no longer suppresses. */
export function expiryMs(expires: string): number {
  return expires.length === 10 ? Date.parse(expires) + dayMs : Date.parse(expires);
}

const modes = ['alert', 'shadow', 'off'] as const;
const mode = z.enum(modes);

function detectionSettings(detection: KnownDetection) {
  const entry = z.strictObject({
    mode: mode.default('alert'),
    reason: z.string().trim().min(1).optional().describe('why it is off'),
    ...detection.settings?.shape,
  });
  if (detection.severity !== 'critical') return entry;
  return entry.refine((set) => set.mode !== 'off' || set.reason !== undefined, {
    path: ['reason'],
    error: 'expected a reason: a critical detection cannot be off without one',
  });
}

/**
 * The one schema of cdk.json's `glasswatch` context. `now` (ms) is what the 90 days of a suppression are counted from.
 * Strict: an unknown key is wrong.
 */
export function configSchema(detections: readonly KnownDetection[], now: number) {
  const detectionId = z.enum(detections.map((detection) => detection.id));
  return z.strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{1,19}$/, 'expected 2 to 20 of a-z, 0-9 and "-", a letter first')
      .default('glasswatch')
      .describe('prefix of the name of everything that is deployed'),
    account: accountId.optional().describe('the account that is watched; demanded for deploying'),
    regions: z
      .array(regionName)
      .min(1, 'expected at least one Region')
      .refine((all) => new Set(all).size === all.length, 'expected each Region once')
      .optional()
      .describe('the watched Regions, the home Region first; us-east-1 is always watched'),
    breakGlass: z
      .strictObject(
        {
          roles: z.array(principalArn('role')).default([]),
          users: z.array(principalArn('user')).default([]),
        },
        'expected an object with "roles" and "users", lists of ARNs that may be empty',
      )
      .describe('who breaks the glass: ARNs with path, "*" allowed in the name'),
    trustedAccounts: z
      .array(accountId)
      .default([])
      .describe('accounts whose cross-account reads are expected'),
    deadlineHours: z
      .number()
      .positive('expected a number of hours above 0')
      .default(4)
      .describe('how many hours after the end of the last session that read it each secret must be replaced'),
    clock: z
      .enum(['session-end', 'last-read'])
      .default('session-end')
      .describe('when the deadline starts to run'),
    decoys: z.array(secretReference).default([]).describe('secrets that nobody has a reason to read'),
    declaredIncidents: z
      .array(
        z
          .strictObject({
            principal: anyPrincipalArn,
            from: instant,
            to: instant,
            reason: z.string().min(1),
          })
          // What is no time at all (NaN) is told of where it stands.
          .refine((incident) => !(Date.parse(incident.from) >= Date.parse(incident.to)), {
            path: ['to'],
            error: 'expected a time after "from"',
          }),
      )
      .default([])
      .describe(
        'a principal and an interval that are treated as a break-glass incident, e.g. stolen credentials',
      ),
    runbook: z
      .string()
      .regex(
        /^https:\/\/[a-z0-9.-]+(:\d+)?\/[\x21-\x22\x24-\x7e]{0,300}$/i,
        'expected an address that begins "https://", without "#"',
      )
      .optional()
      .describe('where your people read the runbook (docs/runbook.md): alerts link to its sections'),
    alternatingUsers: z
      .array(secretReference)
      .default([])
      .describe('secrets whose rotation alternates between two users: two rotations replace what was read'),
    detections: z
      .strictObject(
        Object.fromEntries(
          detections.map((detection) => [detection.id, detectionSettings(detection).optional()]),
        ),
      )
      .prefault({})
      .describe('how each detection speaks'),
    suppressions: z
      .array(
        z.strictObject({
          detection: detectionId,
          principal: anyPrincipalArn.optional(),
          account: accountId.optional().describe('account of the caller'),
          errorCode: z.string().min(1).optional(),
          secret: secretReference.optional(),
          owner: z.string().min(1).describe('who answers for it'),
          reason: z.string().min(1),
          expires: expiry.refine(
            (expires) => Date.parse(expires) <= now + longestSuppressionDays * dayMs,
            `expected a date at most ${longestSuppressionDays} days from now`,
          ),
        }),
      )
      .default([])
      .describe('known noise; never silences a critical alert'),
    ...deploymentKeys,
  });
}

/** How one detection is set: its mode, the reason where it is off, and settings of its own. */
export interface DetectionSettings {
  readonly mode: (typeof modes)[number];
  readonly reason?: string | undefined;
  readonly [setting: string]: unknown;
}

type Parsed = z.output<ReturnType<typeof configSchema>>;

/** The effective config: parsed, with defaults. */
export type Config = Omit<Parsed, 'detections'> & {
  readonly detections: Readonly<Record<string, DetectionSettings | undefined>>;
};
export type Suppression = Config['suppressions'][number];
