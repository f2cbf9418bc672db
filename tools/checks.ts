// What `npm test` and `npm run evidence` both need before they begin.
import { spawnSync } from 'node:child_process';
import { prepareFlightRecords, preparePython, root, SetupError } from './python.ts';

/** Python with all that the checks compare with, and the flight records; ends the process with a sentence where they cannot be had. */
export function prepareChecks(): void {
  try {
    preparePython('checks');
    prepareFlightRecords();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
}

/** True when the program ended well. `output` is where what it prints goes: 1, or 2 where the standard output is for a result. */
export function succeeds(command: string, args: readonly string[], output: 1 | 2): boolean {
  return spawnSync(command, args, { cwd: root, stdio: ['inherit', output, 2] }).status === 0;
}

export const build = ['turbo', ['run', 'build', '--output-logs=errors-only']] as const;
