/**
 * Regular expressions that are put together when the program runs, by their text in the code, each with what it can
 * become at its worst.
 */
export const built: Readonly<Record<string, readonly string[]>> = {
  "new RegExp(`^${parts.map((part) => part.replace(/[.+]/g, '\\\\$&')).join('.*')}$`)": ['^BREAK.*GLASS.*$'],
  'new RegExp(`^arn:aws[a-z-]*:iam::\\\\d{12}:${kind}/([\\\\w+=,.@-]+/)*[\\\\w+=,.@*-]+$`)': [
    '^arn:aws[a-z-]*:iam::\\d{12}:role/([\\w+=,.@-]+/)*[\\w+=,.@*-]+$',
    '^arn:aws[a-z-]*:iam::\\d{12}:user/([\\w+=,.@-]+/)*[\\w+=,.@*-]+$',
  ],
  "new RegExp(`\\\\b(?:FROM|JOIN)\\\\s+(${recordsPart}|${tableName})\\\\b`, 'gi')": [
    '\\b(?:FROM|JOIN)\\s+(records|cloudtrail)\\b',
  ],
  "new RegExp(`\\\\b${name}\\\\s+AS\\\\s*\\\\(`, 'i')": ['\\brecords\\s+AS\\s*\\('],
  "new RegExp(`^${text.replace(/[.*+?^${}()|[\\]\\\\]/g, '\\\\$&')}$`)": ['^\\.\\./detections/folder\\.ts$'],
  "new RegExp(\n  `\\\\(\\\\s*eventsource\\\\s*<>\\\\s*'([^']*)'((?:\\\\s+OR\\\\s+(?:${refusal}|${key}))+)\\\\s*\\\\)`,\n  'gi',\n)":
    [
      "\\(\\s*eventsource\\s*<>\\s*'([^']*)'((?:\\s+OR\\s+(?:errorcode\\s+LIKE\\s+'([A-Za-z]+)%'|json_extract_scalar\\(requestparameters,\\s*'\\$((?:\\.\\w+)+)'\\)\\s+IS\\s+NOT\\s+NULL))+)\\s*\\)",
    ],
  "new RegExp(`${refusal}|${key}`, 'gi')": [
    "errorcode\\s+LIKE\\s+'([A-Za-z]+)%'|json_extract_scalar\\(requestparameters,\\s*'\\$((?:\\.\\w+)+)'\\)\\s+IS\\s+NOT\\s+NULL",
  ],
};

export const samples = Object.values(built)
  .flat()
  .map((source) => ({ source, flags: '' }));
