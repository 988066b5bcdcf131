import { nounOf } from '../../../config/counted.ts';
import { states, stateWords } from '../../deadline/verdict.ts';
import { stateTones, type Tone } from '../../page/tone.ts';
import { exposureTable, incidentTable } from '../incident-tables.ts';
import { incidentTimeline } from '../incident-timeline.ts';
import { incidentsAbout } from '../incidents-about.ts';
import type { Section } from '../section.ts';

export const breakGlass: Section = {
  id: 'break-glass',
  title: 'Break-glass incidents and their deadlines',
  about: 'Every opening of the glass, the secrets read in it, and whether each was replaced in time.',
  asks: () => [],
  look: ({ incidents, period }) => {
    if (incidents === null) return 'The deadlines were not looked at for this report.';
    const shown = incidentsAbout(incidents, period);
    const exposures = shown.flatMap((incident) => incident.exposures);
    const opened = shown.filter(({ from }) => Date.parse(from) >= Date.parse(period.from));
    const worst = states.find((state) => exposures.some((one) => one.state === state));
    const newsTone: Tone = worst === undefined ? 'high' : stateTones[worst];
    return {
      nothing:
        shown.length === 0 ? 'Nobody broke the glass, and no exposure of an earlier incident is open.' : null,
      figures: [
        {
          label: nounOf(shown.length, 'incident'),
          value: shown.length,
          tone: shown.length > 0 ? 'high' : 'good',
          rows: { table: 'incidents', filter: '' },
        },
        ...states
          .map((state) => ({
            state,
            label: stateWords[state],
            value: exposures.filter((one) => one.state === state).length,
          }))
          .filter(({ state, value }) => value > 0 || state === 'overdue')
          .map(({ state, label, value }) => ({
            label: state === 'overdue' ? `${nounOf(value, 'exposure')} overdue` : label,
            value,
            tone: value > 0 ? stateTones[state] : ('good' as const),
            rows: { table: 'exposures', filter: `state=${stateWords[state].replaceAll(' ', '_')}` },
          })),
      ],
      charts: shown.length > 0 ? [{ kind: 'timeline', ...incidentTimeline(shown) }] : [],
      tables: [incidentTable(shown, period), exposureTable(shown)],
      news: [
        {
          count: opened.length,
          says: nounOf(opened.length, 'break-glass incident'),
          tone: newsTone === 'good' || newsTone === 'plain' ? 'high' : newsTone,
          table: 'incidents',
          filter: 'new=yes',
        },
      ],
    };
  },
};
