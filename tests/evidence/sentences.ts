// The stories of wrong command lines, missing things and interruptions, as the test suite tells them.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'millrace-sentences-'));
const out = join(folder, 'results.json');
try {
  spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/cli/usage.test.ts', 'tests/cli/runs.test.ts', 'tests/cli/mistakes.test.ts', '--reporter=json', `--outputFile=${out}`], { cwd: root, stdio: ['ignore', 'ignore', 2] });
  // Written by vitest's JSON reporter.
  const { numTotalTests, numPassedTests, testResults } = JSON.parse(readFileSync(out, 'utf8')) as { numTotalTests: number; numPassedTests: number; testResults: { assertionResults: { fullName: string; status: string }[] }[] };
  const failed = testResults.flatMap(({ assertionResults }) => assertionResults.filter(({ status }) => status !== 'passed').map(({ fullName }) => fullName));
  report([{ figure: `${numPassedTests} of ${numTotalTests} stories of the command line pass${failed.length === 0 ? '' : `; not: ${failed.join('; ')}`}`, holds: numTotalTests > 0 && numPassedTests === numTotalTests }]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
