import tseslint from 'typescript-eslint';

/** Which rooms a room may import (docs/decisions.md, "Rooms"). A room may always import itself. */
const rooms = {
  config: [],
  detections: ['config'],
  queries: ['config'],
  handlers: ['config', 'detections', 'queries'],
  infra: ['config', 'detections', 'queries'],
  local: ['config', 'detections', 'queries', 'handlers'],
};
/** Of a room that it may not import, what a room may know all the same: infra the handlers' environments. */
const windows = { infra: { handlers: '(?![^/]+/environment\\.ts$)' } };
const allRooms = [...Object.keys(rooms), 'test', 'bench'];

const roomWalls = Object.entries(rooms).map(([room, mayImport]) => ({
  files: [`${room}/**/*.{ts,mjs}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: allRooms
          .filter((other) => other !== room && !mayImport.includes(other))
          .map((other) => ({
            regex: `^(\\.\\./)+${other}/${windows[room]?.[other] ?? ''}`,
            message: `${room}/ may not import ${other}/ (docs/decisions.md, "Rooms").`,
          })),
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.cache/',
      'glasswatch-demo/',
      'cdk.out/',
      'coverage/',
      'local/scan/kernel/assembly/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' },
      ],
      'no-console': 'error',
    },
  },
  { files: ['scripts/**'], rules: { 'no-console': 'off' } },
  ...roomWalls,
);
