/**
 * Regular expressions that take longer than their text grows, each with why its text is short or nobody's but ours. Of
 * these times the square of a few thousand characters is nothing.
 */
export const bounded: Readonly<Record<string, string>> = {
  '//*$/': 'SQL: a path of Parameter Store, at most 2,048 characters',
  '/:assumed-role/[^/]+/(.+)$/': 'SQL: the ARN that AWS writes of a session, at most 2,048 characters',
  '/[^/]+$/': 'SQL: the ARN that AWS writes of a federated user, at most 2,048 characters',
  '/[.:]+$/': 'the reason of a declared incident, in the config',
  '/\\.+$/': 'the names of fields in our own patterns',
  '/\\/+$/': 'the ranges of addresses in our own patterns',
  "/'[^']*'|\\/\\*.*?\\*\\/|--[^\\n]*/gs": 'our own SQL',
  '/^@param (\\w+) = (.*?): (.+)$/': 'our own SQL',
  '/^BREAK.*GLASS.*$/': 'the name of a role in the config, at most 64 characters',
  '/^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/': 'asked of at most 128 characters',
  '/^\\/+|\\/+$/g': 'the prefix of a trail, at most 200 characters',
};
