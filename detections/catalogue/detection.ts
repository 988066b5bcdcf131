import type { z } from 'zod';
import type { Config } from '../../config/schema.ts';
import type { Severity } from '../../config/severity.ts';
import type { BreakGlassSession } from '../break-glass/session.ts';
import type { CloudTrailEvent } from '../event/cloudtrail-event.ts';
import type { Identity } from '../event/identity.ts';
import type { Secret } from '../event/secret.ts';
import type { EventPattern } from '../pattern/matcher.ts';
import type { Memory } from './memory.ts';

/** What a detection is told beside the event itself. */
export interface DetectionContext {
  readonly config: Config;
  /** Who made the call. */
  readonly identity: Identity;
  /** The secrets that the event names, in its order. */
  readonly secrets: readonly Secret[];
  /** The break-glass session in which the call was made, itself or through role chaining; else null. */
  readonly breakGlass: BreakGlassSession | null;
  readonly memory: Memory;
}

/** What an event adds to a count of different things. */
export interface Counted {
  /** What is counted together. */
  readonly key: string;
  readonly members: readonly string[];
  /** So many different members confirm; fewer never do. */
  readonly enough: number;
}

/** An event in words. All text is plain: whoever renders it escapes it. */
export interface Description {
  /** One line: what happened, by whom. */
  readonly title: string;
  /** One or two sentences with the particulars. */
  readonly what: string;
  /** ARN of the role, secret or other resource that the event is about. */
  readonly target: string | null;
  /** Where this event is worse or milder than the detection's own severity. */
  readonly severity?: Severity;
  /** Whether it was announced, as far as the config can tell. */
  readonly announced?: string;
  /** What else speaks for or against its being real. */
  readonly signs: readonly string[];
  /** What the caller chose, beside what proof.ts finds: nobody but them vouches for it. */
  readonly claims?: readonly string[];
  /** What to do now, in two sentences. */
  readonly next: string;
  /** The command to start with, ready to copy; null where none can be given. */
  readonly command: string | null;
  /** The deadline that is coming, in a few sentences. */
  readonly due?: string;
}

/**
 * What Glasswatch watches for: one object in one file `detections/<id>.ts`. The gate rules, the matcher, the words of
 * the alert and the catalogue are made from it; nothing else lists detections.
 */
export interface Detection {
  /** The file's name. */
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Why it matters, in one or two sentences. */
  readonly why: string;
  /** MITRE ATT&CK technique ids. */
  readonly mitre: readonly string[];
  /** What sets it off without harm. */
  readonly noise: string;
  /** Whether read-only events are among what it matches: the gate rule's state depends on it (aws-facts, section 2). */
  readonly readOnly: boolean;
  /** Set where every kind is told, however many there are: what must never be counted away in a storm. */
  readonly neverFolded?: true;
  /** Settings of its own under `detections.<id>` in the config. */
  readonly settings?: z.ZodObject;
  /** EventBridge patterns, any of which admits an event. Empty where the config names nothing to watch. */
  patterns(config: Config): EventPattern[];
  /** Of a detection that is not critical: patterns of its events that are, which take the way of critical ones too. */
  readonly criticalPatterns?: readonly EventPattern[];
  /** Set where it speaks only of what is done in a break-glass session, itself or through role chaining. */
  readonly ofBreakGlassOnly?: true;
  /** Decides what patterns cannot: from parsed policies, or from what was seen before. Absent: the patterns decide. */
  confirm?(event: CloudTrailEvent, context: DetectionContext): boolean | Promise<boolean>;
  /**
   * Of a detection that confirms by counting: what an event adds, whenever it happens; null: it does not hang on others.
   * Whoever has the whole log at hand can tell from it which events can never be confirmed.
   */
  counts?(
    event: CloudTrailEvent,
    context: Pick<DetectionContext, 'config' | 'identity' | 'secrets'>,
  ): Counted | null;
  /** The kind of event for counting repeats; null: never grouped. */
  groupBy(event: CloudTrailEvent, context: DetectionContext): string | null | Promise<string | null>;
  describe(event: CloudTrailEvent, context: DetectionContext): Description | Promise<Description>;
}
