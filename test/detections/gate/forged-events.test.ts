import { describe, expect, it } from 'vitest';
import { detections } from '../../../detections/catalogue/catalogue.ts';
import { gateRules, queueRules, tamperRules } from '../../../detections/gate/rules.ts';
import { compilePattern } from '../../../detections/pattern/matcher.ts';
import { account, type Fields } from '../event-builders.ts';
import { loadSubject, casesOf } from '../judgement.ts';

/** EventBridge refuses a source that begins `aws.` to whoever calls PutEvents: these are left to them. */
const sources = ['com.example', 'aws', 'AWS.secretsmanager', ' aws.sts', 'xaws.sts', 'glasswatch'];

const subjects = await Promise.all(detections.map(loadSubject));

describe.each(subjects.map((subject) => [subject.detection.id, subject] as const))(
  'the events of %s, put on a bus by a caller',
  (_, subject) => {
    const { config } = subject;
    const { alert, critical } = queueRules(config, detections);
    const rules = [
      ...gateRules(config, detections),
      ...tamperRules(config, detections),
      ...alert,
      ...critical,
    ];
    const matchers = rules.map(({ pattern }) => compilePattern(pattern));
    const isLetIn = (source: string, detail: Fields) =>
      matchers.some((matches) =>
        matches({
          ...{ source, detail, account },
          'detail-type': 'AWS API Call via CloudTrail',
        }),
      );

    it('meet no rule, as real as they look', () => {
      const records = casesOf(subject).map(({ event }) => event);
      const own = (record: Fields) => `aws.${String(record.eventSource).split('.')[0] ?? ''}`;
      const real = records.filter((record) => isLetIn(own(record), record));
      expect(real.length).toBeGreaterThan(0);
      for (const source of sources) expect(real.filter((record) => isLetIn(source, record))).toEqual([]);
    });
  },
);
