import { sessionCaller, type Caller } from '../callers.ts';
import { inSession, type RoleSession, type UserIdentity } from '../identities.ts';
import { Random } from '../random.ts';
import { clusterProvider, type Workload } from './workloads.ts';

const hourMs = 3_600_000;

/** A workload's session, with what the calls made in it share. */
export interface WorkloadSession {
  readonly session: RoleSession;
  readonly caller: Caller;
}

/** The sessions of all workloads, made anew every hour, each at a minute of its own. */
export class Sessions {
  readonly #offsets = new Map<string, number>();
  readonly #made = new Map<string, WorkloadSession>();
  readonly #forwarded = new Map<string, UserIdentity>();

  /** The session that a workload has at a moment. */
  of(workload: Workload, time: number): WorkloadSession {
    const { role } = workload;
    const offset = this.#offsetOf(role.name);
    const created = Math.floor((time - offset) / hourMs) * hourMs + offset;
    const key = `${role.name}@${created}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const made = this.#make(workload, created);
    this.#made.set(key, made);
    return made;
  }

  #offsetOf(name: string): number {
    const offset = this.#offsets.get(name) ?? new Random(`offset/${name}`).below(3600) * 1000;
    this.#offsets.set(name, offset);
    return offset;
  }

  #make(workload: Workload, created: number): WorkloadSession {
    const random = new Random(`session/${workload.role.name}/${created}`);
    const session: RoleSession = {
      role: workload.role,
      name: nameOf(workload, created, random),
      created,
      key: random.awsId('ASIA'),
      ...(workload.runtime === 'irsa' ? { provider: clusterProvider } : {}),
      ...(workload.runtime === 'ec2' ? { instance: true } : {}),
    };
    const through = (service: string): UserIdentity => {
      const name = `${session.key} ${service}`;
      const known = this.#forwarded.get(name);
      if (known !== undefined) return known;
      const identity = inSession(session, { key: new Random(name).awsId('ASIA'), invokedBy: service });
      this.#forwarded.set(name, identity);
      return identity;
    };
    return { session, caller: { ...sessionCaller(session, workload.ip, workload.agent), through } };
  }
}

function nameOf({ role, runtime }: Workload, created: number, random: Random): string {
  switch (runtime) {
    case 'lambda':
      return role.name;
    case 'ecs':
      return new Random(`task/${role.name}`).hex(32);
    case 'ec2':
      return `i-0${new Random(`instance/${role.name}`).hex(16)}`;
    case 'irsa':
      return `botocore-session-${created / 1000}${random.below(10)}`;
  }
}
