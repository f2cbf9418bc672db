// `npm run conformance -- [FOLDER]`: runs the recorded cases of AWS's own behaviour that a folder holds, by default the project's own.
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { FolderError, ownFolder, runFolder, table } from '../tests/conformance/run.ts';

const [given, ...more] = process.argv.slice(2);
try {
  if (more.length > 0 || given?.startsWith('-') === true) throw new FolderError('Usage: npm run conformance -- [FOLDER]');
  // npm starts scripts in the folder of package.json and says where it was called itself.
  const folder = given === undefined ? ownFolder : resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
  const rows = await runFolder(folder, given === undefined || samePlace(folder));
  process.stdout.write(table(rows));
  process.exitCode = rows.some(({ short }) => short) ? 1 : 0;
} catch (error) {
  if (!(error instanceof FolderError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

function samePlace(folder: string): boolean {
  try {
    return realpathSync(folder) === realpathSync(ownFolder);
  } catch {
    return false;
  }
}
