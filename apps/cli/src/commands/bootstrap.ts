import { bootstrapTemplate, boundaryName } from '@millrace/deploy';
import { writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CliError, exit, printJson } from '../io.ts';
import { pipelineFile } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import type { CommandRun, Options } from '../table.ts';
import type { Io } from '../io.ts';

/** A configuration is enough: an administrator may have no pipeline yet. */
function folderOf(io: Io, options: Options): string {
  try {
    return dirname(pipelineFile(io, options));
  } catch {
    return io.cwd;
  }
}

/** `millrace bootstrap`: prints the stack that an administrator creates once for an environment. Asks and changes nothing. */
export const run: CommandRun = async (io, _args, options) => {
  const { environment } = await placeWithoutServer(io, options, folderOf(io, options));
  if (environment.local) throw new CliError('The embedded AWS needs no stack: its buckets are made by themselves.', 'Name an environment of millrace.config.ts with --env.', exit.usage);
  const text = `${JSON.stringify(bootstrapTemplate(environment), null, 2)}\n`;
  const out = options['out'];
  if (typeof out === 'string') writeFileSync(resolve(io.cwd, out), text);
  const file = typeof out === 'string' ? out : 'bootstrap.json';
  const command = `aws cloudformation deploy --template-file ${file} --stack-name ${environment.prefix}-millrace --capabilities CAPABILITY_NAMED_IAM --region ${environment.region}`;
  if (io.json) printJson(io, { template: bootstrapTemplate(environment), command });
  else if (typeof out !== 'string') io.out(text);
  const hint = environment.boundary === null ? `Then name its boundary in millrace.config.ts, so that created roles carry it: boundary: 'arn:aws:iam::${environment.account}:policy/${boundaryName(environment)}'\n` : '';
  if (!io.json) io.err(`An administrator creates it once:\n  ${command}\n${hint}`);
  return exit.ok;
};
