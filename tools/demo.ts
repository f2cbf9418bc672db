// `npm run demo`: prepares the machine, builds, and hands over to the example.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isBuilt, rememberBuild } from './built.ts';
import { prepareFlightRecords, preparePython, python, root, SetupError } from './python.ts';

// Ctrl-C reaches the demo as well: it tidies up, and this waits for it.
process.on('SIGINT', () => undefined);
try {
  preparePython('jobs');
  const records = prepareFlightRecords();
  if (!isBuilt()) {
    const build = spawnSync('turbo', ['run', 'build', '--output-logs=errors-only', '--log-order=grouped'], { cwd: root, stdio: ['ignore', 'ignore', 2] });
    if (build.signal === 'SIGINT') process.exit(130);
    if (build.status !== 0) throw new SetupError('The build failed: `npm run bootstrap -- turbo run build` shows why.');
    rememberBuild();
  }
  const demo = spawnSync(process.execPath, [join(root, 'examples/flights/demo.ts'), records], { cwd: join(root, 'examples/flights'), stdio: 'inherit', env: { ...process.env, MILLRACE_PYTHON: python } });
  process.exitCode = demo.status ?? 130;
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
