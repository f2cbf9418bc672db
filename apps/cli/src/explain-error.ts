import { CliError } from './io.ts';

/** What a person is told when something went wrong: a sentence and what to do, never a stack. */
export function explainError(error: unknown): { message: string; hint: string } {
  if (error instanceof CliError) return { message: error.message, hint: error.hint };
  const told = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in told && typeof told.code === 'string' ? told.code : '';
  if (code === 'ENOSPC') return { message: 'The disk is full.', hint: 'Free some space and run the same command again: it goes on where it stopped.' };
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'EISDIR'].includes(code)) return { message: `A file or folder cannot be written: ${told.message}`, hint: 'Give yourself write access to it, or run the command in another folder.' };
  if (code === 'ENOENT' && 'path' in told && typeof told.path === 'string' && !('spawnargs' in told)) return { message: `There is no file or folder ${told.path}.`, hint: 'Correct the path or make what is missing, and run the command again.' };
  if (told.name === 'CredentialsProviderError') return { message: `There are no AWS credentials: ${told.message.replace(/\.$/, '')}.`, hint: 'Set AWS_PROFILE to a profile that has some, or sign in (such as with `aws sso login`), and run the same command again.' };
  return { message: told.message === '' ? told.name : told.message, hint: 'hint' in told && typeof told.hint === 'string' ? told.hint : 'Run `millrace doctor`; with MILLRACE_DEBUG=1 the same command prints where this came from.' };
}
