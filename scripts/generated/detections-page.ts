import { bySeverity } from '../../config/severity.ts';
import { detections } from '../../detections/catalogue/catalogue.ts';
import type { GeneratedFile } from './generated-file.ts';

/** The catalogue of detections, worst first. */
export const detectionsPage: GeneratedFile = {
  path: 'docs/detections.md',
  content: () => {
    const sorted = [...detections].sort((a, b) => bySeverity(a.severity, b.severity));
    const row = ({ id, severity, title }: (typeof detections)[number]) =>
      `| [${id}](#${id}) | ${severity} | ${title} |\n`;
    const section = ({
      id,
      severity,
      title,
      why,
      noise,
      mitre,
      readOnly,
      settings,
    }: (typeof detections)[number]) => {
      const facts = [
        `**Severity** ${severity}`,
        mitre.length > 0 && `**MITRE ATT&CK** ${mitre.join(', ')}`,
        `**Events** ${readOnly ? 'read-only ones among them' : 'writes only'}`,
        settings !== undefined && `**Settings** ${Object.keys(settings.shape).join(', ')}`,
        `**[Runbook](runbook.md#${id})**`,
      ].filter((fact) => fact !== false);
      return `## ${id}\n\n${title}. ${why}\n\nNoise: ${noise}\n\n${facts.join(' · ')}\n`;
    };
    return [
      '# Detections\n\nWhat Glasswatch watches for. Made from detections/ by `npm run generate`.\n\n',
      '| id | severity | watches for |\n|---|---|---|\n',
      ...sorted.map(row),
      '\n',
      sorted.map(section).join('\n'),
    ].join('');
  },
};
