import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { judge, loadSubject } from '../../detections/judgement.ts';
import { commandsOf } from '../../docs/commands.ts';
import { glasswatch } from '../../local/cli/glasswatch.ts';
import { judgeAwsCommands, type Judged } from './aws-cli.ts';

/** What stands for something of the reader's own, and one that has the right form. */
const stands: readonly (readonly [RegExp, string])[] = [
  [/\bTRAIL-ARN\b|(?<=--trail-arn )ARN\b/g, 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/audit'],
  [/\b(?:QUEUE-)?ARN\b/g, 'arn:aws:sqs:eu-central-1:111122223333:glasswatch-alert-dead-letters'],
  [/\bSECRET-ARN\b/g, 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:prod/db-AbCdEf'],
  [
    /\b(?:QUEUE-)?URL\b/g,
    'https://sqs.eu-central-1.amazonaws.com/111122223333/glasswatch-alert-dead-letters',
  ],
  [/(?<=--start-time )(?:START|…)/g, '2026-11-18T00:00:00Z'],
  [/(?<=--end-time )END\b/g, '2026-11-19T00:00:00Z'],
  [/\bHOME-REGION\b/g, 'eu-central-1'],
  [/(?<=--access-key-id )KEY\b/g, 'AKIAIOSFODNN7EXAMPLE'],
];

/** A command's name alone, as text speaks of it, is no more than that. */
const onlyNamed = /^aws [\w-]+ [\w-]+$/;

const documented = commandsOf('aws').filter(
  ({ text }) => !onlyNamed.test(text) || /(list-roles|describe-trails)$/.test(text),
);

/** The command of each alert that the detections' own events make, with the truth that made it. */
async function commandsOfAlerts(): Promise<{ readonly of: string; readonly text: string }[]> {
  const found = [];
  for (const subject of await Promise.all(detections.map(loadSubject))) {
    for (const { name, event, before = [] } of subject.cases.truths) {
      const { alert } = await judge(subject, { event, before }, { group: false });
      const text = alert?.command ?? null;
      if (text !== null) found.push({ of: `${subject.detection.id}: ${name}`, text });
    }
  }
  return found;
}

/** The commands that the built-in incident prints: those of its alerts, and of its deadlines. */
async function commandsOfDemo(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'glasswatch-demo-commands-'));
  const { stdout } = await glasswatch(['demo', '--records', '600', '--out', join(folder, 'demo')]);
  rmSync(folder, { recursive: true, force: true });
  return [...stdout.matchAll(/\$ (aws .*)/g)].map(([, text = '']) => text);
}

let demo: readonly string[];
let alerts: { readonly of: string; readonly text: string }[];
let judged: Map<string, Judged>;

beforeAll(async () => {
  demo = await commandsOfDemo();
  alerts = await commandsOfAlerts();
  const texts = [
    ...new Set([...documented.map(({ text }) => text), ...alerts.map(({ text }) => text), ...demo]),
  ];
  const commands = texts.map((text) => stands.reduce((now, [what, by]) => now.replace(what, by), text));
  const wrong = ['aws iam get-role --role-name x --rolle y', 'aws sqs no-such-command'];
  const answers = judgeAwsCommands([...commands, ...wrong]);
  judged = new Map(texts.flatMap((text, n) => (answers[n] === undefined ? [] : [[text, answers[n]]])));
  expect(answers.slice(-2).map((answer) => 'refused' in answer)).toEqual([true, true]);
});

describe('the AWS CLI takes', () => {
  it.each(documented.map(({ text, page }) => [text, page] as const))('%s (%s)', (text) => {
    expect(judged.get(text)).toHaveProperty('operation');
  });

  it('the commands that the built-in incident prints', () => {
    expect(demo.length).toBeGreaterThan(20);
    expect(demo.filter((text) => 'refused' in (judged.get(text) ?? { refused: 'not asked' }))).toEqual([]);
  });

  it('the command of every alert', () => {
    const refused = alerts.flatMap(({ of, text }) => {
      const answer = judged.get(text);
      return answer !== undefined && 'operation' in answer ? [] : [{ of, text, answer }];
    });
    expect(refused).toEqual([]);
    // Every detection has an event whose alert offers a command.
    expect(new Set(alerts.map(({ of }) => of.split(':', 1)[0])).size).toBe(detections.length);
  });
});
