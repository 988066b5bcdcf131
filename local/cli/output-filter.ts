import { severities, type Severity } from '../../config/severity.ts';
import type { Notifier } from '../../handlers/alert/ports.ts';
import { spanOf } from '../../queries/span.ts';
import { UsageError } from './exit.ts';

/** What a replay is to show; everything is decided all the same. */
export interface FilterFlags {
  readonly from?: string;
  readonly to?: string;
  readonly detection?: readonly string[];
  readonly severity?: readonly string[];
}

/** What an event was told as. */
interface Shown {
  readonly detection: string;
  readonly severity: Severity;
  /** As the record has it: nobody knows whether it can be read. */
  readonly eventTime: string;
}

export type OutputFilter = (shown: Shown) => boolean;

/**
 * Whether something is shown. What has a time that cannot be read is shown whatever the time asked for: it may belong there.
 * @throws UsageError where --from or --to is no day and no instant
 */
export function outputFilter({ from, to, detection, severity }: FilterFlags): OutputFilter {
  const span = spanGiven(from, to);
  const asked = new Set(severity ?? severities);
  return (shown) => {
    const time = Date.parse(shown.eventTime);
    return (
      (Number.isNaN(time) || (time >= span.from && time < span.to)) &&
      (detection === undefined || detection.includes(shown.detection)) &&
      asked.has(shown.severity)
    );
  };
}

/** A channel that is given only what passes, and the last word only on what it was told of. */
export function filtered(notifier: Notifier, passes: OutputFilter): Notifier {
  const told = new Set<string>();
  const kind = ({ detection, title }: { detection: string; title: string }) => `${detection} ${title}`;
  return {
    alert: async (alert) => {
      if (!passes(alert)) return;
      told.add(kind(alert));
      await notifier.alert(alert);
    },
    bare: async (alert) => {
      const { severity, eventTime } = alert;
      if (alert.gate.some((detection) => passes({ detection, severity, eventTime })))
        await notifier.bare(alert);
    },
    lastWord: async (word) => {
      if (told.has(kind(word))) await notifier.lastWord(word);
    },
  };
}

/** Instants (ms), `to` excluded. */
function spanGiven(from: string | undefined, to: string | undefined): { from: number; to: number } {
  try {
    const span = spanOf(from, to);
    return {
      from: from === undefined ? -Infinity : Date.parse(span.from),
      to: to === undefined ? Infinity : Date.parse(span.to),
    };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--${error.message}`);
    throw error;
  }
}
