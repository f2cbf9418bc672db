import { advise, answersJsonSchema, readAnswers, renderAdvice, renderTable, type Rejections } from '@millrace/decision';
import { comparison } from '@millrace/facts';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, exit, printJson, type Io } from '../io.ts';
import { compileFor } from '../project/compile.ts';
import { requirePipeline } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { targetIds } from '../project/targets.ts';
import type { CommandRun, Options } from '../table.ts';

function readJson(io: Io, file: string): unknown {
  let text: string;
  try {
    text = readFileSync(resolve(io.cwd, file), 'utf8');
  } catch {
    throw new CliError(`The answers file ${file} cannot be read.`, '`millrace advise --schema` prints what an answers file holds.', exit.usage);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CliError(`${file} is not JSON: ${error instanceof Error ? error.message : ''}`, 'Mend the file; `millrace advise --schema` prints what it holds.', exit.usage);
  }
}

/** What each target's ledger rejects of a pipeline: those rule the target out. */
async function rejectionsOf(io: Io, options: Options, file: string): Promise<Rejections> {
  const { pipeline, loaded, folder } = await requirePipeline(io, { ...options, file });
  const { site } = await placeWithoutServer(io, options, folder);
  const rows = await Promise.all(targetIds.map(async (id) => {
    const { used } = await compileFor(id, pipeline, loaded.origins, folder, site);
    return [id, used.filter(({ support }) => support === 'rejected').map((row) => ({ feature: row.id, reason: row.note }))] as const;
  }));
  return Object.fromEntries(rows);
}

/** `millrace advise`: recommends from answers; the same answers give the same bytes. */
export const run: CommandRun = async (io, _args, options) => {
  if (options['table'] === true) {
    if (io.json) printJson(io, { comparison });
    else io.out(renderTable());
    return exit.ok;
  }
  if (options['schema'] === true) {
    if (io.json) printJson(io, { schema: answersJsonSchema() });
    else io.out(`${JSON.stringify(answersJsonSchema(), null, 2)}\n`);
    return exit.ok;
  }
  const { answers: file, from } = options;
  if (typeof file !== 'string') throw new CliError('advise needs answers.', 'Give a file with --answers; --schema prints what it holds, --table the facts.', exit.usage);
  const { answers, problems } = readAnswers(readJson(io, file));
  if (answers === null) throw new CliError(`${file} cannot be used:\n${problems.map((problem) => `    ${problem}`).join('\n')}`, '`millrace advise --schema` prints what an answers file holds.', exit.usage);
  const advice = advise(answers, typeof from === 'string' ? await rejectionsOf(io, options, from) : {});
  if (io.json) printJson(io, { advice });
  else io.out(renderAdvice(advice));
  return exit.ok;
};
