import type { Json } from '../engine-types.ts';
import { misplacedMocks } from '../mocks/check.ts';
import { readMocks } from '../mocks/read.ts';
import type { MockCase } from '../mocks/types.ts';
import { problemsText } from './problems.ts';
import { exits, Refusal, textOfFile, type World } from './world.ts';

/** The cases of a mock file; tells what is wrong with it, and ends the command when it has errors. */
export async function readCases(world: World, path: string): Promise<readonly MockCase[]> {
  const { cases, problems } = readMocks(await textOfFile(world, path));
  if (problems.length > 0) world.err(problemsText(world, path, problems));
  if (problems.some(({ severity }) => severity === 'error')) throw new Refusal(`The mock file '${path}' has errors, so nothing was run.`, exits.findings);
  return cases;
}

/** The case that `FILE#CASE` or `FILE#MACHINE/CASE` names. */
export async function readCase(world: World, given: string): Promise<MockCase> {
  const mark = given.lastIndexOf('#');
  if (mark === -1) throw new Refusal(`--mocks needs the name of a case behind the file: ${given}#CASE.`);
  const [path, name] = [given.slice(0, mark), given.slice(mark + 1)];
  const cases = await readCases(world, path);
  const found = cases.filter((one) => one.name === name || `${one.machine}/${one.name}` === name);
  const [first] = found;
  if (first === undefined) throw new Refusal(cases.length === 0 ? `'${path}' has no cases.` : `'${path}' has no case '${name}'. It has ${cases.map((one) => one.name).join(', ')}.`);
  if (found.length > 1) throw new Refusal(`'${path}' has several cases '${name}': write ${found.map((one) => `${path}#${one.machine}/${one.name}`).join(' or ')}.`);
  return first;
}

/** Ends the command when a case names states that its machine lacks. */
export function refuseMisplaced(world: World, path: string, cases: readonly MockCase[], definition: Json): void {
  const misplaced = misplacedMocks(cases, definition);
  for (const { case: one, message } of misplaced) world.err(`${path}  error  ${one.machine}#${one.name}: ${message}\n`);
  if (misplaced.length > 0) throw new Refusal('The mock file does not fit the definition, so nothing was run.', exits.findings);
}
