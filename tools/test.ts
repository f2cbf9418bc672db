// `npm test`: types, lint, build, then every test. Prints what each part took.
import { spawnSync } from 'node:child_process';
import { preparePython, prepareFlightRecords, root, SetupError } from './python.ts';

function step(name: string, command: string, args: readonly string[]): void {
  const from = performance.now();
  process.stderr.write(`\n── ${name}\n`);
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  process.stderr.write(`── ${name}: ${((performance.now() - from) / 1000).toFixed(1)} s\n`);
  if (result.error !== undefined || result.status !== 0) {
    process.stderr.write(`\`npm test\` stopped at: ${name}\n`);
    process.exit(1);
  }
}

try {
  preparePython('checks');
  prepareFlightRecords();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
step('build', 'turbo', ['run', 'build', '--output-logs=errors-only']);
step('types', process.execPath, ['tools/tsc.mjs', '-p', 'tsconfig.json']);
step('lint', 'eslint', ['--max-warnings=0', '.']);
step('tests', 'vitest', ['run', '--reporter=default', '--silent=passed-only', ...process.argv.slice(2)]);
