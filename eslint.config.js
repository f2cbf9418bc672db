import tseslint from 'typescript-eslint';
import rooms from './tools/eslint-rooms.js';
import { edges, pure } from './tools/rooms.ts';

const tests = ['**/*.test.ts', '**/test/**', '**/testing.ts', '**/*.fixture.ts', 'tests/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'];

const time = 'A pure part is told the time.';
const chance = 'A pure part is given its randomness.';
const settings = 'A pure part is given its settings.';
const effects = 'A pure part touches neither disk, network nor processes.';
const impure = {
  'no-restricted-properties': ['error', { object: 'Date', property: 'now', message: time }, { object: 'Math', property: 'random', message: chance }, { object: 'process', property: 'env', message: settings }, { object: 'process', property: 'hrtime', message: time }, { object: 'crypto', property: 'randomUUID', message: chance }, { object: 'crypto', property: 'getRandomValues', message: chance }],
  'no-restricted-globals': ['error', { name: 'performance', message: time }, { name: 'fetch', message: effects }],
  'no-restricted-syntax': [
    'error',
    { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: time },
    { selector: 'CallExpression[callee.name="Date"]', message: time },
    { selector: 'ImportSpecifier[imported.name=/^(randomUUID|randomBytes|randomInt|randomFillSync|webcrypto)$/]', message: chance },
    { selector: ':matches(ImportDeclaration, ImportExpression)[source.value=/^(node:)?(fs|child_process|http|https|net|os|process|perf_hooks|timers|worker_threads)(\\u002F|$)/]', message: effects },
  ],
};

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/golden/**', '**/.millrace/**', '.venv/**', '.turbo/**', 'bench/peers/**'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
    },
  },
  { files: ['packages/**/*.ts', 'apps/**/*.ts'], plugins: { rooms }, rules: { 'rooms/imports': 'error' } },
  { files: pure.map((folder) => `${folder}/**/*.ts`), ignores: [...tests, ...edges], rules: impure },
  { files: tests, rules: { 'rooms/imports': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], rules: { 'no-undef': 'off', 'no-unused-vars': 'error', 'max-lines': ['error', 400] } },
);
