import type { Compiled, Pipeline, Problem, Site } from '@millrace/core';
import { exit, paint, printJson, type Io, type Style } from '../io.ts';
import { compileFor, notable } from '../project/compile.ts';
import { helperLines } from '../project/helpers.ts';
import { loadPipeline } from '../project/pipeline.ts';
import { placeWithoutServer } from '../project/place.ts';
import { isTarget, targetIds, type TargetName } from '../project/targets.ts';
import type { Review } from '../project/practices.ts';
import { practicesLine, renderPractices } from '../render/practices.ts';
import { renderProblems } from '../render/problems.ts';
import { wrap } from '../render/text.ts';
import type { CommandRun } from '../table.ts';

const titles: Readonly<Record<TargetName, string>> = { glue: 'Glue', sfn: 'Step Functions' };
const tint: Readonly<Record<string, Style>> = { emulated: 'blue', degraded: 'yellow', rejected: 'red' };

const errorsOf = ({ problems }: Compiled): number => problems.filter(({ severity }) => severity === 'error').length;

function portability(io: Io, id: TargetName, compiled: Compiled): string {
  const count = (support: string): number => new Set(compiled.used.filter((row) => row.support === support).map((row) => row.id)).size;
  const fits = errorsOf(compiled) === 0;
  const head = `${paint(io, fits ? 'green' : 'red', fits ? '✔' : '✘')} ${paint(io, 'bold', id)}  ${count('exact')} exact, ${count('emulated')} emulated, ${count('degraded')} degraded, ${count('rejected')} rejected`;
  const rows = notable(compiled.used).map((row) => `    ${paint(io, tint[row.support] ?? 'dim', row.support.padEnd(8))} ${wrap(`${row.id}: ${row.note}${row.hint === '' ? '' : ` ${row.hint}`}`, io.columns, ' '.repeat(13))}`);
  const delays = compiled.delays.map(({ step, until, because }) => `    ${paint(io, 'yellow', 'delay'.padEnd(8))} ${wrap(`${step} also waits for ${until}: ${because}`, io.columns, ' '.repeat(13))}`);
  return `${[head, ...rows, ...delays].join('\n')}${compiled.helpers.length === 0 ? '' : `\n${helperLines({ colour: io.colour, columns: io.columns - 2 }, compiled.helpers).trimEnd().split('\n').map((line) => `  ${line}`).join('\n')}`}`;
}

/** The same finding on several targets is told once. */
function joined(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify([problem.code, problem.pointer, problem.message]), problem])).values()];
}

/** Where several targets are looked at, an error is one of a target and not of the pipeline: this says which is which. */
function verdict(compiled: ReadonlyMap<TargetName, Compiled>): string {
  const each = [...compiled].map(([id, one]) => `${titles[id]}: ${errorsOf(one) === 0 ? 'ok' : `${errorsOf(one)} error${errorsOf(one) === 1 ? '' : 's'}`}`);
  return each.join(' · ');
}

/** The practices of each target that takes the pipeline. */
async function practicesOf(pipeline: Pipeline, compiled: ReadonlyMap<TargetName, Compiled>, site: Site): Promise<ReadonlyMap<TargetName, readonly Review[]>> {
  const { reviewsOf } = await import('../project/practices.ts');
  return new Map([...compiled].filter(([, one]) => errorsOf(one) === 0).map(([id, one]) => [id, reviewsOf(id, pipeline, one, site)]));
}

function practicesText(io: Io, compiled: ReadonlyMap<TargetName, Compiled>, reviews: ReadonlyMap<TargetName, readonly Review[]>): string {
  const refused = (id: TargetName): string => `${titles[id]}: refused, so that its practices were not looked at`;
  const texts = [...reviews].map(([id, list]) => `${renderPractices(io, titles[id], list)}\n`);
  return `${texts.join('')}${[...compiled.keys()].map((id) => paint(io, 'bold', reviews.has(id) ? practicesLine(titles[id], reviews.get(id) ?? []) : refused(id))).join('\n')}\n`;
}

/**
 * `millrace check`: the model's problems, then what each target makes of it, or, with `--practices`, how it upholds the guidance. Exit 3 when the
 * model has errors, when the target that was named refuses it, or when none was named and all refuse it.
 */
export const run: CommandRun = async (io, _args, options) => {
  const { loaded, folder } = await loadPipeline(io, options);
  const { pipeline } = loaded;
  if (pipeline === null) {
    if (io.json) printJson(io, { problems: loaded.problems, targets: {} });
    else io.out(renderProblems(io, loaded.problems));
    return exit.findings;
  }
  const { site } = await placeWithoutServer(io, options, folder);
  const wanted = isTarget(options['target']) ? [options['target']] : targetIds;
  const compiled = new Map(await Promise.all(wanted.map(async (id) => [id, await compileFor(id, pipeline, loaded.origins, folder, site)] as const)));
  const usable = [...compiled.values()].filter((one) => errorsOf(one) === 0);
  const reviews = options['practices'] === true ? await practicesOf(pipeline, compiled, site) : null;
  const shown = joined([...loaded.problems, ...[...compiled.values()].flatMap(({ problems }) => problems)]);
  if (io.json) {
    printJson(io, { problems: shown, targets: Object.fromEntries([...compiled].map(([id, one]) => [id, { fits: errorsOf(one) === 0, problems: one.problems, used: one.used, delays: one.delays, helpers: one.helpers, ...(reviews === null ? {} : { practices: reviews.get(id) ?? null }) }])) });
  } else if (reviews !== null) {
    io.out(`${shown.length === 0 ? '' : `${renderProblems(io, shown)}\n`}${practicesText(io, compiled, reviews)}`);
  } else {
    io.out(`${renderProblems(io, shown)}\n${[...compiled].map(([id, one]) => portability(io, id, one)).join('\n')}\n${compiled.size > 1 ? `\n${paint(io, 'bold', verdict(compiled))}\n` : ''}`);
  }
  const unmet = [...(reviews?.values() ?? [])].some((list) => list.some(({ state }) => state === 'open'));
  const strict = options['strict'] === true && (unmet || shown.some(({ severity }) => severity === 'warning'));
  return usable.length === 0 || strict || loaded.problems.some(({ severity }) => severity === 'error') ? exit.findings : exit.ok;
};
