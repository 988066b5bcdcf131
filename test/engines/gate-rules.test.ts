import { expect, test } from 'vitest';
import { detections } from '../../detections/catalogue/catalogue.ts';
import { gateRules, queueRules, tamperRules } from '../../detections/gate/rules.ts';
import { compilePattern } from '../../detections/pattern/matcher.ts';
import { casesOf, loadSubject } from '../detections/judgement.ts';
import { judge } from './ruler.ts';

test('event-ruler says the same as we of every packed rule and every event of the cases', async () => {
  const subjects = await Promise.all(detections.map(loadSubject));
  const different: string[] = [];
  let matches = 0;
  for (const subject of subjects) {
    const { alert, critical } = queueRules(subject.config, detections);
    const rules = [
      ...gateRules(subject.config, detections),
      ...tamperRules(subject.config, detections),
      ...alert,
      ...critical,
    ];
    const events = casesOf(subject).map(({ event }) => ({
      source: `aws.${String(event.eventSource).split('.')[0] ?? ''}`,
      'detail-type': 'AWS API Call via CloudTrail',
      detail: event,
    }));
    const pairs = rules.flatMap(({ pattern }) => events.map((event) => ({ pattern, event })));
    const verdicts = await judge(
      pairs.map(({ pattern, event }) => ({ pattern: JSON.stringify(pattern), event: JSON.stringify(event) })),
    );
    for (const [index, { pattern, event }] of pairs.entries()) {
      const ours = compilePattern(pattern)(event) ? 'match' : 'no match';
      if (ours === 'match') matches += 1;
      const verdict = verdicts[index]?.verdict;
      if (verdict !== ours)
        different.push(
          `${subject.detection.id}: ours ${ours}, ruler ${verdict ?? 'none'}: ${JSON.stringify(event)}`,
        );
    }
  }
  expect(different.slice(0, 5)).toEqual([]);
  expect(matches).toBeGreaterThan(500);
});
