import { parseConfig } from '../../../../config/parse.ts';
import type { Config } from '../../../../config/schema.ts';
import { detections } from '../../../../detections/catalogue/catalogue.ts';
import { parseEvent } from '../../../../detections/event/cloudtrail-event.ts';
import type { Notice } from '../../../../handlers/alert/render/notice.ts';
import type { Coverage } from '../../../../handlers/deadline/exposures/log-gap.ts';
import { factsOf } from '../../../../handlers/deadline/facts/facts-of.ts';
import { MemoryFactStore, MemoryToldStore } from '../../../../handlers/deadline/ledger/memory-stores.ts';
import type {
  DeadlinePorts,
  EvidenceStore,
  Interval,
  SecretVersion,
  WaiverParameter,
} from '../../../../handlers/deadline/ports.ts';
import { runDeadlines, type RunSummary } from '../../../../handlers/deadline/run/run.ts';
import type { Incident } from '../../../../handlers/deadline/incident.ts';
import { KeptToldStore } from '../../../../handlers/deadline/rebuild/kept-told.ts';
import type { RebuildPorts } from '../../../../handlers/deadline/rebuild/rebuild.ts';
import type { Told } from '../../../../handlers/deadline/telling/told.ts';
import type { Telling } from '../../../../handlers/incident/telling.ts';
import { breakGlassRole, breakGlassUser, type CloudTrailRecord } from '../../alert/events.ts';

/** The deadline handler with ports of a laptop and a clock to be set. */
export class DeadlineDesk {
  facts = new MemoryFactStore();
  told = new MemoryToldStore();
  readonly notices: Notice[] = [];
  readonly evidence = new Map<string, unknown>();
  readonly records: string[] = [];
  readonly asked: Interval[] = [];
  readonly failures: string[] = [];
  /** What the log holds, whatever came on the event path. */
  log: CloudTrailRecord[] = [];
  /** Which hours of which Region the log holds, as far as that is asked. */
  coverage: Coverage = new Map();
  /** Alerts that the alert function noted as delivered. */
  alerts: Telling[] = [];
  versions = new Map<string, readonly SecretVersion[]>();
  waivers: WaiverParameter[] = [];
  broken: ('log' | 'versions' | 'waivers' | 'notifier')[] = [];
  config: Config;
  now = 0;

  constructor(more: Record<string, unknown> = {}) {
    this.config = configOf(more);
  }

  /** What was told of incidents, without the marks that runs leave. */
  async incidentsTold(): Promise<Told[]> {
    return (await this.told.all()).filter(({ exposures }) => Object.keys(exposures).length > 0);
  }

  /** The event path brings records: what they tell is noted. */
  async hear(...records: readonly CloudTrailRecord[]): Promise<void> {
    await this.facts.add(records.flatMap((record) => factsOf(parseEvent(record), this.config)));
  }

  /** One run at a moment; answers what it told. */
  async runAt(time: string, discover = false, compare = false): Promise<Notice[]> {
    const before = this.notices.length;
    await this.summaryAt(time, discover, compare);
    return this.notices.slice(before);
  }

  summaryAt(time: string, discover = false, compare = false): Promise<RunSummary> {
    this.now = Date.parse(time);
    return runDeadlines(this.#ports(), { discover, compare });
  }

  /** What a run would find at a moment: nothing is told or kept. */
  async judgedAt(time: string): Promise<readonly Incident[]> {
    this.now = Date.parse(time);
    const told = new MemoryToldStore();
    for (const one of await this.told.all()) await told.put(one, null);
    let found: readonly Incident[] = [];
    await runDeadlines(
      {
        ...this.#ports(),
        told,
        notifier: { notice: () => Promise.resolve() },
        evidence: { ...this.#evidenceStore(), put: () => Promise.resolve() },
        record: () => Promise.resolve(''),
        judged: (incidents) => {
          found = incidents;
        },
      },
      { discover: false },
    );
    return found;
  }

  /** What rebuilds the ledger of this desk. */
  rebuildPorts(): RebuildPorts {
    const { log, facts, told } = this.#ports();
    return {
      ...{ log, facts, told, now: this.now },
      kept: this.#evidenceStore(),
      noteAlert: (alert) => Promise.resolve(void this.alerts.push(alert)),
      unreadable: (key) => this.failures.push(key),
    };
  }

  #evidenceStore(): EvidenceStore {
    return {
      put: (key, value) => Promise.resolve(void this.evidence.set(key, value)),
      keys: (prefix) =>
        Promise.resolve([...this.evidence.keys()].filter((key) => key.startsWith(prefix)).sort()),
      // As it comes back from a bucket.
      read: (key) => Promise.resolve(JSON.parse(JSON.stringify(this.evidence.get(key))) as unknown),
    };
  }

  #ports(): DeadlinePorts {
    const evidence = this.#evidenceStore();
    const clock = { now: () => this.now };
    const fails = (what: DeadlineDesk['broken'][number]) =>
      this.broken.includes(what) ? Promise.reject(new Error(`${what} is broken`)) : Promise.resolve();
    return {
      config: this.config,
      facts: this.facts,
      told: new KeptToldStore(this.told, evidence, clock),
      log: {
        facts: async (interval) => {
          await fails('log');
          this.asked.push(interval);
          return this.log
            .map((record) => parseEvent(record))
            .filter(({ time }) => time >= interval.from && time < interval.to)
            .flatMap((event) => factsOf(event, this.config));
        },
        coverage: () => fails('log').then(() => this.coverage),
      },
      versions: { versionsOf: (arn) => fails('versions').then(() => this.versions.get(arn) ?? null) },
      waivers: { all: () => fails('waivers').then(() => this.waivers) },
      notifier: {
        notice: async (notice) => {
          await fails('notifier');
          this.notices.push(notice);
        },
      },
      alertsTold: ({ from }) => Promise.resolve(this.alerts.filter(({ at }) => at >= from)),
      evidence,
      record: ({ incident }) => {
        this.records.push(incident);
        this.evidence.set(`incidents/${incident}/${new Date(this.now).toISOString()}/evidence.json`, {});
        return Promise.resolve('a'.repeat(64));
      },
      besides: [],
      judged: () => undefined,
      clock,
      failed: (what) => this.failures.push(what),
    };
  }
}

function configOf(more: Record<string, unknown>): Config {
  const breakGlass = { roles: [breakGlassRole], users: [breakGlassUser] };
  return parseConfig(
    { breakGlass, ...more },
    { source: 'test', detections, now: Date.parse('2026-11-20T12:00:00Z') },
  );
}

/** The text of a notice, part by part. */
export function textOf({ title, parts }: Notice): string {
  return [
    title,
    ...parts.map(
      ({ label, text, command }) => `${label}: ${text}${command === undefined ? '' : `\n$ ${command}`}`,
    ),
  ].join('\n');
}
