import { queries } from '../../queries/catalogue.ts';
import type { Query } from '../../queries/query.ts';
import type { GeneratedFile } from './generated-file.ts';

/** Every question to the log: what it answers, its parameters and its columns. */
export const queriesPage: GeneratedFile = {
  path: 'docs/queries.md',
  content: () =>
    [
      '# Questions to the log\n\n',
      'Made from queries/ by `npm run generate`. Ask one with `npx glasswatch query NAME PATH…`.\n',
      'Each may be given `from` and `to` (dates or instants, UTC; else the days that the log holds) and `region`, by\n',
      '`--param NAME=VALUE`, beside the parameters named below.\n\n',
      '| question | what it answers |\n|---|---|\n',
      ...queries.map(({ name, answers }) => `| [${name}](#${name}) | ${cell(answers)} |\n`),
      ...queries.map(section),
    ].join(''),
};

function section({ name, answers, parameters, columns }: Query): string {
  return [
    `\n## ${name}\n\n${answers} ([SQL](../queries/${name}.sql))\n`,
    parameters.length > 0 && '\n| parameter | otherwise | what it is |\n|---|---|---|\n',
    ...parameters.map(
      (one) =>
        `| \`${one.name}\` | ${one.otherwise === '' ? '' : `\`${one.otherwise}\``} | ${cell(one.says)} |\n`,
    ),
    '\n| column | type | what it says |\n|---|---|---|\n',
    ...columns.map((one) => `| \`${one.name}\` | ${one.type} | ${cell(one.says)} |\n`),
  ]
    .filter((part) => part !== false)
    .join('');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
