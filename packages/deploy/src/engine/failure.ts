import { DeployFailed, deployCatalogue } from '../catalogue.ts';
import type { Change } from '../types.ts';
import { isExpired } from './errors.ts';

const MOST_NAMED = 8;

/** Says what could not be done, what was done before, and what is left. `changes[at]` is the one that failed; `at` is their number when the last write did. */
export function failure(changes: readonly Change[], at: number, cause: unknown): DeployFailed {
  const [done, left] = [changes.slice(0, at), changes.slice(at)];
  const [failed] = left;
  const said = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).replace(/\.$/, '');
  const what = failed === undefined ? 'The manifest could not be written' : `Could not ${failed.action} ${failed.type} '${failed.name}'`;
  const state = `${done.length} of ${changes.length} changes are made${done.length === 0 ? '' : ` (${named(done)})`}, left ${left.length === 0 ? 'is the record of them' : `are: ${named(left)}`}.`;
  if (isExpired(cause)) return new DeployFailed(`The credentials have expired (${said}). ${state} ${deployCatalogue.MR7014.fix}`, { code: 'MR7014', done, left, cause });
  return new DeployFailed(`${what}: ${said}. ${state} What was done is recorded; remove the cause and run the same command again, it goes on from there.`, { code: null, done, left, cause });
}

function named(changes: readonly Change[]): string {
  const names = changes.slice(0, MOST_NAMED).map(({ action, name }) => `${action} ${name}`);
  return changes.length > MOST_NAMED ? `${names.join(', ')} and ${changes.length - MOST_NAMED} more` : names.join(', ');
}
