import { execFile } from 'node:child_process';
import { accessSync, constants, statfsSync } from 'node:fs';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { exit, paint, printJson, type Io } from '../io.ts';
import { pythonOf } from '../server/python.ts';
import { serverState } from '../server/ensure.ts';
import type { CommandRun } from '../table.ts';

interface Finding {
  readonly what: string;
  readonly ok: boolean;
  readonly found: string;
  /** What to do when it is not ok. */
  readonly fix: string;
}

const run1 = promisify(execFile);

async function python(io: Io): Promise<Finding> {
  const command = pythonOf(io.env);
  const fix = 'Install Python 3.11 or newer with boto3 (`python3 -m pip install boto3`), or name one with MILLRACE_PYTHON. Only local runs need it.';
  try {
    const { stdout } = await run1(command, ['-c', 'import sys, boto3; print(sys.version.split()[0], boto3.__version__)'], { timeout: 30_000 });
    const [version = '', boto3 = ''] = stdout.trim().split(' ');
    const [major = 0, minor = 0] = version.split('.').map(Number);
    if (major < 3 || (major === 3 && minor < 11)) return { what: 'Python', ok: false, found: `${command} is ${version}, older than 3.11`, fix };
    return { what: 'Python', ok: true, found: `${command}: ${version} with boto3 ${boto3}`, fix: '' };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { what: 'Python', ok: false, found: missing ? `${command} is not there` : `${command} has no boto3`, fix };
  }
}

/** Only Spark jobs need it, so a machine without it is ready, too. */
async function spark(io: Io): Promise<Finding> {
  const { sparkFolder, sparkIsReady, sparkVersion } = await import('@millrace/local');
  const at = sparkFolder(io.env);
  const found = sparkIsReady(at) ? `${sparkVersion} in ${at}` : 'not installed; `millrace local setup --spark` does it, and only Spark jobs need it';
  return { what: 'Spark', ok: true, found, fix: '' };
}

function folder(io: Io): Finding {
  try {
    accessSync(io.cwd, constants.W_OK);
    const { bavail, bsize } = statfsSync(io.cwd);
    const free = Math.round((bavail * bsize) / 1e6);
    return { what: 'folder', ok: free > 200, found: `${io.cwd} can be written, ${free.toLocaleString('en')} MB free`, fix: 'Free some space: the embedded AWS keeps its state in .millrace/.' };
  } catch {
    return { what: 'folder', ok: false, found: `${io.cwd} cannot be written`, fix: 'Give yourself write access, or work in another folder: the embedded AWS keeps its state in .millrace/.' };
  }
}

async function embedded(io: Io): Promise<Finding> {
  const what = 'embedded AWS';
  const server = await serverState(io, {});
  const { defaultPort: usual } = await import('@millrace/local');
  if (server !== null) return { what, ok: true, found: `running at ${server.endpoint}`, fix: '' };
  const free = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(usual, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
  const found = free ? `not running; the first command with --local starts it on port ${usual}` : `not running, and port ${usual} is in use by another program`;
  return { what, ok: free, found, fix: '`millrace local up --port 0` starts it on a free port; later commands find it there.' };
}

/** `millrace doctor`: what this machine has, and what to do about what it lacks. */
export const run: CommandRun = async (io) => {
  const findings: Finding[] = [
    { what: 'Node', ok: true, found: process.version, fix: '' },
    await python(io),
    await spark(io),
    folder(io),
    await embedded(io),
    { what: 'credentials', ok: true, found: io.env['AWS_ACCESS_KEY_ID'] !== undefined || io.env['AWS_PROFILE'] !== undefined ? 'found in the environment' : 'none in the environment; only AWS itself needs them', fix: '' },
  ];
  const ok = findings.every((finding) => finding.ok);
  if (io.json) printJson(io, { ok, findings });
  else for (const finding of findings) io.out(`${paint(io, finding.ok ? 'green' : 'red', finding.ok ? '✔' : '✘')} ${finding.what.padEnd(13)} ${finding.found}\n${finding.ok ? '' : `  ${paint(io, 'dim', 'fix')} ${finding.fix}\n`}`);
  return ok ? exit.ok : exit.failure;
};
