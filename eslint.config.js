import tseslint from 'typescript-eslint';
import { forbidden, pure, rooms } from './tools/rooms.ts';

const awsClients = { regex: '^@aws-sdk/', message: 'AWS clients are loaded only in folders named `aws`; give the room a port instead.' };
const deepImports = { regex: '^@millrace/[^/]+/', message: 'Import the public entry point of a package.' };
const ownSiblings = { regex: '^(\\.\\./){3,}(packages|apps|tests|tools|bench|examples)/', message: 'Import another package by its name.' };

function imports(folder, clients) {
  const names = folder === null ? [] : forbidden(folder);
  const notMine = names.length === 0 ? [] : [{ regex: `^(${names.join('|')})(/|$)`, message: `${folder} may not import this package: see the table in ARCHITECTURE.md.` }];
  return ['error', { patterns: [...notMine, deepImports, ownSiblings, ...(clients ? [] : [awsClients])] }];
}

const roomRules = Object.keys(rooms).flatMap((folder) => [
  { files: [`${folder}/src/**/*.ts`], rules: { 'no-restricted-imports': imports(folder, false) } },
  { files: [`${folder}/src/**/aws/**/*.ts`], rules: { 'no-restricted-imports': imports(folder, true) } },
]);

const clock = [
  { object: 'Date', property: 'now', message: 'A pure part is told the time.' },
  { object: 'Math', property: 'random', message: 'A pure part is given its randomness.' },
  { object: 'process', property: 'env', message: 'A pure part is given its settings.' },
];
const effects = { regex: '^node:(fs|child_process|http|https|net|os)(/|$)', message: 'A pure part touches neither disk, network nor processes.' };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '**/golden/**', '**/.millrace/**', '**/*.mjs', '**/*.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
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
  ...roomRules,
  {
    files: pure.map((folder) => `${folder}/**/*.ts`),
    ignores: ['**/*.test.ts', '**/test/**'],
    rules: {
      'no-restricted-properties': ['error', ...clock],
      'no-restricted-syntax': ['error', { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'A pure part is told the time.' },
        { selector: `ImportDeclaration[source.value=/${effects.regex.replaceAll('/', '\\/')}/]`, message: effects.message }],
    },
  },
  { files: ['**/*.test.ts', 'tests/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'], rules: { 'no-restricted-imports': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', '@typescript-eslint/no-unsafe-member-access': 'off' } },
);
