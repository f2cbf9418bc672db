// Runs the demo and holds what both orchestrators published against a plain pandas calculation over the same file.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compare, example, ready } from '../cli/pandas.ts';
import { report } from './report.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
if (!ready) report([{ figure: 'the flight records or pandas are missing: `npm test` brings them', holds: null }]);
else {
  const demo = spawnSync(process.execPath, ['tools/demo.ts'], { cwd: root, stdio: ['ignore', 2, 2] });
  if (demo.status !== 0) report([{ figure: `the demo ended with exit code ${demo.status ?? 'none'}`, holds: false }]);
  else report(['glue', 'sfn'].map((target) => {
    const { figures, differences } = compare(`${example}/.millrace/results/${target}`);
    const means = (figures['by_carrier'] ?? 0) + (figures['by_day'] ?? 0) + (figures['by_hour'] ?? 0);
    return {
      figure: `${target}: accepted ${figures['accepted']}, cancelled ${figures['cancelled']}, rejected ${figures['rejected']}, mean delay ${figures['mean']} min, and counts and mean delays of ${means} carriers, days and hours; ${differences.length} differences from pandas${differences.length === 0 ? '' : `: ${differences.join('; ')}`}`,
      holds: differences.length === 0,
    };
  }));
}
