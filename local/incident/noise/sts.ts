import { agents } from '../agents.ts';
import { assumeRoleByService, assumeRoleWithWebIdentity, call } from '../calls.ts';
import { githubProvider } from '../cast.ts';
import { role, type RoleSession } from '../identities.ts';
import { clusterProvider, subjectOf } from './workloads.ts';
import { someone, type Unit } from './unit.ts';

/** Services that assume roles all day. Some leave the assumed role's name out of their answer. */
const services = [
  { service: 'lambda.amazonaws.com', withUser: false },
  { service: 'ec2.amazonaws.com', withUser: false },
  { service: 'ecs-tasks.amazonaws.com', withUser: true },
  { service: 'events.amazonaws.com', withUser: true },
  { service: 'scheduler.amazonaws.com', withUser: true },
] as const;

const jobs = ['build-images', 'deploy-web', 'run-e2e', 'publish-docs'].map((name) => role(name, '/ci/'));

/** An AWS service assumes a workload's role. */
export const serviceAssumes: Unit = (at, day) => {
  const { random } = day;
  const { session } = someone(at, day);
  const { service, withUser } = random.pick(services);
  const made: RoleSession = { ...session, created: at.time, key: random.awsId('ASIA') };
  return [assumeRoleByService(at, service, made, withUser, random)];
};

/** A pod or a CI job signs in with a web identity. */
export const signsInWithToken: Unit = (at, day) => {
  const { random } = day;
  if (random.chance(0.3)) {
    const session = {
      role: random.pick(jobs),
      name: 'GitHubActions',
      created: at.time,
      key: random.awsId('ASIA'),
    };
    const subject = `repo:example-corp/${session.role.name}:ref:refs/heads/main`;
    const by = { ip: `20.161.${random.below(256)}.${random.below(254) + 1}`, agent: agents.go };
    return [assumeRoleWithWebIdentity(at, by, session, { provider: githubProvider, subject }, random)];
  }
  const { workload, session, caller } = someone(at, day);
  const made = { ...session, created: at.time, key: random.awsId('ASIA') };
  const identity = { provider: clusterProvider, subject: subjectOf(workload) };
  return [assumeRoleWithWebIdentity(at, caller, made, identity, random)];
};

/** A workload asks who it is. */
export const callerIdentity: Unit = (at, day) => [
  call(
    at,
    someone(at, day).caller,
    { service: 'sts', name: 'GetCallerIdentity', readOnly: true },
    day.random,
  ),
];
