import { didYouMean } from '@millrace/core';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { confirmed } from '../project/confirm.ts';
import { wholeNumber } from '../project/number.ts';
import { pythonOf } from '../server/python.ts';
import { ensureServer, serverDir, serverState, type ServerPlace } from '../server/ensure.ts';
import type { CommandRun, Options } from '../table.ts';

const actions = ['up', 'status', 'down', 'reset', 's3', 'setup'] as const;
type Action = (typeof actions)[number];

async function status(io: Io, where: ServerPlace): Promise<number> {
  const server = await serverState(io, where);
  if (io.json) printJson(io, server === null ? { running: false } : { running: true, ...server });
  else io.out(server === null ? 'The embedded AWS is not running: `millrace local up` starts it.\n' : `The embedded AWS serves ${server.endpoint} (process ${server.pid}).\n  state    ${server.dir}\n  buckets  ${join(server.dir, 's3')}\n  AWS CLI  AWS_ENDPOINT_URL=${server.endpoint} aws glue get-jobs\n`);
  return exit.ok;
}

/** The state folder of the server at a port that was named without one: the server itself knows it. */
async function servedAt(where: ServerPlace): Promise<ServerPlace> {
  if (where.dir !== undefined || where.port === undefined || where.port === 0) return where;
  try {
    const answer = await fetch(`http://127.0.0.1:${where.port}/_millrace/health`, { signal: AbortSignal.timeout(2000) });
    const health: unknown = await answer.json();
    return typeof health === 'object' && health !== null && 'dir' in health && typeof health.dir === 'string' ? { ...where, dir: health.dir } : where;
  } catch {
    return where;
  }
}

async function down(io: Io, where: ServerPlace): Promise<boolean> {
  const { stopServer, ServerError } = await import('@millrace/local');
  try {
    return await stopServer(await serverDir(io, where));
  } catch (error) {
    if (error instanceof ServerError) throw new CliError(error.message, 'Stop that process, then try again.');
    throw error;
  }
}

async function reset(io: Io, where: ServerPlace, options: Options): Promise<number> {
  const dir = await serverDir(io, where);
  const ours = ['state.db', 'state.db-wal', 'state.db-shm', 's3', 'jobs', 'functions', 'libraries', 'python', 'server.json', 'server.log', 'server.old.log'];
  if (existsSync(dir)) {
    if (!(await confirmed(io, options, `Remove everything in ${dir}: buckets, runs, logs?`))) {
      io.err('Nothing was removed.\n');
      return exit.ok;
    }
    await down(io, where);
    // Only what the embedded AWS makes: a mistyped --dir loses nothing else.
    for (const name of readdirSync(dir)) if (ours.includes(name) || /^start-[\da-f-]{36}\.log$/.test(name)) rmSync(join(dir, name), { recursive: true, force: true });
  }
  if (io.json) printJson(io, { reset: dir });
  else io.out(`The embedded AWS is empty: ${dir}\n`);
  return exit.ok;
}

/** Spark is the one thing that jobs may need and that is not there from the start. */
async function setup(io: Io): Promise<number> {
  const { installSpark, sparkFolder, sparkVersion } = await import('@millrace/local');
  const folder = sparkFolder(io.env);
  let made: boolean;
  try {
    made = await installSpark(folder, pythonOf(io.env), (line) => io.err(`${line}\n`));
  } catch (error) {
    throw new CliError(`Spark could not be installed in ${folder}: ${error instanceof Error ? error.message : String(error)}`, 'It needs Java 17 with javac, Python 3.8 to 3.13 with venv, and PyPI. Try again: it goes on with what is whole.');
  }
  if (io.json) printJson(io, { spark: folder, version: sparkVersion, installed: made });
  else io.out(made ? `Spark ${sparkVersion} is ready in ${folder}: Spark jobs run now.\n` : `Spark ${sparkVersion} is in ${folder} already: nothing to do.\n`);
  return exit.ok;
}

/** `millrace local up|status|down|reset|s3|setup`. */
export const run: CommandRun = async (io, args, options) => {
  const [given = 'status'] = args;
  const action = actions.find((name): name is Action => name === given);
  if (action === undefined) {
    const near = didYouMean(given, actions);
    throw new CliError(`\`millrace local\` knows no ${given}.`, near === null ? `It knows ${actions.join(', ')}.` : `Did you mean ${near}?`, exit.usage);
  };
  const where: ServerPlace = { dir: typeof options['dir'] === 'string' ? options['dir'] : undefined, port: wholeNumber(options, 'port', 0, 65_535) ?? undefined };
  switch (action) {
    case 'up':
      await ensureServer(io, where);
      return await status(io, where);
    case 'status':
      return await status(io, await servedAt(where));
    case 's3':
      if (io.json) printJson(io, { buckets: join(await serverDir(io, where), 's3') });
      else io.out(`${join(await serverDir(io, where), 's3')}\n`);
      return exit.ok;
    case 'setup':
      return await setup(io);
    case 'reset':
      return await reset(io, where, options);
    case 'down': {
      const stopped = await down(io, await servedAt(where));
      if (io.json) printJson(io, { stopped });
      else io.out(stopped ? 'The embedded AWS has stopped; its state stays.\n' : 'The embedded AWS was not running.\n');
      return exit.ok;
    }
  }
};
