import { validate } from '../check/validate.ts';
import type { Json } from '../engine-types.ts';
import { problemsText } from './problems.ts';
import { exits, Refusal, textOfFile, type World } from './world.ts';

/** A definition that can be run or drawn. Tells its errors and ends the command when it has any; warnings are left to `validate`. */
export async function readDefinition(world: World, path: string): Promise<Json> {
  const { machine, problems } = validate(await textOfFile(world, path));
  // Without errors the machine is the JSON that was read.
  if (machine !== null) return machine as unknown as Json;
  world.err(problemsText(world, path, problems.filter(({ severity }) => severity === 'error')));
  throw new Refusal(`The definition in '${path}' has errors, so nothing was run.`, exits.findings);
}

/** The value of `--input`: JSON, or `@FILE` for the JSON in a file. */
export async function readInput(world: World, given: string | undefined): Promise<Json> {
  if (given === undefined) return {};
  const file = given.startsWith('@') ? given.slice(1) : null;
  const text = file === null ? given : await textOfFile(world, file);
  try {
    return JSON.parse(text) as Json; // JSON.parse gives JSON
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refusal(file === null ? `--input is not JSON (${why}). Quote it for the shell, as in --input '{"day": 1}', or give a file as --input @FILE.` : `The input in '${file}' is not JSON: ${why}.`);
  }
}
