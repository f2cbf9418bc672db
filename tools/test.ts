// `npm test`: types, lint, build, then every test. Prints what each part took.
import { build, prepareChecks, succeeds } from './checks.ts';

function step(name: string, command: string, args: readonly string[]): void {
  const from = performance.now();
  process.stderr.write(`\n── ${name}\n`);
  const well = succeeds(command, args, 1);
  process.stderr.write(`── ${name}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  if (!well) {
    process.stderr.write(`\`npm test\` stopped at: ${name}\n`);
    process.exit(1);
  }
}

prepareChecks();
step('build', ...build);
step('types', process.execPath, ['tools/tsc.mjs', '-p', 'tsconfig.json']);
step('lint', 'eslint', ['--max-warnings=0', '.']);
step('tests', 'vitest', ['run', '--reporter=default', '--silent=passed-only', ...process.argv.slice(2)]);
